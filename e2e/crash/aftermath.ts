/** What must be true when everything is at rest: nothing missing, nothing twice, and nobody had to help. */
import { outcomes } from '@assay/protocol/events.ts'
import type pg from 'pg'
import { type Abi, type AbiEvent, getAbiItem, type Hex, type PublicClient } from 'viem'
import { expect } from 'vitest'
import { abis } from '../../contracts/generated/abis.ts'
import { reconcile } from '../../server/modules/ledger/index.ts'
import { type Machine, systemActor } from '../../server/runtime/machine.ts'
import { ask } from '../../server/runtime/transact.ts'
import { bundleCounts } from '../../server/test/bundleCounts.ts'
import { until } from '../program.ts'

const restWithinMs = 60_000

/** Waits until everything is at rest, and looks. Returns a line that says how much there was to see. */
export async function expectAllOnce(machine: Machine): Promise<string> {
  const { pool, db, chain } = machine
  await until(
    () => isAtRest(pool).catch(() => false),
    restWithinMs,
    () => 'the installation did not come to rest',
  )
  // approved = minted = indexed = bundled.
  const counts = await bundleCounts(db)
  for (const { subjectKind, ...each } of counts) {
    expect(each.approved, subjectKind).toBeGreaterThan(0)
    expect(each, subjectKind).toEqual({
      approved: each.approved,
      minted: each.approved,
      indexed: each.approved,
      bundled: each.approved,
    })
  }
  // Nothing twice, on the chain itself; and the index says what the chain says.
  const facts = await chainFacts(machine)
  for (const { event, onChain, indexed } of facts) {
    if (event !== 'Escrow.Refunded') expect(onChain.length, `${event} never`).toBeGreaterThan(0)
    expect(new Set(onChain).size, `${event} twice`).toBe(onChain.length)
    expect(indexed, event).toEqual(onChain)
  }
  // Approved is what the committees' signatures say on chain, whatever became of it here.
  const minted = facts.filter(({ event }) => event === 'Allocation.Allocated' || event === 'CarbonCredit.Issued')
  expect(minted.flatMap(({ onChain }) => onChain).sort()).toEqual(await approvedOnChain(machine))
  // Whoever's delivery was minted for was paid for it, too.
  const happened = (name: string) => facts.find(({ event }) => event === name)?.onChain.length
  expect(happened('Escrow.Released')).toBe(happened('Allocation.Allocated'))
  expect((await ask(machine, { actor: systemActor, requestId: 'aftermath' }, reconcile)).differences).toEqual([])
  expect(await needsHelp(pool)).toEqual([])
  expect(await nonceGaps(pool, chain.client)).toEqual([])
  return counts.map(({ subjectKind, bundled }) => `${bundled} x ${subjectKind}`).join(', ')
}

/** True when no job is waiting or backs off after a failure, every transaction is final and every bundle that is owed exists. */
async function isAtRest(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ left: string }>(`
    select (select count(*) from graphile_worker.jobs where run_at <= now() or attempts > 0)
      + (select count(*) from chain_intents where state not in ('final', 'failed'))
      + (select count(*) from bundle_requests r where not exists
          (select from bundles b where b.subject_kind = r.subject_kind and b.subject_id = r.subject_id)) as left`)
  return Number(rows[0]!.left) === 0
}

/** Events that may exist once per subject, and the indexed member that names it. Not every suite asks for a refund. */
const onceEach = [
  ['Verification', 'CaseOpened', 'caseId'],
  ['Allocation', 'Allocated', 'caseId'],
  ['CarbonCredit', 'Issued', 'caseId'],
  ['CarbonCredit', 'Retired', 'retirementId'],
  ['Listings', 'Purchased', 'purchaseId'],
  ['Escrow', 'Funded', 'tradeId'],
  ['Escrow', 'Released', 'tradeId'],
  ['Escrow', 'Refunded', 'tradeId'],
] as const

interface ChainFacts {
  readonly event: string
  /** Ids of the subjects in the order of the chain; one that occurs twice stands here twice. */
  readonly onChain: readonly string[]
  /** The same as the database has indexed it. */
  readonly indexed: readonly string[]
}

/** Asks the chain itself for every event of the money and compares with the index. */
async function chainFacts({ pool, chain }: Machine): Promise<readonly ChainFacts[]> {
  return Promise.all(
    onceEach.map(async ([contract, eventName, member]) => {
      const logs = await chain.client.getContractEvents({
        address: chain.addresses[contract]!,
        abi: abis[contract] as Abi,
        eventName,
        fromBlock: 0n,
      })
      const onChain = logs.map((log) => (log as unknown as { args: Record<string, Hex> }).args[member]!)
      const { rows } = await pool.query<{ subject: string }>(
        'select topics[$3::int] as subject from chain_logs where contract = $1 and event_name = $2 order by block_number, log_index',
        [contract, eventName, topicOf(contract, eventName, member)],
      )
      return { event: `${contract}.${eventName}`, onChain, indexed: rows.map(({ subject }) => subject) }
    }),
  )
}

/** Ids of the cases whose last conclusion pays, in order. */
async function approvedOnChain({ chain }: Machine): Promise<readonly Hex[]> {
  const logs = await chain.client.getContractEvents({
    address: chain.addresses.Verification!,
    abi: abis.Verification,
    eventName: 'CaseConcluded',
    fromBlock: 0n,
  })
  const last = new Map(logs.map(({ args }) => [args.caseId!, outcomes[args.outcome!]]))
  return [...last].flatMap(([caseId, outcome]) => (outcome === 'rejected' ? [] : [caseId])).sort()
}

/** Which topic a member is, counted from 1 as the database does; the first one is the event itself. */
function topicOf(contract: keyof typeof abis, eventName: string, member: string): number {
  const event = getAbiItem({ abi: abis[contract] as Abi, name: eventName }) as AbiEvent
  return event.inputs.filter(({ indexed }) => indexed).findIndex(({ name }) => name === member) + 2
}

/** Rows that would mean that somebody has to help: jobs given up, intents failed, the indexer halted. */
async function needsHelp(pool: pg.Pool): Promise<readonly unknown[]> {
  const { rows } = await pool.query(`
    select 'job given up' as what, task_identifier || ': ' || coalesce(last_error, '') as which
      from graphile_worker.jobs where attempts >= max_attempts
    union all select 'intent failed', function_name || ' ' || subject || ': ' || coalesce(problem, '')
      from chain_intents where state = 'failed'
    union all select 'indexer halted', halted_reason from chain_indexers where halted_reason is not null`)
  return rows
}

/** Nonces of each wallet in the ledger against the chain's own count. */
async function nonceGaps(pool: pg.Pool, client: PublicClient): Promise<readonly unknown[]> {
  const { rows } = await pool.query<{ wallet: Hex; used: number; next: number }>(`
    select from_address as wallet, count(distinct nonce)::int as used, max(nonce)::int + 1 as next
    from chain_intents where nonce is not null and state = 'final' group by 1`)
  const counts = await Promise.all(rows.map(({ wallet }) => client.getTransactionCount({ address: wallet })))
  return rows.flatMap((row, place) => (row.next === counts[place] ? [] : [{ ...row, chain: counts[place] }]))
}
