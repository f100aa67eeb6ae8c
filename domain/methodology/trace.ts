/** Values with a unit and the trace of a computation: every step names its rule, its inputs and its result. */
import { type Exact, formatExact, roundDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import { type Unit, unitDecimals } from '../quantity.ts'

export const methodologyErrors = defineErrors({
  METHODOLOGY_UNKNOWN: {
    status: 422,
    title: 'There is no such methodology version',
    remedy: 'Use one of the versions named in the details.',
  },
  METHODOLOGY_INPUT_INVALID: {
    status: 422,
    title: 'An input of the methodology is outside its range',
    remedy: 'Correct the field in the details; the reason is beside it.',
  },
  METHODOLOGY_UNIT_MISMATCH: {
    status: 500,
    title: 'A methodology adds values of different units',
    remedy: 'Report this: the methodology is wrong.',
  },
})

export interface Measure<U extends Unit = Unit> {
  readonly value: Exact
  readonly unit: U
}

/** JSON: numbers are decimal strings, cut after six decimals. */
export interface TraceStep {
  readonly step: string
  readonly rule: string
  readonly inputs: { readonly [name: string]: string }
  readonly result: string
  readonly unit: Unit
}

export interface Trace {
  readonly steps: readonly TraceStep[]
  /** Records a step and hands its result on. */
  record<U extends Unit>(
    step: string,
    rule: string,
    inputs: { readonly [name: string]: Exact | string },
    result: Measure<U>,
  ): Measure<U>
}

export function createTrace(): Trace {
  const steps: TraceStep[] = []
  const shown = (value: Exact | string) => (typeof value === 'string' ? value : formatExact(roundDown(value, 6)))
  return {
    steps,
    record(step, rule, inputs, result) {
      const entries = Object.entries(inputs).map(([name, value]) => [name, shown(value)])
      steps.push({
        step,
        rule,
        inputs: Object.fromEntries(entries),
        result: formatExact(roundDown(result.value, unitDecimals[result.unit])),
        unit: result.unit,
      })
      return result
    },
  }
}

export function measure<U extends Unit>(value: Exact, unit: U): Measure<U> {
  return { value, unit }
}

/** @throws METHODOLOGY_UNIT_MISMATCH */
export function plus<U extends Unit>(a: Measure<U>, b: Measure<NoInfer<U>>): Measure<U> {
  if (a.unit !== b.unit) throw methodologyErrors.METHODOLOGY_UNIT_MISMATCH({ left: a.unit, right: b.unit })
  return measure(a.value.plus(b.value), a.unit)
}
