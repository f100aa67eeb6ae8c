-- Settlement: escrow of commodity contracts, conversion of Foundation Token.

create table escrow_fundings (
  trade_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  buyer_party_id uuid not null,
  seller_party_id uuid not null,
  sovereign_party_id uuid,
  terms jsonb not null,
  -- How the fees came about: base, dynamic factor, discount, parameter versions.
  fee_computation jsonb not null,
  permit_nonce numeric(78, 0) not null,
  intent_id uuid not null,
  attempt integer not null check (attempt >= 1),
  failure text,
  timeout_at timestamptz not null,
  requested_at timestamptz not null
);

-- One release and at most one refund are ever asked for; the contract pays once.
create table escrow_payouts (
  trade_id uuid not null,
  verb text not null check (verb in ('release', 'refund')),
  case_id uuid not null,
  reason text not null,
  due_at timestamptz not null,
  intent_id uuid,
  attempt integer not null check (attempt >= 1),
  failure text,
  requested_at timestamptz not null,
  primary key (trade_id, verb)
);

create table conversions (
  conversion_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  party_id uuid not null,
  wallet text not null check (wallet ~ '^0x[0-9a-f]{40}$'),
  amount_ft numeric(39, 0) not null check (amount_ft > 0),
  min_out_pt numeric(39, 0) not null check (min_out_pt >= 0),
  quoted_gross_pt numeric(39, 0) not null,
  quoted_net_pt numeric(39, 0) not null,
  intent_id uuid not null,
  failure text,
  requested_at timestamptz not null
);
create index conversion_party on conversions (party_id, conversion_id);

-- ------------------------------------------------------------------------------------------------------------ projections

create table escrows_on_chain (
  on_chain_id text primary key,
  case_on_chain_id text not null,
  buyer text not null,
  seller text not null,
  amount_pt numeric(39, 0) not null,
  state text not null check (state in ('funded', 'released', 'split', 'refunded')),
  to_seller_pt numeric(39, 0) not null,
  to_buyer_pt numeric(39, 0) not null,
  trade_fee_pt numeric(39, 0) not null,
  verification_fee_pt numeric(39, 0) not null,
  burned_pt numeric(39, 0) not null,
  operations_pt numeric(39, 0) not null,
  development_pt numeric(39, 0) not null,
  reserve_pt numeric(39, 0) not null,
  funded_transaction text not null,
  paid_out_transaction text,
  block_number bigint not null
);
select chain_projection('escrows_on_chain');

create table conversion_terms_on_chain (
  id boolean primary key default true check (id),
  rate_e18 numeric(39, 0) not null,
  burn_bps integer not null,
  fee_bps integer not null,
  daily_limit_pt numeric(39, 0) not null,
  block_number bigint not null
);
select chain_projection('conversion_terms_on_chain');

create table conversions_on_chain (
  on_chain_id text primary key,
  sovereign text not null,
  burned_ft numeric(39, 0) not null,
  -- The part of `burned_ft` that is not paid out.
  unpaid_share_ft numeric(39, 0) not null,
  gross_pt numeric(39, 0) not null,
  fee_pt numeric(39, 0) not null,
  net_pt numeric(39, 0) not null,
  transaction_hash text not null,
  block_number bigint not null,
  converted_at timestamptz not null
);
create index conversion_on_chain_sovereign on conversions_on_chain (sovereign);
select chain_projection('conversions_on_chain');
