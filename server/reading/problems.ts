/**
 * What is wrong with input from outside, said so that a person can repair it: where (file and line, or JSON pointer), a
 * stable code, what it means and what to do. Each kind of input declares its rows once; a test compares all rows with
 * docs/reference/inputs.md.
 */
export interface InputProblem {
  readonly file: string
  /** Line of the file, counted from 1; null for JSON. */
  readonly line: number | null
  /** JSON pointer (RFC 6901) or the name of the column; empty for the whole. */
  readonly pointer: string
  readonly code: string
  readonly message: string
  readonly remedy: string
  /** The offending value, shortened; never a coordinate. */
  readonly given?: string
  /** Codes of the list that are most like the value. */
  readonly nearest?: string[]
}

export interface ProblemRow {
  readonly message: string
  readonly remedy: string
}

export interface Place {
  readonly line?: number
  readonly pointer?: string
  readonly given?: unknown
  readonly nearest?: readonly string[]
}

/** What happens to a file with bad rows: refused whole, or its bad rows kept aside. */
export const batchModes = ['refuse', 'quarantine'] as const
export type BatchMode = (typeof batchModes)[number]

export interface RefusedRow {
  /** Place in the input, from 0. */
  readonly position: number
  readonly problems: readonly InputProblem[]
  /** The row as it came, for whoever repairs it. */
  readonly row: unknown
}

const table = new Map<string, ProblemRow>()

/** Thrown inside a parser; the command that called it turns it into the module's error. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused'
  readonly problems: readonly InputProblem[]

  constructor(problems: readonly InputProblem[]) {
    super(problems[0]?.code ?? 'input refused')
    this.problems = problems
  }
}

type ProblemOf = (file: string, place?: Place) => InputProblem

/** Registers rows and returns one constructor per code. */
export function defineProblems<const Rows extends Readonly<Record<string, ProblemRow>>>(
  rows: Rows,
): { readonly [Code in keyof Rows]: ProblemOf } {
  const constructors: Record<string, ProblemOf> = {}
  for (const [code, row] of Object.entries(rows)) {
    if (table.has(code)) throw new TypeError(`problem code ${code} is declared twice`)
    table.set(code, row)
    constructors[code] = (file, place = {}) => ({
      file,
      line: place.line ?? null,
      pointer: place.pointer ?? '',
      code,
      message: row.message,
      remedy: row.remedy,
      ...(place.given === undefined ? {} : { given: shorten(place.given) }),
      ...(place.nearest === undefined || place.nearest.length === 0 ? {} : { nearest: [...place.nearest] }),
    })
  }
  return constructors as { readonly [Code in keyof Rows]: ProblemOf }
}

/** Every declared row, for the reference page and the test that compares it. */
export function problemTable(): ReadonlyMap<string, ProblemRow> {
  return table
}

/** Problems shown in one answer; the count of the rest is given beside them. */
export const problemsShownMost = 50

function shorten(given: unknown): string {
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? String(given))
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
