/** What a run is lowered by for its uncertainty: both approaches, perhaps discounted; the larger, and never less than the minimum. */
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import type { Deviation } from '../policy/simulation.ts'
import { uncertaintyDiscountUp } from '../policy/uncertaintyDiscount.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import type { MethodologyId } from '../programmes/secretTreesUncertainty.ts'
import { type Measure, measure } from './measure.ts'
import type { Deduction } from './quantification.ts'
import type { NamedRule, Trace } from './trace.ts'
import { assessUncertainty, drawsOf } from './uncertainty.ts'

export const deductionRules = {
  discount: {
    id: 'policy/uncertaintyDiscount',
    rule: 'uncertainty × the share of it that the table deducts, rounded up to six decimals',
    citation: 'CDM AR-TOOL14 Appendix 2',
  },
  larger: {
    id: 'policy/deduction',
    rule: 'the largest of the minimum and the deductions of both approaches, at most everything',
    citation: 'domain.md 2.23 [R]: uncertainty at least 10 %',
  },
} as const satisfies Readonly<Record<string, NamedRule>>

export interface Uncertain {
  readonly methodology: MethodologyId
  readonly version: string
  readonly gross: Measure<'kgCO2e'>
  /** The gross amount with every source at a deviation. */
  readonly model: (deviation: Deviation) => Measure<'kgCO2e'>
  readonly sources: readonly string[]
  readonly seed: bigint
  /** AR-TOOL14 deducts a part of the uncertainty; otherwise all of it is deducted. */
  readonly discounted: boolean
}

const one = exact(1n)

/** A project that removed nothing has nothing to deduct from; its relative uncertainty would have no value. */
export function deductionOf(trace: Trace, of: Uncertain, parameters: ParameterSet): Deduction {
  const minimum = parameters.get(secretTrees.issuance.minimumUncertainty)
  if (!of.gross.value.greaterThan(0)) return { share: minimum, method: 'minimum' }
  const candidates: readonly Deduction[] = [{ share: minimum, method: 'minimum' }, ...assessed(trace, of, parameters)]
  const larger = candidates.reduce((best, next) => (next.share.greaterThan(best.share) ? next : best))
  const share = larger.share.greaterThan(one) ? one : larger.share
  const inputs = Object.fromEntries(candidates.map(({ method, share: of }) => [method, measure(of, '1')]))
  trace.record(deductionRules.larger, 'uncertainty', inputs, measure(share, '1'))
  return { share, method: larger.method }
}

/** What each approach deducts; nothing is assessed where nothing is stated as uncertain. */
function assessed(trace: Trace, of: Uncertain, parameters: ParameterSet): readonly Deduction[] {
  if (of.sources.length === 0) return []
  const draws = drawsOf(of.methodology, of.version, parameters)
  const { approach1, approach2 } = assessUncertainty(trace, of.model, of.sources, { seed: of.seed, draws }, parameters)
  const deducted = (approach: string, uncertainty: Exact) =>
    of.discounted ? discount(trace, approach, uncertainty, parameters) : uncertainty
  const propagated: Deduction = { method: 'combinedRelativeError', share: deducted('approach 1', approach1) }
  if (approach2 === null) return [propagated]
  return [propagated, { method: 'monteCarlo', share: deducted('approach 2', approach2) }]
}

function discount(trace: Trace, approach: string, uncertainty: Exact, parameters: ParameterSet): Exact {
  const { share, factor } = uncertaintyDiscountUp(uncertainty, parameters)
  trace.record(
    deductionRules.discount,
    `deduction, ${approach}`,
    { uncertainty: measure(uncertainty, '1'), factor: measure(factor, '1') },
    measure(share, '1'),
  )
  return share
}
