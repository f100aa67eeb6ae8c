/**
 * Deliveries as computations that can be repeated: the committee's evaluations and verdict, the formula, then the hold, the caps,
 * the growth limit and the queue, each with the parameters of its own time. Each is repeated on the supply as it really was: what
 * a proposal would have let others mint before it is not followed, nor what the queue let through later.
 */

import { parseExact, scaledExactly } from '@assay/domain/decimal.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { allocationLimits, isAnomaly, mintFirst, type SupplyState } from '@assay/domain/policy/allocationLimits.ts'
import { evaluateCase } from '@assay/domain/policy/caseEvaluation.ts'
import { type CommitteeNode, consensusPolicy, decideRound, type NodeReport } from '@assay/domain/policy/consensus.ts'
import { rawAllocationDown } from '@assay/domain/policy/ftAllocation.ts'
import { tierOf } from '@assay/domain/policy/tiers.ts'
import { fictraAllocation } from '@assay/domain/programmes/fictraAllocation.ts'
import { quantity } from '@assay/domain/quantity.ts'
import type { Amount, PastComputation } from '@assay/domain/replay.ts'
import type { CaseFile, DeliverySubject } from '@assay/protocol/caseFile.ts'
import { allocationTermsOf } from '@assay/protocol/caseTerms.ts'
import type { Hex } from 'viem'
import type { QueryContext } from '../../module.ts'
import { listAllocated } from '../issuance/index.ts'
import { foundationBefore } from '../ledger/index.ts'
import { listFruitless, listReports, readCaseFile, roundsOf } from '../verification/index.ts'

type Report = Awaited<ReturnType<typeof listReports>>[number]

/** What was done about a delivery, and the state its limits are measured on. */
interface Decision {
  readonly at: Date
  readonly state: SupplyState
  /** What became of a hold; null while it lasts, and where there was none. */
  readonly approved: boolean | null
}

/** Allocations, newest first. */
export async function pastAllocations(ctx: QueryContext, limit: number): Promise<readonly PastComputation[]> {
  const past: PastComputation[] = []
  for (const row of await listAllocated(ctx, limit)) {
    const at = row.decided_at!
    const subject = row.on_chain_id as Hex
    const approved = (await ctx.records.logs({ contract: 'Allocation', eventName: 'Allocated', subject })).at(-1)
    const held = (await ctx.records.logs({ contract: 'Allocation', eventName: 'Held', subject })).at(-1)
    const log = approved ?? held!
    const state = await stateBefore(ctx, { at, log }, row.sovereign)
    const raw = BigInt(row.raw_ft)
    const minted = BigInt(row.minted_first_ft!)
    const isOpen = row.state === 'held' || row.state === 'dropped'
    const recorded = isOpen
      ? amountsOf(row.sovereign, { [row.state]: raw })
      : amountsOf(row.sovereign, { allocation: minted, queued: raw - minted })
    const lasts = held === undefined || row.state === 'held'
    const decision = { at, state, approved: lasts ? null : row.state !== 'dropped' }
    past.push({ ...(await delivery(ctx, row.case_id, decision)), recorded })
  }
  return past
}

/** Deliveries that earned nothing, newest first: rejected, or without a verdict in their last round. */
export async function pastFruitless(ctx: QueryContext, limit: number): Promise<readonly PastComputation[]> {
  const past: PastComputation[] = []
  for (const { caseId, decidedAt: at } of await listFruitless(ctx, limit)) {
    const file = await readCaseFile(ctx, caseId)
    const { sovereign } = subjectOf(file).basis
    const state = await stateBefore(ctx, { at, log: null }, sovereign)
    past.push({ ...(await delivery(ctx, caseId, { at, state, approved: null })), recorded: [] })
  }
  return past
}

async function stateBefore(ctx: QueryContext, moment: Parameters<typeof foundationBefore>[1], sovereign: string) {
  const parameters = await ctx.parametersAt(moment.at)
  const trailingDays = parameters.get(fictraAllocation.growthWindowDays)
  return foundationBefore(ctx, moment, { sovereign, trailingDays })
}

