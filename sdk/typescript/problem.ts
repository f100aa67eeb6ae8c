/** A refusal of the API: an RFC 9457 problem with a stable code (docs/reference/errors.md). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  /** True when the same request may succeed later without being changed. */
  readonly retryable: boolean
  /** The whole problem, with its details; field errors are in `errors`. */
  readonly problem: Readonly<Record<string, unknown>>

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const code = text(problem.code) ?? text(problem.error) ?? 'UNKNOWN'
    const title = text(problem.title) ?? text(problem.error_description) ?? 'no explanation'
    super(
      [`${status} ${code}: ${title}.`, text(problem.remedy), ...fieldErrors(problem.errors)].filter(Boolean).join(' '),
    )
    this.status = status
    this.code = code
    this.retryable = problem.retryable === true || status === 429 || status >= 500
    this.problem = problem
  }
}

/** What is wrong with each field, for whoever reads a stack trace. */
function fieldErrors(errors: unknown): string[] {
  if (!Array.isArray(errors)) return []
  return errors.map((error) => `[${text(error?.in) ?? ''}${text(error?.pointer) ?? ''} ${text(error?.message) ?? ''}]`)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
