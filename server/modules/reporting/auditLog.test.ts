import { verifyConsistency, verifyInclusion } from '@assay/protocol/merkleVerify.ts'
import { hexToBytes } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineEvent } from '../../module.ts'
import { createHarness } from '../../test/harness.ts'
import { proveEntry, proveGrowth } from './auditProofs.ts'
import { erasePseudonym } from './erasePseudonym.ts'
import { recordAuditEntry, reportingModule } from './index.ts'
import { sequenceEntries } from './sequenceEntries.ts'
import { verifyLog } from './verifyLog.ts'

const happened = defineEvent<{ what: string }>('test.happened')
const harness = await createHarness({ modules: [reportingModule], chain: false, auditSink: recordAuditEntry })
afterAll(() => harness.close())
const anna = harness.as({ clientId: 'client-anna', partyId: '019a9c52-4b1e-7c3a-8f00-000000000001' })
const berta = harness.as({ clientId: 'client-berta' })

async function act(actor = anna, what = 'something') {
  await harness.run(async function command(context) {
    await context.emit(happened({ what }))
  }, actor)
}
const sequence = () => harness.run(sequenceEntries)

beforeAll(async () => {
  await expect(harness.ask(({ db }) => proveGrowth(db, { firstSize: 1n }))).rejects.toThrow('no entries yet')
  for (let n = 0; n < 7; n += 1) await act(n % 2 === 0 ? anna : berta)
  await sequence()
})

test('the database refuses to edit, delete or empty the log', async () => {
  const { pool } = harness.machine
  for (const statement of [
    `update audit_entries set action = 'x'`,
    'delete from audit_entries',
    'truncate audit_entries cascade',
    'delete from audit_leaves',
    'update audit_nodes set level = 3',
    `update audit_tree_heads set root = '0x${'0'.repeat(64)}'`,
    'delete from audit_log',
  ]) {
    await expect(pool.query(statement), statement).rejects.toThrow('append-only')
  }
  await expect(pool.query('truncate bundles')).rejects.toThrow('append-only')
})

test('a command that fails leaves no entry, and the machine room none when it did nothing', async () => {
  const count = async () => (await harness.db.selectFrom('audit_entries').select('id').execute()).length
  const before = await count()
  const failing = harness.run(async (context) => {
    await context.emit(happened({ what: 'lost' }))
    throw new Error('rolled back')
  }, anna)
  await expect(failing).rejects.toThrow('rolled back')
  await harness.run(async () => {})
  expect(await count()).toBe(before)
  await harness.run(async () => {}, anna)
  expect(await count()).toBe(before + 1)
})

test('what does not exist has no proof', async () => {
  const id = '019a9c52-4b1e-7c3a-8f00-0000000000ff'
  await expect(harness.ask(({ db }) => proveEntry(db, { entryId: id }))).rejects.toThrow('no such entry')
  for (const sizes of [{ firstSize: 0n }, { firstSize: 10_000n }, { firstSize: 5n, secondSize: 4n }]) {
    await expect(harness.ask(({ db }) => proveGrowth(db, sizes))).rejects.toThrow('no tree of that size')
  }
})

test('every entry is included in every later tree, and every tree begins with every earlier one', async () => {
  for (let n = 0; n < 6; n += 1) {
    await act()
    if (n % 2 === 1) await sequence()
  }
  await sequence()
  const entries = await harness.db.selectFrom('audit_leaves').selectAll().orderBy('leaf_index').execute()
  const newest = BigInt(entries.length)
  for (const { entry_id, leaf_index } of entries) {
    for (let treeSize = BigInt(leaf_index) + 1n; treeSize <= newest; treeSize += 1n) {
      const proved = await harness.ask(({ db }) => proveEntry(db, { entryId: entry_id, treeSize }))
      expect(
        verifyInclusion({
          leafHash: hexToBytes(proved.leafHash),
          index: proved.leafIndex,
          size: proved.treeSize,
          proof: proved.proof.map((hash) => hexToBytes(hash)),
          root: hexToBytes(proved.root),
        }),
      ).toBe(true)
    }
  }
  for (let firstSize = 1n; firstSize <= newest; firstSize += 1n) {
    const proved = await harness.ask(({ db }) => proveGrowth(db, { firstSize }))
    expect(
      verifyConsistency({
        size1: proved.firstSize,
        size2: proved.secondSize,
        root1: hexToBytes(proved.firstRoot),
        root2: hexToBytes(proved.secondRoot),
        proof: proved.proof.map((hash) => hexToBytes(hash)),
      }),
    ).toBe(true)
  }
})

test('commands that run at the same time all get a number, without gaps, in spite of two sequencers', async () => {
  await Promise.all([
    ...Array.from({ length: 40 }, (_, n) => act(harness.as({ clientId: `client-${n % 5}` }), `at once ${n}`)),
    ...Array.from({ length: 6 }, sequence),
  ])
  await sequence()
  const { rows } = await harness.machine.pool.query(
    'select count(*) as entries, max(leaf_index) + 1 as next, (select count(*) from audit_entries) as all from audit_leaves',
  )
  expect(rows[0].entries).toBe(rows[0].next)
  expect(rows[0].entries).toBe(rows[0].all)
  expect((await verifyLog(harness.db)).finding).toBeNull()
})

test('actors are pseudonyms; erasing one keeps the log in order and gives the next entry another', async () => {
  const latest = async () => {
    await act(berta)
    await sequence()
    return harness.db
      .selectFrom('audit_leaves')
      .innerJoin('audit_entries', 'audit_entries.id', 'entry_id')
      .selectAll('audit_entries')
      .orderBy('leaf_index', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  }
  const before = await latest()
  expect(JSON.stringify(before)).not.toContain('berta')
  const all = await harness.db.selectFrom('audit_entries').selectAll().execute()
  expect(JSON.stringify(all)).not.toMatch(/anna|berta|8f00-000000000001/)
  expect(await harness.run((context) => erasePseudonym(context, { kind: 'client', id: 'client-berta' }))).toBe(true)
  expect((await latest()).actor).not.toBe(before.actor)
  expect((await verifyLog(harness.db)).finding).toBeNull()
})
