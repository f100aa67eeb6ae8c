-- Emitted by tools/generate.ts from the migrations: the schema they result in, for review. Do not edit.

table allocation_hold_resolutions
  case_id uuid not null
  approved boolean not null
  reason text not null
  resolved_by uuid
  failure text
  resolved_at timestamp with time zone not null

table allocation_requests
  case_id uuid not null
  on_chain_id text not null
  trade_id uuid not null
  terms jsonb not null
  quantity numeric(39,0) not null
  contracted_quantity numeric(39,0) not null
  due_at timestamp with time zone not null
  intent_id uuid
  failure text
  requested_at timestamp with time zone not null

table allocations_on_chain
  on_chain_id text not null
  sovereign text not null
  state text not null
  raw_ft numeric(39,0) not null
  expected_ft numeric(39,0)
  minted_ft numeric(39,0) not null
  queued_ft numeric(39,0) not null
  transaction_hash text not null
  block_number bigint not null
  decided_at timestamp with time zone
  minted_first_ft numeric(39,0)

table audit_anchor_requests
  tree_size bigint not null
  intent_id uuid not null
  requested_at timestamp with time zone not null

table audit_anchors_on_chain
  log_id text not null
  tree_size numeric(20,0) not null
  root text not null
  transaction_hash text not null
  block_number bigint not null
  log_index integer not null
  anchored_at timestamp with time zone not null

table audit_entries
  id uuid not null
  occurred_at timestamp with time zone not null
  actor text not null
  party text
  action text not null
  input_commitment text
  event_ids uuid[] not null
  event_types text[] not null
  intent_ids uuid[] not null
  about text[] not null default '{}'::text[]

table audit_leaves
  leaf_index bigint not null
  entry_id uuid not null

table audit_log
  only_row boolean not null default true
  log_id uuid not null default gen_random_uuid()
  started_at timestamp with time zone not null default now()

table audit_nodes
  level smallint not null
  node_index bigint not null
  hash bytea not null

table audit_pseudonyms
  subject text not null
  pseudonym uuid not null
  key bytea not null

table audit_queue
  entry_id uuid not null

table audit_tree_heads
  tree_size bigint not null
  root text not null
  made_at timestamp with time zone not null

table backings
  sha256 text not null
  subject_kind text not null
  subject_id uuid not null
  case_id uuid not null
  taken_at timestamp with time zone not null
  vintage integer

table buffer_draws_on_chain
  on_chain_id text not null
  log_index integer not null
  block_number bigint not null
  from_credit_id numeric(78,0) not null
  kg numeric(39,0) not null

table buildings
  id uuid not null
  project_id uuid not null
  name text not null
  completed_on date not null
  bill_of_materials jsonb
  bill_document_id uuid
  registered_by uuid
  registered_at timestamp with time zone not null

table bundle_requests
  subject_kind text not null
  subject_id uuid not null
  on_chain_id text not null
  block_number bigint not null
  log_index integer not null
  transaction_hash text not null
  anchored_size bigint
  requested_at timestamp with time zone not null
  failed_at timestamp with time zone

table bundles
  bundle_id text not null
  subject_kind text not null
  subject_id uuid not null
  owner_party_ids uuid[] not null
  content text not null
  assembled_at timestamp with time zone not null
  public_content text

table carbon_carries
  case_id uuid not null
  project_id uuid not null
  taken_kg numeric not null
  left_kg numeric not null
  recorded_at timestamp with time zone not null

table case_challenges
  id uuid not null
  case_id uuid not null
  round integer not null
  challenger_party_id uuid
  reason text not null
  reason_hash text not null
  raised_at timestamp with time zone not null
  upheld boolean
  resolved_by uuid
  resolution text
  resolved_at timestamp with time zone
  held_at timestamp with time zone
  decision boolean
  failure text
  resolution_failure text
  body text
  decide_by timestamp with time zone
  overdue_since timestamp with time zone

table case_reports
  case_id uuid not null
  round integer not null
  node_index smallint not null
  reliability_e4 integer not null
  quantity numeric(39,0) not null
  score_e4 integer not null
  agrees boolean not null
  critical boolean not null
  justification_hash text not null
  justification jsonb not null
  digest text not null
  signature text not null
  reported_at timestamp with time zone not null
  policy jsonb not null

table case_rounds
  case_id uuid not null
  round integer not null
  state text not null
  proposed_quantity numeric(39,0) not null
  opened_by uuid
  reason text
  opened_at timestamp with time zone not null
  reports_until timestamp with time zone not null
  evaluation jsonb not null
  tally jsonb
  aggregated_at timestamp with time zone

table cases
  id uuid not null
  on_chain_id text not null
  subject_kind text not null
  reference text not null
  state text not null
  round integer not null
  owner_party_ids uuid[] not null
  submitted_by uuid
  tier jsonb not null
  claim_key text not null
  evidence_root text not null
  terms jsonb not null
  terms_hash text not null
  terms_inputs jsonb not null
  committee smallint[] not null
  contracted_quantity numeric(39,0) not null
  score_threshold_e4 integer not null
  consensus_bps integer not null
  min_reports smallint not null
  window_seconds integer not null
  deadline timestamp with time zone not null
  parameters_at timestamp with time zone not null
  dossier jsonb not null
  failure text
  opened_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  settled_at timestamp with time zone
  parameters_used jsonb not null default '[]'::jsonb

table cases_on_chain
  on_chain_id text not null
  claim_key text not null
  evidence_root text not null
  terms_hash text not null
  committee numeric(78,0) not null
  state text not null
  outcome text not null
  round integer not null
  quantity numeric(39,0)
  score_e4 integer
  consensus_bps integer
  challenge_until timestamp with time zone
  reports_hash text
  opened_transaction text not null
  concluded_transaction text
  block_number numeric(20,0) not null

table chain_attempts
  hash text not null
  intent_id uuid not null
  nonce bigint not null
  raw text not null
  gas bigint not null
  max_fee_per_gas_wei numeric(78,0) not null
  max_priority_fee_per_gas_wei numeric(78,0) not null
  signed_at timestamp with time zone not null
  broadcast_at timestamp with time zone

table chain_blocks
  number bigint not null
  hash text not null
  parent_hash text not null
  timestamp timestamp with time zone not null
  state text not null

table chain_final_runs
  content_key text not null
  occurrence integer not null
  handler text not null
  ran_at timestamp with time zone not null

table chain_indexers
  chain_id bigint not null
  halted_reason text
  halted_at timestamp with time zone

table chain_intents
  id uuid not null
  key text not null
  chain_id bigint not null
  from_address text not null
  to_address text not null
  contract text not null
  function_name text not null
  calldata text not null
  value_wei numeric(78,0) not null default 0
  salt text not null default ''::text
  subject text not null
  request_id text not null
  state text not null default 'queued'::text
  nonce bigint
  sequence bigint not null identity
  tries integer not null default 0
  next_try_at timestamp with time zone not null default '-infinity'::timestamp with time zone
  problem text
  transaction_hash text
  block_number bigint
  block_hash text
  gas_used bigint
  gas_price_wei numeric(78,0)
  created_at timestamp with time zone not null
  state_at timestamp with time zone not null

table chain_journal
  id bigint not null identity
  block_number bigint not null
  relation text not null
  old_row jsonb
  new_row jsonb

table chain_logs
  block_number bigint not null
  log_index integer not null
  transaction_hash text not null
  contract text not null
  address text not null
  event_name text not null
  topics text[] not null
  data text not null
  content_key text not null

table chain_projections
  relation text not null

table clients
  client_id uuid not null
  party_id uuid not null
  name text not null
  secret_hash text not null
  scopes text[] not null
  created_at timestamp with time zone not null
  secret_changed_at timestamp with time zone not null
  revoked_at timestamp with time zone

table column_profiles
  id uuid not null
  name text not null
  format text not null
  kind text not null
  definition jsonb not null
  owner_party_id uuid
  declared_at timestamp with time zone not null

table conversion_terms_on_chain
  id boolean not null default true
  rate_e18 numeric(39,0) not null
  burn_bps integer not null
  fee_bps integer not null
  daily_limit_pt numeric(39,0) not null
  block_number bigint not null

table conversions
  conversion_id uuid not null
  on_chain_id text not null
  party_id uuid not null
  wallet text not null
  amount_ft numeric(39,0) not null
  min_out_pt numeric(39,0) not null
  quoted_gross_pt numeric(39,0) not null
  quoted_net_pt numeric(39,0) not null
  intent_id uuid not null
  failure text
  requested_at timestamp with time zone not null
  parameters_used jsonb not null default '[]'::jsonb

table conversions_on_chain
  on_chain_id text not null
  sovereign text not null
  burned_ft numeric(39,0) not null
  unpaid_share_ft numeric(39,0) not null
  gross_pt numeric(39,0) not null
  fee_pt numeric(39,0) not null
  net_pt numeric(39,0) not null
  transaction_hash text not null
  block_number bigint not null
  converted_at timestamp with time zone not null

table credit_suspensions_on_chain
  credit_id numeric(78,0) not null
  holder text not null
  suspended boolean not null
  block_number bigint not null

table credits_on_chain
  credit_id numeric(78,0) not null
  issued_kg numeric(39,0) not null
  buffer_kg numeric(39,0) not null
  retired_kg numeric(39,0) not null
  cancelled_kg numeric(39,0) not null

table custody_steps
  trade_id uuid not null
  sequence smallint not null
  checkpoint text not null
  happened_at timestamp with time zone
  document_id uuid
  recorded_by uuid
  recorded_at timestamp with time zone not null

table documents
  id uuid not null
  subject_kind text not null
  subject_id text not null
  kind text not null
  format text not null
  profile text
  file_name text not null
  media_type text not null
  size_bytes integer not null
  sha256 text not null
  salt text
  number text not null
  issued_on date not null
  issuer_party_id uuid
  issuer_name text not null
  issuer_country text not null
  issuer_type text not null
  issuer_recognised boolean not null
  signature text not null
  signature_jws text
  statements jsonb not null
  details jsonb not null
  state text not null
  batch_id uuid
  submitted_by uuid
  submitted_at timestamp with time zone not null
  erased_at timestamp with time zone
  erased_by uuid
  parser text not null
  measured_sha256 text
  content_sha256 text
  issuer_key text

table dossier_documents
  case_id uuid not null
  document_id uuid not null
  leaf_hash text not null

table dossier_readers
  case_id uuid not null
  party_id uuid not null

table dossiers
  case_id uuid not null
  subject_kind text not null
  subject_id text not null
  evidence_root text not null
  frozen_at timestamp with time zone not null

table emissions
  emission_id uuid not null
  wallet text not null
  amount_pt numeric(78,0) not null
  reason text not null
  requested_by text not null
  requested_at timestamp with time zone not null
  intent_id uuid not null
  failure text

table escrow_fundings
  trade_id uuid not null
  on_chain_id text not null
  buyer_party_id uuid not null
  seller_party_id uuid not null
  sovereign_party_id uuid
  terms jsonb not null
  fee_computation jsonb not null
  permit_nonce numeric(78,0) not null
  intent_id uuid not null
  attempt integer not null
  failure text
  timeout_at timestamp with time zone not null
  requested_at timestamp with time zone not null

