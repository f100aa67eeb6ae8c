import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../test/harness.ts'
import { openDatabase } from './database.ts'
import { systemActor } from './machine.ts'
import { transact } from './transact.ts'

let harness: Harness
beforeAll(async () => {
  harness = await createHarness({ modules: [], chain: false, config: { databasePoolSize: 2 } })
  await sql`create table things (id int primary key, name text not null)`.execute(harness.db)
  await sql`insert into things values (1, 'one'), (2, 'two')`.execute(harness.db)
})
afterAll(() => harness.close())

type Thing = { id: number; name: string; colour?: string }

const thing = (db: Pick<Harness['db'], 'executeQuery'>, id: number) =>
  sql<Thing>`select * from things where id = ${id}`.execute(db as never).then(({ rows }) => rows[0])

/** Names of the plans that the one connection of a pool keeps. */
const plans = async (pool: Harness['machine']['pool']) =>
  (await pool.query<{ statement: string }>('select statement from pg_prepared_statements')).rows.map(
    ({ statement }) => statement,
  )

test('a question is planned once by a connection, however often it is asked; a list of changing length is not kept', async () => {
  const { db, pool, close } = openDatabase({ url: harness.machine.config.databaseUrl, poolSize: 1 })
  for (const id of [1, 2, 1]) expect(await thing(db, id)).toMatchObject({ id })
  for (const length of [41, 42, 43]) {
    const ids = Array.from({ length }, (_, i) => i)
    const { rows } = await sql<Thing>`select * from things where id in (${sql.join(ids)})`.execute(db)
    expect(rows).toHaveLength(2)
  }
  await sql`select 1`.execute(db)
  expect(await plans(pool)).toEqual(['select * from things where id = $1'])
  await close()
})

test('no more than 500 texts are kept', async () => {
  const { db, pool, close } = openDatabase({ url: harness.machine.config.databaseUrl, poolSize: 1 })
  for (let n = 0; n < 510; n++) await sql`select ${sql.raw(String(n))} from things where id = ${1}`.execute(db)
  expect(await plans(pool)).toHaveLength(500)
  await close()
})

test('a migration while the program runs is noticed: questions and commands go on with the new columns', async () => {
  const { machine, db } = harness
  const caller = { actor: systemActor, requestId: 'test' }
  const inTransaction = () => transact(machine, caller, { action: 'test' }, (context) => thing(context.db as never, 2))
  // Often enough that PostgreSQL keeps a plan on every connection of the pool.
  for (let n = 0; n < 20; n++) await Promise.all([thing(db, 1), inTransaction()])
  await sql`alter table things add column colour text not null default 'red'`.execute(db)
  expect(await Promise.all([thing(db, 1), inTransaction(), thing(db, 1), inTransaction()])).toMatchObject([
    { id: 1, colour: 'red' },
    { id: 2, colour: 'red' },
    { id: 1, colour: 'red' },
    { id: 2, colour: 'red' },
  ])
})

test('any other refusal of the database is passed on', async () => {
  await expect(sql`select * from nowhere where id = ${1}`.execute(harness.db)).rejects.toMatchObject({ code: '42P01' })
  await expect(sql`insert into things values (${1}, ${'again'})`.execute(harness.db)).rejects.toMatchObject({
    code: '23505',
  })
})
