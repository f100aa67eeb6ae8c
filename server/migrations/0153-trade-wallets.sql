-- The id of an escrow on chain is the hash of what is paid, between which wallets, for which delivery: a trade has none of its own.
-- The wallets are fixed by its first funding.
alter table trades
  drop column on_chain_id,
  add column buyer_wallet text check (buyer_wallet ~ '^0x[0-9a-f]{40}$'),
  add column seller_wallet text check (seller_wallet ~ '^0x[0-9a-f]{40}$'),
  add check ((buyer_wallet is null) = (seller_wallet is null));
update trades
  set buyer_wallet = lower(funding.terms ->> 'buyer'), seller_wallet = lower(funding.terms ->> 'seller')
  from escrow_fundings funding
  where funding.trade_id = trades.id;
-- What the id proves need not be mirrored to be compared.
alter table escrows_on_chain drop column case_on_chain_id, drop column buyer, drop column seller;
