/**
 * Errors are a table. Each module declares its rows once with `defineErrors`; the HTTP layer maps a row to an RFC 9457
 * problem, and a test compares all rows with docs/reference/errors.md in both directions.
 */
export interface ErrorRow {
  /** HTTP status the problem is answered with. */
  readonly status: number
  /** Short, the same for every occurrence; no values in it. */
  readonly title: string
  /** What the caller can do about it. */
  readonly remedy: string
  /** True when the same request may succeed later without being changed. */
  readonly retryable?: boolean
}

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly unknown[]>>

/** The only error class the product throws on purpose. `details` name fields and ids; never secrets or personal data. */
export class AssayError extends Error {
  override readonly name = 'AssayError'
  readonly code: string
  readonly status: number
  readonly remedy: string
  readonly retryable: boolean
  readonly details: ErrorDetails

  constructor(code: string, row: ErrorRow, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(row.title, options)
    this.code = code
    this.status = row.status
    this.remedy = row.remedy
    this.retryable = row.retryable ?? false
    this.details = details
  }
}

const table = new Map<string, ErrorRow>()

/** Registers rows and returns one constructor per code: `throw assetErrors.TRADE_NOT_FOUND({ tradeId })`. */
export function defineErrors<const Rows extends Readonly<Record<string, ErrorRow>>>(
  rows: Rows,
): { readonly [Code in keyof Rows]: (details?: ErrorDetails, options?: { cause?: unknown }) => AssayError } {
  const constructors: Record<string, (details?: ErrorDetails, options?: { cause?: unknown }) => AssayError> = {}
  for (const [code, row] of Object.entries(rows)) {
    if (table.has(code)) throw new TypeError(`error code ${code} is declared twice`)
    table.set(code, row)
    constructors[code] = (details, options) => new AssayError(code, row, details, options)
  }
  return constructors as { readonly [Code in keyof Rows]: (details?: ErrorDetails) => AssayError }
}

/** Every declared row, for the reference page and the test that compares it. */
export function errorTable(): ReadonlyMap<string, ErrorRow> {
  return table
}
