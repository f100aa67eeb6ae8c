/**
 * The trace of a computation: applying an equation writes down the step, the equation, its source, its inputs, the value and the
 * unit. It is plain JSON, so that a regulator, a bundle and a page read the same thing.
 */
import { type Exact, exact, formatExact, roundDown } from '../decimal.ts'
import { type Equation, evaluate, type InputUnits, type MeasuresOf } from './equation.ts'
import { type Measure, type MethodologyUnit, measure, plus } from './measure.ts'

/** Numbers are decimal strings, cut after six decimals; what is handed on is exact. */
export interface TraceStep {
  readonly step: string
  /** Id of the equation, or `policy/...` for a rule of the rulebook. */
  readonly equation: string
  readonly rule: string
  readonly source: string
  /** By name, with the unit: `3500 kg`. */
  readonly inputs: { readonly [name: string]: string }
  readonly result: string
  readonly unit: MethodologyUnit
  /** When one equation was applied to many things: a row for each; the result is the sum of the rows' last column. */
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

/** A rule of `policy/` that gives a methodology a number. */
export interface NamedRule {
  readonly id: string
  readonly rule: string
  readonly citation: string
}

export interface Row<I extends InputUnits> {
  readonly name: string
  readonly inputs: MeasuresOf<I>
}

export interface Trace {
  readonly steps: readonly TraceStep[]
  /** @throws what `evaluate` throws */
  apply<I extends InputUnits, O extends MethodologyUnit>(
    equation: Equation<I, O>,
    step: string,
    inputs: MeasuresOf<NoInfer<I>>,
  ): Measure<O>
  /** Applies one equation to many things. Inputs named in `varying` are columns of the table, the others are the same in all rows. */
  applyEach<I extends InputUnits, O extends MethodologyUnit>(
    equation: Equation<I, O>,
    step: string,
    rows: readonly Row<NoInfer<I>>[],
    varying: readonly (keyof NoInfer<I> & string)[],
  ): { readonly each: readonly Measure<O>[]; readonly total: Measure<O> }
  /** Records what a rule of the rulebook gave. */
  record<O extends MethodologyUnit>(
    rule: NamedRule,
    step: string,
    inputs: Readonly<Record<string, Measure>>,
    result: Measure<O>,
  ): Measure<O>
}

const decimalsShown = 6

export function createTrace(): Trace {
  const steps: TraceStep[] = []
  const { apply, applyEach } = silentTrace
  const write = (
    { id, rule, citation }: NamedRule,
    step: string,
    inputs: Readonly<Record<string, Measure>>,
    result: Measure,
    table?: TraceStep['table'],
  ) => {
    const entries = Object.entries(inputs).map(([name, input]) => [name, withUnit(input)])
    steps.push({
      step,
      equation: id,
      rule,
      source: citation,
      inputs: Object.fromEntries(entries),
      result: shown(result.value),
      unit: result.unit,
      ...(table === undefined ? {} : { table }),
    })
  }
  return {
    steps,
    apply(equation, step, inputs) {
      const result = apply(equation, step, inputs)
      write(equation, step, inputs, result)
      return result
    },
    applyEach(equation, step, rows, varying) {
      const result = applyEach(equation, step, rows, varying)
      const shared = Object.entries<Measure>(rows[0]?.inputs ?? {}).filter(([name]) => !varying.includes(name as never))
      write(equation, step, Object.fromEntries(shared), result.total, {
        columns: ['', ...varying.map((name) => inUnit(name, equation.inputs[name]!)), inUnit('', equation.output)],
        rows: rows.map(({ name, inputs }, index) => [
          name,
          ...varying.map((input) => shown(inputs[input].value)),
          shown(result.each[index]!.value),
        ]),
      })
      return result
    },
    record(rule, step, inputs, result) {
      write(rule, step, inputs, result)
      return result
    },
  }
}

/** Computes the same and writes nothing: for the thousand repetitions of a simulation. */
export const silentTrace: Trace = {
  steps: [],
  apply: (equation, _step, inputs) => evaluate(equation, inputs),
  applyEach(equation, _step, rows, _varying) {
    const each = rows.map(({ inputs }) => evaluate(equation, inputs))
    return { each, total: each.reduce(plus, measure(exact(0n), equation.output)) }
  },
  record: (_rule, _step, _inputs, result) => result,
}

function shown(value: Exact): string {
  return formatExact(roundDown(value, decimalsShown))
}

function withUnit({ value, unit }: Measure): string {
  return unit === '1' ? shown(value) : `${shown(value)} ${unit}`
}

function inUnit(name: string, unit: MethodologyUnit): string {
  if (unit === '1') return name
  return name === '' ? unit : `${name}, ${unit}`
}
