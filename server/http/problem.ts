/** Errors as RFC 9457 problems: `application/problem+json` with our stable code, the remedy and the request's id. */
import { AssayError } from '@assay/domain/errors.ts'
import type { FastifyError } from 'fastify'
import { httpErrors } from './errors.ts'

export const problemMediaType = 'application/problem+json'

export interface Problem {
  /** Where the code is explained. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly remedy: string
  readonly retryable: boolean
  readonly requestId: string
  /** Structured details of the error: fields and ids. `errors` lists field errors. */
  readonly [detail: string]: unknown
}

/** The problem of an error of ours. Details never overwrite a member of the problem itself. */
export function toProblem(error: AssayError, requestId: string): Problem {
  return {
    ...error.details,
    type: `/problems#${error.code}`,
    title: error.message,
    status: error.status,
    code: error.code,
    remedy: error.remedy,
    retryable: error.retryable,
    requestId,
  }
}

/** What of the framework's own errors has a row of ours. */
const frameworkRows: Readonly<Record<string, () => AssayError>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: () => httpErrors.BODY_MALFORMED(),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => httpErrors.BODY_MALFORMED(),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => httpErrors.REQUEST_REFUSED(),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => httpErrors.MEDIA_TYPE_UNSUPPORTED({ accepts: ['application/json'] }),
  FST_ERR_CTP_BODY_TOO_LARGE: () => httpErrors.BODY_TOO_LARGE(),
  FST_ERR_REOPENED_CLOSE_SERVER: () => httpErrors.UNAVAILABLE(),
}

/** Any error as one of ours. What nobody foresaw becomes INTERNAL: its message may hold anything and stays in the log. */
export function toAssayError(error: unknown): AssayError {
  if (error instanceof AssayError) return error
  const { code, statusCode, message } = error as Partial<FastifyError>
  const row = code === undefined ? undefined : frameworkRows[code]
  if (row !== undefined) return row()
  if (code === undefined ? brokenConnection.has(message ?? '') : isOutage(code))
    return httpErrors.UNAVAILABLE({}, { cause: error })
  // Body parsers throw plain errors with a client status, for example for a prototype-poisoning key.
  if (statusCode === 400)
    return error instanceof SyntaxError ? httpErrors.BODY_MALFORMED() : httpErrors.REQUEST_REFUSED()
  if (statusCode !== undefined && statusCode > 400 && statusCode < 500) return httpErrors.REQUEST_REFUSED()
  return httpErrors.INTERNAL({}, { cause: error })
}

/** What the driver says, without any code, of a connection that broke under a transaction or could not be had in time. A rollback on
 *  it hides the error that came first. */
const brokenConnection: ReadonlySet<string> = new Set([
  'Client has encountered a connection error and is not queryable',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
])

/** The database cannot be reached, is starting or stopping (SQLSTATE classes 08 and 57P), or has no connection left (53300). */
function isOutage(code: string): boolean {
  return /^(08...|57P0.|53300)$/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)
}
