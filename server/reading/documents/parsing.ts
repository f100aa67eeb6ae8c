/** What all parsers share: their input, what they answer, and how they collect problems. */
import type { DocumentKind, Statement, StatementField } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { type BatchMode, type InputProblem, InputRefused, type RefusedRow } from '../problems.ts'
import type { ColumnProfile } from './columnProfiles.ts'
import { normaliseStatement, type ReadBy } from './statements.ts'

export interface ParseInput {
  readonly file: string
  readonly bytes: Uint8Array
  readonly kind: DocumentKind
  /** What happens to a CSV file with bad rows. */
  readonly mode: BatchMode
  readonly parameters: ParameterSet
  /** ISO date of arrival: no document is younger. */
  readonly receivedOn: string
  /** The market that prices are of: a commodity category, or `HS:` and digits. */
  readonly market?: string
  readonly profile?: ColumnProfile
  /** The vessel whose track is meant, seven digits. */
  readonly vesselImo?: string
}

/** What a parser read. */
export interface ParsedDocument {
  readonly number: string
  /** ISO date; null when the document does not say. */
  readonly issuedOn: string | null
  /** Null when the document does not say: the caller names the issuer then. */
  readonly issuer: { readonly name: string; readonly country: string | null } | null
  readonly statements: readonly Statement[]
  /** Digest over the lines a quantification computes with, when there are any. */
  readonly measuredSha256?: string
  /** Digest of what they say whatever the bytes (linesContent.ts). */
  readonly contentSha256?: string
  /** What else is worth keeping, by format. */
  readonly details: { readonly [member: string]: JsonValue }
  /** Rows that were left out, with mode `quarantine`. */
  readonly refusedRows: readonly RefusedRow[]
}

/** Collects the problems of one document; statements enter through it, each checked against its list. */
export class Findings implements ReadBy {
  readonly file: string
  readonly parameters: ParameterSet
  readonly problems: InputProblem[] = []
  readonly statements: Statement[] = []

  constructor({ file, parameters }: ReadBy) {
    this.file = file
    this.parameters = parameters
  }

  add(...problems: readonly InputProblem[]): void {
    this.problems.push(...problems)
  }

  /** Adds a statement in normal form; undefined, null and empty say nothing. A repeated statement is kept once. */
  state(field: StatementField, value: unknown, place: { pointer?: string; line?: number }): void {
    if (value === undefined || value === null || value === '') return
    const read = normaliseStatement(this, field, value, place)
    if (read.problem !== undefined) this.problems.push(read.problem)
    else if (!this.statements.some((known) => known.field === field && known.value === read.value)) {
      this.statements.push({ field, value: read.value })
    }
  }

  /** Looks a value up as the field would be, without stating it: a code that no rule reads must be one all the same. */
  look(field: StatementField, value: unknown, place: { pointer?: string; line?: number }): void {
    if (value === undefined || value === null) return
    const { problem } = normaliseStatement(this, field, value, place)
    if (problem !== undefined) this.problems.push(problem)
  }

  /** @throws InputRefused when there is a problem */
  finish(): readonly Statement[] {
    if (this.problems.length > 0) throw new InputRefused(this.problems)
    return this.statements
  }
}
