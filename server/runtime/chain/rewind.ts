/** Reorganisations: back to the last block both sides share, undoing exactly what the abandoned blocks did. */
import { sql } from 'kysely'
import { failpoint } from '../failpoint.ts'
import type { Machine } from '../machine.ts'
import type { IndexOutcome, Tip } from './indexer.ts'
import { findHeader } from './readBlocks.ts'

const blocksPerLook = 32

/** A block that is in the database and, with the same hash, on the chain; and whether everything above it was not final. */
export interface Ancestor {
  readonly number: bigint
  readonly undoesFinal: boolean
}

/** Walks back through the stored blocks. `number` is -1 when nothing is shared. */
export async function findAncestor(machine: Machine): Promise<Ancestor> {
  let undoesFinal = false
  for (let below = 2n ** 62n; ; ) {
    const rows = await machine.db
      .selectFrom('chain_blocks')
      .select(['number', 'hash', 'state'])
      .where('number', '<', below.toString())
      .orderBy('number', 'desc')
      .limit(blocksPerLook)
      .execute()
    for (const row of rows) {
      const found = await findHeader(machine.chain, BigInt(row.number))
      if (found?.hash === row.hash) return { number: BigInt(row.number), undoesFinal }
      if (row.state === 'final') undoesFinal = true
    }
    if (rows.length < blocksPerLook) return { number: -1n, undoesFinal }
    below = BigInt(rows.at(-1)!.number)
  }
}

/** Undoes all blocks above the ancestor. On a chain that is not ours a final block never leaves; if it does, nothing is undone,
 *  indexing halts and somebody is called. */
export async function rewind(machine: Machine, tip: Tip, ancestor: Ancestor): Promise<IndexOutcome> {
  if (ancestor.undoesFinal && !machine.config.embeddedChain) return halt(machine, tip, ancestor)
  const from = ancestor.number + 1n
  await machine.db.transaction().execute(async (db) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('index-write', 0))`.execute(db)
    await sql`select chain_projection_undo(${from.toString()}::bigint)`.execute(db)
    await db.deleteFrom('chain_logs').where('block_number', '>=', from.toString()).execute()
    await db.deleteFrom('chain_blocks').where('number', '>=', from.toString()).execute()
    if (ancestor.undoesFinal) {
      // Our own chain was killed and came back older: what it forgot is sent again, the very same transactions.
      await db
        .updateTable('chain_intents')
        .set({
          state: 'signed',
          block_number: null,
          block_hash: null,
          transaction_hash: null,
          state_at: machine.clock.now(),
        })
        .where('state', '=', 'final')
        .where('nonce', 'is not', null)
        .where('block_number', '>=', from.toString())
        .execute()
    }
    failpoint('indexer.rewound')
  })
  machine.log.warn(
    { from: from.toString(), tip: tip.number.toString() },
    'the chain was reorganised; undid its abandoned blocks',
  )
  return 'rewound'
}

async function halt(machine: Machine, tip: Tip, ancestor: Ancestor): Promise<IndexOutcome> {
  const reason = `blocks ${ancestor.number + 1n} to ${tip.number} were final and left the chain`
  machine.log.error({ reason }, 'a reorganisation passed finality; indexing is halted until somebody decides')
  await machine.db
    .insertInto('chain_indexers')
    .values({ chain_id: String(machine.chain.chainId), halted_reason: reason, halted_at: machine.clock.now() } as const)
    .onConflict((conflict) =>
      conflict.column('chain_id').doUpdateSet({ halted_reason: reason, halted_at: machine.clock.now() }),
    )
    .execute()
  return 'halted'
}

/** Why indexing stopped, or null. */
export async function haltedReason(machine: Machine): Promise<string | null> {
  const row = await machine.db
    .selectFrom('chain_indexers')
    .select('halted_reason')
    .where('chain_id', '=', String(machine.chain.chainId))
    .executeTakeFirst()
  return row?.halted_reason ?? null
}
