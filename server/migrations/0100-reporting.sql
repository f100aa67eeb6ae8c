-- Reporting: the audit log (a Merkle log of RFC 9162) and the bundles. Nothing here is ever edited; the database refuses it, and
-- `verify-log` names the row when somebody got around the refusal.

create function append_only_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_relid::regclass using errcode = 'restrict_violation';
end $$;

create function append_only(relation regclass) returns void language plpgsql as $$
begin
  execute format('create trigger append_only_rows before update or delete on %s for each row execute function append_only_refuse()', relation);
  execute format('create trigger append_only_table before truncate on %s for each statement execute function append_only_refuse()', relation);
end $$;

-- ------------------------------------------------------------------------------------------------------------ audit log

-- The log of this database. Its id on chain is idOf('log', log_id).
create table audit_log (
  only_row boolean primary key default true check (only_row),
  log_id uuid not null default gen_random_uuid(),
  started_at timestamptz not null default now()
);
insert into audit_log default values;
select append_only('audit_log');

-- Who stands behind a pseudonym. Erasing a row (a person's right) leaves the log intact and its entries anonymous for good; the key
-- goes with it, and with the key the last use of the input commitments.
create table audit_pseudonyms (
  subject text primary key,
  pseudonym uuid not null unique,
  key bytea not null check (octet_length(key) = 32)
);

create table audit_entries (
  id uuid primary key,
  occurred_at timestamptz not null,
  actor text not null,
  party text,
  action text not null check (length(action) between 1 and 200),
  input_commitment text check (input_commitment ~ '^[0-9a-f]{64}$'),
  event_ids uuid[] not null,
  event_types text[] not null check (cardinality(event_types) = cardinality(event_ids)),
  intent_ids uuid[] not null
);
create index audit_entries_events on audit_entries using gin (event_ids);
create index audit_entries_intents on audit_entries using gin (intent_ids);
select append_only('audit_entries');
comment on table audit_entries is 'What was done, written in the transaction that did it.';

-- Entries that have no number yet. Commands only insert here, so they never wait for each other; the sequencer empties it.
create table audit_queue (
  entry_id uuid primary key references audit_entries (id)
);

create table audit_leaves (
  leaf_index bigint primary key check (leaf_index >= 0),
  entry_id uuid not null unique references audit_entries (id)
);
select append_only('audit_leaves');

-- Hashes of complete subtrees; level 0 are the leaves. Written once, never changed (protocol/merkle.ts).
create table audit_nodes (
  level smallint not null check (level between 0 and 62),
  node_index bigint not null check (node_index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, node_index)
);
select append_only('audit_nodes');

create table audit_tree_heads (
  tree_size bigint primary key check (tree_size > 0),
  root text not null check (root ~ '^0x[0-9a-f]{64}$'),
  made_at timestamptz not null
);
select append_only('audit_tree_heads');

-- Tree heads the product decided to anchor.
create table audit_anchor_requests (
  tree_size bigint primary key references audit_tree_heads (tree_size),
  intent_id uuid not null,
  requested_at timestamptz not null
);

create table audit_anchors_on_chain (
  log_id text not null,
  tree_size numeric(20, 0) not null,
  root text not null,
  transaction_hash text not null,
  block_number bigint not null,
  log_index integer not null,
  anchored_at timestamptz not null,
  primary key (log_id, tree_size)
);
select chain_projection('audit_anchors_on_chain');

-- -------------------------------------------------------------------------------------------------------------- bundles

-- A bundle collects the logs of one subject: the first indexed member of an event of ours names it.
create index chain_logs_by_subject on chain_logs (contract, event_name, (topics[2]), block_number, log_index);

-- Facts that are final on chain and owe a bundle.
create table bundle_requests (
  subject_kind text not null check (subject_kind in ('allocation', 'issuance', 'retirement')),
  -- The case, or the retirement.
  subject_id uuid not null,
  on_chain_id text not null check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  block_number bigint not null,
  log_index integer not null,
  transaction_hash text not null,
  -- Size the audit log must have, anchored and final, before the bundle is assembled; null while its entries have no number.
  anchored_size bigint,
  requested_at timestamptz not null,
  -- The last time it could not be assembled: it goes behind the others.
  failed_at timestamptz,
  primary key (subject_kind, subject_id)
);

create table bundles (
  -- SHA-256 of the public form (protocol/bundle.ts), lower-case hex.
  bundle_id text primary key check (bundle_id ~ '^[0-9a-f]{64}$'),
  subject_kind text not null,
  subject_id uuid not null,
  owner_party_ids uuid[] not null,
  -- Canonical JSON, to the byte.
  content text not null,
  assembled_at timestamptz not null,
  unique (subject_kind, subject_id),
  foreign key (subject_kind, subject_id) references bundle_requests (subject_kind, subject_id)
);
select append_only('bundles');
