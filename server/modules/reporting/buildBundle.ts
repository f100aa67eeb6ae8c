/** Puts one bundle together from what is stored and what the chain's node can prove. */
import {
  type AllocationBundle,
  type Bundle,
  bundleFormat,
  type IssuanceBundle,
  type RetirementBundle,
} from '@assay/protocol/bundle.ts'
import { creditIdOf } from '@assay/protocol/computation.ts'
import type { ProvenContract } from '@assay/protocol/events.ts'
import { idOf, tradeIdOf } from '@assay/protocol/ids.ts'
import { type Address, type Hex, pad, toHex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { deliveryCase, quantificationCase } from './bundleCase.ts'
import { findLogs, type LogPlace, newestLog, proveLogs } from './bundleFacts.ts'
import { entriesAbout, proveEntries } from './bundleLog.ts'
import type { BundleRequest } from './bundleRequest.ts'
import { reportingErrors } from './errors.ts'

/** An anchor of the audit log that is final on chain. */
export interface FinalAnchor extends LogPlace {
  readonly treeSize: bigint
  readonly root: Hex
}

/** @returns the bundle, or null when a bundle it refers to is not there yet. @throws BUNDLE_SUBJECT_INCOMPLETE CHAIN_UNAVAILABLE */
export async function buildBundle(
  ctx: CommandContext,
  request: BundleRequest,
  anchor: FinalAnchor,
): Promise<Bundle | null> {
  const auditLog = await proveEntries(ctx, await entriesAbout(ctx, request), anchor)
  if (request.subject_kind === 'retirement') {
    const part = await retirementPart(ctx, request)
    if (part === null) return null
    const facts = await proveLogs(ctx, [...part.issued, await newestLog(ctx, wantedOf(request)), anchor])
    const bundle: RetirementBundle = {
      format: bundleFormat,
      kind: 'retirement',
      chain: chainPart(ctx, facts.facts),
      ...facts,
      auditLog,
      retirement: part.retirement,
    }
    return bundle
  }
  const decided = await caseLogs(ctx, request)
  const issued = await newestLog(ctx, wantedOf(request))
  const common = async (places: readonly LogPlace[]) => {
    const facts = await proveLogs(ctx, places)
    return { format: bundleFormat, chain: chainPart(ctx, facts.facts), ...facts, auditLog } as const
  }
  if (request.subject_kind === 'allocation') {
    const content = await deliveryCase(ctx, request.subject_id)
    const facts = [...decided, await fundedLog(ctx, content.terms), issued, anchor]
    return { ...(await common(facts)), kind: 'allocation', case: content } satisfies AllocationBundle
  }
  const content = await quantificationCase(ctx, request.subject_id)
  return { ...(await common([...decided, issued, anchor])), kind: 'issuance', case: content } satisfies IssuanceBundle
}

/** The payment into escrow that the terms speak of. */
async function fundedLog(ctx: CommandContext, terms: AllocationBundle['case']['terms']): Promise<LogPlace> {
  const { caseId, buyer, seller, ptValue } = terms
  const payment = { caseId: caseId as Hex, buyer: buyer as Address, seller: seller as Address, amount: BigInt(ptValue) }
  return newestLog(ctx, { contract: 'Escrow', eventName: 'Funded', subject: tradeIdOf(payment) })
}

/** Committee with its keys and weights, policy, opening, review rounds and conclusion, as they stood when the case was concluded. */
async function caseLogs(ctx: CommandContext, request: BundleRequest): Promise<LogPlace[]> {
  const { committee } = await ctx.db
    .selectFrom('cases')
    .select('committee')
    .where('id', '=', request.subject_id)
    .executeTakeFirstOrThrow()
  const about = { contract: 'Verification', subject: request.on_chain_id as Hex } as const
  const concluded = await newestLog(ctx, { ...about, eventName: 'CaseConcluded' })
  const upTo = concluded.blockNumber
  const registered: LogPlace[] = []
  for (const nodeIndex of [...committee].sort((a, b) => a - b)) {
    registered.push(
      await newestLog(ctx, { contract: 'Verification', eventName: 'NodeSet', subject: pad(toHex(nodeIndex)), upTo }),
    )
  }
  return [
    ...registered,
    await newestLog(ctx, { contract: 'Verification', eventName: 'PolicySet', upTo }),
    await newestLog(ctx, { ...about, eventName: 'CaseOpened' }),
    ...(await findLogs(ctx, { ...about, eventName: 'ReviewOpened' })),
    concluded,
  ]
}

function wantedOf(request: BundleRequest) {
  const subject = request.on_chain_id as Hex
  if (request.subject_kind === 'allocation') return { contract: 'Allocation', eventName: 'Allocated', subject } as const
  const eventName = request.subject_kind === 'issuance' ? 'Issued' : 'Retired'
  return { contract: 'CarbonCredit', eventName, subject } as const
}

async function retirementPart(ctx: CommandContext, request: BundleRequest) {
  const row = await ctx.db
    .selectFrom('retirements')
    .selectAll()
    .where('retirement_id', '=', request.subject_id)
    .executeTakeFirstOrThrow()
  const issuances = await ctx.db
    .selectFrom('issuances_on_chain as c')
    .innerJoin('issuance_requests as r', 'r.on_chain_id', 'c.on_chain_id')
    .leftJoin('bundles as b', (join) =>
      join.onRef('b.subject_id', '=', 'r.case_id').on('b.subject_kind', '=', 'issuance'),
    )
    .select(['r.case_id', 'r.project_id', 'r.on_chain_id', 'b.bundle_id'])
    .where('c.credit_id', '=', row.credit_id)
    .where('c.block_number', '<=', request.block_number)
    .orderBy('c.serial_first')
    .execute()
  const projectId = issuances[0]?.project_id
  if (projectId === undefined)
    throw reportingErrors.BUNDLE_SUBJECT_INCOMPLETE({ retirementId: row.retirement_id, missing: 'issuance' })
  if (issuances.some(({ bundle_id }) => bundle_id === null)) return null
  const issued: LogPlace[] = []
  for (const { on_chain_id } of issuances)
    issued.push(await newestLog(ctx, { contract: 'CarbonCredit', eventName: 'Issued', subject: on_chain_id as Hex }))
  const vintage = Number(BigInt(row.credit_id) & 0xffff_ffffn)
  if (creditIdOf(idOf('project', projectId), vintage).toString() !== row.credit_id) {
    throw reportingErrors.BUNDLE_SUBJECT_INCOMPLETE({
      retirementId: row.retirement_id,
      missing: 'project of the credit',
    })
  }
  const { beneficiary, purpose, salt } = row
  const retirement: RetirementBundle['retirement'] = {
    retirementId: row.retirement_id,
    projectId,
    vintage,
    creditId: row.credit_id,
    holder: row.holder,
    kg: row.kg,
    texts: { private: { beneficiary, purpose, salt } },
    beneficiaryHash: row.beneficiary_hash,
    purposeHash: row.purpose_hash,
    issuances: issuances.map(({ case_id, bundle_id }) => ({ caseId: case_id, bundleId: bundle_id! })),
  }
  return { issued, retirement }
}

function chainPart(ctx: CommandContext, facts: readonly { contract: ProvenContract }[]): Bundle['chain'] {
  const names = [...new Set(facts.map(({ contract }) => contract))]
  const contracts = Object.fromEntries(names.map((name) => [name, ctx.chain.address(name).toLowerCase()]))
  return { chainId: ctx.chain.chainId, contracts }
}
