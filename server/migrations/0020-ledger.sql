-- Ledger: a double-entry journal that mirrors the chain. Every row comes from a log of the chain and nothing else, so all
-- tables but `emission` are projections: a reorganisation takes their rows back.

-- Addresses of the protocol whose holdings are kept under another kind than `available`.
create table ledger_protocol_address (
  address text primary key check (address ~ '^0x[0-9a-f]{40}$'),
  kind text not null check (kind in ('protocol', 'fees')),
  purpose text not null
);
select chain_projection('ledger_protocol_address');

-- One account per asset, kind, holder, owner and subject. `holder` is the address whose chain balance the account is part of;
-- `owner` is whose it is economically (they differ for escrow and listings); `subject` is the trade or listing it is bound to.
create table ledger_account (
  account_id text primary key,
  asset text not null check (asset ~ '^(PT|FT|CC:[0-9]{1,78})$'),
  kind text not null check (kind in (
    'available', 'escrowed', 'reserved', 'protocol', 'fees', 'buffer', 'issued', 'burned', 'retired', 'cancelled'
  )),
  holder text not null check (holder ~ '^0x[0-9a-f]{40}$'),
  owner text not null check (owner ~ '^0x[0-9a-f]{40}$'),
  subject text check (subject ~ '^0x[0-9a-f]{64}$'),
  balance numeric(78, 0) not null
);
create index ledger_account_owner on ledger_account (owner, account_id);
create index ledger_account_holder on ledger_account (holder, asset);
create index ledger_account_subject on ledger_account (subject) where subject is not null;
select chain_projection('ledger_account');

-- One entry per log: (block, log index) is its identity on whatever fork is canonical.
create table ledger_entry (
  block_number bigint not null,
  log_index integer not null,
  kind text not null,
  transaction_hash text not null,
  occurred_at timestamptz not null,
  subject text,
  primary key (block_number, log_index)
);
create index ledger_entry_transaction on ledger_entry (transaction_hash);
create index ledger_entry_subject on ledger_entry (subject) where subject is not null;
select chain_projection('ledger_entry');

create table ledger_posting (
  block_number bigint not null,
  log_index integer not null,
  position smallint not null,
  account_id text not null references ledger_account,
  asset text not null,
  amount numeric(78, 0) not null check (amount <> 0),
  balance_after numeric(78, 0) not null,
  primary key (block_number, log_index, position),
  foreign key (block_number, log_index) references ledger_entry
);
create index ledger_posting_account on ledger_posting (account_id, block_number desc, log_index desc, position desc);
select chain_projection('ledger_posting');

-- Balanced: the postings of an entry sum to zero per asset. Deferred, because the postings arrive one by one.
create function ledger_entry_balanced() returns trigger language plpgsql as $$
declare
  unbalanced text;
begin
  select asset into unbalanced from ledger_posting
    where block_number = new.block_number and log_index = new.log_index
    group by asset having sum(amount) <> 0 limit 1;
  if unbalanced is not null then
    raise exception 'entry %/% does not balance in %', new.block_number, new.log_index, unbalanced
      using errcode = 'check_violation', constraint = 'ledger_entry_balanced';
  end if;
  return null;
end $$;
create constraint trigger ledger_entry_balanced after insert on ledger_posting
  deferrable initially deferred for each row execute function ledger_entry_balanced();

-- Nobody holds less than nothing; only the account that tokens are issued from goes below zero. Deferred, because within one
-- chain transaction a protocol account may pay out before the event that says from whose money.
create function ledger_account_covered() returns trigger language plpgsql as $$
declare
  now_balance numeric;
begin
  select balance into now_balance from ledger_account where account_id = new.account_id;
  if now_balance < 0 then
    raise exception 'account % would fall to %', new.account_id, now_balance
      using errcode = 'check_violation', constraint = 'ledger_account_covered';
  end if;
  return null;
end $$;
create constraint trigger ledger_account_covered after insert or update on ledger_account
  deferrable initially deferred for each row when (new.balance < 0 and new.kind <> 'issued')
  execute function ledger_account_covered();

-- Payment Token the operator has asked the chain to mint.
create table emission (
  emission_id uuid primary key,
  wallet text not null check (wallet ~ '^0x[0-9a-f]{40}$'),
  amount_pt numeric(78, 0) not null check (amount_pt > 0),
  reason text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  intent_id text not null unique,
  failure text
);
