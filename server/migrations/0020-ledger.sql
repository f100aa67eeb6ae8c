-- Ledger: a double-entry journal that mirrors the chain. Every row comes from a log of the chain and nothing else, so all
-- tables but `emissions` are projections: a reorganisation takes their rows back.

-- Addresses the contracts have announced as theirs or as collecting fees, and the kind their own holdings are kept under.
create table ledger_protocol_addresses (
  address text primary key check (address ~ '^0x[0-9a-f]{40}$'),
  kind text not null check (kind in ('available', 'protocol', 'fees')),
  purpose text not null
);
select chain_projection('ledger_protocol_addresses');

-- One account per asset, kind, holder, owner and subject. `holder` is the address whose chain balance the account is part of;
-- `owner` is whose it is economically (they differ for escrow and listings); `subject` is the trade or listing it is bound to.
create table ledger_accounts (
  account_id text primary key,
  asset text not null check (asset ~ '^(PT|FT|CC-[0-9]{1,78})$'),
  kind text not null check (kind in (
    'available', 'escrowed', 'reserved', 'protocol', 'fees', 'buffer', 'issued', 'burned', 'retired', 'cancelled'
  )),
  holder text not null check (holder ~ '^0x[0-9a-f]{40}$'),
  owner text not null check (owner ~ '^0x[0-9a-f]{40}$'),
  subject text check (subject ~ '^0x[0-9a-f]{64}$'),
  balance numeric(78, 0) not null
);
create index ledger_account_owner on ledger_accounts (owner, account_id);
create index ledger_account_holder on ledger_accounts (holder, asset);
create index ledger_account_subject on ledger_accounts (subject) where subject is not null;
select chain_projection('ledger_accounts');

-- One entry per log: (block, log index) is its identity on whatever fork is canonical.
create table ledger_entries (
  block_number bigint not null,
  log_index integer not null,
  kind text not null,
  transaction_hash text not null,
  occurred_at timestamptz not null,
  subject text,
  primary key (block_number, log_index)
);
create index ledger_entry_transaction on ledger_entries (transaction_hash);
create index ledger_entry_subject on ledger_entries (subject) where subject is not null;
select chain_projection('ledger_entries');

create table ledger_postings (
  block_number bigint not null,
  log_index integer not null,
  position smallint not null,
  account_id text not null references ledger_accounts,
  asset text not null,
  amount numeric(78, 0) not null check (amount <> 0),
  balance_after numeric(78, 0) not null,
  primary key (block_number, log_index, position),
  foreign key (block_number, log_index) references ledger_entries
);
create index ledger_posting_account on ledger_postings (account_id, block_number desc, log_index desc, position desc);
select chain_projection('ledger_postings');

-- Append-only: only the undoing of a reorganised block takes an entry back.
create function ledger_append_only() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('assay.projecting_block', true), '') <> 'undo' then
    raise exception '% is append-only', tg_relid::regclass using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger ledger_entry_append_only before update or delete on ledger_entries
  for each row execute function ledger_append_only();
create trigger ledger_posting_append_only before update or delete on ledger_postings
  for each row execute function ledger_append_only();

-- Balanced: the postings of an entry sum to zero per asset. Deferred, because the postings arrive one by one.
create function ledger_entry_balanced() returns trigger language plpgsql as $$
declare
  unbalanced text;
begin
  select asset into unbalanced from ledger_postings
    where block_number = new.block_number and log_index = new.log_index
    group by asset having sum(amount) <> 0 limit 1;
  if unbalanced is not null then
    raise exception 'entry %/% does not balance in %', new.block_number, new.log_index, unbalanced
      using errcode = 'check_violation', constraint = 'ledger_entry_balanced';
  end if;
  return null;
end $$;
create constraint trigger ledger_entry_balanced after insert on ledger_postings
  deferrable initially deferred for each row execute function ledger_entry_balanced();

-- Nobody holds less than nothing; only the account that tokens are issued from goes below zero. Deferred, because within one
-- chain transaction a protocol account may pay out before the event that says from whose money.
create function ledger_account_covered() returns trigger language plpgsql as $$
declare
  now_balance numeric;
begin
  select balance into now_balance from ledger_accounts where account_id = new.account_id;
  if now_balance < 0 then
    raise exception 'account % would fall to %', new.account_id, now_balance
      using errcode = 'check_violation', constraint = 'ledger_account_covered';
  end if;
  return null;
end $$;
create constraint trigger ledger_account_covered after insert or update on ledger_accounts
  deferrable initially deferred for each row when (new.balance < 0 and new.kind <> 'issued')
  execute function ledger_account_covered();

-- Payment Token the operator has asked the chain to mint.
create table emissions (
  emission_id uuid primary key,
  wallet text not null check (wallet ~ '^0x[0-9a-f]{40}$'),
  amount_pt numeric(78, 0) not null check (amount_pt > 0),
  reason text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  intent_id uuid not null unique,
  failure text
);
