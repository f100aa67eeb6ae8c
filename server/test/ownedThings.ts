/**
 * One thing of every kind that belongs to somebody, for tests of access. What takes no story is made by its command; what stands at
 * the end of one is a row as its command would leave it: who owns it is all these tests ask.
 */

import { quantity } from '@assay/domain/quantity.ts'
import { cottageStatements } from '@assay/domain/test/methodologyInputs.ts'
import { idOf, tradeIdOf } from '@assay/protocol/ids.ts'
import { type Address, keccak256, stringToHex } from 'viem'
import type { CommandContext } from '../module.ts'
import { registerBuilding } from '../modules/assets/index.ts'
import { fileRecord } from '../modules/evidence/fixtures.ts'
import { admitReaders, freezeDossier } from '../modules/evidence/index.ts'
import { quantifyProject } from '../modules/quantification/quantifyProject.ts'
import { computeFees } from '../modules/settlement/computeFees.ts'
import type { Targets } from './operations.ts'

export interface Owner {
  readonly partyId: string
  readonly wallet: Address
  readonly tradeId: string
  readonly projectId: string
  readonly parcelId: string
  /** Owns the other side of trade and purchase. */
  readonly otherPartyId: string
  /** Is asked to judge the case of the trade. */
  readonly judgePartyId: string
}

/** Ids of what was made, by the names they have in paths. */
export async function ownThings(ctx: CommandContext, owner: Owner): Promise<Targets> {
  const caseId = owner.tradeId
  const subject = { kind: 'trade', id: owner.tradeId } as const
  const sha256 = await ctx.files.put(new TextEncoder().encode('bytes of the owner'))
  const documentId = await fileRecord(ctx, subject, { kind: 'quantitySurvey', sha256 })
  const { evidenceRoot } = await freezeDossier(ctx, { caseId, subject })
  await admitReaders(ctx, { caseId, partyIds: [owner.judgePartyId] })
  await insertNode(ctx, owner)
  await insertCase(ctx, caseId, owner, evidenceRoot)
  await insertEscrow(ctx, owner)
  const quantificationId = await quantify(ctx, owner)
  const retirementId = await insertRetirement(ctx, owner)
  return {
    caseId,
    documentId,
    quantificationId,
    accountId: `PT.available.${owner.wallet}`,
    batchId: await insertBatch(ctx, owner),
    bundleId: await insertBundle(ctx, retirementId, owner),
    ...(await insertSale(ctx, owner)),
    conversionId: await insertConversion(ctx, owner),
    retirementId,
  }
}

const hashOf = (text: string) => keccak256(stringToHex(text))
const nothing = '{}'
const nodeIndex = 250
const creditId = '1'

async function insertNode(ctx: CommandContext, { judgePartyId }: Owner): Promise<void> {
  await ctx.db
    .insertInto('oracle_nodes')
    .values({
      ...{ node_index: nodeIndex, party_id: judgePartyId, name: 'Judge', programme: 'commodity', active: true },
      ...{ signer: `0x${'1'.repeat(40)}`, node_type: 'auditor', jurisdiction: 'EE', relies_on: '[]' },
      ...{ reliability_e4: 9_000, registered_at: ctx.now, changed_at: ctx.now },
    })
    .execute()
}

async function insertCase(ctx: CommandContext, id: string, owner: Owner, evidenceRoot: string): Promise<void> {
  await ctx.db
    .insertInto('cases')
    .values({
      ...{
        id,
        on_chain_id: idOf('case', id),
        subject_kind: 'trade',
        reference: 'OWNED',
        state: 'inProgress',
        round: 1,
      },
      ...{ owner_party_ids: [owner.partyId, owner.otherPartyId], submitted_by: owner.partyId, committee: [nodeIndex] },
      ...{ tier: nothing, terms: nothing, terms_inputs: nothing, dossier: nothing, terms_hash: hashOf('terms') },
      ...{ claim_key: hashOf('claim'), evidence_root: evidenceRoot, contracted_quantity: 1n, min_reports: 1 },
      ...{ score_threshold_e4: 850_000, consensus_bps: 7_500, window_seconds: 60, deadline: ctx.now },
      ...{ parameters_at: ctx.now, opened_at: ctx.now, changed_at: ctx.now },
    })
    .execute()
  await ctx.db
    .insertInto('case_rounds')
    .values({
      ...{ case_id: id, round: 1, state: 'open', proposed_quantity: 1n, evaluation: 'null' },
      ...{ opened_at: ctx.now, reports_until: ctx.now },
    })
    .execute()
}

async function insertEscrow(ctx: CommandContext, owner: Owner): Promise<void> {
  const { tradeId, partyId, otherPartyId, wallet } = owner
  const amount = quantity(10n ** 18n, 'PT')
  const fees = await computeFees(ctx, { sellerPartyId: partyId, amount, heldPt: 0n, speed: 'standard' })
  const payment = { caseId: idOf('case', tradeId), buyer: wallet, seller: wallet, amount: amount.value }
  const terms = {
    ...{ ...payment, amount: amount.value.toString(), tradeFee: fees.tradeFee.value.toString() },
    verificationFee: fees.verificationFee.value.toString(),
  }
  await ctx.db
    .insertInto('escrow_fundings')
    .values({
      ...{ trade_id: tradeId, on_chain_id: tradeIdOf(payment), permit_nonce: 0n, attempt: 1 },
      ...{ buyer_party_id: otherPartyId, seller_party_id: partyId, sovereign_party_id: partyId },
      ...{ terms: JSON.stringify(terms), fee_computation: JSON.stringify(fees.computation), timeout_at: ctx.now },
      ...{ intent_id: ctx.newId(), requested_at: ctx.now },
    })
    .execute()
}

