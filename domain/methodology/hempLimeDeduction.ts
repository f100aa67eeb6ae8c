/** What a hemp-lime run is lowered by for its uncertainty: the governed floor, or the larger of both approaches. */
import { Decimal } from 'decimal.js'
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { uncertaintyUp } from '../policy/carbonIssuance.ts'
import { oneStandardError, simulate } from '../policy/simulation.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import type { ReadInputs } from './hempLimeInputs.ts'
import { type Measure, measure } from './measure.ts'
import type { Deduction } from './quantification.ts'
import type { Trace } from './trace.ts'
import { drawsOf } from './uncertainty.ts'

export const hempLimeUncertaintyRules = {
  propagation: {
    id: 'policy/carbonIssuance/uncertainty',
    rule: 'the larger of the minimum and √(sum of the squared relative errors)',
    citation: 'domain.md 2.23 [R]; IPCC 2006/2019 Vol 1 Ch 3 equation 3.1',
  },
  simulation: {
    id: 'policy/simulation',
    rule: 'standard deviation of gross × (1 + each relative error × its normal deviate), over gross',
    citation: 'IPCC 2006/2019 Vol 1 Ch 3 Approach 2',
  },
} as const

const one = exact(1n)

export function hempLimeDeduction(
  trace: Trace,
  { relativeErrors, methodologyVersion, seed }: ReadInputs,
  gross: Measure<'kgCO2e'>,
  parameters: ParameterSet,
): Deduction {
  const shares = relativeErrors.map(({ share }) => share)
  const propagated = uncertaintyUp(shares, parameters)
  const minimum = measure(parameters.get(secretTrees.issuance.minimumUncertainty), '1')
  const named = relativeErrors.map(
    ({ source, share }, index) => [`${index + 1} ${source}`, measure(share, '1')] as const,
  )
  trace.record(
    hempLimeUncertaintyRules.propagation,
    'uncertainty, approach 1',
    { minimum, ...Object.fromEntries(named) },
    measure(propagated.share, '1'),
  )
  const draws = drawsOf('hempLime', methodologyVersion, parameters)
  if (draws === null || shares.length === 0 || !gross.value.greaterThan(0)) return propagated
  const options = { seed, draws, confidence: oneStandardError }
  const { standardDeviation } = simulate(
    (deviation) => withErrors(gross.value, shares, deviation),
    indices(shares),
    options,
  )
  const simulated = standardDeviation.div(gross.value).toDecimalPlaces(6, Decimal.ROUND_UP)
  trace.record(
    hempLimeUncertaintyRules.simulation,
    'uncertainty, approach 2',
    { gross, draws: measure(exact(BigInt(draws)), '1'), seed: measure(exact(seed), '1') },
    measure(simulated, '1'),
  )
  if (!simulated.greaterThan(propagated.share)) return propagated
  return { share: simulated.greaterThan(one) ? one : simulated, method: 'monteCarlo' }
}

function withErrors(gross: Exact, shares: readonly Exact[], deviation: (source: string) => Exact): Exact {
  return shares.reduce((product, share, index) => product.times(one.plus(share.times(deviation(`${index}`)))), gross)
}

function indices(shares: readonly Exact[]): readonly string[] {
  return shares.map((_, index) => `${index}`)
}