table escrow_payouts
  trade_id uuid not null
  verb text not null
  case_id uuid not null
  reason text not null
  due_at timestamp with time zone not null
  intent_id uuid
  attempt integer not null
  failure text
  requested_at timestamp with time zone not null

table escrows_on_chain
  on_chain_id text not null
  amount_pt numeric(39,0) not null
  state text not null
  to_seller_pt numeric(39,0) not null
  to_buyer_pt numeric(39,0) not null
  trade_fee_pt numeric(39,0) not null
  verification_fee_pt numeric(39,0) not null
  burned_pt numeric(39,0) not null
  operations_pt numeric(39,0) not null
  development_pt numeric(39,0) not null
  reserve_pt numeric(39,0) not null
  funded_transaction text not null
  paid_out_transaction text
  block_number bigint not null

table events
  id uuid not null
  sequence bigint not null identity
  type text not null
  data jsonb not null
  key text
  occurred_at timestamp with time zone not null
  client_id text not null
  party_id text
  request_id text not null

table idempotency_records
  client_id text not null
  key text not null
  fingerprint text not null
  status smallint not null
  body text not null
  created_at timestamp with time zone not null

table import_batches
  id uuid not null
  kind text not null
  file_name text not null
  mode text not null
  accepted integer not null
  quarantined integer not null
  submitted_by uuid
  submitted_at timestamp with time zone not null

table indicators
  indicator_id uuid not null
  key text not null
  subject text not null
  value numeric not null
  unit text not null
  source text not null
  as_of date not null
  version integer not null
  recorded_by uuid
  recorded_at timestamp with time zone not null

table issuance_claims
  claim_key text not null
  case_id uuid not null
  kind text not null
  claimed_at timestamp with time zone not null

table issuance_requests
  case_id uuid not null
  on_chain_id text not null
  quantification_id uuid not null
  project_id uuid not null
  owner_party_id uuid not null
  terms jsonb not null
  due_at timestamp with time zone not null
  intent_id uuid
  failure text
  requested_at timestamp with time zone not null

table issuances_on_chain
  on_chain_id text not null
  credit_id numeric(78,0) not null
  holder text not null
  net_kg numeric(39,0) not null
  buffer_kg numeric(39,0) not null
  serial_first numeric(39,0) not null
  serial_last numeric(39,0) not null
  transaction_hash text not null
  block_number bigint not null
  issued_at timestamp with time zone not null

table issuers
  issuer_id uuid not null
  name text not null
  country text not null
  type text not null
  document_kinds text[] not null
  public_jwk jsonb
  recognised_by uuid
  recognised_at timestamp with time zone not null
  revoked_at timestamp with time zone

table land_grid
  one boolean not null default true
  key_file text not null

table land_titles
  on_chain_id text not null
  owner_address text not null
  commitment text not null
  geohash text not null
  area_m2 numeric(20,0) not null
  locked boolean not null
  lock_reason_hash text
  block_number numeric(20,0) not null

table ledger_accounts
  account_id text not null
  asset text not null
  kind text not null
  holder text not null
  owner text not null
  subject text
  balance numeric(78,0) not null

table ledger_commitments
  intent_id uuid not null
  wallet text not null
  asset text not null
  amount numeric(78,0) not null

table ledger_entries
  block_number bigint not null
  log_index integer not null
  kind text not null
  transaction_hash text not null
  occurred_at timestamp with time zone not null
  subject text

table ledger_postings
  block_number bigint not null
  log_index integer not null
  position smallint not null
  account_id text not null
  asset text not null
  amount numeric(78,0) not null
  balance_after numeric(78,0) not null

table ledger_protocol_addresses
  address text not null
  kind text not null
  purpose text not null

table listings
  listing_id uuid not null
  on_chain_id text not null
  seller_party_id uuid not null
  seller text not null
  credit_id numeric(78,0) not null
  kg numeric(39,0) not null
  price_pt_per_kg numeric(39,0) not null
  expires_at timestamp with time zone not null
  intent_id uuid not null
  failure text
  cancel_requested_at timestamp with time zone
  cancel_failure text
  requested_at timestamp with time zone not null

table listings_on_chain
  on_chain_id text not null
  seller text not null
  credit_id numeric(78,0) not null
  kg numeric(39,0) not null
  left_kg numeric(39,0) not null
  price_pt_per_kg numeric(39,0) not null
  expires_at timestamp with time zone not null
  cancelled boolean not null
  transaction_hash text not null
  block_number bigint not null

table mandates
  mandate_id uuid not null
  party_id uuid not null
  authority text not null
  reason text not null
  granted_by uuid
  granted_at timestamp with time zone not null
  revoked_by uuid
  revoked_at timestamp with time zone

table migrations
  name text not null
  sha256 text not null
  applied_at timestamp with time zone not null default now()

table oracle_nodes
  node_index smallint not null
  party_id uuid not null
  name text not null
  programme text not null
  signer text not null
  node_type text not null
  jurisdiction text not null
  relies_on jsonb not null
  reliability_e4 integer not null
  active boolean not null
  registered_by uuid
  registered_at timestamp with time zone not null
  changed_at timestamp with time zone not null

table oracle_nodes_on_chain
  node_index smallint not null
  signer text not null
  reliability_e4 integer not null
  active boolean not null
  block_number numeric(20,0) not null

table parameter_decisions
  key text not null
  version integer not null
  decision text not null
  reason text not null
  decided_by uuid
  decided_at timestamp with time zone not null

table parameter_versions
  key text not null
  version integer not null
  value jsonb not null
  effective_from timestamp with time zone not null
  reason text not null
  authority text not null
  proposed_by uuid
  announced_at timestamp with time zone not null
  phased_from jsonb

table parcel_cells
  cell text not null
  parcel_id uuid not null
  covers boolean not null

table parcels
  id uuid not null
  on_chain_id text not null
  owner_party_id uuid not null
  reference text not null
  land_class text not null
  tenure text not null
  area_m2 numeric(16,2) not null
  declared_area_m2 numeric(16,2)
  vertices integer not null
  geohash text not null
  commitment text not null
  state text not null
  intent_id text
  failure text
  batch_id uuid
  registered_by uuid
  registered_at timestamp with time zone not null
  state_at timestamp with time zone not null

table parties
  party_id uuid not null
  on_chain_id text not null
  name text not null
  country text not null
  type text not null
  roles text[] not null
  verified_before integer not null default 0
  failed_before integer not null default 0
  track_record_source text
  frozen boolean not null default false
  registered_at timestamp with time zone not null

table party_claims
  claim_id uuid not null
  party_id uuid not null
  wallet_id uuid not null
  roles text[] not null
  country integer not null
  expires_at timestamp with time zone not null
  nonce numeric(78,0) not null
  issuer text not null
  signature text not null
  intent_id uuid not null
  state text not null
  problem text
  issued_at timestamp with time zone not null

table party_freezes
  freeze_id uuid not null
  party_id uuid not null
  frozen boolean not null
  reason text not null
  decided_by uuid
  decided_at timestamp with time zone not null

table projects
  id uuid not null
  on_chain_id text not null
  reference text not null
  name text not null
  owner_party_id uuid not null
  parcel_id uuid not null
  methodology text not null
  state text not null
  registered_by uuid
  registered_at timestamp with time zone not null
  state_at timestamp with time zone not null

table public_notices
  notice_id uuid not null
  kind text not null
  subject_id uuid not null
  text text not null
  published_at timestamp with time zone not null

table purchases
  purchase_id uuid not null
  on_chain_id text not null
  listing_id uuid not null
  buyer_party_id uuid not null
  buyer text not null
  kg numeric(39,0) not null
  max_pt numeric(39,0) not null
  intent_id uuid not null
  failure text
  requested_at timestamp with time zone not null

table purchases_on_chain
  on_chain_id text not null
  listing_on_chain_id text not null
  buyer text not null
  kg numeric(39,0) not null
  paid_pt numeric(39,0) not null
  commission_pt numeric(39,0) not null
  transaction_hash text not null
  block_number bigint not null
  purchased_at timestamp with time zone not null

table quantifications
  id uuid not null
  run_id text not null
  project_id uuid not null
  owner_party_id uuid not null
  methodology_id text not null
  methodology_version text not null
  vintage integer not null
  inputs jsonb not null
  inputs_hash text not null
  result jsonb not null
  net_kg numeric(39,0) not null
  buffer_kg numeric(39,0) not null
  parameters_at timestamp with time zone not null
  submitted_by uuid
  recorded_at timestamp with time zone not null
  sources jsonb not null default '[]'::jsonb
  settled_at timestamp with time zone
  carried_kg text

table quarantined_rows
  batch_id uuid not null
  position integer not null
  problems jsonb not null
  row_file text not null

table reaction_runs
  event_id uuid not null
  reaction text not null
  ran_at timestamp with time zone not null

table retirements
  retirement_id uuid not null
  on_chain_id text not null
  party_id uuid not null
  holder text not null
  credit_id numeric(78,0) not null
  kg numeric(39,0) not null
  beneficiary text not null
  purpose text not null
  public_consent boolean not null
  salt text not null
  beneficiary_hash text not null
  purpose_hash text not null
  intent_id uuid not null
  failure text
  requested_at timestamp with time zone not null
  final_at timestamp with time zone

table retirements_on_chain
  on_chain_id text not null
  credit_id numeric(78,0) not null
  holder text not null
  kg numeric(39,0) not null
  beneficiary_hash text not null
  purpose_hash text not null
  serial_first numeric(39,0) not null
  serial_last numeric(39,0) not null
  transaction_hash text not null
  block_number bigint not null
  retired_at timestamp with time zone not null

table reversals
  reversal_id uuid not null
  on_chain_id text not null
  credit_id numeric(78,0) not null
  project_id uuid not null
  lost_share numeric
  cancelled_kg numeric(39,0) not null
  evidence_document_id uuid not null
  reason text not null
  reason_hash text not null
  pool_credit_ids jsonb not null
  requested_by uuid
  intent_id uuid not null
  failure text
  requested_at timestamp with time zone not null

table reversals_on_chain
  on_chain_id text not null
  credit_id numeric(78,0) not null
  cancelled_kg numeric(39,0) not null
  from_own_buffer_kg numeric(39,0) not null
  from_pool_kg numeric(39,0) not null
  reason_hash text not null
  transaction_hash text not null
  block_number bigint not null
  reversed_at timestamp with time zone not null

table secret_fingerprints
  secret text not null
  fingerprint bytea not null

table signing_keys
  kid text not null
  algorithm text not null
  public_jwk jsonb not null
  sealed_private_jwk bytea not null
  created_at timestamp with time zone not null
  retired_at timestamp with time zone

table stored_files
  sha256 text not null
  wrapped_key bytea
  sealed bytea

table timer_runs
  timer text not null
  ran_at timestamp with time zone not null

table trades
  id uuid not null
  reference text not null
  buyer_party_id uuid not null
  seller_party_id uuid not null
  sovereign_party_id uuid not null
  commodity text not null
  category text not null
  hs_code text not null
  quantity numeric(30,6) not null
  unit_code text not null
  quantity_kg numeric(39,0) not null
  price_pt numeric(39,0) not null
  total_pt numeric(39,0) not null
  incoterm text not null
  origin_country text not null
  production_site text not null
  production_site_country text not null
  load_port text not null
  discharge_port text not null
  lots text[] not null
  high_risk boolean not null
  perishable boolean not null
  state text not null
  registered_by uuid
  registered_at timestamp with time zone not null
  state_at timestamp with time zone not null
  buyer_wallet text
  seller_wallet text

