/**
 * Reorganisations of every depth from 1 to 64 blocks, while everything goes on that the indexer follows: what it has in the database
 * of the whole product equals what one has that reads the same chain from its first block.
 */
import { AssayError } from '@assay/domain/errors.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleProject } from '../server/modules/issuance/fixtures.ts'
import { creditIdOf } from '../server/modules/issuance/index.ts'
import { createParty, mintPt, type TestParty } from '../server/modules/ledger/fixtures.ts'
import { reconcile } from '../server/modules/ledger/index.ts'
import { requestEmission } from '../server/modules/ledger/requestEmission.ts'
import { retireCredits } from '../server/modules/retirement/retireCredits.ts'
import { buyFromListing } from '../server/modules/trading/buyFromListing.ts'
import { createListing } from '../server/modules/trading/createListing.ts'
import { listListings } from '../server/modules/trading/queries.ts'
import { modules } from '../server/modules.ts'
import { indexerStep } from '../server/runtime/chain/indexer.ts'
import { submitterStep } from '../server/runtime/chain/submitter.ts'
import { type Machine, wireModules } from '../server/runtime/machine.ts'
import { chainDigest } from '../server/test/digest.ts'
import { createHarness, type Harness } from '../server/test/harness.ts'
import { seededRandom } from '../server/test/rpcProxy.ts'
import { playCases } from './reorg/cases.ts'
import { playDeliveries, prepareDeliveries } from './reorg/deliveries.ts'
import { sender } from './reorg/send.ts'
import { playSurroundings, prepareSurroundings } from './reorg/surroundings.ts'

const deepest = 64
const project = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d41'
const creditId = creditIdOf(idOf('project', project), 20_253).toString()
/** Where business is sent from, cases are played without rows of their own; whose database is compared has every module. */
const playing = modules.filter(({ name }) => !['assets', 'evidence', 'verification', 'reporting'].includes(name))
const random = seededRandom(1)

let harness: Harness
let follower: Awaited<ReturnType<Harness['fresh']>>
let seller: TestParty
let buyer: TestParty
let goOnDelivering: () => Promise<void>
let stepAround: () => Promise<void>
beforeAll(async () => {
  // 32 slots: final is 64 blocks below the newest, so that no reorganisation of up to 64 blocks passes it.
  const config = { network: 'test', embeddedChain: false }
  harness = await createHarness({ modules: playing, slotsInEpoch: deepest / 2, statesKept: 2_000, config })
  seller = await createParty(harness, { name: 'Meadow Homes', roles: ['landowner', 'creditBuyer'], pt: '50' })
  buyer = await createParty(harness, { name: 'Bright Bakery', roles: ['creditBuyer'], pt: '1000' })
  await settleProject(harness, { projectId: project, owner: seller, netKg: 6967n, bufferKg: 1229n })
  const send = sender(harness)
  const traders = {
    buyer: await createParty(harness, { name: 'Delta Mills', roles: ['buyer'], pt: '1000' }),
    seller: await createParty(harness, { name: 'Delta Farmers', roles: ['seller'] }),
    sovereign: await createParty(harness, { name: 'Delta Treasury', roles: ['sovereign'], type: 'state' }),
  }
  await mintPt(harness, null, '1000')
  const cases = playCases(harness, send)
  const known = () => follower.pool
  const delivering = { harness, known, cases, traders, send, random }
  const { sovereign } = traders
  const credit = { creditId: BigInt(creditId), project }
  const around = { harness, known, cases, send, random, landowner: seller, creditBuyer: buyer, sovereign, ...credit }
  await prepareDeliveries(delivering)
  await prepareSurroundings(around)
  goOnDelivering = playDeliveries(delivering)
  stepAround = playSurroundings(around)
  await harness.chain.mine(deepest)
  await harness.settle()
  follower = await fresh()
}, 300_000)
afterAll(async () => {
  await follower?.close()
  await harness?.close()
})

/** An empty database on the same chain, or a copy of one, with every projection of the product. */
async function fresh(copyOf?: string): Promise<typeof follower> {
  return { ...(await harness.fresh(copyOf)), ...wireModules(modules) }
}

async function index(machine: Machine): Promise<void> {
  for (let outcome = await indexerStep(machine); outcome !== 'idle'; outcome = await indexerStep(machine)) {
    if (outcome === 'halted') throw new Error('the indexer halted')
  }
}

