/**
 * A methodology's equations. An equation declares its id, the mathematics in plain characters, its citation, the unit of each
 * input and of its result, and one function over exact decimals. Nothing is parsed: the function is the equation, the text beside
 * it is what a reader checks it against, and the tests hold it against published numbers.
 */
import type { Exact } from '../decimal.ts'
import { transcendentalErrors } from '../transcendental.ts'
import { type Measure, type MethodologyUnit, measure, methodologyErrors } from './measure.ts'

export type InputUnits = Readonly<Record<string, MethodologyUnit>>

export type MeasuresOf<I extends InputUnits> = { readonly [Name in keyof I]: Measure<I[Name]> }

export interface Equation<I extends InputUnits = InputUnits, O extends MethodologyUnit = MethodologyUnit> {
  /** Unique within the product: `chave2014/eq4`. */
  readonly id: string
  /** The mathematics, with the names of the inputs. */
  readonly rule: string
  /** Where it is published, with its number there. */
  readonly citation: string
  readonly inputs: I
  readonly output: O
  readonly compute: (values: { readonly [Name in keyof I]: Exact }) => Exact
}

export function defineEquation<const I extends InputUnits, const O extends MethodologyUnit>(
  equation: Equation<I, O>,
): Equation<I, O> {
  return Object.freeze(equation)
}

/**
 * The result of an equation for measured inputs.
 * @throws METHODOLOGY_UNIT_MISMATCH when an input is missing, unknown or of another unit; DECIMAL_UNDEFINED when there is no result.
 */
export function evaluate<I extends InputUnits, O extends MethodologyUnit>(
  equation: Equation<I, O>,
  inputs: MeasuresOf<NoInfer<I>>,
): Measure<O> {
  const given = inputs as Readonly<Record<string, Measure | undefined>>
  const values: Record<string, Exact> = {}
  for (const [name, unit] of Object.entries(equation.inputs)) {
    const input = given[name]
    if (input?.unit !== unit) throw mismatch(equation.id, name, unit, input?.unit)
    values[name] = input.value
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(equation.inputs, name)) throw mismatch(equation.id, name, null, given[name]?.unit)
  }
  const value = equation.compute(values as { readonly [Name in keyof I]: Exact })
  if (!value.isFinite()) throw transcendentalErrors.DECIMAL_UNDEFINED({ field: equation.id, given: value.toString() })
  return measure(value, equation.output)
}

function mismatch(equation: string, input: string, expected: string | null, given: string | undefined) {
  return methodologyErrors.METHODOLOGY_UNIT_MISMATCH({ equation, input, expected, given: given ?? null })
}
