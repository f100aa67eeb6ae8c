import { sql, type Transaction } from 'kysely'
import type { Database } from '../../generated/rows.ts'
import { addJob } from '../events.ts'
import { failpoint } from '../failpoint.ts'
import type { Machine } from '../machine.ts'
import { type FinalJob, handlersOf } from './finality.ts'
import type { Heads } from './intentRow.ts'
import { findHeader } from './readBlocks.ts'

/** Jobs of logs about the same thing (their first indexed argument) run one after the other, in this many queues. */
const queues = 16n

/** Moves blocks to safe and final, and hands the consequences of newly final logs to the job queue in the same transaction.
 *  Returns true when a block moved. */
export async function markFinality(machine: Machine, head: Heads): Promise<boolean> {
  const final = await canonicalUpTo(machine, head.final)
  const safe = final === null ? null : head.safe
  if (final === null || safe === null) return false
  return machine.db.transaction().execute(async (db) => {
    const madeSafe = await db
      .updateTable('chain_blocks')
      .set({ state: 'safe' })
      .where('state', '=', 'included')
      .where('number', '<=', safe.toString())
      .where('number', '>', final.toString())
      .executeTakeFirst()
    const madeFinal = await db
      .updateTable('chain_blocks')
      .set({ state: 'final' })
      .where('state', '<>', 'final')
      .where('number', '<=', final.toString())
      .returning('number')
      .execute()
    if (madeFinal.length > 0) {
      await announce(
        machine,
        db,
        madeFinal.map((row) => row.number),
      )
      if (!machine.config.embeddedChain) await prune(db, final)
    }
    failpoint('indexer.final')
    return madeSafe.numUpdatedRows > 0n || madeFinal.length > 0
  })
}

/** The final height, unless our block of that height is another one: then a rewind comes first. */
async function canonicalUpTo(machine: Machine, final: bigint): Promise<bigint | null> {
  const row = await machine.db
    .selectFrom('chain_blocks')
    .select(['number', 'hash'])
    .where('number', '<=', final.toString())
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  const found = await findHeader(machine.chain, BigInt(row.number))
  return found?.hash === row.hash ? BigInt(row.number) : null
}

async function announce(machine: Machine, db: Transaction<Database>, blocks: readonly string[]): Promise<void> {
  const logs = await db
    .selectFrom('chain_logs')
    .selectAll()
    .where('block_number', 'in', blocks)
    .orderBy('block_number')
    .orderBy('log_index')
    .execute()
  for (const log of logs) {
    const handlers = handlersOf(machine, log.contract, log.event_name).filter(({ projection }) => projection.whenFinal)
    if (handlers.length === 0) continue
    const { rows } = await sql<{ occurrence: number }>`
      select count(*)::int as occurrence from chain_logs
      where content_key = ${log.content_key} and (block_number, log_index) < (${log.block_number}, ${log.log_index})`.execute(
      db,
    )
    const about = BigInt(log.topics[1] ?? log.topics[0] ?? '0x0') % queues
    for (const { handler } of handlers) {
      const job: FinalJob = {
        blockNumber: log.block_number,
        logIndex: log.log_index,
        contentKey: log.content_key,
        occurrence: rows[0]!.occurrence,
        handler,
      }
      await addJob(db, 'final', job, null, `final-${about}`)
    }
  }
}

/** What can no longer be undone needs no journal, and of final blocks only those with logs and the newest are kept. */
async function prune(db: Transaction<Database>, final: bigint): Promise<void> {
  await db.deleteFrom('chain_journal').where('block_number', '<=', final.toString()).execute()
  await sql`
    delete from chain_blocks where state = 'final' and number < ${final.toString()}::bigint
      and not exists (select from chain_logs where block_number = number)`.execute(db)
}
