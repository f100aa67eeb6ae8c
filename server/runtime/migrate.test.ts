import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../test/harness.ts'
import { type Migration, migrate, readMigrations } from './migrate.ts'

let harness: Harness
let known: Migration[]

beforeAll(async () => {
  harness = await createHarness({ modules: [], chain: false })
  known = await readMigrations()
})
afterAll(() => harness.close())

const migration = (name: string, sql: string): Migration => ({
  name,
  sql,
  sha256: createHash('sha256').update(sql).digest('hex'),
})

test('an edited or missing migration is refused before anything is applied', async () => {
  const edited = known.map((row, i) => (i === 0 ? migration(row.name, `${row.sql}\n-- edited`) : row))
  const added = migration('9998-added.sql', 'create table should_not_exist ()')
  await expect(migrate(harness.machine.pool, [...edited, added])).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' })
  await expect(migrate(harness.machine.pool, [...known.slice(1), added])).rejects.toMatchObject({
    code: 'MIGRATION_CHANGED',
  })
  await expect(harness.machine.pool.query('select from should_not_exist')).rejects.toThrow(/does not exist/)
})

test('a failing migration leaves nothing of itself', async () => {
  const broken = migration('9999-broken.sql', 'create table half (); select 1 / 0;')
  await expect(migrate(harness.machine.pool, [...known, broken])).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
  await expect(harness.machine.pool.query('select from half')).rejects.toThrow(/does not exist/)
})

test('many processes at once apply each migration once; a second time nothing is left to do', async () => {
  const added = migration('9997-once.sql', 'create table made_once ()')
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(harness.machine.pool, [...known, added])))
  expect(applied.flat()).toEqual(['9997-once.sql'])
  expect(await migrate(harness.machine.pool, [...known, added])).toEqual([])
})
