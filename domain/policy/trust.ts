/** Trust score of a delivery and its bands (domain.md 2.4). */

import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraTrust, type TrustBand, type TrustComponent, trustComponents } from '../programmes/fictraTrust.ts'
import { decimal, each, whole } from '../shapes.ts'

export const trustErrors = defineErrors({
  TRUST_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the trust score are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks(trustErrors.TRUST_INPUT_INVALID)
const points = decimal(exact(0n), exact(100n))

/** Trust = weighted sum of the five components, each 0 to 100. @throws TRUST_INPUT_INVALID */
export function trustScore(components: Readonly<Record<TrustComponent, Exact>>, parameters: ParameterSet): Exact {
  check.all({ components }, { components: each(trustComponents, points) })
  const weights = parameters.get(fictraTrust.weights)
  return sum(trustComponents.map((component) => components[component].times(weights[component])))
}

/** Half-open bands: 84.5 and 84.9999 are silver, 85 is gold. @throws TRUST_INPUT_INVALID */
export function trustBandOf(score: Exact, parameters: ParameterSet): TrustBand {
  check.all({ score }, { score: points })
  return bandOf(parameters.get(fictraTrust.bands), score)
}

/** Share of the seller's deliveries that were verified, 0 to 100; a governed value for a seller without any. @throws TRUST_INPUT_INVALID */
export function historyScore(verified: number, failed: number, parameters: ParameterSet): Exact {
  check.all({ verified, failed }, { verified: whole(), failed: whole() })
  const total = verified + failed
  if (total === 0) return parameters.get(fictraTrust.historyOfNewSeller)
  return exact(BigInt(verified))
    .times(100)
    .div(exact(BigInt(total)))
}