table wallets
  wallet_id uuid not null
  party_id uuid not null
  address text not null
  custody text not null
  signer_index integer
  registered_at timestamp with time zone not null

table wallets_on_chain
  address text not null
  party_on_chain_id text
  roles integer not null default 0
  country integer not null default 0
  expires_at timestamp with time zone
  issuer text
  frozen boolean not null default false
  nonce numeric(78,0) not null default 0

constraint allocation_hold_resolutions_case_id_fkey on allocation_hold_resolutions: FOREIGN KEY (case_id) REFERENCES allocation_requests(case_id)
constraint allocation_hold_resolutions_pkey on allocation_hold_resolutions: PRIMARY KEY (case_id)
constraint allocation_requests_check on allocation_requests: CHECK ((contracted_quantity >= quantity))
constraint allocation_requests_on_chain_id_check on allocation_requests: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint allocation_requests_on_chain_id_key on allocation_requests: UNIQUE (on_chain_id)
constraint allocation_requests_pkey on allocation_requests: PRIMARY KEY (case_id)
constraint allocation_requests_quantity_check on allocation_requests: CHECK ((quantity > (0)::numeric))
constraint allocations_on_chain_minted_first_ft_check on allocations_on_chain: CHECK ((minted_first_ft >= (0)::numeric))
constraint allocations_on_chain_pkey on allocations_on_chain: PRIMARY KEY (on_chain_id)
constraint allocations_on_chain_state_check on allocations_on_chain: CHECK ((state = ANY (ARRAY['held'::text, 'dropped'::text, 'queued'::text, 'minted'::text])))
constraint audit_anchor_requests_pkey on audit_anchor_requests: PRIMARY KEY (tree_size)
constraint audit_anchor_requests_tree_size_fkey on audit_anchor_requests: FOREIGN KEY (tree_size) REFERENCES audit_tree_heads(tree_size)
constraint audit_anchors_on_chain_pkey on audit_anchors_on_chain: PRIMARY KEY (log_id, tree_size)
constraint audit_entries_action_check on audit_entries: CHECK (((length(action) >= 1) AND (length(action) <= 200)))
constraint audit_entries_check on audit_entries: CHECK ((cardinality(event_types) = cardinality(event_ids)))
constraint audit_entries_input_commitment_check on audit_entries: CHECK ((input_commitment ~ '^[0-9a-f]{64}$'::text))
constraint audit_entries_pkey on audit_entries: PRIMARY KEY (id)
constraint audit_leaves_entry_id_fkey on audit_leaves: FOREIGN KEY (entry_id) REFERENCES audit_entries(id)
constraint audit_leaves_entry_id_key on audit_leaves: UNIQUE (entry_id)
constraint audit_leaves_leaf_index_check on audit_leaves: CHECK ((leaf_index >= 0))
constraint audit_leaves_pkey on audit_leaves: PRIMARY KEY (leaf_index)
constraint audit_log_only_row_check on audit_log: CHECK (only_row)
constraint audit_log_pkey on audit_log: PRIMARY KEY (only_row)
constraint audit_nodes_hash_check on audit_nodes: CHECK ((octet_length(hash) = 32))
constraint audit_nodes_level_check on audit_nodes: CHECK (((level >= 0) AND (level <= 62)))
constraint audit_nodes_node_index_check on audit_nodes: CHECK ((node_index >= 0))
constraint audit_nodes_pkey on audit_nodes: PRIMARY KEY (level, node_index)
constraint audit_pseudonyms_key_check on audit_pseudonyms: CHECK ((octet_length(key) = 32))
constraint audit_pseudonyms_pkey on audit_pseudonyms: PRIMARY KEY (subject)
constraint audit_pseudonyms_pseudonym_key on audit_pseudonyms: UNIQUE (pseudonym)
constraint audit_queue_entry_id_fkey on audit_queue: FOREIGN KEY (entry_id) REFERENCES audit_entries(id)
constraint audit_queue_pkey on audit_queue: PRIMARY KEY (entry_id)
constraint audit_tree_heads_pkey on audit_tree_heads: PRIMARY KEY (tree_size)
constraint audit_tree_heads_root_check on audit_tree_heads: CHECK ((root ~ '^0x[0-9a-f]{64}$'::text))
constraint audit_tree_heads_tree_size_check on audit_tree_heads: CHECK ((tree_size > 0))
constraint backings_pkey on backings: PRIMARY KEY (sha256)
constraint backings_sha256_check on backings: CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
constraint backings_subject_kind_check on backings: CHECK ((subject_kind = ANY (ARRAY['building'::text, 'project'::text])))
constraint buffer_draws_on_chain_pkey on buffer_draws_on_chain: PRIMARY KEY (on_chain_id, block_number, log_index)
constraint buildings_pkey on buildings: PRIMARY KEY (id)
constraint buildings_project_id_fkey on buildings: FOREIGN KEY (project_id) REFERENCES projects(id)
constraint buildings_project_id_name_key on buildings: UNIQUE (project_id, name)
constraint bundle_requests_on_chain_id_check on bundle_requests: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint bundle_requests_pkey on bundle_requests: PRIMARY KEY (subject_kind, subject_id)
constraint bundle_requests_subject_kind_check on bundle_requests: CHECK ((subject_kind = ANY (ARRAY['allocation'::text, 'issuance'::text, 'retirement'::text])))
constraint bundles_bundle_id_check on bundles: CHECK ((bundle_id ~ '^[0-9a-f]{64}$'::text))
constraint bundles_pkey on bundles: PRIMARY KEY (bundle_id)
constraint bundles_subject_kind_subject_id_fkey on bundles: FOREIGN KEY (subject_kind, subject_id) REFERENCES bundle_requests(subject_kind, subject_id)
constraint bundles_subject_kind_subject_id_key on bundles: UNIQUE (subject_kind, subject_id)
constraint carbon_carries_case_id_fkey on carbon_carries: FOREIGN KEY (case_id) REFERENCES issuance_requests(case_id)
constraint carbon_carries_left_kg_check on carbon_carries: CHECK (((left_kg >= (0)::numeric) AND (left_kg < (1)::numeric)))
constraint carbon_carries_pkey on carbon_carries: PRIMARY KEY (case_id)
constraint carbon_carries_taken_kg_check on carbon_carries: CHECK (((taken_kg >= (0)::numeric) AND (taken_kg < (1)::numeric)))
constraint case_challenges_body_check on case_challenges: CHECK ((body = ANY (ARRAY['mediation'::text, 'arbitration'::text, 'council'::text])))
constraint case_challenges_case_id_fkey on case_challenges: FOREIGN KEY (case_id) REFERENCES cases(id)
constraint case_challenges_failed on case_challenges: CHECK (((failure IS NULL) OR (upheld IS NULL)))
constraint case_challenges_pkey on case_challenges: PRIMARY KEY (id)
constraint case_reports_case_id_round_fkey on case_reports: FOREIGN KEY (case_id, round) REFERENCES case_rounds(case_id, round)
constraint case_reports_check on case_reports: CHECK ((NOT (critical AND agrees)))
constraint case_reports_digest_check on case_reports: CHECK ((digest ~ '^0x[0-9a-f]{64}$'::text))
constraint case_reports_justification_hash_check on case_reports: CHECK ((justification_hash ~ '^0x[0-9a-f]{64}$'::text))
constraint case_reports_node_index_fkey on case_reports: FOREIGN KEY (node_index) REFERENCES oracle_nodes(node_index)
constraint case_reports_pkey on case_reports: PRIMARY KEY (case_id, round, node_index)
constraint case_reports_score_e4_check on case_reports: CHECK (((score_e4 >= 0) AND (score_e4 <= 1000000)))
constraint case_reports_signature_check on case_reports: CHECK ((signature ~ '^0x[0-9a-f]{130}$'::text))
constraint case_rounds_case_id_fkey on case_rounds: FOREIGN KEY (case_id) REFERENCES cases(id)
constraint case_rounds_pkey on case_rounds: PRIMARY KEY (case_id, round)
constraint case_rounds_proposed_quantity_check on case_rounds: CHECK ((proposed_quantity > (0)::numeric))
constraint case_rounds_round_check on case_rounds: CHECK ((round >= 1))
constraint case_rounds_state_check on case_rounds: CHECK ((state = ANY (ARRAY['open'::text, 'aggregated'::text, 'finalised'::text, 'escalated'::text])))
constraint cases_claim_key_check on cases: CHECK ((claim_key ~ '^0x[0-9a-f]{64}$'::text))
constraint cases_committee_check on cases: CHECK ((cardinality(committee) >= 1))
constraint cases_contracted_quantity_check on cases: CHECK ((contracted_quantity > (0)::numeric))
constraint cases_evidence_root_check on cases: CHECK ((evidence_root ~ '^0x[0-9a-f]{64}$'::text))
constraint cases_on_chain_id_check on cases: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint cases_on_chain_id_key on cases: UNIQUE (on_chain_id)
constraint cases_pkey on cases: PRIMARY KEY (id)
constraint cases_round_check on cases: CHECK ((round >= 1))
constraint cases_state_check on cases: CHECK ((state = ANY (ARRAY['pending'::text, 'inProgress'::text, 'enhancedReview'::text, 'verified'::text, 'partiallyVerified'::text, 'rejected'::text, 'disputed'::text, 'expired'::text, 'closed'::text, 'refused'::text])))
constraint cases_subject_kind_check on cases: CHECK ((subject_kind = ANY (ARRAY['trade'::text, 'quantification'::text])))
constraint cases_terms_hash_check on cases: CHECK ((terms_hash ~ '^0x[0-9a-f]{64}$'::text))
constraint cases_on_chain_outcome_check on cases_on_chain: CHECK ((outcome = ANY (ARRAY['none'::text, 'approved'::text, 'partial'::text, 'rejected'::text])))
constraint cases_on_chain_pkey on cases_on_chain: PRIMARY KEY (on_chain_id)
constraint cases_on_chain_state_check on cases_on_chain: CHECK ((state = ANY (ARRAY['open'::text, 'concluded'::text, 'challenged'::text, 'closed'::text])))
constraint chain_attempts_intent_id_fkey on chain_attempts: FOREIGN KEY (intent_id) REFERENCES chain_intents(id)
constraint chain_attempts_pkey on chain_attempts: PRIMARY KEY (hash)
constraint chain_blocks_hash_key on chain_blocks: UNIQUE (hash)
constraint chain_blocks_pkey on chain_blocks: PRIMARY KEY (number)
constraint chain_blocks_state_check on chain_blocks: CHECK ((state = ANY (ARRAY['included'::text, 'safe'::text, 'final'::text])))
constraint chain_final_runs_pkey on chain_final_runs: PRIMARY KEY (content_key, occurrence, handler)
constraint chain_indexers_pkey on chain_indexers: PRIMARY KEY (chain_id)
constraint chain_intents_from_address_check on chain_intents: CHECK ((from_address ~ '^0x[0-9a-f]{40}$'::text))
constraint chain_intents_key_key on chain_intents: UNIQUE (key)
constraint chain_intents_pkey on chain_intents: PRIMARY KEY (id)
constraint chain_intents_sequence_key on chain_intents: UNIQUE (sequence)
constraint chain_intents_state_check on chain_intents: CHECK ((state = ANY (ARRAY['queued'::text, 'signed'::text, 'broadcast'::text, 'included'::text, 'safe'::text, 'final'::text, 'parked'::text, 'failed'::text])))
constraint chain_intents_to_address_check on chain_intents: CHECK ((to_address ~ '^0x[0-9a-f]{40}$'::text))
constraint chain_journal_pkey on chain_journal: PRIMARY KEY (id)
constraint chain_logs_block_number_fkey on chain_logs: FOREIGN KEY (block_number) REFERENCES chain_blocks(number)
constraint chain_logs_pkey on chain_logs: PRIMARY KEY (block_number, log_index)
constraint chain_projections_pkey on chain_projections: PRIMARY KEY (relation)
constraint clients_party_id_fkey on clients: FOREIGN KEY (party_id) REFERENCES parties(party_id)
constraint clients_pkey on clients: PRIMARY KEY (client_id)
constraint column_profiles_name on column_profiles: UNIQUE NULLS NOT DISTINCT (owner_party_id, name)
constraint column_profiles_name_check on column_profiles: CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
constraint column_profiles_pkey on column_profiles: PRIMARY KEY (id)
constraint conversion_terms_on_chain_id_check on conversion_terms_on_chain: CHECK (id)
constraint conversion_terms_on_chain_pkey on conversion_terms_on_chain: PRIMARY KEY (id)
constraint conversions_amount_ft_check on conversions: CHECK ((amount_ft > (0)::numeric))
constraint conversions_min_out_pt_check on conversions: CHECK ((min_out_pt >= (0)::numeric))
constraint conversions_on_chain_id_check on conversions: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint conversions_on_chain_id_key on conversions: UNIQUE (on_chain_id)
constraint conversions_pkey on conversions: PRIMARY KEY (conversion_id)
constraint conversions_wallet_check on conversions: CHECK ((wallet ~ '^0x[0-9a-f]{40}$'::text))
constraint conversions_on_chain_pkey on conversions_on_chain: PRIMARY KEY (on_chain_id)
constraint credit_suspensions_on_chain_pkey on credit_suspensions_on_chain: PRIMARY KEY (credit_id, holder)
constraint credits_on_chain_buffer_kg_check on credits_on_chain: CHECK ((buffer_kg >= (0)::numeric))
constraint credits_on_chain_cancelled_kg_check on credits_on_chain: CHECK ((cancelled_kg >= (0)::numeric))
constraint credits_on_chain_issued_kg_check on credits_on_chain: CHECK ((issued_kg >= (0)::numeric))
constraint credits_on_chain_pkey on credits_on_chain: PRIMARY KEY (credit_id)
constraint credits_on_chain_retired_kg_check on credits_on_chain: CHECK ((retired_kg >= (0)::numeric))
constraint custody_steps_pkey on custody_steps: PRIMARY KEY (trade_id, sequence)
constraint custody_steps_sequence_check on custody_steps: CHECK (((sequence >= 1) AND (sequence <= 100)))
constraint custody_steps_trade_id_fkey on custody_steps: FOREIGN KEY (trade_id) REFERENCES trades(id)
constraint documents_content_sha256_check on documents: CHECK ((content_sha256 ~ '^[0-9a-f]{64}$'::text))
constraint documents_issuer_country_check on documents: CHECK ((issuer_country ~ '^[A-Z]{2}$'::text))
constraint documents_issuer_key_check on documents: CHECK ((issuer_key ~ '^[A-Za-z0-9_-]{43}$'::text))
constraint documents_issuer_type_check on documents: CHECK ((issuer_type = ANY (ARRAY['government'::text, 'commercial'::text, 'industry'::text, 'technological'::text, 'auditor'::text])))
constraint documents_measured_sha256_check on documents: CHECK ((measured_sha256 ~ '^[0-9a-f]{64}$'::text))
constraint documents_pkey on documents: PRIMARY KEY (id)
constraint documents_salt on documents: CHECK (((salt IS NOT NULL) OR (erased_at IS NOT NULL)))
constraint documents_salt_check on documents: CHECK ((salt ~ '^[0-9a-f]{64}$'::text))
constraint documents_sha256_check on documents: CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
constraint documents_signature_check on documents: CHECK ((signature = ANY (ARRAY['verified'::text, 'absent'::text, 'invalid'::text])))
constraint documents_size_bytes_check on documents: CHECK ((size_bytes > 0))
constraint documents_state_check on documents: CHECK ((state = ANY (ARRAY['received'::text, 'hashed'::text, 'validated'::text, 'invalid'::text, 'inconclusive'::text])))
constraint documents_subject_kind_check on documents: CHECK ((subject_kind = ANY (ARRAY['trade'::text, 'parcel'::text, 'project'::text, 'building'::text, 'market'::text])))
constraint documents_subject_kind_subject_id_kind_sha256_key on documents: UNIQUE (subject_kind, subject_id, kind, sha256)
constraint dossier_documents_case_id_fkey on dossier_documents: FOREIGN KEY (case_id) REFERENCES dossiers(case_id)
constraint dossier_documents_document_id_fkey on dossier_documents: FOREIGN KEY (document_id) REFERENCES documents(id)
constraint dossier_documents_leaf_hash_check on dossier_documents: CHECK ((leaf_hash ~ '^0x[0-9a-f]{64}$'::text))
constraint dossier_documents_pkey on dossier_documents: PRIMARY KEY (case_id, document_id)
constraint dossier_readers_case_id_fkey on dossier_readers: FOREIGN KEY (case_id) REFERENCES dossiers(case_id)
constraint dossier_readers_pkey on dossier_readers: PRIMARY KEY (case_id, party_id)
constraint dossiers_evidence_root_check on dossiers: CHECK ((evidence_root ~ '^0x[0-9a-f]{64}$'::text))
constraint dossiers_pkey on dossiers: PRIMARY KEY (case_id)
constraint emissions_amount_pt_check on emissions: CHECK ((amount_pt > (0)::numeric))
constraint emissions_intent_id_key on emissions: UNIQUE (intent_id)
constraint emissions_pkey on emissions: PRIMARY KEY (emission_id)
constraint emissions_wallet_check on emissions: CHECK ((wallet ~ '^0x[0-9a-f]{40}$'::text))
constraint escrow_fundings_attempt_check on escrow_fundings: CHECK ((attempt >= 1))
constraint escrow_fundings_on_chain_id_check on escrow_fundings: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint escrow_fundings_on_chain_id_key on escrow_fundings: UNIQUE (on_chain_id)
constraint escrow_fundings_pkey on escrow_fundings: PRIMARY KEY (trade_id)
constraint escrow_payouts_attempt_check on escrow_payouts: CHECK ((attempt >= 1))
constraint escrow_payouts_pkey on escrow_payouts: PRIMARY KEY (trade_id, verb)
constraint escrow_payouts_verb_check on escrow_payouts: CHECK ((verb = ANY (ARRAY['release'::text, 'refund'::text])))
constraint escrows_on_chain_pkey on escrows_on_chain: PRIMARY KEY (on_chain_id)
constraint escrows_on_chain_state_check on escrows_on_chain: CHECK ((state = ANY (ARRAY['funded'::text, 'released'::text, 'split'::text, 'refunded'::text])))
constraint events_pkey on events: PRIMARY KEY (id)
constraint events_sequence_key on events: UNIQUE (sequence)
constraint events_type_check on events: CHECK (((length(type) >= 1) AND (length(type) <= 100)))
constraint events_type_key_key on events: UNIQUE (type, key)
constraint idempotency_records_key_check on idempotency_records: CHECK (((length(key) >= 1) AND (length(key) <= 255)))
constraint idempotency_records_pkey on idempotency_records: PRIMARY KEY (client_id, key)
constraint import_batches_accepted_check on import_batches: CHECK ((accepted >= 0))
constraint import_batches_kind_check on import_batches: CHECK ((kind = ANY (ARRAY['parcels'::text, 'documents'::text, 'rows'::text])))
constraint import_batches_mode_check on import_batches: CHECK ((mode = ANY (ARRAY['refuse'::text, 'quarantine'::text])))
constraint import_batches_pkey on import_batches: PRIMARY KEY (id)
constraint import_batches_quarantined_check on import_batches: CHECK ((quarantined >= 0))
constraint indicators_key_subject_as_of_version_key on indicators: UNIQUE (key, subject, as_of, version)
constraint indicators_pkey on indicators: PRIMARY KEY (indicator_id)
constraint indicators_version_check on indicators: CHECK ((version >= 1))
constraint issuance_claims_case_id_key on issuance_claims: UNIQUE (case_id)
constraint issuance_claims_claim_key_check on issuance_claims: CHECK ((claim_key ~ '^0x[0-9a-f]{64}$'::text))
constraint issuance_claims_kind_check on issuance_claims: CHECK ((kind = ANY (ARRAY['allocation'::text, 'issuance'::text])))
constraint issuance_claims_pkey on issuance_claims: PRIMARY KEY (claim_key)
constraint issuance_requests_on_chain_id_check on issuance_requests: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint issuance_requests_on_chain_id_key on issuance_requests: UNIQUE (on_chain_id)
constraint issuance_requests_pkey on issuance_requests: PRIMARY KEY (case_id)
constraint issuance_requests_quantification_id_key on issuance_requests: UNIQUE (quantification_id)
constraint issuances_on_chain_pkey on issuances_on_chain: PRIMARY KEY (on_chain_id)
constraint issuers_country_check on issuers: CHECK ((country ~ '^[A-Z]{2}$'::text))
constraint issuers_document_kinds_check on issuers: CHECK ((cardinality(document_kinds) >= 1))
constraint issuers_name_check on issuers: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
constraint issuers_pkey on issuers: PRIMARY KEY (issuer_id)
constraint issuers_type_check on issuers: CHECK ((type = ANY (ARRAY['government'::text, 'commercial'::text, 'industry'::text, 'technological'::text, 'auditor'::text])))
constraint land_grid_key_file_check on land_grid: CHECK ((key_file ~ '^[0-9a-f]{64}$'::text))
constraint land_grid_one_check on land_grid: CHECK (one)
constraint land_grid_pkey on land_grid: PRIMARY KEY (one)
constraint land_titles_pkey on land_titles: PRIMARY KEY (on_chain_id)
constraint ledger_account_covered on ledger_accounts: TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint ledger_accounts_asset_check on ledger_accounts: CHECK ((asset ~ '^(PT|FT|CC-[0-9]{1,78})$'::text))
constraint ledger_accounts_holder_check on ledger_accounts: CHECK ((holder ~ '^0x[0-9a-f]{40}$'::text))
constraint ledger_accounts_kind_check on ledger_accounts: CHECK ((kind = ANY (ARRAY['available'::text, 'escrowed'::text, 'reserved'::text, 'protocol'::text, 'fees'::text, 'buffer'::text, 'issued'::text, 'burned'::text, 'retired'::text, 'cancelled'::text])))
constraint ledger_accounts_owner_check on ledger_accounts: CHECK ((owner ~ '^0x[0-9a-f]{40}$'::text))
constraint ledger_accounts_pkey on ledger_accounts: PRIMARY KEY (account_id)
constraint ledger_accounts_subject_check on ledger_accounts: CHECK ((subject ~ '^0x[0-9a-f]{64}$'::text))
constraint ledger_commitments_amount_check on ledger_commitments: CHECK ((amount > (0)::numeric))
constraint ledger_commitments_pkey on ledger_commitments: PRIMARY KEY (intent_id)
constraint ledger_commitments_wallet_check on ledger_commitments: CHECK ((wallet ~ '^0x[0-9a-f]{40}$'::text))
constraint ledger_entries_pkey on ledger_entries: PRIMARY KEY (block_number, log_index)
constraint ledger_entry_balanced on ledger_postings: TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint ledger_postings_account_id_fkey on ledger_postings: FOREIGN KEY (account_id) REFERENCES ledger_accounts(account_id)
constraint ledger_postings_amount_check on ledger_postings: CHECK ((amount <> (0)::numeric))
constraint ledger_postings_block_number_log_index_fkey on ledger_postings: FOREIGN KEY (block_number, log_index) REFERENCES ledger_entries(block_number, log_index)
constraint ledger_postings_pkey on ledger_postings: PRIMARY KEY (block_number, log_index, "position")
constraint ledger_protocol_addresses_address_check on ledger_protocol_addresses: CHECK ((address ~ '^0x[0-9a-f]{40}$'::text))
constraint ledger_protocol_addresses_kind_check on ledger_protocol_addresses: CHECK ((kind = ANY (ARRAY['available'::text, 'protocol'::text, 'fees'::text])))
constraint ledger_protocol_addresses_pkey on ledger_protocol_addresses: PRIMARY KEY (address)
constraint listings_kg_check on listings: CHECK ((kg > (0)::numeric))
constraint listings_on_chain_id_check on listings: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint listings_on_chain_id_key on listings: UNIQUE (on_chain_id)
constraint listings_pkey on listings: PRIMARY KEY (listing_id)
constraint listings_price_pt_per_kg_check on listings: CHECK ((price_pt_per_kg > (0)::numeric))
constraint listings_seller_check on listings: CHECK ((seller ~ '^0x[0-9a-f]{40}$'::text))
constraint listings_on_chain_check on listings_on_chain: CHECK (((left_kg >= (0)::numeric) AND (left_kg <= kg)))
constraint listings_on_chain_pkey on listings_on_chain: PRIMARY KEY (on_chain_id)
constraint mandates_check on mandates: CHECK ((granted_by IS DISTINCT FROM party_id))
constraint mandates_check1 on mandates: CHECK (((revoked_at IS NOT NULL) OR (revoked_by IS NULL)))
constraint mandates_party_id_fkey on mandates: FOREIGN KEY (party_id) REFERENCES parties(party_id)
constraint mandates_pkey on mandates: PRIMARY KEY (mandate_id)
constraint mandates_reason_check on mandates: CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
constraint migrations_pkey on migrations: PRIMARY KEY (name)
constraint oracle_nodes_jurisdiction_check on oracle_nodes: CHECK ((jurisdiction ~ '^[A-Z]{2}$'::text))
constraint oracle_nodes_node_index_check on oracle_nodes: CHECK (((node_index >= 0) AND (node_index <= 255)))
constraint oracle_nodes_node_type_check on oracle_nodes: CHECK ((node_type = ANY (ARRAY['government'::text, 'commercial'::text, 'industry'::text, 'technological'::text, 'auditor'::text])))
constraint oracle_nodes_pkey on oracle_nodes: PRIMARY KEY (node_index)
constraint oracle_nodes_programme_check on oracle_nodes: CHECK ((programme = ANY (ARRAY['commodity'::text, 'carbon'::text])))
constraint oracle_nodes_reliability_e4_check on oracle_nodes: CHECK (((reliability_e4 >= 5000) AND (reliability_e4 <= 10000)))
constraint oracle_nodes_signer_check on oracle_nodes: CHECK ((signer ~ '^0x[0-9a-f]{40}$'::text))
constraint oracle_nodes_signer_key on oracle_nodes: UNIQUE (signer)
constraint oracle_nodes_on_chain_pkey on oracle_nodes_on_chain: PRIMARY KEY (node_index)
constraint parameter_decisions_decision_check on parameter_decisions: CHECK ((decision = ANY (ARRAY['confirmed'::text, 'withdrawn'::text])))
constraint parameter_decisions_key_version_fkey on parameter_decisions: FOREIGN KEY (key, version) REFERENCES parameter_versions(key, version)
constraint parameter_decisions_pkey on parameter_decisions: PRIMARY KEY (key, version)
constraint parameter_decisions_reason_check on parameter_decisions: CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
constraint parameter_versions_pkey on parameter_versions: PRIMARY KEY (key, version)
constraint parameter_versions_reason_check on parameter_versions: CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
constraint parameter_versions_version_check on parameter_versions: CHECK ((version >= 2))
constraint parcel_cells_parcel_id_fkey on parcel_cells: FOREIGN KEY (parcel_id) REFERENCES parcels(id)
constraint parcel_cells_pkey on parcel_cells: PRIMARY KEY (cell, parcel_id)
constraint parcels_area_m2_check on parcels: CHECK ((area_m2 > (0)::numeric))
constraint parcels_commitment_check on parcels: CHECK ((commitment ~ '^[0-9a-f]{64}$'::text))
constraint parcels_commitment_key on parcels: UNIQUE (commitment)
constraint parcels_declared_area_m2_check on parcels: CHECK ((declared_area_m2 > (0)::numeric))
constraint parcels_geohash_check on parcels: CHECK (((length(geohash) >= 1) AND (length(geohash) <= 5)))
constraint parcels_on_chain_id_check on parcels: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint parcels_on_chain_id_key on parcels: UNIQUE (on_chain_id)
constraint parcels_pkey on parcels: PRIMARY KEY (id)
constraint parcels_reference_check on parcels: CHECK (((length(reference) >= 1) AND (length(reference) <= 100)))
constraint parcels_state_check on parcels: CHECK ((state = ANY (ARRAY['pending'::text, 'registered'::text, 'refused'::text])))
constraint parcels_vertices_check on parcels: CHECK ((vertices >= 3))
constraint parties_check on parties: CHECK (((NOT ('sovereign'::text = ANY (roles))) OR (type = 'state'::text)))
constraint parties_check1 on parties: CHECK ((((verified_before = 0) AND (failed_before = 0)) OR (track_record_source IS NOT NULL)))
constraint parties_country_check on parties: CHECK ((country ~ '^[A-Z]{2}$'::text))
constraint parties_failed_before_check on parties: CHECK ((failed_before >= 0))
constraint parties_name_check on parties: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
constraint parties_on_chain_id_check on parties: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint parties_on_chain_id_key on parties: UNIQUE (on_chain_id)
constraint parties_pkey on parties: PRIMARY KEY (party_id)
constraint parties_type_check on parties: CHECK ((type = ANY (ARRAY['state'::text, 'company'::text, 'association'::text, 'person'::text])))
constraint parties_verified_before_check on parties: CHECK ((verified_before >= 0))
constraint party_claims_party_id_fkey on party_claims: FOREIGN KEY (party_id) REFERENCES parties(party_id)
constraint party_claims_pkey on party_claims: PRIMARY KEY (claim_id)
constraint party_claims_state_check on party_claims: CHECK ((state = ANY (ARRAY['submitted'::text, 'accepted'::text, 'failed'::text])))
constraint party_claims_wallet_id_fkey on party_claims: FOREIGN KEY (wallet_id) REFERENCES wallets(wallet_id)
constraint party_freezes_party_id_fkey on party_freezes: FOREIGN KEY (party_id) REFERENCES parties(party_id)
constraint party_freezes_pkey on party_freezes: PRIMARY KEY (freeze_id)
constraint projects_on_chain_id_check on projects: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint projects_on_chain_id_key on projects: UNIQUE (on_chain_id)
constraint projects_owner_party_id_reference_key on projects: UNIQUE (owner_party_id, reference)
constraint projects_parcel_id_fkey on projects: FOREIGN KEY (parcel_id) REFERENCES parcels(id)
constraint projects_pkey on projects: PRIMARY KEY (id)
constraint projects_reference_check on projects: CHECK (((length(reference) >= 1) AND (length(reference) <= 100)))
constraint projects_state_check on projects: CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'suspended'::text, 'completed'::text])))
constraint public_notices_kind_check on public_notices: CHECK ((kind = 'reversal'::text))
constraint public_notices_kind_subject_id_key on public_notices: UNIQUE (kind, subject_id)
constraint public_notices_pkey on public_notices: PRIMARY KEY (notice_id)
constraint purchases_buyer_check on purchases: CHECK ((buyer ~ '^0x[0-9a-f]{40}$'::text))
constraint purchases_kg_check on purchases: CHECK ((kg > (0)::numeric))
constraint purchases_listing_id_fkey on purchases: FOREIGN KEY (listing_id) REFERENCES listings(listing_id)
constraint purchases_max_pt_check on purchases: CHECK ((max_pt > (0)::numeric))
constraint purchases_on_chain_id_check on purchases: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint purchases_on_chain_id_key on purchases: UNIQUE (on_chain_id)
constraint purchases_pkey on purchases: PRIMARY KEY (purchase_id)
constraint purchases_on_chain_pkey on purchases_on_chain: PRIMARY KEY (on_chain_id)
constraint quantifications_buffer_kg_check on quantifications: CHECK ((buffer_kg >= (0)::numeric))
constraint quantifications_carried_kg_check on quantifications: CHECK ((carried_kg ~ '^[0-9]+(\.[0-9]+)?$'::text))
constraint quantifications_check on quantifications: CHECK (((settled_at IS NULL) = (carried_kg IS NULL)))
constraint quantifications_inputs_hash_check on quantifications: CHECK ((inputs_hash ~ '^0x[0-9a-f]{64}$'::text))
constraint quantifications_net_kg_check on quantifications: CHECK ((net_kg >= (0)::numeric))
constraint quantifications_pkey on quantifications: PRIMARY KEY (id)
constraint quantifications_run_id_check on quantifications: CHECK ((run_id ~ '^0x[0-9a-f]{64}$'::text))
constraint quantifications_run_id_key on quantifications: UNIQUE (run_id)
constraint quantifications_vintage_check on quantifications: CHECK (((vintage >= 10001) AND (vintage <= 99994)))
constraint quarantined_rows_batch_id_fkey on quarantined_rows: FOREIGN KEY (batch_id) REFERENCES import_batches(id)
constraint quarantined_rows_pkey on quarantined_rows: PRIMARY KEY (batch_id, "position")
constraint quarantined_rows_position_check on quarantined_rows: CHECK (("position" >= 0))
constraint quarantined_rows_row_file_check on quarantined_rows: CHECK ((row_file ~ '^[0-9a-f]{64}$'::text))
constraint reaction_runs_event_id_fkey on reaction_runs: FOREIGN KEY (event_id) REFERENCES events(id)
constraint reaction_runs_pkey on reaction_runs: PRIMARY KEY (event_id, reaction)
constraint retirements_beneficiary_hash_check on retirements: CHECK ((beneficiary_hash ~ '^0x[0-9a-f]{64}$'::text))
constraint retirements_holder_check on retirements: CHECK ((holder ~ '^0x[0-9a-f]{40}$'::text))
constraint retirements_kg_check on retirements: CHECK ((kg > (0)::numeric))
constraint retirements_on_chain_id_check on retirements: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint retirements_on_chain_id_key on retirements: UNIQUE (on_chain_id)
constraint retirements_pkey on retirements: PRIMARY KEY (retirement_id)
constraint retirements_purpose_hash_check on retirements: CHECK ((purpose_hash ~ '^0x[0-9a-f]{64}$'::text))
constraint retirements_salt_check on retirements: CHECK ((salt ~ '^0x[0-9a-f]{64}$'::text))
constraint retirements_on_chain_pkey on retirements_on_chain: PRIMARY KEY (on_chain_id)
constraint reversals_cancelled_kg_check on reversals: CHECK ((cancelled_kg > (0)::numeric))
constraint reversals_lost_share_check on reversals: CHECK (((lost_share > (0)::numeric) AND (lost_share <= (1)::numeric)))
constraint reversals_on_chain_id_check on reversals: CHECK ((on_chain_id ~ '^0x[0-9a-f]{64}$'::text))
constraint reversals_on_chain_id_key on reversals: UNIQUE (on_chain_id)
constraint reversals_pkey on reversals: PRIMARY KEY (reversal_id)
constraint reversals_reason_hash_check on reversals: CHECK ((reason_hash ~ '^0x[0-9a-f]{64}$'::text))
constraint reversals_on_chain_pkey on reversals_on_chain: PRIMARY KEY (on_chain_id)
constraint secret_fingerprints_fingerprint_check on secret_fingerprints: CHECK ((length(fingerprint) = 32))
constraint secret_fingerprints_pkey on secret_fingerprints: PRIMARY KEY (secret)
constraint signing_keys_pkey on signing_keys: PRIMARY KEY (kid)
constraint stored_files_check on stored_files: CHECK (((wrapped_key IS NULL) = (sealed IS NULL)))
constraint stored_files_pkey on stored_files: PRIMARY KEY (sha256)
constraint stored_files_sha256_check on stored_files: CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
constraint timer_runs_pkey on timer_runs: PRIMARY KEY (timer)
constraint trades_buyer_wallet_check on trades: CHECK ((buyer_wallet ~ '^0x[0-9a-f]{40}$'::text))
constraint trades_category_check on trades: CHECK ((category = ANY (ARRAY['energy'::text, 'preciousMetals'::text, 'industrialMetals'::text, 'agriculture'::text, 'forestry'::text, 'fisheries'::text, 'minerals'::text])))
constraint trades_check on trades: CHECK ((buyer_party_id <> seller_party_id))
constraint trades_check1 on trades: CHECK ((load_port <> discharge_port))
constraint trades_check2 on trades: CHECK (((buyer_wallet IS NULL) = (seller_wallet IS NULL)))
constraint trades_discharge_port_check on trades: CHECK ((discharge_port ~ '^[A-Z]{2}[A-Z2-9]{3}$'::text))
constraint trades_hs_code_check on trades: CHECK ((hs_code ~ '^[0-9]{4,10}$'::text))
constraint trades_incoterm_check on trades: CHECK ((incoterm = ANY (ARRAY['EXW'::text, 'FCA'::text, 'FAS'::text, 'FOB'::text, 'CFR'::text, 'CIF'::text, 'CPT'::text, 'CIP'::text, 'DAP'::text, 'DPU'::text, 'DDP'::text])))
constraint trades_load_port_check on trades: CHECK ((load_port ~ '^[A-Z]{2}[A-Z2-9]{3}$'::text))
constraint trades_lots_check on trades: CHECK (((cardinality(lots) >= 1) AND (cardinality(lots) <= 1000)))
constraint trades_origin_country_check on trades: CHECK ((origin_country ~ '^[A-Z]{2}$'::text))
constraint trades_pkey on trades: PRIMARY KEY (id)
constraint trades_price_pt_check on trades: CHECK ((price_pt > (0)::numeric))
constraint trades_production_site_country_check on trades: CHECK ((production_site_country ~ '^[A-Z]{2}$'::text))
constraint trades_quantity_check on trades: CHECK ((quantity > (0)::numeric))
constraint trades_quantity_kg_check on trades: CHECK ((quantity_kg > (0)::numeric))
constraint trades_reference_check on trades: CHECK (((length(reference) >= 1) AND (length(reference) <= 100)))
constraint trades_seller_party_id_reference_key on trades: UNIQUE (seller_party_id, reference)
constraint trades_seller_wallet_check on trades: CHECK ((seller_wallet ~ '^0x[0-9a-f]{40}$'::text))
constraint trades_state_check on trades: CHECK ((state = ANY (ARRAY['created'::text, 'funded'::text, 'inTransit'::text, 'verified'::text, 'partiallyVerified'::text, 'rejected'::text, 'disputed'::text, 'completed'::text, 'expired'::text, 'refunded'::text, 'cancelled'::text])))
constraint trades_total_pt_check on trades: CHECK ((total_pt > (0)::numeric))
constraint wallets_address_check on wallets: CHECK ((address ~ '^0x[0-9a-f]{40}$'::text))
constraint wallets_address_key on wallets: UNIQUE (address)
constraint wallets_check on wallets: CHECK (((custody = 'custodied'::text) = (signer_index IS NOT NULL)))
constraint wallets_custody_check on wallets: CHECK ((custody = ANY (ARRAY['custodied'::text, 'external'::text])))
constraint wallets_party_id_fkey on wallets: FOREIGN KEY (party_id) REFERENCES parties(party_id)
constraint wallets_pkey on wallets: PRIMARY KEY (wallet_id)
constraint wallets_signer_index_key on wallets: UNIQUE (signer_index)
constraint wallets_on_chain_address_check on wallets_on_chain: CHECK ((address ~ '^0x[0-9a-f]{40}$'::text))
constraint wallets_on_chain_pkey on wallets_on_chain: PRIMARY KEY (address)