/** Some business, sent; a refusal is an answer, as when the listing was on a block that has left the chain. */
async function trade(): Promise<void> {
  const expiresAt = new Date(harness.clock.now().getTime() + 30 * 86_400_000).toISOString()
  const kg = String(1 + Math.floor(random() * 9))
  const { items } = await harness.ask((ctx) => listListings(ctx, { creditId, limit: 200 }))
  const open = items.filter(({ state }) => state === 'active' || state === 'partiallySold')
  const listingId = open[Math.floor(random() * open.length)]?.listingId
  const { partyId } = seller
  const wanted = { creditId, kg, pricePtPerKg: '0.01', expiresAt }
  const retired = { creditId, kg: '1', beneficiary: 'somebody', purpose: 'a test', publicConsent: false }
  const emitted = { to: 'party', partyId: buyer.partyId, amountPt: kg, reason: 'a test' } as const
  const orders = [
    () => harness.run((ctx) => createListing(ctx, { partyId, body: wanted })),
    () => harness.run((ctx) => requestEmission(ctx, emitted)),
    () => harness.run((ctx) => retireCredits(ctx, { partyId, body: retired })),
    async () =>
      listingId === undefined ||
      harness.run((ctx) => buyFromListing(ctx, { partyId: buyer.partyId, listingId, body: { kg: '1' } })),
  ]
  for (const turn of [orders, [goOnDelivering], [stepAround, stepAround]]) {
    for (const step of turn)
      await step().catch((error: unknown) => {
        if (!(error instanceof AssayError)) throw error
      })
    await submitterStep(harness.machine, { ignorePauses: true })
    if (random() < 0.5) await harness.chain.mine(1 + Math.floor(random() * 4))
  }
  await index(harness.machine)
}

/** Events that stood in the follower's database when their blocks left the chain. */
const undone = new Set<string>()

async function noteUndone(depth: number): Promise<void> {
  const { rows } = await follower.pool.query<{ event: string }>(
    `select distinct contract || '.' || event_name as event from chain_logs
     where block_number > (select max(number) from chain_blocks) - $1`,
    [depth],
  )
  for (const { event } of rows) undone.add(event)
}

const depths = Array.from({ length: deepest }, (_, n) => n + 1).sort(() => random() - 0.5)
/** The deepest of a go comes last, when there is business enough for it to undo. */
const inOneGo = 8
const goes = Array.from({ length: deepest / inOneGo }, (_, go) =>
  depths.slice(go * inOneGo, (go + 1) * inOneGo).sort((one, other) => one - other),
)

async function reorganise(depth: number): Promise<void> {
  await trade()
  await index(follower)
  await noteUndone(depth)
  await harness.chain.reorganise(depth)
  if (random() < 0.5) await trade()
  await index(follower)
  // Long enough for the submitter to send again what the reorganisation took.
  await harness.advance(60)
}

/** What was read from the first block equals what the follower has. @returns the digest of both. */
async function expectEqual(comparison: typeof follower, what: string): Promise<string> {
  await index(follower)
  await index(comparison)
  const digest = await chainDigest(comparison.pool)
  expect(await chainDigest(follower.pool), what).toBe(digest)
  return digest
}

/** Reads the chain from its first block, and buries all of it so deep that nothing of it will leave the chain: a copy that reads on from
 *  there is one that has read everything from the first block. */
async function readAll(): Promise<string> {
  const base = await fresh()
  await expectEqual(base, 'read from the first block')
  await base.close()
  await harness.chain.mine(deepest)
  return base.database
}

test('after a reorganisation of every depth the database equals a fresh one', { timeout: 1_800_000 }, async () => {
  const seen = new Set<string>()
  for (const several of goes) {
    const base = await readAll()
    for (const depth of several) {
      await reorganise(depth)
      const comparison = await fresh(base)
      seen.add(await expectEqual(comparison, `depth ${depth}`))
      await comparison.drop()
      process.stderr.write(`${seen.size}/${depths.length}  reorganised ${depth} blocks\n`)
    }
  }
  // Something has happened most of the time, or equality would say nothing; a deep one may take all that was done since the last.
  expect(seen.size).toBeGreaterThan(deepest / 2)
})

test('of every kind of event that any module projects some were undone', { timeout: 600_000 }, async () => {
  const projected = [...follower.projections].filter(([, list]) => list.some(({ project }) => project !== undefined))
  const missing = () => projected.map(([event]) => event).filter((event) => !undone.has(event))
  // Some come seldom, as when a queue is released; business goes on until each has come. The next test compares once more.
  for (let more = 0; more < deepest && missing().length > 0; more++) await reorganise(deepest)
  expect(missing()).toEqual([])
})

test('what the reorganisations took was sent again, once', { timeout: 300_000 }, async () => {
  await harness.advance(60)
  await harness.settle()
  const { rows } = await harness.machine.pool.query(
    `select function_name, subject, problem from chain_intents where state not in ('final', 'failed')`,
  )
  expect(rows).toEqual([])
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
  const twice = await harness.machine.pool.query(
    `select event_name, topics[case event_name when 'Purchased' then 3 else 2 end] as subject from chain_logs
     where event_name in ('Retired', 'Listed', 'Purchased') group by 1, 2 having count(*) > 1`,
  )
  expect(twice.rows).toEqual([])
  const comparison = await fresh()
  await expectEqual(comparison, 'at the end')
  await comparison.close()
})
