/** What every run of a methodology says in the same words, and the way from its gross amount to whole credits. */
import { type Exact, exact, formatExact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { issueDown } from '../policy/carbonIssuance.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import type { UsedVersion } from '../recording.ts'
import { type Measure, measure } from './measure.ts'
import type { NamedRule, Trace, TraceStep } from './trace.ts'

/** `minimum`: the governed floor; `combinedRelativeError`: error propagation; `monteCarlo`: simulation. The larger one is taken. */
export type UncertaintyMethod = 'minimum' | 'combinedRelativeError' | 'monteCarlo'

export interface Deduction {
  /** Of the gross amount. */
  readonly share: Exact
  readonly method: UncertaintyMethod
}

/** JSON: amounts are decimal strings in kg CO2e. Its canonical hash binds the issuance to exactly this run. */
export interface QuantificationRun {
  readonly methodology: string
  readonly methodologyVersion: string
  readonly inputs: { readonly carryInKg: string }
  readonly steps: readonly TraceStep[]
  readonly grossKg: string
  readonly deductions: { readonly uncertaintyShare: string; readonly uncertaintyKg: string; readonly bufferKg: string }
  readonly uncertaintyMethod: UncertaintyMethod
  readonly netKg: string
  /** Whole kilograms for the project and for the buffer pool. */
  readonly issuedKg: string
  readonly issuedBufferKg: string
  /** Less than a kilogram, for the project's next issuance. */
  readonly carryKg: string
  /** Departures from the sampling and quality rules; they lower nothing by themselves, a verifier judges them. */
  readonly findings: readonly string[]
  /** Every parameter version the run read, sorted by key; with these it is repeated. */
  readonly parameters: readonly UsedVersion[]
}

/** A run before it says what it read. */
export type ConcludedRun = Omit<QuantificationRun, 'parameters'>

interface Conclusion<Id extends string, Inputs extends { readonly carryInKg: string }> {
  readonly methodology: Id
  readonly version: string
  readonly inputs: Inputs
  readonly gross: Measure<'kgCO2e'>
  readonly deduction: Deduction
  readonly carryIn: Exact
  readonly findings: readonly string[]
}

/** Uncertainty, buffer, whole kilograms and carry (domain.md 2.23 step 5), each a step of the trace. */
export function concludeRun<Id extends string, Inputs extends { readonly carryInKg: string }>(
  trace: Trace,
  of: Conclusion<Id, Inputs>,
  parameters: ParameterSet,
): ConcludedRun & { readonly methodology: Id; readonly inputs: Inputs } {
  const issuance = issueDown(of.gross.value, of.deduction.share, of.carryIn, parameters)
  recordIssuance(trace, issuance, of.deduction.share, parameters)
  const creditable = of.gross.value.isNegative() ? exact(0n) : of.gross.value
  return {
    methodology: of.methodology,
    methodologyVersion: of.version,
    inputs: of.inputs,
    steps: trace.steps,
    grossKg: formatExact(of.gross.value),
    deductions: {
      uncertaintyShare: formatExact(of.deduction.share),
      uncertaintyKg: formatExact(creditable.minus(issuance.afterUncertainty)),
      bufferKg: formatExact(issuance.buffer),
    },
    uncertaintyMethod: of.deduction.method,
    netKg: formatExact(issuance.net),
    issuedKg: issuance.issuedKg.toString(),
    issuedBufferKg: issuance.bufferKg.toString(),
    carryKg: formatExact(issuance.carryOut),
    findings: of.findings,
  }
}

const rule = (name: string, text: string): NamedRule => ({
  id: `policy/carbonIssuance/${name}`,
  rule: text,
  citation: 'domain.md 2.23 step 5, 2.24',
})

/** How credits follow from carbon, the same for every methodology. */
export const issuanceRules = {
  afterUncertainty: rule('afterUncertainty', 'gross × (1 − uncertainty); nothing of a negative gross'),
  buffer: rule('buffer', 'after uncertainty × buffer share'),
  net: rule('net', 'after uncertainty − buffer, rounded down to milligrams'),
  issued: rule('issued', 'whole kilograms of net + carry'),
  issuedBuffer: rule('issuedBuffer', 'whole kilograms of the buffer'),
  carry: rule('carry', 'net + carry − issued'),
} as const

function recordIssuance(
  trace: Trace,
  issuance: ReturnType<typeof issueDown>,
  uncertainty: Exact,
  parameters: ParameterSet,
): void {
  const kg = (value: Exact) => measure(value, 'kgCO2e')
  const share = (value: Exact) => measure(value, '1')
  const gross = kg(issuance.gross)
  const afterUncertainty = kg(issuance.afterUncertainty)
  const buffer = kg(issuance.buffer)
  const net = kg(issuance.net)
  const carryIn = kg(issuance.carryIn)
  const issued = kg(exact(issuance.issuedKg))
  const bufferShare = share(parameters.get(secretTrees.issuance.bufferShare))
  const rules = issuanceRules
  trace.record(
    rules.afterUncertainty,
    'after uncertainty',
    { gross, uncertainty: share(uncertainty) },
    afterUncertainty,
  )
  trace.record(rules.buffer, 'buffer', { afterUncertainty, bufferShare }, buffer)
  trace.record(rules.net, 'net', { afterUncertainty, buffer }, net)
  trace.record(rules.issued, 'issued', { net, carryIn }, issued)
  trace.record(rules.issuedBuffer, 'issued buffer', { buffer }, kg(exact(issuance.bufferKg)))
  trace.record(rules.carry, 'carry', { net, carryIn, issued }, kg(issuance.carryOut))
}
