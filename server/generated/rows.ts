// Emitted by tools/generate.ts from the migrations. Do not edit.
import type { ColumnType, GeneratedAlways } from 'kysely'

export interface AllocationHoldResolutions {
  case_id: string
  approved: boolean
  reason: string
  resolved_by: ColumnType<string | null, string | null | undefined, string | null>
  failure: ColumnType<string | null, string | null | undefined, string | null>
  resolved_at: ColumnType<Date, Date | string, Date | string>
}

export interface AllocationRequests {
  case_id: string
  on_chain_id: string
  trade_id: string
  terms: ColumnType<unknown, string, string>
  quantity: ColumnType<string, string | bigint, string | bigint>
  contracted_quantity: ColumnType<string, string | bigint, string | bigint>
  due_at: ColumnType<Date, Date | string, Date | string>
  intent_id: ColumnType<string | null, string | null | undefined, string | null>
  failure: ColumnType<string | null, string | null | undefined, string | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
}

export interface AllocationsOnChain {
  on_chain_id: string
  sovereign: string
  state: string
  raw_ft: ColumnType<string, string | bigint, string | bigint>
  expected_ft: ColumnType<string | null, string | bigint | null | undefined, string | bigint | null>
  minted_ft: ColumnType<string, string | bigint, string | bigint>
  queued_ft: ColumnType<string, string | bigint, string | bigint>
  transaction_hash: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  decided_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  minted_first_ft: ColumnType<string | null, string | bigint | null | undefined, string | bigint | null>
}

export interface AuditAnchorRequests {
  tree_size: ColumnType<string, string | bigint | number, string | bigint | number>
  intent_id: string
  requested_at: ColumnType<Date, Date | string, Date | string>
}

export interface AuditAnchorsOnChain {
  log_id: string
  tree_size: ColumnType<string, string | bigint, string | bigint>
  root: string
  transaction_hash: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  log_index: number
  anchored_at: ColumnType<Date, Date | string, Date | string>
}

export interface AuditEntries {
  id: string
  occurred_at: ColumnType<Date, Date | string, Date | string>
  actor: string
  party: ColumnType<string | null, string | null | undefined, string | null>
  action: string
  input_commitment: ColumnType<string | null, string | null | undefined, string | null>
  event_ids: readonly (string)[]
  event_types: readonly (string)[]
  intent_ids: readonly (string)[]
  about: ColumnType<readonly (string)[], readonly (string)[] | undefined, readonly (string)[]>
}

export interface AuditLeaves {
  leaf_index: ColumnType<string, string | bigint | number, string | bigint | number>
  entry_id: string
}

