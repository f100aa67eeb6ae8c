/** One command, one transaction: rows, events, intents, the audit entry and the idempotency record commit together. */
import { createHash } from 'node:crypto'
import { mergedVersions, type Recording, recordingSet } from '@assay/domain/recording.ts'
import type { Transaction } from 'kysely'
import type { Database } from '../generated/rows.ts'
import type { AuditEntry, CommandContext, EventOf, Json, QueryContext } from '../module.ts'
import { recordIntent } from './chain/recordIntent.ts'
import { recordEvent } from './events.ts'
import { failpoint } from './failpoint.ts'
import { uuidv7 } from './ids.ts'
import type { Caller, Machine } from './machine.ts'
import { recordsOf } from './records.ts'
import { retryConflicts } from './retry.ts'

export interface TransactOptions {
  /** What the audit log calls this command, e.g. `assets.registerTrade`. */
  readonly action: string
  /** The command's input; only its hash reaches the audit log. */
  readonly input?: unknown
}

/** Runs `run` as a command. A deadlock or serialisation conflict is tried again; anything else rolls everything back.
 *  Errors: whatever `run` throws, DATABASE_BUSY. */
export async function transact<R>(
  machine: Machine,
  caller: Caller,
  options: TransactOptions,
  run: (context: CommandContext) => Promise<R>,
): Promise<R> {
  const result = await retryConflicts(() =>
    machine.db.transaction().execute((db) => runIn(machine, db, caller, options, run)),
  )
  failpoint(`after:${options.action}`)
  return result
}

/** The same inside a transaction that is already open. */
export async function runIn<R>(
  machine: Machine,
  db: Transaction<Database>,
  caller: Caller,
  options: TransactOptions,
  run: (context: CommandContext) => Promise<R>,
): Promise<R> {
  const query = queryContext(machine, db, caller)
  const events: AuditEntry['events'][number][] = []
  const intents: AuditEntry['intents'][number][] = []
  const { parametersAt, parametersUsed } = recordingParameters(query)
  const context: CommandContext = {
    ...query,
    db,
    parameters: await parametersAt(query.now),
    parametersAt,
    parametersUsed,
    signer: machine.signer,
    newId: () => uuidv7(query.now),
    async emit<Data extends Json>(event: EventOf<Data>, how?: { at?: Date; key?: string }) {
      const id = await recordEvent(machine, context, event, how)
      if (id !== null) events.push({ id, type: event.type, key: how?.key ?? null })
    },
    async intend(intent) {
      const id = await recordIntent(machine, context, intent)
      intents.push({ id, subject: intent.subject })
      return id
    },
  }
  const result = await run(context)
  await machine.auditSink?.(context, { action: options.action, inputHash: hashOf(options.input), events, intents })
  failpoint(`before:${options.action}`)
  return result
}

/** The sets a command asks for, remembering what it reads from them. */
function recordingParameters(query: QueryContext): Pick<CommandContext, 'parametersAt' | 'parametersUsed'> {
  const recordings: Recording[] = []
  return {
    async parametersAt(at) {
      const recording = recordingSet(await query.parametersAt(at))
      recordings.push(recording)
      return recording.set
    },
    parametersUsed: () => mergedVersions(recordings),
  }
}

/** Runs a question outside any transaction. */
export async function ask<R>(machine: Machine, caller: Caller, run: (context: QueryContext) => Promise<R>): Promise<R> {
  return run(queryContext(machine, machine.db, caller))
}

function queryContext<DB extends QueryContext['db']>(
  machine: Machine,
  db: DB,
  caller: Caller,
): QueryContext & { readonly db: DB } {
  const now = machine.clock.now()
  return {
    db,
    now,
    actor: caller.actor,
    requestId: caller.requestId,
    log: machine.log.child({ requestId: caller.requestId, clientId: caller.actor.clientId }),
    parametersAt: (at) => machine.loadParameters(db, at),
    files: machine.files,
    chain: machine.chain.view,
    records: recordsOf(db),
    publicUrl: machine.config.publicUrl,
  }
}

function hashOf(input: unknown): string | null {
  if (input === undefined) return null
  const text = JSON.stringify(input, (_key, value) => {
    if (typeof value === 'bigint') return value.toString()
    // Bytes enter by their digest: an upload may be large.
    if (value instanceof Uint8Array) return createHash('sha256').update(value).digest('hex')
    return value
  })
  return createHash('sha256').update(text).digest('hex')
}
