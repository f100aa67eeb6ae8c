/**
 * The form of a methodology: everything a reader must know to judge a run of it, declared beside the function that runs it. A test
 * holds each declaration against what the function does: its inputs, its equations, its refusals.
 */
import type { Parameter, ParameterSet } from '../parameters.ts'
import type { MethodologyId } from '../programmes/secretTreesUncertainty.ts'
import type { Equation } from './equation.ts'
import { type MethodologyUnit, methodologyErrors } from './measure.ts'
import type { QuantificationRun } from './quantification.ts'
import type { NamedRule } from './trace.ts'

/** A member of the inputs. */
export interface DeclaredInput {
  /** JSON pointer; `*` stands for each entry of a list. */
  readonly pointer: string
  /** Of the decimal; or what else the member is. */
  readonly unit: MethodologyUnit | 'percent' | 'text' | 'whole number' | 'choice'
  readonly meaning: string
  /** Where the value comes from. */
  readonly source: string
  /** What holds when it is not given. */
  readonly missing: string
  /** Module of EN 15804+A2 that it belongs to, in the life cycle of a building. */
  readonly module?: string
}

export type DeclaredEquation = Pick<Equation, 'id' | 'rule' | 'citation' | 'inputs' | 'output'>

/** Structure of a greenhouse gas project after ISO 14064-2: what each part is here, in a sentence. */
export interface ProjectFrame {
  readonly project: string
  readonly baseline: string
  readonly additionality: string
  readonly leakage: string
  readonly monitoring: string
  readonly permanence: string
}

export interface Methodology {
  readonly id: MethodologyId
  readonly title: string
  /** The carbon pool it counts: one half of what a claim is about. */
  readonly pool: string
  readonly citation: string
  readonly frame: ProjectFrame
  readonly inputs: readonly DeclaredInput[]
  readonly equations: readonly DeclaredEquation[]
  /** Rules of the rulebook it asks. */
  readonly rules: readonly NamedRule[]
  /** What it lowers a result by, on purpose. */
  readonly deductions: readonly string[]
  readonly uncertainty: string
  /** Where its constants are governed. */
  readonly parameters: readonly Parameter<unknown>[]
  /** Version of new quantifications. */
  currentVersion(parameters: ParameterSet): string
  /** @param inputs JSON of the methodology's own shape. @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID METHODOLOGY_UNKNOWN */
  quantify(inputs: unknown, parameters: ParameterSet): QuantificationRun
}

/** Members of one source and one module: pointer to unit, meaning, and what holds when it is missing. */
export function inputsFrom(
  source: string,
  members: Readonly<Record<string, readonly [DeclaredInput['unit'], meaning: string, missing: string]>>,
  module?: string,
): readonly DeclaredInput[] {
  return Object.entries(members).map(([pointer, [unit, meaning, missing]]) => ({
    ...{ pointer, unit, meaning, source, missing },
    ...(module === undefined ? {} : { module }),
  }))
}

/** The equations of several tables, as they are declared. */
export function declared(
  ...tables: readonly Readonly<Record<string, DeclaredEquation>>[]
): readonly DeclaredEquation[] {
  return tables.flatMap((table) => Object.values(table))
}

/** The row of a version. @throws METHODOLOGY_UNKNOWN */
export function versionOf<T extends { readonly version: string }>(versions: readonly T[], version: string): T {
  const found = versions.find((row) => row.version === version)
  if (found !== undefined) return found
  throw methodologyErrors.METHODOLOGY_UNKNOWN({
    field: '/methodologyVersion',
    given: version,
    versions: versions.map((row) => row.version),
  })
}
