/** Whatever is listed, bought, cancelled, retired, emitted and reorganised, in whatever order: ledger and chain agree, nothing is
 *  made or lost, and the same chain indexed anew gives the same rows. */
import { randomUUID } from 'node:crypto'
import { AssayError } from '@assay/domain/errors.ts'
import { idOf } from '@assay/protocol/ids.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { indexerStep } from '../../runtime/chain/indexer.ts'
import { submitterStep } from '../../runtime/chain/submitter.ts'
import { openDatabase } from '../../runtime/database.ts'
import { createDatabase } from '../../runtime/embedded/postgres.ts'
import type { Machine } from '../../runtime/machine.ts'
import { createHarness } from '../../test/harness.ts'
import { governance } from '../governance/index.ts'
import { settleProject } from '../issuance/fixtures.ts'
import { creditIdOf, issuance, readCredit } from '../issuance/index.ts'
import { parties } from '../parties/index.ts'
import { retirement } from '../retirement/index.ts'
import { retireCredits } from '../retirement/retireCredits.ts'
import { settlement } from '../settlement/index.ts'
import { buyFromListing } from '../trading/buyFromListing.ts'
import { cancelListing } from '../trading/cancelListing.ts'
import { createListing } from '../trading/createListing.ts'
import { trading } from '../trading/index.ts'
import { listListings } from '../trading/queries.ts'
import { createParty, type TestParty } from './fixtures.ts'
import { ledger, reconcile } from './index.ts'
import { requestEmission } from './requestEmission.ts'

const modules = [parties, governance, ledger, issuance, trading, settlement, retirement]
const harness = await createHarness({ modules })
afterAll(() => harness.close())

const project = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d41'
const creditId = creditIdOf(idOf('project', project), 20_253).toString()
let actors: readonly TestParty[]
beforeAll(async () => {
  const owner = await createParty(harness, { name: 'Meadow Homes', roles: ['landowner', 'creditBuyer'], pt: '50' })
  const first = await createParty(harness, { name: 'Bright Bakery', roles: ['creditBuyer'], pt: '100' })
  const second = await createParty(harness, { name: 'Blue Ferries', roles: ['creditBuyer'], pt: '100' })
  actors = [owner, first, second]
  await settleProject(harness, { projectId: project, owner, netKg: 6967n, bufferKg: 1229n })
  // Something to buy from the first step on.
  await take({ do: 'list', who: 0, kg: '3000' })
  await harness.settle()
})

const who = fc.integer({ min: 0, max: 2 })
const kg = fc.integer({ min: 1, max: 900 }).map(String)
const step = fc.oneof(
  fc.record({ do: fc.constant('list' as const), who, kg }),
  fc.record({ do: fc.constant('buy' as const), who, kg, which: fc.nat() }),
  fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('retire' as const), who, kg }),
  fc.record({ do: fc.constant('emit' as const), who, kg }),
  fc.record({ do: fc.constant('settle' as const) }),
  fc.record({ do: fc.constant('reorganise' as const), depth: fc.integer({ min: 1, max: 3 }) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function listingAt(which: number): Promise<string | undefined> {
  const { items } = await harness.ask((ctx) => listListings(ctx, { creditId, limit: 200 }))
  const open = items.filter((item) => item.state === 'active' || item.state === 'partiallySold')
  return open[which % Math.max(open.length, 1)]?.listingId
}

async function take(of: Step): Promise<unknown> {
  switch (of.do) {
    case 'list': {
      const expiresAt = new Date(harness.clock.now().getTime() + 30 * 86_400_000).toISOString()
      const body = { creditId, kg: of.kg, pricePtPerKg: '0.01', expiresAt }
      return harness.run((ctx) => createListing(ctx, { partyId: actors[of.who]!.partyId, body }))
    }
    case 'buy': {
      const listingId = await listingAt(of.which)
      if (listingId === undefined) return
      return harness.run((ctx) =>
        buyFromListing(ctx, { partyId: actors[of.who]!.partyId, listingId, body: { kg: of.kg } }),
      )
    }
    case 'cancel': {
      const listingId = await listingAt(of.which)
      return listingId === undefined ? undefined : harness.run((ctx) => cancelListing(ctx, { listingId }))
    }
    case 'retire':
      return harness.run((ctx) =>
        retireCredits(ctx, {
          partyId: actors[of.who]!.partyId,
          body: { creditId, kg: of.kg, beneficiary: 'somebody', purpose: 'a test', publicConsent: false },
        }),
      )
    case 'emit':
      return harness.run((ctx) =>
        requestEmission(ctx, { to: 'party', partyId: actors[of.who]!.partyId, amountPt: of.kg, reason: 'a test' }),
      )
    case 'settle':
      return harness.settle()
    case 'reorganise':
      await submitterStep(harness.machine, { ignorePauses: true })
      await indexAll(harness.machine)
      await harness.chain.reorganise(of.depth)
      await indexAll(harness.machine)
  }
}

async function indexAll(machine: Machine): Promise<void> {
  for (let outcome = await indexerStep(machine); outcome !== 'idle'; outcome = await indexerStep(machine)) {
    if (outcome === 'halted') throw new Error('the indexer halted')
  }
}

test('ledger equals chain, and issued = circulating + retired + buffer + cancelled, after any sequence', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
      for (const one of steps) {
        await take(one).catch((error: unknown) => {
          // A refusal is an answer; anything else is a defect.
          if (!(error instanceof AssayError)) throw error
        })
      }
      // Long enough for the submitter to send again what a reorganisation took.
      await harness.advance(60)
      await harness.settle()
      const waiting = await harness.db
        .selectFrom('chain_intents')
        .select('function_name')
        .where('state', 'not in', ['final', 'failed'])
        .execute()
      expect(waiting).toEqual([])
      expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
      const credit = await harness.ask((ctx) => readCredit(ctx, creditId))
      const parts = [credit.circulatingKg, credit.retiredKg, credit.bufferKg, credit.cancelledKg]
      expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(6967n + 1229n)
      const negative = await harness.db
        .selectFrom('ledger_accounts')
        .selectAll()
        .where('balance', '<', '0')
        .where('kind', '<>', 'issued')
        .execute()
      expect(negative).toEqual([])
    }),
    { numRuns: 6 },
  )
}, 180_000)

test('the same chain indexed into an empty database gives the same rows', async () => {
  await harness.settle()
  const services = inject('services')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await createDatabase(services.databaseUrl, name, services.template)
  const fresh = openDatabase({ url: services.databaseUrl.replace(/[^/]*$/, name), poolSize: 4 })
  try {
    await indexAll({ ...harness.machine, pool: fresh.pool, db: fresh.db })
    const tables = await harness.db.selectFrom('chain_projections').select('relation').orderBy('relation').execute()
    expect(tables.length).toBeGreaterThan(10)
    for (const { relation } of tables) {
      const rows = (db: typeof fresh.db) =>
        sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(relation)} t order by 1`.execute(db)
      expect((await rows(fresh.db)).rows, relation).toEqual((await rows(harness.db)).rows)
    }
  } finally {
    await fresh.close()
  }
})
