/** The indexer: what is true on chain becomes true in the database here and nowhere else. One process at a time. */
import { sql, type Transaction } from 'kysely'
import type { Database } from '../../generated/rows.ts'
import { failpoint } from '../failpoint.ts'
import { withLock } from '../leader.ts'
import type { Machine } from '../machine.ts'
import { decodeLog, handlersOf } from './finality.ts'
import { markFinality } from './markFinality.ts'
import { ChainMoved, findHeader, type ReadBlock, readFinalBlocks, readOpenBlocks } from './readBlocks.ts'
import { findAncestor, haltedReason, rewind } from './rewind.ts'
import { readHeads } from './submitter.ts'

/** Blocks that are not final are read one by one, at most so many in one transaction. */
const openBlocksMost = 64n

export type IndexOutcome = 'idle' | 'advanced' | 'rewound' | 'halted' | 'follower'

/** Takes the next stretch of the chain into the database, or undoes one that left it. `follower`: another process does this.
 *  Errors: those of the node and of projections; nothing of the stretch is kept then, the next step tries it again. */
export async function indexerStep(machine: Machine): Promise<IndexOutcome> {
  return (await withLock(machine.pool, `index:${machine.chain.chainId}`, () => lead(machine))) ?? 'follower'
}

async function lead(machine: Machine): Promise<IndexOutcome> {
  if ((await haltedReason(machine)) !== null) return 'halted'
  const head = await readHeads(machine)
  const tip = await readTip(machine.db)
  if (tip !== null) {
    const found = await findHeader(machine.chain, tip.number)
    // No block of that height: behind a load balancer that is a node that lags, and waiting cures it. Our own chain came
    // back older than it was.
    if (found === null && !machine.config.embeddedChain) return 'idle'
    if (found?.hash !== tip.hash) return rewind(machine, tip, await findAncestor(machine))
  }
  try {
    const advanced = await advance(machine, tip, head.latest, head.final)
    const settled = await markFinality(machine, head)
    return advanced || settled ? 'advanced' : 'idle'
  } catch (error) {
    if (error instanceof ChainMoved) return 'advanced'
    throw error
  }
}

async function advance(machine: Machine, tip: Tip | null, latest: bigint, final: bigint): Promise<boolean> {
  const from = tip === null ? machine.chain.deployedAtBlock : tip.number + 1n
  if (from > latest) return false
  const inBulk = final - from >= openBlocksMost
  const furthest = from + (inBulk ? BigInt(machine.config.indexBatchBlocks) : openBlocksMost) - 1n
  const limit = inBulk ? final : latest
  const to = furthest < limit ? furthest : limit
  const blocks = inBulk ? await readFinalBlocks(machine.chain, from, to) : await readOpenBlocks(machine.chain, from, to)
  if (!inBulk && tip !== null && blocks[0]?.parentHash !== tip.hash) throw new ChainMoved()
  await machine.db.transaction().execute(async (db) => {
    // Another indexer whose leadership lapsed may still be writing: it would have moved the tip.
    await sql`select pg_advisory_xact_lock(hashtextextended('index-write', 0))`.execute(db)
    if ((await readTip(db))?.number !== tip?.number) throw new ChainMoved()
    for (const block of blocks) await project(machine, db, block)
    failpoint('indexer.projected')
  })
  failpoint('indexer.committed')
  return true
}

async function project(machine: Machine, db: Transaction<Database>, block: ReadBlock): Promise<void> {
  await db
    .insertInto('chain_blocks')
    .values({
      number: block.number,
      hash: block.hash,
      parent_hash: block.parentHash,
      timestamp: block.timestamp,
      state: 'included',
    })
    .execute()
  await sql`select set_config('assay.projecting_block', ${block.number.toString()}, true)`.execute(db)
  for (const log of block.logs) {
    const row = {
      block_number: block.number.toString(),
      log_index: log.logIndex,
      transaction_hash: log.transactionHash,
      contract: log.contract,
      address: log.address.toLowerCase(),
      event_name: log.eventName,
      topics: [...log.topics],
      data: log.data,
      content_key: log.contentKey,
    }
    await db.insertInto('chain_logs').values(row).execute()
    const context = { db, log: machine.log }
    for (const { projection } of handlersOf(machine, log.contract, log.eventName)) {
      await projection.project?.(context, decodeLog(machine, { ...row, timestamp: block.timestamp }) as never)
    }
  }
  await sql`select set_config('assay.projecting_block', '', true)`.execute(db)
}

export interface Tip {
  readonly number: bigint
  readonly hash: string
}

async function readTip(db: Machine['db'] | Transaction<Database>): Promise<Tip | null> {
  const row = await db
    .selectFrom('chain_blocks')
    .select(['number', 'hash'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { number: BigInt(row.number), hash: row.hash }
}