async function delivery(ctx: QueryContext, caseId: string, decision: Decision): Promise<PastComputation> {
  const file = await readCaseFile(ctx, caseId)
  const subject = subjectOf(file)
  const judged = await judgementOf(ctx, file, subject)
  const delivered = BigInt(file.proposedQuantity)
  const contracted = BigInt(file.opened.contractedQuantity)
  return {
    id: `allocation of case ${caseId}`,
    asOf: new Date(file.parametersAt),
    compute(parameters, at) {
      if (!isApproved(file, subject, judged, parameters)) return []
      const terms = allocationTermsOf(subject.dossier, subject.basis, parameters)
      const raw = rawAllocationDown(terms, delivered, contracted).value
      const limits = allocationLimits(at(decision.at))
      const odd = isAnomaly(raw, terms.expected, { quantity: delivered, contracted }, limits.deviationBps)
      if (odd && decision.approved !== true) {
        return amountsOf(terms.sovereign, { [decision.approved === null ? 'held' : 'dropped']: raw })
      }
      const { minted, queued } = mintFirst(raw, decision.state, limits)
      return amountsOf(terms.sovereign, { allocation: minted, queued })
    },
  }
}

function amountsOf(sovereign: string, amounts: Readonly<Record<string, bigint>>): Amount[] {
  const party = sovereign.toLowerCase()
  return Object.entries(amounts).map(([of, value]) => ({ party, of, quantity: quantity(value, 'FT') }))
}

function subjectOf({ caseId, subject }: CaseFile): DeliverySubject {
  if (subject.kind !== 'trade') throw new TypeError(`case ${caseId} is not of a delivery`)
  return subject
}

/** The committee that was drawn, silent nodes included, and the reports of its last round. */
interface Judgement {
  readonly committee: readonly CommitteeNode[]
  /** `isOwn`: the node said something else than the rules gave it then. */
  readonly reports: readonly { readonly report: Report; readonly isOwn: boolean }[]
}

async function judgementOf(ctx: QueryContext, file: CaseFile, { dossier }: DeliverySubject): Promise<Judgement> {
  const all = await listReports(ctx, file.caseId)
  const ofRound = all.filter(({ report }) => report.round === file.round)
  const parameters = await ctx.parametersAt(new Date(file.parametersAt))
  const reports = ofRound.map((report) => {
    const own = evaluateCase(dossier, { nodeIndex: report.nodeIndex, ...report.policy }, parameters)
    const { scoreE4, agrees, critical } = report.report
    return { report, isOwn: own.scoreE4 !== scoreE4 || own.agrees !== agrees || own.critical !== critical }
  })
  const round = (await roundsOf(ctx, file.caseId)).find((one) => one.round === file.round)
  const tally = round?.tally as { readonly committeeE4: number } | null
  const weights = new Map(
    ofRound.map(({ nodeIndex, reliability }) => [
      nodeIndex,
      Number(scaledExactly(parseExact(reliability, 'reliability'), 4, 'reliability')),
    ]),
  )
  const present = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const silent = file.opened.committee.filter((index) => !weights.has(index))
  // A verdict asks only for the sum of those who were silent, and the tally of the round has it.
  let left = (tally?.committeeE4 ?? present) - present
  for (const [position, index] of silent.entries()) {
    const share = Math.ceil(left / (silent.length - position))
    weights.set(index, share)
    left -= share
  }
  return { committee: [...weights].map(([nodeIndex, reliabilityE4]) => ({ nodeIndex, reliabilityE4 })), reports }
}

function isApproved(
  file: CaseFile,
  { dossier }: DeliverySubject,
  { committee, reports }: Judgement,
  parameters: ParameterSet,
): boolean {
  const { category, highRisk, valuePt } = dossier.contracted
  const tier = tierOf({ category, highRisk, valuePt: parseExact(valuePt, 'valuePt') }, parameters)
  const evaluations = reports.map(({ report: { nodeIndex, policy, report }, isOwn }) => {
    const evaluation = evaluateCase(dossier, { nodeIndex, ...policy }, parameters)
    return { report: isOwn ? ownWords(nodeIndex, report) : evaluation, thresholdE4: evaluation.thresholdE4 }
  })
  const verdict = decideRound(
    {
      round: file.round,
      committee,
      scoreThresholdE4: evaluations[0]?.thresholdE4 ?? 1_000_000,
      consensusBps: tier.consensusBps,
      minReports: tier.minSources,
      proposition: BigInt(file.proposedQuantity),
      contracted: BigInt(file.opened.contractedQuantity),
    },
    evaluations.map(({ report }) => report),
    consensusPolicy(parameters),
  )
  return verdict.outcome === 'approved' || verdict.outcome === 'partial'
}

/** A node that did not report what the rules gave it then would not follow them under a proposal either. */
function ownWords(nodeIndex: number, { scoreE4, agrees, critical }: Report['report']): NodeReport {
  return { nodeIndex, scoreE4, agrees, critical }
}
