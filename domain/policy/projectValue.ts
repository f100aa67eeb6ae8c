/** What a land project costs and brings (domain.md 2.24), in euros: fees, value of credits, return. Money is rounded to cents. */
import { inputChecks } from '../checks.ts'
import { Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTreesFees } from '../programmes/secretTreesFees.ts'
import { type Quantity, toExact } from '../quantity.ts'
import { flag } from '../shapes.ts'

export const projectValueErrors = defineErrors({
  PROJECT_VALUE_INPUT_INVALID: {
    status: 422,
    title: 'A value of the project’s reckoning is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => projectValueErrors.PROJECT_VALUE_INPUT_INVALID(details))
const zero = exact(0n)
const thousand = exact(1_000n)

/** Value of credits at a price per tonne with the premium, rounded down to cents. @throws PROJECT_VALUE_INPUT_INVALID */
export function creditValueDown(kg: Quantity<'kgCO2e'>, eurosPerTonne: Exact, parameters: ParameterSet): Exact {
  check.amount(kg, 'kgCO2e', 'kg')
  check.decimal(eurosPerTonne, 'eurosPerTonne', zero)
  const premium = parameters.get(secretTreesFees.premium)
  return toExact(kg).div(thousand).times(eurosPerTonne).times(premium).toDecimalPlaces(2, Exact.ROUND_FLOOR)
}

/** Fee on an issuance of a value, rounded up to cents. @throws PROJECT_VALUE_INPUT_INVALID */
export function issuanceFeeUp(valueEuros: Exact, parameters: ParameterSet): Exact {
  check.decimal(valueEuros, 'valueEuros', zero)
  return valueEuros.times(parameters.get(secretTreesFees.issuance)).toDecimalPlaces(2, Exact.ROUND_CEIL)
}

/** Base and a rate for every hectare begun. @throws PROJECT_VALUE_INPUT_INVALID */
export function landVerificationFee(area: Quantity<'ha'>, parameters: ParameterSet): Exact {
  check.positive(area, 'ha', 'area')
  const { base, perHectare } = parameters.get(secretTreesFees.verification)
  return base.plus(perHectare.times(toExact(area).toDecimalPlaces(0, Exact.ROUND_CEIL)))
}

/**
 * What a subscription costs a month: what was agreed, within its published range, less the discount of loyalty where it is earned;
 * rounded up to cents. @throws PROJECT_VALUE_INPUT_INVALID
 */
export function subscriptionFeeUp(agreedEuros: Exact, loyal: boolean, parameters: ParameterSet): Exact {
  const { least, most, loyalty } = parameters.get(secretTreesFees.subscription)
  check.decimal(agreedEuros, 'agreedEuros', least, most)
  check.all({ loyal }, { loyal: flag })
  return agreedEuros.times(exact(1n).minus(loyal ? loyalty : zero)).toDecimalPlaces(2, Exact.ROUND_CEIL)
}

/** (revenue - cost) / cost, in percent, rounded down to a tenth. @throws PROJECT_VALUE_INPUT_INVALID */
export function returnPercentDown(costEuros: Exact, revenueEuros: Exact): Exact {
  check.aboveZero(costEuros, 'costEuros')
  check.decimal(revenueEuros, 'revenueEuros', zero)
  return revenueEuros.minus(costEuros).times(100).div(costEuros).toDecimalPlaces(1, Exact.ROUND_FLOOR)
}
