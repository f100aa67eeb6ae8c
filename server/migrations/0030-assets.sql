-- Assets: the register of real things. Trades and their way, parcels of land, carbon projects and buildings.
-- Commands write the tables of the first part; the projection of the second part mirrors the LandRegistry contract.

-- Quantities: `quantity` in the unit of the contract, `quantity_kg` the same mass in whole kilograms (thousandths of a tonne,
-- what a case carries on chain). Prices in base units of PT (18 decimals).
create table trades (
  id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  reference text not null check (length(reference) between 1 and 100),
  buyer_party_id uuid not null,
  seller_party_id uuid not null,
  sovereign_party_id uuid not null,
  commodity text not null,
  category text not null check (category in (
    'energy', 'preciousMetals', 'industrialMetals', 'agriculture', 'forestry', 'fisheries', 'minerals')),
  hs_code text not null check (hs_code ~ '^[0-9]{4,10}$'),
  quantity numeric(30, 6) not null check (quantity > 0),
  unit_code text not null,
  quantity_kg numeric(39, 0) not null check (quantity_kg > 0),
  price_pt numeric(39, 0) not null check (price_pt > 0),
  total_pt numeric(39, 0) not null check (total_pt > 0),
  incoterm text not null check (incoterm in ('EXW', 'FCA', 'FAS', 'FOB', 'CFR', 'CIF', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP')),
  origin_country text not null check (origin_country ~ '^[A-Z]{2}$'),
  production_site text not null,
  production_site_country text not null check (production_site_country ~ '^[A-Z]{2}$'),
  load_port text not null check (load_port ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
  discharge_port text not null check (discharge_port ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
  lots text[] not null check (cardinality(lots) between 1 and 1000),
  high_risk boolean not null,
  perishable boolean not null,
  state text not null check (state in (
    'created', 'funded', 'inTransit', 'verified', 'partiallyVerified', 'rejected', 'disputed', 'completed', 'expired',
    'refunded', 'cancelled')),
  registered_by uuid,
  registered_at timestamptz not null,
  state_at timestamptz not null,
  check (buyer_party_id <> seller_party_id),
  check (load_port <> discharge_port),
  -- The seller's own number of the contract: the same contract is registered once.
  unique (seller_party_id, reference)
);
create index trades_buyer on trades (buyer_party_id, id);
create index trades_seller on trades (seller_party_id, id);
create index trades_sovereign on trades (sovereign_party_id, id);

create table custody_steps (
  trade_id uuid not null references trades (id),
  sequence smallint not null check (sequence between 1 and 100),
  checkpoint text not null,
  happened_at timestamptz,
  -- The document that proves the step; documents live to the right of assets.
  document_id uuid,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (trade_id, sequence)
);

-- A parcel shows an area and a coarse location. Its exact polygon lies, with the salt, encrypted in the file store under its
-- commitment, and nowhere else.
create table parcels (
  id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  owner_party_id uuid not null,
  reference text not null check (length(reference) between 1 and 100),
  land_class text not null,
  tenure text not null,
  area_m2 numeric(16, 2) not null check (area_m2 > 0),
  declared_area_m2 numeric(16, 2) check (declared_area_m2 > 0),
  vertices integer not null check (vertices >= 3),
  geohash text not null check (length(geohash) between 1 and 5),
  commitment text not null unique check (commitment ~ '^[0-9a-f]{64}$'),
  state text not null check (state in ('pending', 'registered', 'refused')),
  intent_id text,
  failure text,
  batch_id uuid,
  registered_by uuid,
  registered_at timestamptz not null,
  state_at timestamptz not null
);
create index parcels_owner on parcels (owner_party_id, id);
-- The land register's own number of the parcel. A refused parcel frees it.
create unique index parcels_reference on parcels (owner_party_id, reference) where state <> 'refused';

-- Which parcels share a cell of the land grid. Cells are keyed hashes: rows tell who is near whom, not where.
create table parcel_cells (
  cell text not null,
  parcel_id uuid not null references parcels (id),
  -- True for a cell that covers part of the parcel; false for an ancestor of such a cell.
  covers boolean not null,
  primary key (cell, parcel_id)
);
create index parcel_cells_parcel on parcel_cells (parcel_id);

-- The key of the land grid, as a file of the encrypted store.
create table land_grid (
  one boolean primary key default true check (one),
  key_file text not null check (key_file ~ '^[0-9a-f]{64}$')
);

create table projects (
  id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  reference text not null check (length(reference) between 1 and 100),
  name text not null,
  owner_party_id uuid not null,
  parcel_id uuid not null references parcels (id),
  methodology text not null,
  state text not null check (state in ('pending', 'active', 'suspended', 'completed')),
  registered_by uuid,
  registered_at timestamptz not null,
  state_at timestamptz not null,
  unique (owner_party_id, reference)
);
create index projects_owner on projects (owner_party_id, id);
create index projects_parcel on projects (parcel_id);

create table buildings (
  id uuid primary key,
  project_id uuid not null references projects (id),
  name text not null,
  completed_on date not null,
  -- Lines { section, material, massKg }; null until a bill is given or read from a document.
  bill_of_materials jsonb,
  bill_document_id uuid,
  registered_by uuid,
  registered_at timestamptz not null,
  unique (project_id, name)
);

-- Imports of many rows at once. A batch is stored whole: accepted rows where they belong, the others in quarantine.
create table import_batches (
  id uuid primary key,
  kind text not null check (kind in ('parcels', 'documents', 'rows')),
  file_name text not null,
  mode text not null check (mode in ('refuse', 'quarantine')),
  accepted integer not null check (accepted >= 0),
  quarantined integer not null check (quarantined >= 0),
  submitted_by uuid,
  submitted_at timestamptz not null
);

create table quarantined_rows (
  batch_id uuid not null references import_batches (id),
  position integer not null check (position >= 0),
  -- Where the row stands in its file, what is wrong and what to do. Never the row itself: that lies in the file store.
  problems jsonb not null,
  row_file text not null check (row_file ~ '^[0-9a-f]{64}$'),
  primary key (batch_id, position)
);

-- ------------------------------------------------------------------------------------------------------------ projections

create table land_titles (
  on_chain_id text primary key,
  owner_address text not null,
  commitment text not null,
  geohash text not null,
  area_m2 numeric(20, 0) not null,
  locked boolean not null,
  lock_reason_hash text,
  block_number numeric(20, 0) not null
);
select chain_projection('land_titles');
