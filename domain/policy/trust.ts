/** Trust score of a delivery and its bands (domain.md 2.4). */
import { bandOf } from '../codecs.ts'
import { type Exact, exact, sum } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraTrust, type TrustBand, type TrustComponent, trustComponents } from '../programmes/fictraTrust.ts'

/** Trust = weighted sum of the five components, each 0 to 100. */
export function trustScore(components: Readonly<Record<TrustComponent, Exact>>, parameters: ParameterSet): Exact {
  const weights = parameters.get(fictraTrust.weights)
  return sum(trustComponents.map((component) => components[component].times(weights[component])))
}

/** Half-open bands: 84.5 and 84.9999 are silver, 85 is gold. */
export function trustBandOf(score: Exact, parameters: ParameterSet): TrustBand {
  return bandOf(parameters.get(fictraTrust.bands), score)
}

/** Share of the seller's deliveries that were verified, 0 to 100; a governed value for a seller without any. */
export function historyScore(verified: number, failed: number, parameters: ParameterSet): Exact {
  const total = verified + failed
  if (total === 0) return parameters.get(fictraTrust.historyOfNewSeller)
  return exact(BigInt(verified))
    .times(100)
    .div(exact(BigInt(total)))
}
