-- Verification: nodes of the committee, quantification runs, cases, their rounds, reports and evaluations.
-- Commands write the tables of the first part; the projections of the second part mirror the Verification contract.

-- The register of nodes as governance published it. What the chain has accepted is in oracle_nodes_on_chain.
create table oracle_nodes (
  node_index smallint primary key check (node_index between 0 and 255),
  party_id uuid not null,
  name text not null,
  -- Which cases the node is assigned to: commodity deliveries, or carbon quantifications (accredited verifiers).
  programme text not null check (programme in ('commodity', 'carbon')),
  signer text not null unique check (signer ~ '^0x[0-9a-f]{40}$'),
  node_type text not null check (node_type in ('government', 'commercial', 'industry', 'technological', 'auditor')),
  jurisdiction text not null check (jurisdiction ~ '^[A-Z]{2}$'),
  -- Names of the issuers whose quantity statements the node relies on; empty = all recognised ones.
  relies_on jsonb not null,
  reliability_e4 integer not null check (reliability_e4 between 5000 and 10000),
  active boolean not null,
  registered_by uuid,
  registered_at timestamptz not null,
  changed_at timestamptz not null
);
create index oracle_nodes_party on oracle_nodes (party_id);

-- One run of a carbon methodology. The same project, methodology and inputs are the same run, whoever asks how often.
create table quantifications (
  id uuid primary key,
  run_id text not null unique check (run_id ~ '^0x[0-9a-f]{64}$'),
  project_id uuid not null,
  owner_party_id uuid not null,
  methodology_id text not null,
  methodology_version text not null,
  vintage integer not null check (vintage between 10001 and 99994),
  inputs jsonb not null,
  inputs_hash text not null check (inputs_hash ~ '^0x[0-9a-f]{64}$'),
  result jsonb not null,
  net_kg numeric(39, 0) not null check (net_kg >= 0),
  buffer_kg numeric(39, 0) not null check (buffer_kg >= 0),
  parameters_at timestamptz not null,
  submitted_by uuid,
  recorded_at timestamptz not null
);
create index quantifications_project on quantifications (project_id, recorded_at);

-- A case has the uuid of its subject: a trade or a quantification.
create table cases (
  id uuid primary key,
  on_chain_id text not null unique check (on_chain_id ~ '^0x[0-9a-f]{64}$'),
  subject_kind text not null check (subject_kind in ('trade', 'quantification')),
  reference text not null,
  state text not null check (state in (
    'pending', 'inProgress', 'enhancedReview', 'verified', 'partiallyVerified', 'rejected', 'disputed', 'expired', 'closed', 'refused'
  )),
  round integer not null check (round >= 1),
  owner_party_ids uuid[] not null,
  submitted_by uuid,
  tier jsonb not null,
  claim_key text not null check (claim_key ~ '^0x[0-9a-f]{64}$'),
  evidence_root text not null check (evidence_root ~ '^0x[0-9a-f]{64}$'),
  terms jsonb not null,
  terms_hash text not null check (terms_hash ~ '^0x[0-9a-f]{64}$'),
  terms_inputs jsonb not null,
  committee smallint[] not null check (cardinality(committee) >= 1),
  contracted_quantity numeric(39, 0) not null check (contracted_quantity > 0),
  score_threshold_e4 integer not null,
  consensus_bps integer not null,
  min_reports smallint not null,
  window_seconds integer not null,
  deadline timestamptz not null,
  parameters_at timestamptz not null,
  dossier jsonb not null,
  failure text,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  -- When the outcome could no longer be contested and consequences followed; null before.
  settled_at timestamptz
);
-- What, where and when can be in question once at a time and succeed once, ever. The contract checks the same.
create unique index cases_claim on cases (claim_key) where state not in ('closed', 'rejected', 'refused');
create index cases_state on cases (state, opened_at);

create table case_rounds (
  case_id uuid not null references cases (id),
  round integer not null check (round >= 1),
  state text not null check (state in ('open', 'aggregated', 'finalised', 'escalated')),
  proposed_quantity numeric(39, 0) not null check (proposed_quantity > 0),
  opened_by uuid,
  reason text,
  opened_at timestamptz not null,
  -- Reports of nodes are awaited until then; afterwards a quorum is tallied without the missing ones.
  reports_until timestamptz not null,
  -- The server's own evaluation with all recognised surveys; explains, never votes.
  evaluation jsonb not null,
  tally jsonb,
  aggregated_at timestamptz,
  primary key (case_id, round)
);

create table case_reports (
  case_id uuid not null,
  round integer not null,
  node_index smallint not null references oracle_nodes (node_index),
  reliability_e4 integer not null,
  quantity numeric(39, 0) not null,
  score_e4 integer not null check (score_e4 between 0 and 1000000),
  agrees boolean not null,
  critical boolean not null check (not (critical and agrees)),
  justification_hash text not null check (justification_hash ~ '^0x[0-9a-f]{64}$'),
  justification jsonb not null,
  digest text not null check (digest ~ '^0x[0-9a-f]{64}$'),
  signature text not null check (signature ~ '^0x[0-9a-f]{130}$'),
  reported_at timestamptz not null,
  -- One report per node and round, ever.
  primary key (case_id, round, node_index),
  foreign key (case_id, round) references case_rounds (case_id, round)
);

create table case_challenges (
  id uuid primary key,
  case_id uuid not null references cases (id),
  round integer not null,
  challenger_party_id uuid not null,
  reason text not null,
  reason_hash text not null,
  raised_at timestamptz not null,
  upheld boolean,
  resolved_by uuid,
  resolution text,
  resolved_at timestamptz,
  unique (case_id, challenger_party_id, reason_hash)
);

-- ------------------------------------------------------------------------------------------------------------ projections

create table oracle_nodes_on_chain (
  node_index smallint primary key,
  signer text not null,
  reliability_e4 integer not null,
  active boolean not null,
  block_number numeric(20, 0) not null
);
select chain_projection('oracle_nodes_on_chain');

create table cases_on_chain (
  on_chain_id text primary key,
  claim_key text not null,
  evidence_root text not null,
  terms_hash text not null,
  committee numeric(78, 0) not null,
  state text not null check (state in ('open', 'concluded', 'challenged', 'closed')),
  outcome text not null check (outcome in ('none', 'approved', 'partial', 'rejected')),
  round integer not null,
  quantity numeric(39, 0),
  score_e4 integer,
  consensus_bps integer,
  challenge_until timestamptz,
  reports_hash text,
  opened_transaction text not null,
  concluded_transaction text,
  block_number numeric(20, 0) not null
);
select chain_projection('cases_on_chain');
