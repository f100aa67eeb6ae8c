-- Parties: whom the register knows, their wallets and claims, the machine clients that act for them, and the issuers of
-- documents that evidence recognises.

create table parties (
  party_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  name text not null check (length(name) between 1 and 200),
  country text not null check (country ~ '^[A-Z]{2}$'),
  type text not null check (type in ('state', 'company', 'association', 'person')),
  roles text[] not null,
  -- Deliveries before the register knew the party, accepted from outside with their source.
  verified_before integer not null default 0 check (verified_before >= 0),
  failed_before integer not null default 0 check (failed_before >= 0),
  track_record_source text,
  frozen boolean not null default false,
  registered_at timestamptz not null,
  -- A state has no other kind of party as its sovereign.
  check (not ('sovereign' = any (roles)) or type = 'state'),
  check ((verified_before = 0 and failed_before = 0) or track_record_source is not null)
);

-- Wallets of parties that this installation keeps the keys of are numbered after its own (ports/signer.ts `walletIndexes`).
create sequence wallet_signer_index start 16;

create table wallets (
  wallet_id uuid primary key,
  party_id uuid not null references parties,
  -- An address belongs to one party, for ever.
  address text not null unique check (address ~ '^0x[0-9a-f]{40}$'),
  custody text not null check (custody in ('custodied', 'external')),
  signer_index integer unique,
  registered_at timestamptz not null,
  check ((custody = 'custodied') = (signer_index is not null))
);
create index wallets_by_party on wallets (party_id, wallet_id);

create table party_claims (
  claim_id uuid primary key,
  party_id uuid not null references parties,
  wallet_id uuid not null references wallets,
  roles text[] not null,
  country integer not null,
  expires_at timestamptz not null,
  nonce numeric(78, 0) not null,
  issuer text not null,
  signature text not null,
  intent_id uuid not null,
  state text not null check (state in ('submitted', 'accepted', 'failed')),
  problem text,
  issued_at timestamptz not null
);
-- Claims of one wallet are numbered on chain, so the next one waits for the one on its way.
create unique index party_claims_on_their_way on party_claims (wallet_id) where state = 'submitted';

create table party_freezes (
  freeze_id uuid primary key,
  party_id uuid not null references parties,
  frozen boolean not null,
  reason text not null,
  decided_by uuid,
  decided_at timestamptz not null
);
create index party_freezes_by_party on party_freezes (party_id, decided_at);

create table clients (
  client_id uuid primary key,
  party_id uuid not null references parties,
  name text not null,
  secret_hash text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  secret_changed_at timestamptz not null,
  revoked_at timestamptz
);
create index clients_by_party on clients (party_id, client_id);

create table issuers (
  issuer_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  country text not null check (country ~ '^[A-Z]{2}$'),
  type text not null check (type in ('government', 'commercial', 'industry', 'technological', 'auditor')),
  document_kinds text[] not null check (cardinality(document_kinds) >= 1),
  -- Ed25519 (RFC 8037); null for an issuer whose documents carry no signature.
  public_jwk jsonb,
  recognised_by uuid,
  recognised_at timestamptz not null,
  revoked_at timestamptz
);
create unique index issuers_by_name on issuers (lower(name)) where revoked_at is null;

-- What the Parties contract says of an account.
create table wallets_on_chain (
  address text primary key check (address ~ '^0x[0-9a-f]{40}$'),
  party_on_chain_id text,
  roles integer not null default 0,
  country integer not null default 0,
  expires_at timestamptz,
  issuer text,
  frozen boolean not null default false,
  -- Claims accepted plus claims revoked: the nonce of the next claim.
  nonce numeric(78, 0) not null default 0
);
select chain_projection('wallets_on_chain');
