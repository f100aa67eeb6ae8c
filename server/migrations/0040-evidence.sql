-- Evidence: documents by content, what was read from them, and the sets that cases are judged by.

-- How the columns of somebody's CSV mean what a document states. The profiles shipped with the product are data in code.
create table column_profiles (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  format text not null,
  kind text not null,
  definition jsonb not null,
  owner_party_id uuid,
  declared_at timestamptz not null
);

create table documents (
  id uuid primary key,
  subject_kind text not null check (subject_kind in ('trade', 'parcel', 'project', 'building', 'market')),
  subject_id text not null,
  kind text not null,
  format text not null,
  profile text,
  file_name text not null,
  media_type text not null,
  size_bytes integer not null check (size_bytes > 0),
  -- Address in the file store: SHA-256 of the bytes as they came in.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Keeps the leaf of the evidence tree from being guessed once the bytes are gone.
  salt text not null check (salt ~ '^[0-9a-f]{64}$'),
  number text not null,
  issued_on date not null,
  issuer_party_id uuid,
  issuer_name text not null,
  issuer_country text not null check (issuer_country ~ '^[A-Z]{2}$'),
  issuer_type text not null check (issuer_type in ('government', 'commercial', 'industry', 'technological', 'auditor')),
  issuer_recognised boolean not null,
  signature text not null check (signature in ('verified', 'absent', 'invalid')),
  -- Detached JWS over the bytes (RFC 7515 appendix F), as given.
  signature_jws text,
  -- What the document states: [{ field, value }]. Emptied when the document is erased.
  statements jsonb not null,
  details jsonb not null,
  state text not null check (state in ('received', 'hashed', 'validated', 'invalid', 'inconclusive')),
  batch_id uuid,
  submitted_by uuid,
  submitted_at timestamptz not null,
  erased_at timestamptz,
  erased_by uuid,
  -- The same bytes for the same thing are one document, however often they are sent.
  unique (subject_kind, subject_id, kind, sha256)
);
create index documents_subject on documents (subject_kind, subject_id, id);
create index documents_sha256 on documents (sha256);
create index documents_number on documents (kind, number);

-- The documents a case is judged by, frozen when the case opens. The case has the uuid of its subject.
create table dossiers (
  case_id uuid primary key,
  subject_kind text not null,
  subject_id text not null,
  evidence_root text not null check (evidence_root ~ '^0x[0-9a-f]{64}$'),
  frozen_at timestamptz not null
);

create table dossier_documents (
  case_id uuid not null references dossiers (case_id),
  document_id uuid not null references documents (id),
  leaf_hash text not null check (leaf_hash ~ '^0x[0-9a-f]{64}$'),
  primary key (case_id, document_id)
);

-- Parties that are asked to judge a case: they may read the bytes of its documents, and of no others.
create table dossier_readers (
  case_id uuid not null references dossiers (case_id),
  party_id uuid not null,
  primary key (case_id, party_id)
);

-- A frozen set never changes: the root is already on chain.
create function dossier_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'dossier % is frozen', old.case_id using errcode = 'check_violation';
end $$;
create trigger dossiers_frozen before update or delete on dossiers for each row execute function dossier_refuse_change();
create trigger dossier_documents_frozen before update or delete on dossier_documents
  for each row execute function dossier_refuse_change();
