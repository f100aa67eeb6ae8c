import { type Kysely, sql, type Transaction } from 'kysely'
import type { Hex } from 'viem'
import type { Database } from '../generated/rows.ts'
import type { Records } from '../module.ts'

/** What this machine room has on record, for modules: its tables stay its own. */
export function recordsOf(db: Kysely<Database> | Transaction<Database>): Records {
  return {
    async finalBlock() {
      const row = await db
        .selectFrom('chain_blocks')
        .select(['number', 'timestamp'])
        .where('state', '=', 'final')
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : { number: BigInt(row.number), timestamp: row.timestamp }
    },
    async logs({ contract, eventName, subject, upTo }) {
      const rows = await db
        .selectFrom('chain_logs')
        .select(['block_number', 'log_index', 'transaction_hash'])
        .where('contract', '=', contract)
        .where('event_name', '=', eventName)
        .$if(subject !== undefined, (query) => query.where(sql<Hex>`topics[2]`, '=', subject!))
        .$if(upTo !== undefined, (query) => query.where('block_number', '<=', String(upTo)))
        .orderBy('block_number')
        .orderBy('log_index')
        .execute()
      return rows.map((row) => ({
        blockNumber: BigInt(row.block_number),
        logIndex: row.log_index,
        transactionHash: row.transaction_hash as Hex,
      }))
    },
    async intents(of) {
      const rows = await db
        .selectFrom('chain_intents')
        .select(['id', 'state', 'problem', 'transaction_hash'])
        .$if(of.ids !== undefined, (query) => query.where('id', 'in', [...of.ids!]))
        .$if(of.subject !== undefined, (query) => query.where('subject', '=', of.subject!))
        .orderBy('sequence')
        .execute()
      return rows.map((row) => ({
        intentId: row.id,
        failed: row.state === 'failed',
        overtaken: row.state === 'final' && row.problem !== null,
        transactionHash: row.transaction_hash as Hex | null,
      }))
    },
  }
}