/** The owner's building, quantified, and the issuance that is asked for it. */
async function quantify(ctx: CommandContext, owner: Owner): Promise<string> {
  const line = { section: 'walls', material: 'hurd', massKg: '3500' } as const
  const building = { name: 'Cottage', completedOn: '2025-09-01', billOfMaterials: [line] }
  await registerBuilding(ctx, owner.projectId, building)
  const { quantificationId } = await quantifyProject(ctx, {
    projectId: owner.projectId,
    measurements: cottageStatements,
  })
  await ctx.db
    .insertInto('issuance_requests')
    .values({
      ...{
        case_id: quantificationId,
        on_chain_id: idOf('case', quantificationId),
        quantification_id: quantificationId,
      },
      ...{ project_id: owner.projectId, owner_party_id: owner.partyId, terms: issuanceTerms(quantificationId, owner) },
      ...{ due_at: ctx.now, requested_at: ctx.now },
    })
    .execute()
  return quantificationId
}

function issuanceTerms(caseId: string, { projectId, parcelId, wallet }: Owner): string {
  return JSON.stringify({
    ...{ caseId: idOf('case', caseId), projectId: idOf('project', projectId), parcelId: idOf('parcel', parcelId) },
    ...{ to: wallet, vintage: 20_253, netKg: '1', bufferKg: '0', methodologyHash: hashOf('methodology') },
  })
}

async function insertBatch(ctx: CommandContext, { partyId }: Owner): Promise<string> {
  const id = ctx.newId()
  await ctx.db
    .insertInto('import_batches')
    .values({
      ...{ id, kind: 'parcels', file_name: 'land.geojson', mode: 'refuse', accepted: 0, quarantined: 0 },
      ...{ submitted_by: partyId, submitted_at: ctx.now },
    })
    .execute()
  return id
}

async function insertBundle(ctx: CommandContext, retirementId: string, { partyId }: Owner): Promise<string> {
  const bundleId = hashOf(retirementId).slice(2)
  const subject = { subject_kind: 'retirement', subject_id: retirementId } as const
  await ctx.db
    .insertInto('bundle_requests')
    .values({
      ...subject,
      ...{
        on_chain_id: idOf('retirement', retirementId),
        block_number: 1n,
        log_index: 0,
        transaction_hash: hashOf('transaction'),
      },
      requested_at: ctx.now,
    })
    .execute()
  const content = JSON.stringify({ bundle: { retirement: { issuances: [] } }, bundleId })
  await ctx.db
    .insertInto('bundles')
    .values({ ...subject, bundle_id: bundleId, owner_party_ids: [partyId], content, assembled_at: ctx.now })
    .execute()
  return bundleId
}

async function insertSale(ctx: CommandContext, owner: Owner): Promise<Targets> {
  const [listingId, purchaseId] = [ctx.newId(), ctx.newId()]
  await ctx.db
    .insertInto('listings')
    .values({
      ...{ listing_id: listingId, on_chain_id: idOf('listing', listingId), seller_party_id: owner.partyId },
      ...{ seller: owner.wallet, credit_id: creditId, kg: 1n, price_pt_per_kg: 1n, expires_at: ctx.now },
      ...{ intent_id: ctx.newId(), requested_at: ctx.now },
    })
    .execute()
  await ctx.db
    .insertInto('purchases')
    .values({
      ...{
        purchase_id: purchaseId,
        on_chain_id: idOf('purchase', purchaseId),
        listing_id: listingId,
        kg: 1n,
        max_pt: 1n,
      },
      ...{ buyer_party_id: owner.otherPartyId, buyer: owner.wallet, intent_id: ctx.newId(), requested_at: ctx.now },
    })
    .execute()
  return { listingId, purchaseId }
}

async function insertConversion(ctx: CommandContext, { partyId, wallet }: Owner): Promise<string> {
  const id = ctx.newId()
  await ctx.db
    .insertInto('conversions')
    .values({
      ...{ conversion_id: id, on_chain_id: idOf('conversion', id), party_id: partyId, wallet, amount_ft: 1n },
      ...{ min_out_pt: 0n, quoted_gross_pt: 0n, quoted_net_pt: 0n, intent_id: ctx.newId(), requested_at: ctx.now },
    })
    .execute()
  return id
}

async function insertRetirement(ctx: CommandContext, { partyId, wallet }: Owner): Promise<string> {
  const id = ctx.newId()
  const hash = hashOf(id)
  await ctx.db
    .insertInto('retirements')
    .values({
      ...{ retirement_id: id, on_chain_id: idOf('retirement', id), party_id: partyId, holder: wallet, kg: 1n },
      ...{ credit_id: creditId, beneficiary: 'Beneficiary', purpose: 'Purpose', public_consent: false, salt: hash },
      ...{ beneficiary_hash: hash, purpose_hash: hash, intent_id: ctx.newId(), requested_at: ctx.now },
    })
    .execute()
  return id
}