CREATE UNIQUE INDEX allocation_hold_resolutions_pkey ON public.allocation_hold_resolutions USING btree (case_id)
CREATE UNIQUE INDEX allocation_request_trade ON public.allocation_requests USING btree (trade_id)
CREATE UNIQUE INDEX allocation_requests_on_chain_id_key ON public.allocation_requests USING btree (on_chain_id)
CREATE UNIQUE INDEX allocation_requests_pkey ON public.allocation_requests USING btree (case_id)
CREATE UNIQUE INDEX allocations_on_chain_pkey ON public.allocations_on_chain USING btree (on_chain_id)
CREATE UNIQUE INDEX audit_anchor_requests_pkey ON public.audit_anchor_requests USING btree (tree_size)
CREATE UNIQUE INDEX audit_anchors_on_chain_pkey ON public.audit_anchors_on_chain USING btree (log_id, tree_size)
CREATE INDEX audit_entries_about ON public.audit_entries USING gin (about)
CREATE UNIQUE INDEX audit_entries_pkey ON public.audit_entries USING btree (id)
CREATE UNIQUE INDEX audit_leaves_entry_id_key ON public.audit_leaves USING btree (entry_id)
CREATE UNIQUE INDEX audit_leaves_pkey ON public.audit_leaves USING btree (leaf_index)
CREATE UNIQUE INDEX audit_log_pkey ON public.audit_log USING btree (only_row)
CREATE UNIQUE INDEX audit_nodes_pkey ON public.audit_nodes USING btree (level, node_index)
CREATE UNIQUE INDEX audit_pseudonyms_pkey ON public.audit_pseudonyms USING btree (subject)
CREATE UNIQUE INDEX audit_pseudonyms_pseudonym_key ON public.audit_pseudonyms USING btree (pseudonym)
CREATE UNIQUE INDEX audit_queue_pkey ON public.audit_queue USING btree (entry_id)
CREATE UNIQUE INDEX audit_tree_heads_pkey ON public.audit_tree_heads USING btree (tree_size)
CREATE UNIQUE INDEX backings_pkey ON public.backings USING btree (sha256)
CREATE UNIQUE INDEX buffer_draws_on_chain_pkey ON public.buffer_draws_on_chain USING btree (on_chain_id, block_number, log_index)
CREATE UNIQUE INDEX buildings_pkey ON public.buildings USING btree (id)
CREATE UNIQUE INDEX buildings_project_id_name_key ON public.buildings USING btree (project_id, name)
CREATE UNIQUE INDEX bundle_requests_pkey ON public.bundle_requests USING btree (subject_kind, subject_id)
CREATE INDEX bundles_by_time ON public.bundles USING btree (assembled_at DESC, bundle_id)
CREATE UNIQUE INDEX bundles_pkey ON public.bundles USING btree (bundle_id)
CREATE UNIQUE INDEX bundles_subject_kind_subject_id_key ON public.bundles USING btree (subject_kind, subject_id)
CREATE UNIQUE INDEX carbon_carries_pkey ON public.carbon_carries USING btree (case_id)
CREATE INDEX carbon_carry_project ON public.carbon_carries USING btree (project_id)
CREATE UNIQUE INDEX case_challenges_open ON public.case_challenges USING btree (case_id, round) WHERE ((upheld IS NULL) AND (failure IS NULL))
CREATE UNIQUE INDEX case_challenges_pkey ON public.case_challenges USING btree (id)
CREATE UNIQUE INDEX case_reports_pkey ON public.case_reports USING btree (case_id, round, node_index)
CREATE UNIQUE INDEX case_rounds_pkey ON public.case_rounds USING btree (case_id, round)
CREATE UNIQUE INDEX cases_claim ON public.cases USING btree (claim_key) WHERE ((state <> ALL (ARRAY['closed'::text, 'refused'::text])) AND (NOT ((state = 'rejected'::text) AND (settled_at IS NOT NULL))))
CREATE UNIQUE INDEX cases_on_chain_id_key ON public.cases USING btree (on_chain_id)
CREATE UNIQUE INDEX cases_on_chain_pkey ON public.cases_on_chain USING btree (on_chain_id)
CREATE INDEX cases_owners ON public.cases USING gin (owner_party_ids)
CREATE UNIQUE INDEX cases_pkey ON public.cases USING btree (id)
CREATE INDEX cases_state ON public.cases USING btree (state, opened_at)
CREATE INDEX chain_attempts_by_intent ON public.chain_attempts USING btree (intent_id, signed_at)
CREATE UNIQUE INDEX chain_attempts_pkey ON public.chain_attempts USING btree (hash)
CREATE UNIQUE INDEX chain_blocks_hash_key ON public.chain_blocks USING btree (hash)
CREATE INDEX chain_blocks_open ON public.chain_blocks USING btree (number) WHERE (state <> 'final'::text)
CREATE UNIQUE INDEX chain_blocks_pkey ON public.chain_blocks USING btree (number)
CREATE UNIQUE INDEX chain_final_runs_pkey ON public.chain_final_runs USING btree (content_key, occurrence, handler)
CREATE UNIQUE INDEX chain_indexers_pkey ON public.chain_indexers USING btree (chain_id)
CREATE INDEX chain_intents_by_subject ON public.chain_intents USING btree (subject)
CREATE INDEX chain_intents_by_wallet ON public.chain_intents USING btree (from_address, sequence) WHERE (state <> ALL (ARRAY['final'::text, 'failed'::text]))
CREATE UNIQUE INDEX chain_intents_key_key ON public.chain_intents USING btree (key)
CREATE UNIQUE INDEX chain_intents_nonce ON public.chain_intents USING btree (chain_id, from_address, nonce) WHERE ((nonce IS NOT NULL) AND (state <> 'failed'::text))
CREATE UNIQUE INDEX chain_intents_pkey ON public.chain_intents USING btree (id)
CREATE UNIQUE INDEX chain_intents_sequence_key ON public.chain_intents USING btree (sequence)
CREATE INDEX chain_journal_by_block ON public.chain_journal USING btree (block_number, id)
CREATE UNIQUE INDEX chain_journal_pkey ON public.chain_journal USING btree (id)
CREATE INDEX chain_logs_by_content ON public.chain_logs USING btree (content_key, block_number, log_index)
CREATE INDEX chain_logs_by_subject ON public.chain_logs USING btree (contract, event_name, (topics[2]), block_number, log_index)
CREATE INDEX chain_logs_by_transaction ON public.chain_logs USING btree (transaction_hash)
CREATE UNIQUE INDEX chain_logs_pkey ON public.chain_logs USING btree (block_number, log_index)
CREATE UNIQUE INDEX chain_projections_pkey ON public.chain_projections USING btree (relation)
CREATE INDEX clients_by_party ON public.clients USING btree (party_id, client_id)
CREATE UNIQUE INDEX clients_pkey ON public.clients USING btree (client_id)
CREATE UNIQUE INDEX column_profiles_name ON public.column_profiles USING btree (owner_party_id, name) NULLS NOT DISTINCT
CREATE UNIQUE INDEX column_profiles_pkey ON public.column_profiles USING btree (id)
CREATE INDEX conversion_on_chain_sovereign ON public.conversions_on_chain USING btree (sovereign)
CREATE INDEX conversion_party ON public.conversions USING btree (party_id, conversion_id)
CREATE UNIQUE INDEX conversion_terms_on_chain_pkey ON public.conversion_terms_on_chain USING btree (id)
CREATE UNIQUE INDEX conversions_on_chain_id_key ON public.conversions USING btree (on_chain_id)
CREATE UNIQUE INDEX conversions_on_chain_pkey ON public.conversions_on_chain USING btree (on_chain_id)
CREATE UNIQUE INDEX conversions_pkey ON public.conversions USING btree (conversion_id)
CREATE UNIQUE INDEX credit_suspensions_on_chain_pkey ON public.credit_suspensions_on_chain USING btree (credit_id, holder)
CREATE UNIQUE INDEX credits_on_chain_pkey ON public.credits_on_chain USING btree (credit_id)
CREATE UNIQUE INDEX custody_steps_pkey ON public.custody_steps USING btree (trade_id, sequence)
CREATE INDEX documents_number ON public.documents USING btree (kind, number)
CREATE UNIQUE INDEX documents_pkey ON public.documents USING btree (id)
CREATE INDEX documents_sha256 ON public.documents USING btree (sha256)
CREATE INDEX documents_subject ON public.documents USING btree (subject_kind, subject_id, id)
CREATE UNIQUE INDEX documents_subject_kind_subject_id_kind_sha256_key ON public.documents USING btree (subject_kind, subject_id, kind, sha256)
CREATE UNIQUE INDEX dossier_documents_pkey ON public.dossier_documents USING btree (case_id, document_id)
CREATE UNIQUE INDEX dossier_readers_pkey ON public.dossier_readers USING btree (case_id, party_id)
CREATE UNIQUE INDEX dossiers_pkey ON public.dossiers USING btree (case_id)
CREATE UNIQUE INDEX emissions_intent_id_key ON public.emissions USING btree (intent_id)
CREATE UNIQUE INDEX emissions_pkey ON public.emissions USING btree (emission_id)
CREATE UNIQUE INDEX escrow_fundings_on_chain_id_key ON public.escrow_fundings USING btree (on_chain_id)
CREATE UNIQUE INDEX escrow_fundings_pkey ON public.escrow_fundings USING btree (trade_id)
CREATE UNIQUE INDEX escrow_payouts_pkey ON public.escrow_payouts USING btree (trade_id, verb)
CREATE UNIQUE INDEX escrows_on_chain_pkey ON public.escrows_on_chain USING btree (on_chain_id)
CREATE UNIQUE INDEX events_pkey ON public.events USING btree (id)
CREATE UNIQUE INDEX events_sequence_key ON public.events USING btree (sequence)
CREATE UNIQUE INDEX events_type_key_key ON public.events USING btree (type, key)
CREATE UNIQUE INDEX idempotency_records_pkey ON public.idempotency_records USING btree (client_id, key)
CREATE UNIQUE INDEX import_batches_pkey ON public.import_batches USING btree (id)
CREATE UNIQUE INDEX indicators_key_subject_as_of_version_key ON public.indicators USING btree (key, subject, as_of, version)
CREATE UNIQUE INDEX indicators_pkey ON public.indicators USING btree (indicator_id)
CREATE UNIQUE INDEX issuance_claims_case_id_key ON public.issuance_claims USING btree (case_id)
CREATE UNIQUE INDEX issuance_claims_pkey ON public.issuance_claims USING btree (claim_key)
CREATE INDEX issuance_on_chain_credit ON public.issuances_on_chain USING btree (credit_id, serial_first)
CREATE INDEX issuance_request_project ON public.issuance_requests USING btree (project_id)
CREATE UNIQUE INDEX issuance_requests_on_chain_id_key ON public.issuance_requests USING btree (on_chain_id)
CREATE UNIQUE INDEX issuance_requests_pkey ON public.issuance_requests USING btree (case_id)
CREATE UNIQUE INDEX issuance_requests_quantification_id_key ON public.issuance_requests USING btree (quantification_id)
CREATE UNIQUE INDEX issuances_on_chain_pkey ON public.issuances_on_chain USING btree (on_chain_id)
CREATE UNIQUE INDEX issuers_by_name ON public.issuers USING btree (lower(name)) WHERE (revoked_at IS NULL)
CREATE UNIQUE INDEX issuers_pkey ON public.issuers USING btree (issuer_id)
CREATE UNIQUE INDEX land_grid_pkey ON public.land_grid USING btree (one)
CREATE UNIQUE INDEX land_titles_pkey ON public.land_titles USING btree (on_chain_id)
CREATE INDEX ledger_account_holder ON public.ledger_accounts USING btree (holder, asset)
CREATE INDEX ledger_account_owner ON public.ledger_accounts USING btree (owner, account_id)
CREATE INDEX ledger_account_subject ON public.ledger_accounts USING btree (subject) WHERE (subject IS NOT NULL)
CREATE UNIQUE INDEX ledger_accounts_pkey ON public.ledger_accounts USING btree (account_id)
CREATE INDEX ledger_commitment_wallet ON public.ledger_commitments USING btree (wallet, asset)
CREATE UNIQUE INDEX ledger_commitments_pkey ON public.ledger_commitments USING btree (intent_id)
CREATE UNIQUE INDEX ledger_entries_pkey ON public.ledger_entries USING btree (block_number, log_index)
CREATE INDEX ledger_entry_subject ON public.ledger_entries USING btree (subject) WHERE (subject IS NOT NULL)
CREATE INDEX ledger_entry_transaction ON public.ledger_entries USING btree (transaction_hash)
CREATE INDEX ledger_posting_account ON public.ledger_postings USING btree (account_id, block_number DESC, log_index DESC, "position" DESC)
CREATE UNIQUE INDEX ledger_postings_pkey ON public.ledger_postings USING btree (block_number, log_index, "position")
CREATE UNIQUE INDEX ledger_protocol_addresses_pkey ON public.ledger_protocol_addresses USING btree (address)
CREATE INDEX listing_credit ON public.listings USING btree (credit_id, listing_id)
CREATE INDEX listing_seller ON public.listings USING btree (seller_party_id, listing_id)
CREATE UNIQUE INDEX listings_on_chain_id_key ON public.listings USING btree (on_chain_id)
CREATE UNIQUE INDEX listings_on_chain_pkey ON public.listings_on_chain USING btree (on_chain_id)
CREATE UNIQUE INDEX listings_pkey ON public.listings USING btree (listing_id)
CREATE UNIQUE INDEX mandates_in_force ON public.mandates USING btree (party_id, authority) WHERE (revoked_at IS NULL)
CREATE UNIQUE INDEX mandates_pkey ON public.mandates USING btree (mandate_id)
CREATE UNIQUE INDEX migrations_pkey ON public.migrations USING btree (name)
CREATE UNIQUE INDEX oracle_nodes_on_chain_pkey ON public.oracle_nodes_on_chain USING btree (node_index)
CREATE INDEX oracle_nodes_party ON public.oracle_nodes USING btree (party_id)
CREATE UNIQUE INDEX oracle_nodes_pkey ON public.oracle_nodes USING btree (node_index)
CREATE UNIQUE INDEX oracle_nodes_signer_key ON public.oracle_nodes USING btree (signer)
CREATE UNIQUE INDEX parameter_decisions_pkey ON public.parameter_decisions USING btree (key, version)
CREATE INDEX parameter_versions_by_date ON public.parameter_versions USING btree (effective_from)
CREATE UNIQUE INDEX parameter_versions_pkey ON public.parameter_versions USING btree (key, version)
CREATE INDEX parcel_cells_parcel ON public.parcel_cells USING btree (parcel_id)
CREATE UNIQUE INDEX parcel_cells_pkey ON public.parcel_cells USING btree (cell, parcel_id)
CREATE UNIQUE INDEX parcels_commitment_key ON public.parcels USING btree (commitment)
CREATE UNIQUE INDEX parcels_on_chain_id_key ON public.parcels USING btree (on_chain_id)
CREATE INDEX parcels_owner ON public.parcels USING btree (owner_party_id, id)
CREATE UNIQUE INDEX parcels_pkey ON public.parcels USING btree (id)
CREATE UNIQUE INDEX parcels_reference ON public.parcels USING btree (owner_party_id, reference) WHERE (state <> 'refused'::text)
CREATE UNIQUE INDEX parties_on_chain_id_key ON public.parties USING btree (on_chain_id)
CREATE UNIQUE INDEX parties_pkey ON public.parties USING btree (party_id)
CREATE UNIQUE INDEX party_claims_on_their_way ON public.party_claims USING btree (wallet_id) WHERE (state = 'submitted'::text)
CREATE UNIQUE INDEX party_claims_pkey ON public.party_claims USING btree (claim_id)
CREATE INDEX party_freezes_by_party ON public.party_freezes USING btree (party_id, decided_at)
CREATE UNIQUE INDEX party_freezes_pkey ON public.party_freezes USING btree (freeze_id)
CREATE UNIQUE INDEX projects_on_chain_id_key ON public.projects USING btree (on_chain_id)
CREATE INDEX projects_owner ON public.projects USING btree (owner_party_id, id)
CREATE UNIQUE INDEX projects_owner_party_id_reference_key ON public.projects USING btree (owner_party_id, reference)
CREATE INDEX projects_parcel ON public.projects USING btree (parcel_id)
CREATE UNIQUE INDEX projects_pkey ON public.projects USING btree (id)
CREATE UNIQUE INDEX public_notices_kind_subject_id_key ON public.public_notices USING btree (kind, subject_id)
CREATE UNIQUE INDEX public_notices_pkey ON public.public_notices USING btree (notice_id)
CREATE INDEX purchase_buyer ON public.purchases USING btree (buyer_party_id, purchase_id)
CREATE INDEX purchase_listing ON public.purchases USING btree (listing_id, purchase_id)
CREATE INDEX purchase_on_chain_listing ON public.purchases_on_chain USING btree (listing_on_chain_id)
CREATE UNIQUE INDEX purchases_on_chain_id_key ON public.purchases USING btree (on_chain_id)
CREATE UNIQUE INDEX purchases_on_chain_pkey ON public.purchases_on_chain USING btree (on_chain_id)
CREATE UNIQUE INDEX purchases_pkey ON public.purchases USING btree (purchase_id)
CREATE UNIQUE INDEX quantifications_pkey ON public.quantifications USING btree (id)
CREATE INDEX quantifications_project ON public.quantifications USING btree (project_id, recorded_at)
CREATE UNIQUE INDEX quantifications_run_id_key ON public.quantifications USING btree (run_id)
CREATE UNIQUE INDEX quarantined_rows_pkey ON public.quarantined_rows USING btree (batch_id, "position")
CREATE UNIQUE INDEX reaction_runs_pkey ON public.reaction_runs USING btree (event_id, reaction)
CREATE INDEX retirement_holder ON public.retirements USING btree (holder, credit_id) WHERE (failure IS NULL)
CREATE INDEX retirement_on_chain_credit ON public.retirements_on_chain USING btree (credit_id, serial_first)
CREATE INDEX retirement_party ON public.retirements USING btree (party_id, retirement_id)
CREATE UNIQUE INDEX retirements_on_chain_id_key ON public.retirements USING btree (on_chain_id)
CREATE UNIQUE INDEX retirements_on_chain_pkey ON public.retirements_on_chain USING btree (on_chain_id)
CREATE UNIQUE INDEX retirements_pkey ON public.retirements USING btree (retirement_id)
CREATE INDEX reversal_credit ON public.reversals USING btree (credit_id)
CREATE UNIQUE INDEX reversals_on_chain_id_key ON public.reversals USING btree (on_chain_id)
CREATE UNIQUE INDEX reversals_on_chain_pkey ON public.reversals_on_chain USING btree (on_chain_id)
CREATE UNIQUE INDEX reversals_pkey ON public.reversals USING btree (reversal_id)
CREATE UNIQUE INDEX secret_fingerprints_pkey ON public.secret_fingerprints USING btree (secret)
CREATE UNIQUE INDEX signing_keys_pkey ON public.signing_keys USING btree (kid)
CREATE UNIQUE INDEX stored_files_pkey ON public.stored_files USING btree (sha256)
CREATE UNIQUE INDEX timer_runs_pkey ON public.timer_runs USING btree (timer)
CREATE INDEX trades_buyer ON public.trades USING btree (buyer_party_id, id)
CREATE UNIQUE INDEX trades_pkey ON public.trades USING btree (id)
CREATE INDEX trades_seller ON public.trades USING btree (seller_party_id, id)
CREATE UNIQUE INDEX trades_seller_party_id_reference_key ON public.trades USING btree (seller_party_id, reference)
CREATE INDEX trades_sovereign ON public.trades USING btree (sovereign_party_id, id)
CREATE UNIQUE INDEX wallets_address_key ON public.wallets USING btree (address)
CREATE INDEX wallets_by_party ON public.wallets USING btree (party_id, wallet_id)
CREATE UNIQUE INDEX wallets_on_chain_pkey ON public.wallets_on_chain USING btree (address)
CREATE UNIQUE INDEX wallets_pkey ON public.wallets USING btree (wallet_id)
CREATE UNIQUE INDEX wallets_signer_index_key ON public.wallets USING btree (signer_index)

CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.allocations_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.allocations_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.audit_anchors_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.audit_anchors_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER append_only_rows BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_rows BEFORE DELETE OR UPDATE ON public.audit_leaves FOR EACH ROW EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON public.audit_leaves FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_rows BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_rows BEFORE DELETE OR UPDATE ON public.audit_nodes FOR EACH ROW EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON public.audit_nodes FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_rows BEFORE DELETE OR UPDATE ON public.audit_tree_heads FOR EACH ROW EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON public.audit_tree_heads FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.buffer_draws_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.buffer_draws_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER append_only_rows BEFORE DELETE OR UPDATE ON public.bundles FOR EACH ROW EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON public.bundles FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.cases_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.cases_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.conversion_terms_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.conversion_terms_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.conversions_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.conversions_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.credit_suspensions_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.credit_suspensions_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.credits_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.credits_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER dossier_documents_frozen BEFORE DELETE OR UPDATE ON public.dossier_documents FOR EACH ROW EXECUTE FUNCTION dossier_refuse_change()
CREATE TRIGGER dossiers_frozen BEFORE DELETE OR UPDATE ON public.dossiers FOR EACH ROW EXECUTE FUNCTION dossier_refuse_change()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.escrows_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.escrows_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER indicators_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.indicators FOR EACH STATEMENT EXECUTE FUNCTION governance_is_history()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.issuances_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.issuances_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.land_titles FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.land_titles FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.ledger_accounts FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.ledger_accounts FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE CONSTRAINT TRIGGER ledger_account_covered AFTER INSERT OR UPDATE ON public.ledger_accounts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.balance < (0)::numeric) AND (new.kind <> 'issued'::text))) EXECUTE FUNCTION ledger_account_covered()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.ledger_entries FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER ledger_entry_append_only BEFORE DELETE OR UPDATE ON public.ledger_entries FOR EACH ROW EXECUTE FUNCTION ledger_append_only()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.ledger_postings FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.ledger_postings FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE CONSTRAINT TRIGGER ledger_entry_balanced AFTER INSERT ON public.ledger_postings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balanced()
CREATE TRIGGER ledger_posting_append_only BEFORE DELETE OR UPDATE ON public.ledger_postings FOR EACH ROW EXECUTE FUNCTION ledger_append_only()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.ledger_protocol_addresses FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.ledger_protocol_addresses FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.listings_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.listings_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.oracle_nodes_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.oracle_nodes_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER parameter_decisions_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.parameter_decisions FOR EACH STATEMENT EXECUTE FUNCTION governance_is_history()
CREATE TRIGGER parameter_versions_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.parameter_versions FOR EACH STATEMENT EXECUTE FUNCTION governance_is_history()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.purchases_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.purchases_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.retirements_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.retirements_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.reversals_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.reversals_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()
CREATE TRIGGER chain_projection_journal AFTER INSERT OR DELETE OR UPDATE ON public.wallets_on_chain FOR EACH ROW EXECUTE FUNCTION chain_projection_record()
CREATE TRIGGER chain_projection_truncate BEFORE TRUNCATE ON public.wallets_on_chain FOR EACH STATEMENT EXECUTE FUNCTION chain_projection_refuse()

