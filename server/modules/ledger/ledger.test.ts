import { sql } from 'kysely'
import { zeroAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { indexerStep } from '../../runtime/chain/indexer.ts'
import { submitterStep } from '../../runtime/chain/submitter.ts'
import { createHarness } from '../../test/harness.ts'
import { governance } from '../governance/index.ts'
import { parties } from '../parties/index.ts'
import { accountId } from './accounts.ts'
import { createParty, type TestParty } from './fixtures.ts'
import { availableOf, ledger, reconcile } from './index.ts'
import { listBalances } from './listBalances.ts'
import { listEntries } from './listEntries.ts'
import { readEmission } from './readEmission.ts'
import { requestEmission } from './requestEmission.ts'

const harness = await createHarness({ modules: [parties, governance, ledger] })
afterAll(() => harness.close())
let holder: TestParty
let other: TestParty
beforeAll(async () => {
  holder = await createParty(harness, { name: 'Harbour Trading', roles: ['buyer'], pt: '1000' })
  other = await createParty(harness, { name: 'Northern Grain', roles: ['seller'] })
})

test('an emission above the cap is refused with what is left', async () => {
  const emission = harness.run((ctx) =>
    requestEmission(ctx, {
      to: 'party',
      partyId: holder.partyId,
      amountPt: '499999000.000000000000000001',
      reason: 'too much',
    }),
  )
  await expect(emission).rejects.toMatchObject({ code: 'LEDGER_CAP_EXCEEDED', details: { leftPt: '499999000' } })
})

test.each([
  { to: 'party' as const, amountPt: '1', reason: 'nobody' },
  { to: 'conversionReserve' as const, partyId: '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10', amountPt: '1', reason: 'both' },
])('an emission that does not say where it goes is refused: $reason', async (body) => {
  await expect(harness.run((ctx) => requestEmission(ctx, body))).rejects.toMatchObject({
    code: 'LEDGER_EMISSION_DESTINATION',
  })
})

test('an emission of nothing is refused', async () => {
  const emission = harness.run((ctx) =>
    requestEmission(ctx, { to: 'party', partyId: holder.partyId, amountPt: '0', reason: 'nothing' }),
  )
  await expect(emission).rejects.toMatchObject({ code: 'LEDGER_EMISSION_NOTHING', details: { field: 'amountPt' } })
})

test('of several emissions at once only those inside the cap are promised', async () => {
  const emit = (amountPt: string) =>
    harness.run((ctx) => requestEmission(ctx, { to: 'party', partyId: holder.partyId, amountPt, reason: 'at once' }))
  const all = await Promise.allSettled(Array.from({ length: 3 }, () => emit('200000000')))
  expect(all.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'LEDGER_CAP_EXCEEDED', details: { leftPt: '99999000' } } },
  ])
  await harness.settle()
  await expect(emit('99999001')).rejects.toMatchObject({ details: { leftPt: '99999000' } })
  expect(await harness.db.selectFrom('emissions').select('failure').where('failure', 'is not', null).execute()).toEqual(
    [],
  )
})

test('an unknown account has no journal', async () => {
  const id = accountId({ asset: 'FT', kind: 'available', holder: zeroAddress, owner: zeroAddress })
  await expect(harness.ask((ctx) => listEntries(ctx, id, {}))).rejects.toMatchObject({
    code: 'LEDGER_ACCOUNT_NOT_FOUND',
  })
})

test('the database refuses an unbalanced entry, a changed entry and a balance below zero', async () => {
  const account = accountId({ asset: 'PT', kind: 'available', holder: holder.wallet, owner: holder.wallet })
  const projecting = (statement: string) =>
    harness.db.transaction().execute(async (db) => {
      await sql`select set_config('assay.projecting_block', '1', true)`.execute(db)
      await sql.raw(`insert into ledger_entries values (1, 9999, 'transfer', '0x00', now(), null)`).execute(db)
      await sql.raw(statement).execute(db)
    })
  await expect(projecting(`insert into ledger_postings values (1, 9999, 0, '${account}', 'PT', 5, 5)`)).rejects.toThrow(
    /does not balance/,
  )
  await expect(projecting(`update ledger_accounts set balance = -1 where account_id = '${account}'`)).rejects.toThrow(
    /would fall to -1/,
  )
  await expect(projecting(`delete from ledger_postings`)).rejects.toThrow(/append-only/)
  await expect(projecting(`update ledger_entries set kind = 'other'`)).rejects.toThrow(/append-only/)
})

