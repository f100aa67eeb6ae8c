-- What a wallet has promised to transactions that are under way: the index still shows it as available, but it is not free. The zero
-- address stands for what is promised out of the cap. A row counts until its transaction shows in the ledger, or failed.
create table ledger_commitments (
  intent_id uuid primary key,
  wallet text not null check (wallet ~ '^0x[0-9a-f]{40}$'),
  asset text not null,
  amount numeric(78, 0) not null check (amount > 0)
);
create index ledger_commitment_wallet on ledger_commitments (wallet, asset);