CREATE OR REPLACE FUNCTION public.append_only(relation regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create trigger append_only_rows before update or delete on %s for each row execute function append_only_refuse()', relation);
  execute format('create trigger append_only_table before truncate on %s for each statement execute function append_only_refuse()', relation);
end $function$

CREATE OR REPLACE FUNCTION public.append_only_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_relid::regclass using errcode = 'restrict_violation';
end $function$

CREATE OR REPLACE FUNCTION public.chain_projection(relation regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from pg_index where indrelid = relation and indisprimary) then
    raise exception 'projection % needs a primary key', relation;
  end if;
  if exists (
    select from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
      and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ~* '(nextval|now|uuid|random|timestamp)\W*\(')
  ) then
    raise exception 'projection % must be a function of the chain alone: no identity, clock or random defaults', relation;
  end if;
  execute format('create trigger chain_projection_journal after insert or update or delete on %s for each row execute function chain_projection_record()', relation);
  execute format('create trigger chain_projection_truncate before truncate on %s for each statement execute function chain_projection_refuse()', relation);
  insert into chain_projections values (relation::text);
end $function$

CREATE OR REPLACE FUNCTION public.chain_projection_record()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  block text := current_setting('assay.projecting_block', true);
begin
  if coalesce(block, '') = '' then
    raise exception 'projection % is written while projecting a block only', tg_relid::regclass;
  end if;
  if block <> 'undo' and old is distinct from new then
    insert into chain_journal (block_number, relation, old_row, new_row)
    values (block::bigint, tg_relid::regclass::text,
      case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
  end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.chain_projection_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if coalesce(current_setting('assay.projecting_block', true), '') <> 'undo' then
    raise exception 'projection % cannot be truncated', tg_relid::regclass;
  end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.chain_projection_undo(from_block bigint)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  change chain_journal;
  columns text;
  keys text;
  touched bigint;
  undone bigint := 0;
begin
  perform set_config('assay.projecting_block', 'undo', true);
  for change in select * from chain_journal where block_number >= from_block order by id desc loop
    select string_agg(quote_ident(attname), ', ' order by attnum) filter (where attgenerated = ''),
           string_agg(quote_ident(attname), ', ' order by attnum) filter (where attnum = any (indkey))
      into columns, keys
      from pg_attribute join pg_index on indrelid = attrelid and indisprimary
      where attrelid = change.relation::regclass and attnum > 0 and not attisdropped;
    if change.new_row is null then
      execute format('insert into %1$s (%2$s) select %2$s from jsonb_populate_record(null::%1$s, $1)', change.relation, columns)
        using change.old_row;
    elsif change.old_row is null then
      execute format('delete from %1$s where (%2$s) = (select %2$s from jsonb_populate_record(null::%1$s, $1))', change.relation, keys)
        using change.new_row;
    else
      execute format('update %1$s set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$s, $1)) where (%3$s) = (select %3$s from jsonb_populate_record(null::%1$s, $2))', change.relation, columns, keys)
        using change.old_row, change.new_row;
    end if;
    get diagnostics touched = row_count;
    if touched <> 1 then
      raise exception 'journal entry % of % does not fit the table', change.id, change.relation;
    end if;
    undone := undone + 1;
  end loop;
  delete from chain_journal where block_number >= from_block;
  perform set_config('assay.projecting_block', '', true);
  return undone;
end $function$

CREATE OR REPLACE FUNCTION public.dossier_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'dossier % is frozen', old.case_id using errcode = 'check_violation';
end $function$

CREATE OR REPLACE FUNCTION public.governance_is_history()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name;
end $function$

CREATE OR REPLACE FUNCTION public.ledger_account_covered()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  now_balance numeric;
begin
  select balance into now_balance from ledger_accounts where account_id = new.account_id;
  if now_balance < 0 then
    raise exception 'account % would fall to %', new.account_id, now_balance
      using errcode = 'check_violation', constraint = 'ledger_account_covered';
  end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.ledger_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if coalesce(current_setting('assay.projecting_block', true), '') <> 'undo' then
    raise exception '% is append-only', tg_relid::regclass using errcode = 'restrict_violation';
  end if;
  return old;
end $function$

CREATE OR REPLACE FUNCTION public.ledger_entry_balanced()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$