test('an emission is minted once and shows in balance, journal and chain alike', async () => {
  const emission = await harness.run((ctx) =>
    requestEmission(ctx, { to: 'party', partyId: other.partyId, amountPt: '12.5', reason: 'start' }),
  )
  expect(emission.state).toBe('submitted')
  await harness.settle()
  expect(await harness.ask((ctx) => readEmission(ctx, emission.emissionId))).toMatchObject({ state: 'minted' })
  const { items } = await harness.ask((ctx) => listBalances(ctx, {}), other.actor)
  expect(items).toMatchObject([{ asset: 'PT', kind: 'available', balance: '12.5', owner: other.wallet }])
  const journal = await harness.ask((ctx) => listEntries(ctx, items[0]!.accountId, {}))
  expect(journal.items).toMatchObject([{ kind: 'mint', amount: '12.5', balanceAfter: '12.5' }])
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

test('an emission is minted when the balance shows it, not when its receipt is known', async () => {
  const before = await harness.ask((ctx) => availableOf(ctx, other.wallet, 'PT'))
  const { emissionId } = await harness.run((ctx) =>
    requestEmission(ctx, { to: 'party', partyId: other.partyId, amountPt: '1', reason: 'early' }),
  )
  const intent = () =>
    harness.machine.db
      .selectFrom('chain_intents')
      .select('state')
      .where('subject', '=', `emission/${emissionId}`)
      .executeTakeFirstOrThrow()
  for (let n = 0; n < 10 && (await intent()).state !== 'included'; n++)
    await submitterStep(harness.machine, { ignorePauses: true })
  expect((await intent()).state).toBe('included')
  expect(await harness.ask((ctx) => readEmission(ctx, emissionId))).toMatchObject({ state: 'submitted' })
  expect(await harness.ask((ctx) => availableOf(ctx, other.wallet, 'PT'))).toBe(before)
  await indexerStep(harness.machine)
  expect(await harness.ask((ctx) => readEmission(ctx, emissionId))).toMatchObject({ state: 'minted' })
  expect(await harness.ask((ctx) => availableOf(ctx, other.wallet, 'PT'))).toBe(before + 10n ** 18n)
  await harness.settle()
})

test('a party sees its own balances only; pages follow each other without gaps', async () => {
  const own = await harness.ask(
    (ctx) => listBalances(ctx, {}),
    harness.as({ partyId: holder.partyId, roles: ['buyer'] }),
  )
  expect(new Set(own.items.map((item) => item.owner))).toEqual(new Set([holder.wallet]))
  const operator = harness.as({ roles: ['operator'] })
  const all = await harness.ask((ctx) => listBalances(ctx, {}), operator)
  const paged = []
  for (let cursor: string | undefined; ; ) {
    const page = await harness.ask((ctx) => listBalances(ctx, { limit: 1, ...(cursor ? { cursor } : {}) }), operator)
    paged.push(...page.items)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(paged).toEqual(all.items)
})

test('a reorganisation takes entries back exactly; when the transaction comes again, so does its entry, once', async () => {
  const balance = () => harness.ask((ctx) => availableOf(ctx, holder.wallet, 'PT'))
  const before = await balance()
  await harness.run((ctx) =>
    requestEmission(ctx, { to: 'party', partyId: holder.partyId, amountPt: '7', reason: 'reorganised' }),
  )
  await submitterStep(harness.machine, { ignorePauses: true })
  await index()
  expect(await balance()).toBe(before + 7n * 10n ** 18n)
  await harness.chain.reorganise(1)
  await index()
  expect(await balance()).toBe(before)
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
  // Long enough for the submitter to give the lost broadcast up and send again.
  await harness.advance(60)
  await harness.settle()
  expect(await balance()).toBe(before + 7n * 10n ** 18n)
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

async function index(): Promise<void> {
  while ((await indexerStep(harness.machine)) !== 'idle');
}

test('everything that was ever posted sums to zero per asset, and balances are sums of postings', async () => {
  const sums = await harness.db
    .selectFrom('ledger_postings')
    .select(['asset', sql<string>`sum(amount)`.as('sum')])
    .groupBy('asset')
    .execute()
  expect(sums.length).toBeGreaterThan(0)
  for (const row of sums) expect(row).toMatchObject({ sum: '0' })
  const wrong = await harness.db
    .selectFrom('ledger_accounts as a')
    .select('a.account_id')
    .where(
      'a.balance',
      '<>',
      sql<string>`(select coalesce(sum(p.amount), 0) from ledger_postings p where p.account_id = a.account_id)`,
    )
    .execute()
  expect(wrong).toEqual([])
})
