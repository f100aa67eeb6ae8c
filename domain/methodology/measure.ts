/**
 * Values with a unit. Units are names and literal types: a value in kg C cannot be handed on as one in kg CO2e, neither to the
 * compiler nor at run time. Only values of one unit are added or subtracted; everything else is an equation, which declares what
 * it takes and gives (`equation.ts`).
 */
import type { Exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'

export const methodologyErrors = defineErrors({
  METHODOLOGY_UNKNOWN: {
    status: 422,
    title: 'There is no such methodology version',
    remedy: 'Use one of the versions in `versions`, or of the methodologies in `known`.',
  },
  METHODOLOGY_INPUT_INVALID: {
    status: 422,
    title: 'An input of the methodology is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  METHODOLOGY_UNIT_MISMATCH: {
    status: 500,
    title: 'A methodology combines values of different units',
    remedy: 'Report this with the units in `left` and `right`: the methodology is wrong, not your input.',
  },
})

/** Masses of biomass are dry matter. `1` is a number without a unit: a share, a ratio, an exponent. */
export const methodologyUnits = [
  '1',
  'kg',
  'kgC',
  'kgCO2e',
  '(kgCO2e)2',
  't',
  'tC',
  'tCO2e',
  'ha',
  'm2',
  'm3',
  'm',
  'cm',
  'yr',
  'g/cm3',
  'kg/m3',
  't/m3',
  't/ha',
  '(t/ha)2',
  'tC/ha',
  '(tC/ha)2',
  't/ha/yr',
  'm3/ha',
  'm3/yr',
  'm3/ha/yr',
  'ha/yr',
  'tC/yr',
  'tCO2e/yr',
  'tC/t',
  'kgC/kg',
  'kgCO2e/kg',
  'kgCO2e/kgC',
  'tCO2e/tC',
] as const
export type MethodologyUnit = (typeof methodologyUnits)[number]

export interface Measure<U extends MethodologyUnit = MethodologyUnit> {
  readonly value: Exact
  readonly unit: U
}

export function measure<U extends MethodologyUnit>(value: Exact, unit: U): Measure<U> {
  return { value, unit }
}

/** @throws METHODOLOGY_UNIT_MISMATCH */
export function plus<U extends MethodologyUnit>(a: Measure<U>, b: Measure<NoInfer<U>>): Measure<U> {
  sameUnit(a, b)
  return measure(a.value.plus(b.value), a.unit)
}

/** @throws METHODOLOGY_UNIT_MISMATCH */
export function minus<U extends MethodologyUnit>(a: Measure<U>, b: Measure<NoInfer<U>>): Measure<U> {
  sameUnit(a, b)
  return measure(a.value.minus(b.value), a.unit)
}

function sameUnit(a: Measure, b: Measure): void {
  if (a.unit !== b.unit) throw methodologyErrors.METHODOLOGY_UNIT_MISMATCH({ left: a.unit, right: b.unit })
}
