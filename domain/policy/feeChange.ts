/**
 * Who decides a change of fees (domain.md 2.12 "Adjustment authority"): small ones the Economics Committee, larger ones after
 * the advisory board was asked, the largest the full process. The last is also refused by the parameter itself.
 */
import type { ParameterSet } from '../parameters.ts'
import { feeChangeShare, fictraFees, type RatesByName } from '../programmes/fictraFees.ts'

export type FeeChangeProcess = 'economicsCommittee' | 'economicsCommitteeAdvised' | 'full'

export function feeChangeProcess(next: RatesByName, previous: RatesByName, parameters: ParameterSet): FeeChangeProcess {
  const { aloneBelow, advisedMost } = parameters.get(fictraFees.feeChange)
  const change = feeChangeShare(next, previous)
  if (change.lessThan(aloneBelow)) return 'economicsCommittee'
  return change.lessThanOrEqualTo(advisedMost) ? 'economicsCommitteeAdvised' : 'full'
}
