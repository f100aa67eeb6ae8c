-- Issuance: Foundation Token for verified deliveries, carbon credits for verified projects, reversals.
-- Commands write the tables of the first part; the projections of the second part mirror Allocation and CarbonCredit.

-- What, where and when has been turned into tokens. The contract refuses a second case for a claim key; so does this table.
create table issuance_claims (
  claim_key text primary key check (claim_key ~ '^0x[0-9a-f]{64}$'),
  case_id uuid not null unique,
  kind text not null check (kind in ('allocation', 'issuance')),
  claimed_at timestamptz not null
);

create table allocation_requests (
  case_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  trade_id uuid not null,
  terms jsonb not null,
  -- Thousandths of a tonne.
  quantity numeric(39, 0) not null check (quantity > 0),
  contracted_quantity numeric(39, 0) not null check (contracted_quantity >= quantity),
  due_at timestamptz not null,
  intent_id uuid,
  failure text,
  requested_at timestamptz not null
);
create unique index allocation_request_trade on allocation_requests (trade_id);

create table allocation_hold_resolutions (
  case_id uuid primary key references allocation_requests,
  approved boolean not null,
  reason text not null,
  resolved_by uuid,
  failure text,
  resolved_at timestamptz not null
);

create table issuance_requests (
  case_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  quantification_id uuid not null unique,
  project_id uuid not null,
  owner_party_id uuid not null,
  terms jsonb not null,
  due_at timestamptz not null,
  intent_id uuid,
  failure text,
  requested_at timestamptz not null
);
create index issuance_request_project on issuance_requests (project_id);

-- Fractions of a kilogram that whole units leave over, per project, exact: what an issuance took of the carry and what it left.
-- The balance of a project is the sum of left minus taken.
create table carbon_carries (
  case_id uuid primary key references issuance_requests,
  project_id uuid not null,
  taken_kg numeric not null check (taken_kg >= 0 and taken_kg < 1),
  left_kg numeric not null check (left_kg >= 0 and left_kg < 1),
  recorded_at timestamptz not null
);
create index carbon_carry_project on carbon_carries (project_id);

create table reversals (
  reversal_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  credit_id numeric(78, 0) not null,
  project_id uuid not null,
  -- Either the share of the issued quantity that was lost or a quantity; `cancelled_kg` follows from it, rounded up.
  lost_share numeric check (lost_share > 0 and lost_share <= 1),
  cancelled_kg numeric(39, 0) not null check (cancelled_kg > 0),
  evidence_document_id uuid not null,
  reason text not null,
  reason_hash text not null check (reason_hash ~ '^0x[0-9a-f]{64}$'),
  pool_credit_ids jsonb not null,
  requested_by uuid,
  intent_id uuid not null,
  failure text,
  requested_at timestamptz not null
);
create index reversal_credit on reversals (credit_id);

-- What the public must be told; written once, shown for ever.
create table public_notices (
  notice_id uuid primary key,
  kind text not null check (kind in ('reversal')),
  subject_id uuid not null,
  text text not null,
  published_at timestamptz not null,
  unique (kind, subject_id)
);

-- ------------------------------------------------------------------------------------------------------------ projections

create table allocations_on_chain (
  on_chain_id text primary key,
  sovereign text not null,
  state text not null check (state in ('held', 'dropped', 'queued', 'minted')),
  raw_ft numeric(39, 0) not null,
  expected_ft numeric(39, 0),
  minted_ft numeric(39, 0) not null,
  queued_ft numeric(39, 0) not null,
  transaction_hash text not null,
  block_number bigint not null
);
select chain_projection('allocations_on_chain');

create table issuances_on_chain (
  on_chain_id text primary key,
  credit_id numeric(78, 0) not null,
  holder text not null,
  net_kg numeric(39, 0) not null,
  buffer_kg numeric(39, 0) not null,
  -- Serial numbers within the credit id, one per kg, owner's units and buffer together.
  serial_first numeric(39, 0) not null,
  serial_last numeric(39, 0) not null,
  transaction_hash text not null,
  block_number bigint not null,
  issued_at timestamptz not null
);
create index issuance_on_chain_credit on issuances_on_chain (credit_id, serial_first);
select chain_projection('issuances_on_chain');

create table credits_on_chain (
  credit_id numeric(78, 0) primary key,
  issued_kg numeric(39, 0) not null check (issued_kg >= 0),
  buffer_kg numeric(39, 0) not null check (buffer_kg >= 0),
  retired_kg numeric(39, 0) not null check (retired_kg >= 0),
  -- Taken from this id's buffer, for its own losses or another's.
  cancelled_kg numeric(39, 0) not null check (cancelled_kg >= 0)
);
select chain_projection('credits_on_chain');

create table credit_suspensions_on_chain (
  credit_id numeric(78, 0) not null,
  holder text not null,
  suspended boolean not null,
  block_number bigint not null,
  primary key (credit_id, holder)
);
select chain_projection('credit_suspensions_on_chain');

create table reversals_on_chain (
  on_chain_id text primary key,
  credit_id numeric(78, 0) not null,
  cancelled_kg numeric(39, 0) not null,
  from_own_buffer_kg numeric(39, 0) not null,
  from_pool_kg numeric(39, 0) not null,
  reason_hash text not null,
  transaction_hash text not null,
  block_number bigint not null,
  reversed_at timestamptz not null
);
select chain_projection('reversals_on_chain');

create table buffer_draws_on_chain (
  on_chain_id text not null,
  log_index integer not null,
  block_number bigint not null,
  from_credit_id numeric(78, 0) not null,
  kg numeric(39, 0) not null,
  primary key (on_chain_id, block_number, log_index)
);
select chain_projection('buffer_draws_on_chain');
