-- Retirement: final burn of credits for a beneficiary. The chain holds salted hashes of beneficiary and purpose; the texts and the
-- salt stay here and can be erased.

create table retirements (
  retirement_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  party_id uuid not null,
  holder text not null check (holder ~ '^0x[0-9a-f]{40}$'),
  credit_id numeric(78, 0) not null,
  kg numeric(39, 0) not null check (kg > 0),
  beneficiary text not null,
  purpose text not null,
  -- The beneficiary agreed that name and purpose are public.
  public_consent boolean not null,
  salt text not null check (salt ~ '^0x[0-9a-f]{64}$'),
  beneficiary_hash text not null check (beneficiary_hash ~ '^0x[0-9a-f]{64}$'),
  purpose_hash text not null check (purpose_hash ~ '^0x[0-9a-f]{64}$'),
  intent_id uuid not null,
  failure text,
  requested_at timestamptz not null,
  -- When the burn was final on chain: from then on there is a certificate.
  final_at timestamptz
);
create index retirement_party on retirements (party_id, retirement_id);
create index retirement_holder on retirements (holder, credit_id) where failure is null;

-- ------------------------------------------------------------------------------------------------------------ projections

create table retirements_on_chain (
  on_chain_id text primary key,
  credit_id numeric(78, 0) not null,
  holder text not null,
  kg numeric(39, 0) not null,
  beneficiary_hash text not null,
  purpose_hash text not null,
  -- Serial numbers are retired in order within the credit id.
  serial_first numeric(39, 0) not null,
  serial_last numeric(39, 0) not null,
  transaction_hash text not null,
  block_number bigint not null,
  retired_at timestamptz not null
);
create index retirement_on_chain_credit on retirements_on_chain (credit_id, serial_first);
select chain_projection('retirements_on_chain');
