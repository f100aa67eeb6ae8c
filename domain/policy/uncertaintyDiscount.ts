/**
 * What an uncertain result is lowered by: a part of its uncertainty that grows with it (CDM AR-TOOL14 Appendix 2). At or below a
 * bound the row above it does not apply yet: an uncertainty of exactly 10 % is not discounted.
 */
import { Decimal } from 'decimal.js'
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { forest } from '../programmes/secretTreesForest.ts'

export const discountErrors = defineErrors({
  DISCOUNT_INPUT_INVALID: {
    status: 422,
    title: 'An uncertainty cannot be discounted',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks(discountErrors.DISCOUNT_INPUT_INVALID)
const zero = exact(0n)
const one = exact(1n)

export interface Discount {
  /** Share of the result that is deducted, rounded up to six decimals; never more than all of it. */
  readonly share: Exact
  /** Share of the uncertainty that is deducted. */
  readonly factor: Exact
  /** Where the part would be more than the whole result. */
  readonly boundBy: 'all' | null
}

/**
 * The share of a result that is deducted for its uncertainty.
 * @param uncertainty half-width of the interval, as a share of the result.
 * @throws DISCOUNT_INPUT_INVALID
 */
export function uncertaintyDiscountUp(uncertainty: Exact, parameters: ParameterSet): Discount {
  check.decimal(uncertainty, 'uncertainty', zero)
  const row = parameters.get(forest.discounts).findLast(({ above }) => uncertainty.greaterThan(above))
  const factor = row?.discount ?? zero
  const share = factor.times(uncertainty).toDecimalPlaces(6, Decimal.ROUND_UP)
  return share.greaterThan(one) ? { share: one, factor, boundBy: 'all' } : { share, factor, boundBy: null }
}
