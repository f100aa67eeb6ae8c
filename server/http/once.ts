/**
 * Idempotency of commands (draft-ietf-httpapi-idempotency-key-header): the same key and request get the first answer again,
 * byte for byte, whether it was a success or a refusal. The record of a success is written in the command's transaction.
 */
import { createHash } from 'node:crypto'
import { AssayError } from '@assay/domain/errors.ts'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import type { CommandContext } from '../module.ts'
import { type Answer, recordAnswer, transactOnce } from '../runtime/idempotency.ts'
import type { Caller, Machine } from '../runtime/machine.ts'
import { httpErrors } from './errors.ts'
import { toProblem } from './problem.ts'
import type { Seal } from './seal.ts'

export interface OnceRequest {
  readonly key: string
  readonly fingerprint: string
  /** What the audit log calls the command. */
  readonly action: string
  readonly input: unknown
}

/** Reads the header. Errors: IDEMPOTENCY_KEY_REQUIRED. */
export function readIdempotencyKey(header: string | string[] | undefined): string {
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header)) throw httpErrors.IDEMPOTENCY_KEY_REQUIRED()
  return header
}

/** Hash of everything that makes the request what it is; the order of JSON members does not count. */
export function fingerprintOf(
  operationId: string,
  input: { params: unknown; query: unknown; body: unknown; bytes?: Uint8Array },
): string {
  const bytes = input.bytes === undefined ? null : createHash('sha256').update(input.bytes).digest('hex')
  const { params, query, body } = input
  return createHash('sha256')
    .update(canonicalize({ operationId, params, query, body: body ?? null, bytes })!)
    .digest('hex')
}

/**
 * Runs a command once per client and key. Answers are kept sealed: one of them holds a client secret, others hold names.
 * A refusal (an error that repeating cannot cure) is an answer too and is kept after the command's transaction was rolled
 * back; whichever of two concurrent calls records first, both answer with that record.
 * Errors: IDEMPOTENCY_KEY_REUSED, retryable ones.
 */
export async function answerOnce(
  machine: Machine,
  caller: Caller,
  request: OnceRequest,
  seal: Seal,
  run: (context: CommandContext) => Promise<Answer>,
): Promise<Answer & { readonly replayed: boolean }> {
  const binding = `${caller.actor.clientId}\n${request.key}`
  const sealed = (answer: Answer): Answer => ({
    status: answer.status,
    body: seal.seal(Buffer.from(answer.body), binding).toString('base64'),
  })
  const stored = await transactOnce(machine, caller, request, async (context) => sealed(await run(context))).catch(
    (error) => {
      if (!isRefusal(error)) throw error
      const problem = toProblem(error, caller.requestId)
      return recordAnswer(machine, caller, request, sealed({ status: problem.status, body: JSON.stringify(problem) }))
    },
  )
  const body = seal.open(Buffer.from(stored.body, 'base64'), binding).toString('utf8')
  return { status: stored.status, body, replayed: stored.replayed }
}

/** Answers are kept at least this long; the promise to clients is 24 hours. */
const keptHours = 48

/** Forgets answers that are older than promised, a limited number at a time. @returns how many. */
export async function forgetOldAnswers(machine: Pick<Machine, 'db' | 'clock'>, atMost = 10_000): Promise<number> {
  const before = new Date(machine.clock.now().getTime() - keptHours * 3_600_000)
  const { numDeletedRows } = await machine.db
    .deleteFrom('idempotency_records')
    .where(sql<string>`ctid`, 'in', (of) =>
      of
        .selectFrom('idempotency_records')
        .select(sql<string>`ctid`.as('row'))
        .where('created_at', '<', before)
        .limit(atMost),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** True for what the same request will always meet. A key used for something else is the caller's mistake, not the answer. */
function isRefusal(error: unknown): error is AssayError {
  return (
    error instanceof AssayError && !error.retryable && error.status < 500 && error.code !== 'IDEMPOTENCY_KEY_REUSED'
  )
}
