import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../generated/rows.ts'
import type { CommandContext } from '../module.ts'
import { runtimeErrors } from './errors.ts'
import { failpoint } from './failpoint.ts'
import type { Caller, Machine } from './machine.ts'
import { retryConflicts } from './retry.ts'
import { runIn, type TransactOptions } from './transact.ts'

/** What was answered, byte for byte. */
export interface Answer {
  readonly status: number
  readonly body: string
}

export interface OnceOptions extends TransactOptions {
  /** The client's Idempotency-Key, 1 to 255 characters. Keys of different clients never meet. */
  readonly key: string
  /** Hash of method, path and body: the same key with another one is refused. */
  readonly fingerprint: string
}

/** Runs a command at most once per client and key, and repeats its first answer. Concurrent requests with one key wait for
 *  the first. A command that throws leaves no record, so it may be tried again. Errors: IDEMPOTENCY_KEY_REUSED, those of
 *  `run`. */
export async function transactOnce(
  machine: Machine,
  caller: Caller,
  options: OnceOptions,
  run: (context: CommandContext) => Promise<Answer>,
): Promise<Answer & { readonly replayed: boolean }> {
  const answer = await retryConflicts(() =>
    machine.db.transaction().execute((db) => first(machine, db, caller, options, run)),
  )
  failpoint(`after:${options.action}`)
  return answer
}

async function first(
  machine: Machine,
  db: Transaction<Database>,
  caller: Caller,
  options: OnceOptions,
  run: (context: CommandContext) => Promise<Answer>,
): Promise<Answer & { readonly replayed: boolean }> {
  // The empty record is the lock: a second request with this key blocks on it until the first has committed.
  const inserted = await db
    .insertInto('idempotency_records')
    .values({
      client_id: caller.actor.clientId,
      key: options.key,
      fingerprint: options.fingerprint,
      status: 0,
      body: '',
      created_at: machine.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['client_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted === undefined) {
    // On this transaction's own connection: waiters that each wanted a second one would starve the pool.
    const known = await find(db, caller, options)
    if (known === null) throw runtimeErrors.DATABASE_BUSY()
    return known
  }
  const answer = await runIn(machine, db, caller, options, run)
  await db
    .updateTable('idempotency_records')
    .set({ status: answer.status, body: answer.body })
    .where('client_id', '=', caller.actor.clientId)
    .where('key', '=', options.key)
    .execute()
  return { ...answer, replayed: false }
}

/** Keeps an answer that no command's transaction could keep: a refusal, whose transaction was rolled back. Whatever was
 *  recorded first for the key is the answer. Errors: IDEMPOTENCY_KEY_REUSED. */
export async function recordAnswer(
  machine: Machine,
  caller: Caller,
  options: Pick<OnceOptions, 'key' | 'fingerprint'>,
  answer: Answer,
): Promise<Answer & { readonly replayed: boolean }> {
  const inserted = await machine.db
    .insertInto('idempotency_records')
    .values({
      client_id: caller.actor.clientId,
      key: options.key,
      fingerprint: options.fingerprint,
      status: answer.status,
      body: answer.body,
      created_at: machine.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['client_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted !== undefined) return { ...answer, replayed: false }
  const known = await find(machine.db, caller, options)
  if (known === null) throw runtimeErrors.DATABASE_BUSY()
  return known
}

async function find(
  db: Kysely<Database>,
  caller: Caller,
  options: Pick<OnceOptions, 'key' | 'fingerprint'>,
): Promise<(Answer & { replayed: true }) | null> {
  const row = await db
    .selectFrom('idempotency_records')
    .selectAll()
    .where('client_id', '=', caller.actor.clientId)
    .where('key', '=', options.key)
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.fingerprint !== options.fingerprint) throw runtimeErrors.IDEMPOTENCY_KEY_REUSED({ key: options.key })
  return { status: row.status, body: row.body, replayed: true }
}
