/**
 * What was allocated, refused, issued, converted and charged so far, each as a computation that can be repeated under other
 * parameters, beside what was recorded then. Who verified what they verified does not change; what their evidence and scores
 * would have led to is computed anew.
 */

import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import { conversionTerms, quoteConversion } from '@assay/domain/policy/conversion.ts'
import { tradeFees } from '@assay/domain/policy/tradeFees.ts'
import { parseQuantity, quantity } from '@assay/domain/quantity.ts'
import type { Amount, PastComputation } from '@assay/domain/replay.ts'
import { issuanceTermsOf } from '@assay/protocol/caseTerms.ts'
import { computeIssuance } from '@assay/protocol/computation.ts'
import type { QueryContext } from '../../module.ts'
import { listIssued } from '../issuance/index.ts'
import { listFeeComputations, settledConversions } from '../settlement/index.ts'
import { readCaseFile } from '../verification/index.ts'
import { pastAllocations, pastFruitless } from './pastDeliveries.ts'

const kinds = {
  allocations: pastAllocations,
  fruitlessCases: pastFruitless,
  issuances: pastIssuances,
  conversions: pastConversions,
  fees: pastFees,
} as const
export type PastKind = keyof typeof kinds

export interface PastOfKind {
  readonly kind: PastKind
  readonly computations: readonly PastComputation[]
  /** True when there are older ones that were not looked at. */
  readonly cut: boolean
}

/** The newest computations, at most `limit` of each kind. */
export async function pastComputations(ctx: QueryContext, limit: number): Promise<readonly PastOfKind[]> {
  const all: PastOfKind[] = []
  for (const kind of Object.keys(kinds) as PastKind[]) {
    const found = await kinds[kind](ctx, limit + 1)
    all.push({ kind, computations: found.slice(0, limit), cut: found.length > limit })
  }
  return all
}

async function pastIssuances(ctx: QueryContext, limit: number): Promise<readonly PastComputation[]> {
  const past: PastComputation[] = []
  for (const row of await listIssued(ctx, limit)) {
    const file = await readCaseFile(ctx, row.case_id)
    const { subject } = file
    if (subject.kind !== 'quantification') throw new TypeError(`case ${row.case_id} is not of a quantification`)
    // On chain and in the terms kilograms are whole; a quantity counts milligrams.
    const wholeKg = (kg: bigint) => parseQuantity(kg.toString(), 'kgCO2e', 'kg')
    const issued = (netKg: bigint, bufferKg: bigint): Amount[] => [
      { party: subject.to.toLowerCase(), of: 'credits', quantity: wholeKg(netKg) },
      { party: subject.projectId, of: 'buffer', quantity: wholeKg(bufferKg) },
    ]
    past.push({
      id: `issuance of case ${row.case_id}`,
      asOf: new Date(file.parametersAt),
      recorded: issued(BigInt(row.net_kg), BigInt(row.buffer_kg)),
      compute(parameters) {
        const run = methodologyOf(subject.methodologyId).quantify(subject.inputs, parameters)
        const kg = { netKg: BigInt(run.issuedKg), bufferKg: BigInt(run.issuedBufferKg) }
        const terms = issuanceTermsOf({ ...subject, caseId: row.case_id, ...kg }, parameters)
        // The verifier found a share of what was claimed; the same share of what would have been.
        const { result } = computeIssuance(terms, BigInt(file.proposedQuantity), BigInt(file.opened.contractedQuantity))
        return issued(result.netKg, result.bufferKg)
      },
    })
  }
  return past
}

async function pastConversions(ctx: QueryContext, limit: number): Promise<readonly PastComputation[]> {
  return (await settledConversions(ctx, limit)).map((row) => {
    const paid = (of: { netPt: bigint; feePt: bigint; unpaidFt: bigint }): Amount[] => [
      { party: row.party_id, of: 'conversion', quantity: quantity(of.netPt, 'PT') },
      { party: row.party_id, of: 'conversionFee', quantity: quantity(-of.feePt, 'PT') },
      { party: row.party_id, of: 'unpaidShare', quantity: quantity(-of.unpaidFt, 'FT') },
    ]
    return {
      id: `conversion ${row.conversion_id}`,
      asOf: row.converted_at,
      recorded: paid({
        netPt: BigInt(row.net_pt),
        feePt: BigInt(row.fee_pt),
        unpaidFt: BigInt(row.unpaid_share_ft),
      }),
      compute(parameters) {
        const quote = quoteConversion(quantity(BigInt(row.burned_ft), 'FT'), conversionTerms(parameters))
        return paid({ netPt: quote.netPt.value, feePt: quote.feePt.value, unpaidFt: quote.unpaidFt.value })
      },
    }
  })
}

async function pastFees(ctx: QueryContext, limit: number): Promise<readonly PastComputation[]> {
  return (await listFeeComputations(ctx, limit)).map(({ tradeId, sellerPartyId, computation, terms }) => {
    const charged = (tradeFee: bigint, verificationFee: bigint): Amount[] => [
      { party: sellerPartyId, of: 'tradeFee', quantity: quantity(-tradeFee, 'PT') },
      { party: sellerPartyId, of: 'verificationFee', quantity: quantity(-verificationFee, 'PT') },
    ]
    return {
      id: `fees of trade ${tradeId}`,
      asOf: new Date(computation.parametersAsOf),
      recorded: charged(BigInt(terms.tradeFee), BigInt(terms.verificationFee)),
      compute(parameters) {
        const fees = tradeFees(computation.inputs, parameters)
        return charged(fees.tradeFee.value, fees.verificationFee.value)
      },
    }
  })
}
