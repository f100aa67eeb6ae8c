-- Trading: fixed-price listings of carbon credits against Payment Token.

create table listings (
  listing_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  seller_party_id uuid not null,
  seller text not null check (seller ~ '^0x[0-9a-f]{40}$'),
  credit_id numeric(78, 0) not null,
  kg numeric(39, 0) not null check (kg > 0),
  price_pt_per_kg numeric(39, 0) not null check (price_pt_per_kg > 0),
  expires_at timestamptz not null,
  intent_id uuid not null,
  failure text,
  cancel_requested_at timestamptz,
  cancel_failure text,
  requested_at timestamptz not null
);
create index listing_seller on listings (seller_party_id, listing_id);
create index listing_credit on listings (credit_id, listing_id);

create table purchases (
  purchase_id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  listing_id uuid not null references listings,
  buyer_party_id uuid not null,
  buyer text not null check (buyer ~ '^0x[0-9a-f]{40}$'),
  kg numeric(39, 0) not null check (kg > 0),
  max_pt numeric(39, 0) not null check (max_pt > 0),
  intent_id uuid not null,
  failure text,
  requested_at timestamptz not null
);
create index purchase_listing on purchases (listing_id, purchase_id);
create index purchase_buyer on purchases (buyer_party_id, purchase_id);

-- ------------------------------------------------------------------------------------------------------------ projections

create table listings_on_chain (
  on_chain_id text primary key,
  seller text not null,
  credit_id numeric(78, 0) not null,
  kg numeric(39, 0) not null,
  left_kg numeric(39, 0) not null check (left_kg >= 0 and left_kg <= kg),
  price_pt_per_kg numeric(39, 0) not null,
  expires_at timestamptz not null,
  cancelled boolean not null,
  transaction_hash text not null,
  block_number bigint not null
);
select chain_projection('listings_on_chain');

create table purchases_on_chain (
  on_chain_id text primary key,
  listing_on_chain_id text not null,
  buyer text not null,
  kg numeric(39, 0) not null,
  paid_pt numeric(39, 0) not null,
  commission_pt numeric(39, 0) not null,
  transaction_hash text not null,
  block_number bigint not null,
  purchased_at timestamptz not null
);
create index purchase_on_chain_listing on purchases_on_chain (listing_on_chain_id);
select chain_projection('purchases_on_chain');