export interface AuditLog {
  only_row: ColumnType<boolean, boolean | undefined, boolean>
  log_id: ColumnType<string, string | undefined, string>
  started_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface AuditNodes {
  level: number
  node_index: ColumnType<string, string | bigint | number, string | bigint | number>
  hash: Buffer
}

export interface AuditPseudonyms {
  subject: string
  pseudonym: string
  key: Buffer
}

export interface AuditQueue {
  entry_id: string
}

export interface AuditTreeHeads {
  tree_size: ColumnType<string, string | bigint | number, string | bigint | number>
  root: string
  made_at: ColumnType<Date, Date | string, Date | string>
}

export interface Backings {
  sha256: string
  subject_kind: string
  subject_id: string
  case_id: string
  taken_at: ColumnType<Date, Date | string, Date | string>
  vintage: ColumnType<number | null, number | null | undefined, number | null>
}

export interface BufferDrawsOnChain {
  on_chain_id: string
  log_index: number
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  from_credit_id: ColumnType<string, string | bigint, string | bigint>
  kg: ColumnType<string, string | bigint, string | bigint>
}

export interface Buildings {
  id: string
  project_id: string
  name: string
  completed_on: string
  bill_of_materials: ColumnType<unknown | null, string | null | undefined, string | null>
  bill_document_id: ColumnType<string | null, string | null | undefined, string | null>
  registered_by: ColumnType<string | null, string | null | undefined, string | null>
  registered_at: ColumnType<Date, Date | string, Date | string>
}

export interface BundleRequests {
  subject_kind: string
  subject_id: string
  on_chain_id: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  log_index: number
  transaction_hash: string
  anchored_size: ColumnType<string | null, string | bigint | number | null | undefined, string | bigint | number | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
  failed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface Bundles {
  bundle_id: string
  subject_kind: string
  subject_id: string
  owner_party_ids: readonly (string)[]
  content: string
  assembled_at: ColumnType<Date, Date | string, Date | string>
  public_content: ColumnType<string | null, string | null | undefined, string | null>
}

export interface CarbonCarries {
  case_id: string
  project_id: string
  taken_kg: ColumnType<string, string | bigint, string | bigint>
  left_kg: ColumnType<string, string | bigint, string | bigint>
  recorded_at: ColumnType<Date, Date | string, Date | string>
}

export interface CaseChallenges {
  id: string
  case_id: string
  round: number
  challenger_party_id: ColumnType<string | null, string | null | undefined, string | null>
  reason: string
  reason_hash: string
  raised_at: ColumnType<Date, Date | string, Date | string>
  upheld: ColumnType<boolean | null, boolean | null | undefined, boolean | null>
  resolved_by: ColumnType<string | null, string | null | undefined, string | null>
  resolution: ColumnType<string | null, string | null | undefined, string | null>
  resolved_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  held_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  decision: ColumnType<boolean | null, boolean | null | undefined, boolean | null>
  failure: ColumnType<string | null, string | null | undefined, string | null>
  resolution_failure: ColumnType<string | null, string | null | undefined, string | null>
  body: ColumnType<string | null, string | null | undefined, string | null>
  decide_by: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  overdue_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface CaseReports {
  case_id: string
  round: number
  node_index: number
  reliability_e4: number
  quantity: ColumnType<string, string | bigint, string | bigint>
  score_e4: number
  agrees: boolean
  critical: boolean
  justification_hash: string
  justification: ColumnType<unknown, string, string>
  digest: string
  signature: string
  reported_at: ColumnType<Date, Date | string, Date | string>
  policy: ColumnType<unknown, string, string>
}

export interface CaseRounds {
  case_id: string
  round: number
  state: string
  proposed_quantity: ColumnType<string, string | bigint, string | bigint>
  opened_by: ColumnType<string | null, string | null | undefined, string | null>
  reason: ColumnType<string | null, string | null | undefined, string | null>
  opened_at: ColumnType<Date, Date | string, Date | string>
  reports_until: ColumnType<Date, Date | string, Date | string>
  evaluation: ColumnType<unknown, string, string>
  tally: ColumnType<unknown | null, string | null | undefined, string | null>
  aggregated_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface Cases {
  id: string
  on_chain_id: string
  subject_kind: string
  reference: string
  state: string
  round: number
  owner_party_ids: readonly (string)[]
  submitted_by: ColumnType<string | null, string | null | undefined, string | null>
  tier: ColumnType<unknown, string, string>
  claim_key: string
  evidence_root: string
  terms: ColumnType<unknown, string, string>
  terms_hash: string
  terms_inputs: ColumnType<unknown, string, string>
  committee: readonly (number)[]
  contracted_quantity: ColumnType<string, string | bigint, string | bigint>
  score_threshold_e4: number
  consensus_bps: number
  min_reports: number
  window_seconds: number
  deadline: ColumnType<Date, Date | string, Date | string>
  parameters_at: ColumnType<Date, Date | string, Date | string>
  dossier: ColumnType<unknown, string, string>
  failure: ColumnType<string | null, string | null | undefined, string | null>
  opened_at: ColumnType<Date, Date | string, Date | string>
  changed_at: ColumnType<Date, Date | string, Date | string>
  settled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  parameters_used: ColumnType<unknown, string | undefined, string>
}

export interface CasesOnChain {
  on_chain_id: string
  claim_key: string
  evidence_root: string
  terms_hash: string
  committee: ColumnType<string, string | bigint, string | bigint>
  state: string
  outcome: string
  round: number
  quantity: ColumnType<string | null, string | bigint | null | undefined, string | bigint | null>
  score_e4: ColumnType<number | null, number | null | undefined, number | null>
  consensus_bps: ColumnType<number | null, number | null | undefined, number | null>
  challenge_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  reports_hash: ColumnType<string | null, string | null | undefined, string | null>
  opened_transaction: string
  concluded_transaction: ColumnType<string | null, string | null | undefined, string | null>
  block_number: ColumnType<string, string | bigint, string | bigint>
}

export interface ChainAttempts {
  hash: string
  intent_id: string
  nonce: ColumnType<string, string | bigint | number, string | bigint | number>
  raw: string
  gas: ColumnType<string, string | bigint | number, string | bigint | number>
  max_fee_per_gas_wei: ColumnType<string, string | bigint, string | bigint>
  max_priority_fee_per_gas_wei: ColumnType<string, string | bigint, string | bigint>
  signed_at: ColumnType<Date, Date | string, Date | string>
  broadcast_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ChainBlocks {
  number: ColumnType<string, string | bigint | number, string | bigint | number>
  hash: string
  parent_hash: string
  timestamp: ColumnType<Date, Date | string, Date | string>
  state: string
}

export interface ChainFinalRuns {
  content_key: string
  occurrence: number
  handler: string
  ran_at: ColumnType<Date, Date | string, Date | string>
}

export interface ChainIndexers {
  chain_id: ColumnType<string, string | bigint | number, string | bigint | number>
  halted_reason: ColumnType<string | null, string | null | undefined, string | null>
  halted_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ChainIntents {
  id: string
  key: string
  chain_id: ColumnType<string, string | bigint | number, string | bigint | number>
  from_address: string
  to_address: string
  contract: string
  function_name: string
  calldata: string
  value_wei: ColumnType<string, string | bigint | undefined, string | bigint>
  salt: ColumnType<string, string | undefined, string>
  subject: string
  request_id: string
  state: ColumnType<string, string | undefined, string>
  nonce: ColumnType<string | null, string | bigint | number | null | undefined, string | bigint | number | null>
  sequence: GeneratedAlways<string>
  tries: ColumnType<number, number | undefined, number>
  next_try_at: ColumnType<Date, Date | string | undefined, Date | string>
  problem: ColumnType<string | null, string | null | undefined, string | null>
  transaction_hash: ColumnType<string | null, string | null | undefined, string | null>
  block_number: ColumnType<string | null, string | bigint | number | null | undefined, string | bigint | number | null>
  block_hash: ColumnType<string | null, string | null | undefined, string | null>
  gas_used: ColumnType<string | null, string | bigint | number | null | undefined, string | bigint | number | null>
  gas_price_wei: ColumnType<string | null, string | bigint | null | undefined, string | bigint | null>
  created_at: ColumnType<Date, Date | string, Date | string>
  state_at: ColumnType<Date, Date | string, Date | string>
}

export interface ChainJournal {
  id: GeneratedAlways<string>
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  relation: string
  old_row: ColumnType<unknown | null, string | null | undefined, string | null>
  new_row: ColumnType<unknown | null, string | null | undefined, string | null>
}

export interface ChainLogs {
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  log_index: number
  transaction_hash: string
  contract: string
  address: string
  event_name: string
  topics: readonly (string)[]
  data: string
  content_key: string
}

export interface ChainProjections {
  relation: string
}

export interface Clients {
  client_id: string
  party_id: string
  name: string
  secret_hash: string
  scopes: readonly (string)[]
  created_at: ColumnType<Date, Date | string, Date | string>
  secret_changed_at: ColumnType<Date, Date | string, Date | string>
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ColumnProfiles {
  id: string
  name: string
  format: string
  kind: string
  definition: ColumnType<unknown, string, string>
  owner_party_id: ColumnType<string | null, string | null | undefined, string | null>
  declared_at: ColumnType<Date, Date | string, Date | string>
}

export interface ConversionTermsOnChain {
  id: ColumnType<boolean, boolean | undefined, boolean>
  rate_e18: ColumnType<string, string | bigint, string | bigint>
  burn_bps: number
  fee_bps: number
  daily_limit_pt: ColumnType<string, string | bigint, string | bigint>
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
}

export interface Conversions {
  conversion_id: string
  on_chain_id: string
  party_id: string
  wallet: string
  amount_ft: ColumnType<string, string | bigint, string | bigint>
  min_out_pt: ColumnType<string, string | bigint, string | bigint>
  quoted_gross_pt: ColumnType<string, string | bigint, string | bigint>
  quoted_net_pt: ColumnType<string, string | bigint, string | bigint>
  intent_id: string
  failure: ColumnType<string | null, string | null | undefined, string | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
  parameters_used: ColumnType<unknown, string | undefined, string>
}

export interface ConversionsOnChain {
  on_chain_id: string
  sovereign: string
  burned_ft: ColumnType<string, string | bigint, string | bigint>
  unpaid_share_ft: ColumnType<string, string | bigint, string | bigint>
  gross_pt: ColumnType<string, string | bigint, string | bigint>
  fee_pt: ColumnType<string, string | bigint, string | bigint>
  net_pt: ColumnType<string, string | bigint, string | bigint>
  transaction_hash: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  converted_at: ColumnType<Date, Date | string, Date | string>
}

export interface CreditSuspensionsOnChain {
  credit_id: ColumnType<string, string | bigint, string | bigint>
  holder: string
  suspended: boolean
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
}

export interface CreditsOnChain {
  credit_id: ColumnType<string, string | bigint, string | bigint>
  issued_kg: ColumnType<string, string | bigint, string | bigint>
  buffer_kg: ColumnType<string, string | bigint, string | bigint>
  retired_kg: ColumnType<string, string | bigint, string | bigint>
  cancelled_kg: ColumnType<string, string | bigint, string | bigint>
}

export interface CustodySteps {
  trade_id: string
  sequence: number
  checkpoint: string
  happened_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  document_id: ColumnType<string | null, string | null | undefined, string | null>
  recorded_by: ColumnType<string | null, string | null | undefined, string | null>
  recorded_at: ColumnType<Date, Date | string, Date | string>
}

export interface Documents {
  id: string
  subject_kind: string
  subject_id: string
  kind: string
  format: string
  profile: ColumnType<string | null, string | null | undefined, string | null>
  file_name: string
  media_type: string
  size_bytes: number
  sha256: string
  salt: ColumnType<string | null, string | null | undefined, string | null>
  number: string
  issued_on: string
  issuer_party_id: ColumnType<string | null, string | null | undefined, string | null>
  issuer_name: string
  issuer_country: string
  issuer_type: string
  issuer_recognised: boolean
  signature: string
  signature_jws: ColumnType<string | null, string | null | undefined, string | null>
  statements: ColumnType<unknown, string, string>
  details: ColumnType<unknown, string, string>
  state: string
  batch_id: ColumnType<string | null, string | null | undefined, string | null>
  submitted_by: ColumnType<string | null, string | null | undefined, string | null>
  submitted_at: ColumnType<Date, Date | string, Date | string>
  erased_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  erased_by: ColumnType<string | null, string | null | undefined, string | null>
  parser: string
  measured_sha256: ColumnType<string | null, string | null | undefined, string | null>
  content_sha256: ColumnType<string | null, string | null | undefined, string | null>
  issuer_key: ColumnType<string | null, string | null | undefined, string | null>
}

export interface DossierDocuments {
  case_id: string
  document_id: string
  leaf_hash: string
}

export interface DossierReaders {
  case_id: string
  party_id: string
}

export interface Dossiers {
  case_id: string
  subject_kind: string
  subject_id: string
  evidence_root: string
  frozen_at: ColumnType<Date, Date | string, Date | string>
}

export interface Emissions {
  emission_id: string
  wallet: string
  amount_pt: ColumnType<string, string | bigint, string | bigint>
  reason: string
  requested_by: string
  requested_at: ColumnType<Date, Date | string, Date | string>
  intent_id: string
  failure: ColumnType<string | null, string | null | undefined, string | null>
}

export interface EscrowFundings {
  trade_id: string
  on_chain_id: string
  buyer_party_id: string
  seller_party_id: string
  sovereign_party_id: ColumnType<string | null, string | null | undefined, string | null>
  terms: ColumnType<unknown, string, string>
  fee_computation: ColumnType<unknown, string, string>
  permit_nonce: ColumnType<string, string | bigint, string | bigint>
  intent_id: string
  attempt: number
  failure: ColumnType<string | null, string | null | undefined, string | null>
  timeout_at: ColumnType<Date, Date | string, Date | string>
  requested_at: ColumnType<Date, Date | string, Date | string>
}

export interface EscrowPayouts {
  trade_id: string
  verb: string
  case_id: string
  reason: string
  due_at: ColumnType<Date, Date | string, Date | string>
  intent_id: ColumnType<string | null, string | null | undefined, string | null>
  attempt: number
  failure: ColumnType<string | null, string | null | undefined, string | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
}

export interface EscrowsOnChain {
  on_chain_id: string
  amount_pt: ColumnType<string, string | bigint, string | bigint>
  state: string
  to_seller_pt: ColumnType<string, string | bigint, string | bigint>
  to_buyer_pt: ColumnType<string, string | bigint, string | bigint>
  trade_fee_pt: ColumnType<string, string | bigint, string | bigint>
  verification_fee_pt: ColumnType<string, string | bigint, string | bigint>
  burned_pt: ColumnType<string, string | bigint, string | bigint>
  operations_pt: ColumnType<string, string | bigint, string | bigint>
  development_pt: ColumnType<string, string | bigint, string | bigint>
  reserve_pt: ColumnType<string, string | bigint, string | bigint>
  funded_transaction: string
  paid_out_transaction: ColumnType<string | null, string | null | undefined, string | null>
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
}

export interface Events {
  id: string
  sequence: GeneratedAlways<string>
  type: string
  data: ColumnType<unknown, string, string>
  key: ColumnType<string | null, string | null | undefined, string | null>
  occurred_at: ColumnType<Date, Date | string, Date | string>
  client_id: string
  party_id: ColumnType<string | null, string | null | undefined, string | null>
  request_id: string
}

export interface IdempotencyRecords {
  client_id: string
  key: string
  fingerprint: string
  status: number
  body: string
  created_at: ColumnType<Date, Date | string, Date | string>
}

export interface ImportBatches {
  id: string
  kind: string
  file_name: string
  mode: string
  accepted: number
  quarantined: number
  submitted_by: ColumnType<string | null, string | null | undefined, string | null>
  submitted_at: ColumnType<Date, Date | string, Date | string>
}

export interface Indicators {
  indicator_id: string
  key: string
  subject: string
  value: ColumnType<string, string | bigint, string | bigint>
  unit: string
  source: string
  as_of: string
  version: number
  recorded_by: ColumnType<string | null, string | null | undefined, string | null>
  recorded_at: ColumnType<Date, Date | string, Date | string>
}

export interface IssuanceClaims {
  claim_key: string
  case_id: string
  kind: string
  claimed_at: ColumnType<Date, Date | string, Date | string>
}

export interface IssuanceRequests {
  case_id: string
  on_chain_id: string
  quantification_id: string
  project_id: string
  owner_party_id: string
  terms: ColumnType<unknown, string, string>
  due_at: ColumnType<Date, Date | string, Date | string>
  intent_id: ColumnType<string | null, string | null | undefined, string | null>
  failure: ColumnType<string | null, string | null | undefined, string | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
}

export interface IssuancesOnChain {
  on_chain_id: string
  credit_id: ColumnType<string, string | bigint, string | bigint>
  holder: string
  net_kg: ColumnType<string, string | bigint, string | bigint>
  buffer_kg: ColumnType<string, string | bigint, string | bigint>
  serial_first: ColumnType<string, string | bigint, string | bigint>
  serial_last: ColumnType<string, string | bigint, string | bigint>
  transaction_hash: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  issued_at: ColumnType<Date, Date | string, Date | string>
}

export interface Issuers {
  issuer_id: string
  name: string
  country: string
  type: string
  document_kinds: readonly (string)[]
  public_jwk: ColumnType<unknown | null, string | null | undefined, string | null>
  recognised_by: ColumnType<string | null, string | null | undefined, string | null>
  recognised_at: ColumnType<Date, Date | string, Date | string>
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface LandGrid {
  one: ColumnType<boolean, boolean | undefined, boolean>
  key_file: string
}

export interface LandTitles {
  on_chain_id: string
  owner_address: string
  commitment: string
  geohash: string
  area_m2: ColumnType<string, string | bigint, string | bigint>
  locked: boolean
  lock_reason_hash: ColumnType<string | null, string | null | undefined, string | null>
  block_number: ColumnType<string, string | bigint, string | bigint>
}

export interface LedgerAccounts {
  account_id: string
  asset: string
  kind: string
  holder: string
  owner: string
  subject: ColumnType<string | null, string | null | undefined, string | null>
  balance: ColumnType<string, string | bigint, string | bigint>
}

export interface LedgerCommitments {
  intent_id: string
  wallet: string
  asset: string
  amount: ColumnType<string, string | bigint, string | bigint>
}

export interface LedgerEntries {
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  log_index: number
  kind: string
  transaction_hash: string
  occurred_at: ColumnType<Date, Date | string, Date | string>
  subject: ColumnType<string | null, string | null | undefined, string | null>
}

export interface LedgerPostings {
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  log_index: number
  position: number
  account_id: string
  asset: string
  amount: ColumnType<string, string | bigint, string | bigint>
  balance_after: ColumnType<string, string | bigint, string | bigint>
}

export interface LedgerProtocolAddresses {
  address: string
  kind: string
  purpose: string
}

export interface Listings {
  listing_id: string
  on_chain_id: string
  seller_party_id: string
  seller: string
  credit_id: ColumnType<string, string | bigint, string | bigint>
  kg: ColumnType<string, string | bigint, string | bigint>
  price_pt_per_kg: ColumnType<string, string | bigint, string | bigint>
  expires_at: ColumnType<Date, Date | string, Date | string>
  intent_id: string
  failure: ColumnType<string | null, string | null | undefined, string | null>
  cancel_requested_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  cancel_failure: ColumnType<string | null, string | null | undefined, string | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
}

export interface ListingsOnChain {
  on_chain_id: string
  seller: string
  credit_id: ColumnType<string, string | bigint, string | bigint>
  kg: ColumnType<string, string | bigint, string | bigint>
  left_kg: ColumnType<string, string | bigint, string | bigint>
  price_pt_per_kg: ColumnType<string, string | bigint, string | bigint>
  expires_at: ColumnType<Date, Date | string, Date | string>
  cancelled: boolean
  transaction_hash: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
}

export interface Mandates {
  mandate_id: string
  party_id: string
  authority: string
  reason: string
  granted_by: ColumnType<string | null, string | null | undefined, string | null>
  granted_at: ColumnType<Date, Date | string, Date | string>
  revoked_by: ColumnType<string | null, string | null | undefined, string | null>
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface Migrations {
  name: string
  sha256: string
  applied_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface OracleNodes {
  node_index: number
  party_id: string
  name: string
  programme: string
  signer: string
  node_type: string
  jurisdiction: string
  relies_on: ColumnType<unknown, string, string>
  reliability_e4: number
  active: boolean
  registered_by: ColumnType<string | null, string | null | undefined, string | null>
  registered_at: ColumnType<Date, Date | string, Date | string>
  changed_at: ColumnType<Date, Date | string, Date | string>
}

export interface OracleNodesOnChain {
  node_index: number
  signer: string
  reliability_e4: number
  active: boolean
  block_number: ColumnType<string, string | bigint, string | bigint>
}

export interface ParameterDecisions {
  key: string
  version: number
  decision: string
  reason: string
  decided_by: ColumnType<string | null, string | null | undefined, string | null>
  decided_at: ColumnType<Date, Date | string, Date | string>
}

export interface ParameterVersions {
  key: string
  version: number
  value: ColumnType<unknown, string, string>
  effective_from: ColumnType<Date, Date | string, Date | string>
  reason: string
  authority: string
  proposed_by: ColumnType<string | null, string | null | undefined, string | null>
  announced_at: ColumnType<Date, Date | string, Date | string>
  phased_from: ColumnType<unknown | null, string | null | undefined, string | null>
}

export interface ParcelCells {
  cell: string
  parcel_id: string
  covers: boolean
}

export interface Parcels {
  id: string
  on_chain_id: string
  owner_party_id: string
  reference: string
  land_class: string
  tenure: string
  area_m2: ColumnType<string, string | bigint, string | bigint>
  declared_area_m2: ColumnType<string | null, string | bigint | null | undefined, string | bigint | null>
  vertices: number
  geohash: string
  commitment: string
  state: string
  intent_id: ColumnType<string | null, string | null | undefined, string | null>
  failure: ColumnType<string | null, string | null | undefined, string | null>
  batch_id: ColumnType<string | null, string | null | undefined, string | null>
  registered_by: ColumnType<string | null, string | null | undefined, string | null>
  registered_at: ColumnType<Date, Date | string, Date | string>
  state_at: ColumnType<Date, Date | string, Date | string>
}

export interface Parties {
  party_id: string
  on_chain_id: string
  name: string
  country: string
  type: string
  roles: readonly (string)[]
  verified_before: ColumnType<number, number | undefined, number>
  failed_before: ColumnType<number, number | undefined, number>
  track_record_source: ColumnType<string | null, string | null | undefined, string | null>
  frozen: ColumnType<boolean, boolean | undefined, boolean>
  registered_at: ColumnType<Date, Date | string, Date | string>
}

export interface PartyClaims {
  claim_id: string
  party_id: string
  wallet_id: string
  roles: readonly (string)[]
  country: number
  expires_at: ColumnType<Date, Date | string, Date | string>
  nonce: ColumnType<string, string | bigint, string | bigint>
  issuer: string
  signature: string
  intent_id: string
  state: string
  problem: ColumnType<string | null, string | null | undefined, string | null>
  issued_at: ColumnType<Date, Date | string, Date | string>
}

export interface PartyFreezes {
  freeze_id: string
  party_id: string
  frozen: boolean
  reason: string
  decided_by: ColumnType<string | null, string | null | undefined, string | null>
  decided_at: ColumnType<Date, Date | string, Date | string>
}

export interface Projects {
  id: string
  on_chain_id: string
  reference: string
  name: string
  owner_party_id: string
  parcel_id: string
  methodology: string
  state: string
  registered_by: ColumnType<string | null, string | null | undefined, string | null>
  registered_at: ColumnType<Date, Date | string, Date | string>
  state_at: ColumnType<Date, Date | string, Date | string>
}

export interface PublicNotices {
  notice_id: string
  kind: string
  subject_id: string
  text: string
  published_at: ColumnType<Date, Date | string, Date | string>
}

export interface Purchases {
  purchase_id: string
  on_chain_id: string
  listing_id: string
  buyer_party_id: string
  buyer: string
  kg: ColumnType<string, string | bigint, string | bigint>
  max_pt: ColumnType<string, string | bigint, string | bigint>
  intent_id: string
  failure: ColumnType<string | null, string | null | undefined, string | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
}

export interface PurchasesOnChain {
  on_chain_id: string
  listing_on_chain_id: string
  buyer: string
  kg: ColumnType<string, string | bigint, string | bigint>
  paid_pt: ColumnType<string, string | bigint, string | bigint>
  commission_pt: ColumnType<string, string | bigint, string | bigint>
  transaction_hash: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  purchased_at: ColumnType<Date, Date | string, Date | string>
}

export interface Quantifications {
  id: string
  run_id: string
  project_id: string
  owner_party_id: string
  methodology_id: string
  methodology_version: string
  vintage: number
  inputs: ColumnType<unknown, string, string>
  inputs_hash: string
  result: ColumnType<unknown, string, string>
  net_kg: ColumnType<string, string | bigint, string | bigint>
  buffer_kg: ColumnType<string, string | bigint, string | bigint>
  parameters_at: ColumnType<Date, Date | string, Date | string>
  submitted_by: ColumnType<string | null, string | null | undefined, string | null>
  recorded_at: ColumnType<Date, Date | string, Date | string>
  sources: ColumnType<unknown, string | undefined, string>
  settled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  carried_kg: ColumnType<string | null, string | null | undefined, string | null>
}

export interface QuarantinedRows {
  batch_id: string
  position: number
  problems: ColumnType<unknown, string, string>
  row_file: string
}

export interface ReactionRuns {
  event_id: string
  reaction: string
  ran_at: ColumnType<Date, Date | string, Date | string>
}

export interface Retirements {
  retirement_id: string
  on_chain_id: string
  party_id: string
  holder: string
  credit_id: ColumnType<string, string | bigint, string | bigint>
  kg: ColumnType<string, string | bigint, string | bigint>
  beneficiary: string
  purpose: string
  public_consent: boolean
  salt: string
  beneficiary_hash: string
  purpose_hash: string
  intent_id: string
  failure: ColumnType<string | null, string | null | undefined, string | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
  final_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface RetirementsOnChain {
  on_chain_id: string
  credit_id: ColumnType<string, string | bigint, string | bigint>
  holder: string
  kg: ColumnType<string, string | bigint, string | bigint>
  beneficiary_hash: string
  purpose_hash: string
  serial_first: ColumnType<string, string | bigint, string | bigint>
  serial_last: ColumnType<string, string | bigint, string | bigint>
  transaction_hash: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  retired_at: ColumnType<Date, Date | string, Date | string>
}

export interface Reversals {
  reversal_id: string
  on_chain_id: string
  credit_id: ColumnType<string, string | bigint, string | bigint>
  project_id: string
  lost_share: ColumnType<string | null, string | bigint | null | undefined, string | bigint | null>
  cancelled_kg: ColumnType<string, string | bigint, string | bigint>
  evidence_document_id: string
  reason: string
  reason_hash: string
  pool_credit_ids: ColumnType<unknown, string, string>
  requested_by: ColumnType<string | null, string | null | undefined, string | null>
  intent_id: string
  failure: ColumnType<string | null, string | null | undefined, string | null>
  requested_at: ColumnType<Date, Date | string, Date | string>
}

export interface ReversalsOnChain {
  on_chain_id: string
  credit_id: ColumnType<string, string | bigint, string | bigint>
  cancelled_kg: ColumnType<string, string | bigint, string | bigint>
  from_own_buffer_kg: ColumnType<string, string | bigint, string | bigint>
  from_pool_kg: ColumnType<string, string | bigint, string | bigint>
  reason_hash: string
  transaction_hash: string
  block_number: ColumnType<string, string | bigint | number, string | bigint | number>
  reversed_at: ColumnType<Date, Date | string, Date | string>
}

export interface SecretFingerprints {
  secret: string
  fingerprint: Buffer
}

export interface SigningKeys {
  kid: string
  algorithm: string
  public_jwk: ColumnType<unknown, string, string>
  sealed_private_jwk: Buffer
  created_at: ColumnType<Date, Date | string, Date | string>
  retired_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface StoredFiles {
  sha256: string
  wrapped_key: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>
  sealed: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>
}

export interface TimerRuns {
  timer: string
  ran_at: ColumnType<Date, Date | string, Date | string>
}

export interface Trades {
  id: string
  reference: string
  buyer_party_id: string
  seller_party_id: string
  sovereign_party_id: string
  commodity: string
  category: string
  hs_code: string
  quantity: ColumnType<string, string | bigint, string | bigint>
  unit_code: string
  quantity_kg: ColumnType<string, string | bigint, string | bigint>
  price_pt: ColumnType<string, string | bigint, string | bigint>
  total_pt: ColumnType<string, string | bigint, string | bigint>
  incoterm: string
  origin_country: string
  production_site: string
  production_site_country: string
  load_port: string
  discharge_port: string
  lots: readonly (string)[]
  high_risk: boolean
  perishable: boolean
  state: string
  registered_by: ColumnType<string | null, string | null | undefined, string | null>
  registered_at: ColumnType<Date, Date | string, Date | string>
  state_at: ColumnType<Date, Date | string, Date | string>
  buyer_wallet: ColumnType<string | null, string | null | undefined, string | null>
  seller_wallet: ColumnType<string | null, string | null | undefined, string | null>
}

export interface Wallets {
  wallet_id: string
  party_id: string
  address: string
  custody: string
  signer_index: ColumnType<number | null, number | null | undefined, number | null>
  registered_at: ColumnType<Date, Date | string, Date | string>
}

export interface WalletsOnChain {
  address: string
  party_on_chain_id: ColumnType<string | null, string | null | undefined, string | null>
  roles: ColumnType<number, number | undefined, number>
  country: ColumnType<number, number | undefined, number>
  expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  issuer: ColumnType<string | null, string | null | undefined, string | null>
  frozen: ColumnType<boolean, boolean | undefined, boolean>
  nonce: ColumnType<string, string | bigint | undefined, string | bigint>
}

export interface Database {
  allocation_hold_resolutions: AllocationHoldResolutions
  allocation_requests: AllocationRequests
  allocations_on_chain: AllocationsOnChain
  audit_anchor_requests: AuditAnchorRequests
  audit_anchors_on_chain: AuditAnchorsOnChain
  audit_entries: AuditEntries
  audit_leaves: AuditLeaves
  audit_log: AuditLog
  audit_nodes: AuditNodes
  audit_pseudonyms: AuditPseudonyms
  audit_queue: AuditQueue
  audit_tree_heads: AuditTreeHeads
  backings: Backings
  buffer_draws_on_chain: BufferDrawsOnChain
  buildings: Buildings
  bundle_requests: BundleRequests
  bundles: Bundles
  carbon_carries: CarbonCarries
  case_challenges: CaseChallenges
  case_reports: CaseReports
  case_rounds: CaseRounds
  cases: Cases
  cases_on_chain: CasesOnChain
  chain_attempts: ChainAttempts
  chain_blocks: ChainBlocks
  chain_final_runs: ChainFinalRuns
  chain_indexers: ChainIndexers
  chain_intents: ChainIntents
  chain_journal: ChainJournal
  chain_logs: ChainLogs
  chain_projections: ChainProjections
  clients: Clients
  column_profiles: ColumnProfiles
  conversion_terms_on_chain: ConversionTermsOnChain
  conversions: Conversions
  conversions_on_chain: ConversionsOnChain
  credit_suspensions_on_chain: CreditSuspensionsOnChain
  credits_on_chain: CreditsOnChain
  custody_steps: CustodySteps
  documents: Documents
  dossier_documents: DossierDocuments
  dossier_readers: DossierReaders
  dossiers: Dossiers
  emissions: Emissions
  escrow_fundings: EscrowFundings
  escrow_payouts: EscrowPayouts
  escrows_on_chain: EscrowsOnChain
  events: Events
  idempotency_records: IdempotencyRecords
  import_batches: ImportBatches
  indicators: Indicators
  issuance_claims: IssuanceClaims
  issuance_requests: IssuanceRequests
  issuances_on_chain: IssuancesOnChain
  issuers: Issuers
  land_grid: LandGrid
  land_titles: LandTitles
  ledger_accounts: LedgerAccounts
  ledger_commitments: LedgerCommitments
  ledger_entries: LedgerEntries
  ledger_postings: LedgerPostings
  ledger_protocol_addresses: LedgerProtocolAddresses
  listings: Listings
  listings_on_chain: ListingsOnChain
  mandates: Mandates
  migrations: Migrations
  oracle_nodes: OracleNodes
  oracle_nodes_on_chain: OracleNodesOnChain
  parameter_decisions: ParameterDecisions
  parameter_versions: ParameterVersions
  parcel_cells: ParcelCells
  parcels: Parcels
  parties: Parties
  party_claims: PartyClaims
  party_freezes: PartyFreezes
  projects: Projects
  public_notices: PublicNotices
  purchases: Purchases
  purchases_on_chain: PurchasesOnChain
  quantifications: Quantifications
  quarantined_rows: QuarantinedRows
  reaction_runs: ReactionRuns
  retirements: Retirements
  retirements_on_chain: RetirementsOnChain
  reversals: Reversals
  reversals_on_chain: ReversalsOnChain
  secret_fingerprints: SecretFingerprints
  signing_keys: SigningKeys
  stored_files: StoredFiles
  timer_runs: TimerRuns
  trades: Trades
  wallets: Wallets
  wallets_on_chain: WalletsOnChain
}
