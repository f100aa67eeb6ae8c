/**
 * What was allocated, issued and charged so far, each as a computation that can be repeated under other parameters. Who verified
 * what they verified does not change; what their evidence and scores would have led to is computed anew.
 */

import { parseExact, scaledExactly } from '@assay/domain/decimal.ts'
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { evaluateCase } from '@assay/domain/policy/caseEvaluation.ts'
import { consensusPolicy, decideRound } from '@assay/domain/policy/consensus.ts'
import { rawAllocationDown } from '@assay/domain/policy/ftAllocation.ts'
import { tierOf } from '@assay/domain/policy/tiers.ts'
import { tradeFees } from '@assay/domain/policy/tradeFees.ts'
import { parseQuantity, quantity } from '@assay/domain/quantity.ts'
import type { Amount, PastComputation } from '@assay/domain/replay.ts'
import type { CaseFile, DeliverySubject, QuantificationSubject } from '@assay/protocol/caseFile.ts'
import { allocationTermsOf } from '@assay/protocol/caseTerms.ts'
import type { QueryContext } from '../../module.ts'
import { listFeeComputations } from '../settlement/index.ts'
import { listReports, readCaseFile } from '../verification/index.ts'

type Report = Awaited<ReturnType<typeof listReports>>[number]

/** The newest computations, at most `limit` of each kind. */
export async function pastComputations(ctx: QueryContext, limit: number): Promise<readonly PastComputation[]> {
  const settled = await ctx.db
    .selectFrom('bundle_requests')
    .select(['subject_kind', 'subject_id'])
    .where('subject_kind', 'in', ['allocation', 'issuance'])
    .orderBy('requested_at', 'desc')
    .limit(2 * limit)
    .execute()
  const past: PastComputation[] = []
  for (const { subject_id: caseId } of settled) {
    const file = await readCaseFile(ctx, caseId)
    const { subject } = file
    past.push(
      subject.kind === 'trade'
        ? delivery(file, subject, await listReports(ctx, caseId))
        : quantification(file, subject),
    )
  }
  for (const { tradeId, sellerPartyId, computation, terms } of await listFeeComputations(ctx, limit)) {
    const charged = (tradeFee: bigint, verificationFee: bigint): Amount[] => [
      { party: sellerPartyId, of: 'tradeFee', quantity: quantity(-tradeFee, 'PT') },
      { party: sellerPartyId, of: 'verificationFee', quantity: quantity(-verificationFee, 'PT') },
    ]
    past.push({
      id: `fees of trade ${tradeId}`,
      asOf: new Date(computation.parametersAsOf),
      recorded: charged(BigInt(terms.tradeFee), BigInt(terms.verificationFee)),
      compute(parameters) {
        const fees = tradeFees(computation.inputs, parameters)
        return charged(fees.tradeFee.value, fees.verificationFee.value)
      },
    })
  }
  return past
}

/** An allocation: the committee's evaluations and verdict, then the formula. A delivery that is not approved gives nothing. */
function delivery(file: CaseFile, subject: DeliverySubject, reports: readonly Report[]): PastComputation {
  const delivered = BigInt(file.proposedQuantity)
  const contracted = BigInt(file.opened.contractedQuantity)
  return {
    id: `allocation of case ${file.caseId}`,
    asOf: new Date(file.parametersAt),
    compute(parameters) {
      if (!isApproved(file, subject, reports, parameters)) return []
      const terms = allocationTermsOf(subject.dossier, subject.basis, parameters)
      const ft = rawAllocationDown(terms, delivered, contracted)
      return [{ party: terms.sovereign, of: 'allocation', quantity: ft }]
    },
  }
}

function isApproved(
  file: CaseFile,
  { dossier }: DeliverySubject,
  reports: readonly Report[],
  parameters: ParameterSet,
): boolean {
  const { category, highRisk, valuePt } = dossier.contracted
  const tier = tierOf({ category, highRisk, valuePt: parseExact(valuePt, 'valuePt') }, parameters)
  const ofRound = reports.filter(({ report }) => report.round === file.round)
  const evaluations = ofRound.map(({ nodeIndex, policy }) =>
    evaluateCase(dossier, { nodeIndex, ...policy }, parameters),
  )
  const committee = ofRound.map(({ nodeIndex, reliability }) => ({
    nodeIndex,
    reliabilityE4: Number(scaledExactly(parseExact(reliability, 'reliability'), 4, 'reliability')),
  }))
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
    evaluations,
    consensusPolicy(parameters),
  )
  return verdict.outcome === 'approved' || verdict.outcome === 'partial'
}

/** An issuance: the quantification run again. */
function quantification(file: CaseFile, subject: QuantificationSubject): PastComputation {
  const { to, projectId, methodologyId, inputs } = subject
  return {
    id: `issuance of case ${file.caseId}`,
    asOf: new Date(file.parametersAt),
    compute(parameters) {
      const run = methodologyOf(methodologyId).quantify(inputs, parameters)
      const kg = (text: string) => parseQuantity(text, 'kgCO2e', 'kg')
      return [
        { party: to, of: 'credits', quantity: kg(run.issuedKg) },
        { party: projectId, of: 'buffer', quantity: kg(run.issuedBufferKg) },
      ]
    },
  }
}
