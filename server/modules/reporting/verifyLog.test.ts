/** Every way to tamper with the log, done as a database superuser with the triggers off, and what verify-log says about it. */
import { auditLeafHash } from '@assay/protocol/auditEntry.ts'
import { appendLeaf, foldNodes, type Hash } from '@assay/protocol/merkle.ts'
import { CompiledQuery } from 'kysely'
import { bytesToHex, type Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineEvent } from '../../module.ts'
import { createHarness } from '../../test/harness.ts'
import { auditLogId, entryOf } from './auditTree.ts'
import { recordAuditEntry, reportingModule, reportLog } from './index.ts'
import { sequenceEntries } from './sequenceEntries.ts'
import { type VerifyLogOptions, verifyLog } from './verifyLog.ts'

const happened = defineEvent<{ n: number }>('test.happened')
const harness = await createHarness({ modules: [reportingModule], chain: false, auditSink: recordAuditEntry })
afterAll(() => harness.close())
const count = 11
let ids: string[] = []

beforeAll(async () => {
  for (let n = 0; n < count; n += 1) {
    await harness.advance(1)
    await harness.run((context) => context.emit(happened({ n })), harness.as({ clientId: `client-${n % 3}` }))
    if (n === 3 || n === 7) await harness.run(sequenceEntries)
  }
  await harness.run(sequenceEntries)
  ids = (await harness.db.selectFrom('audit_leaves').select('entry_id').orderBy('leaf_index').execute()).map(
    (row) => row.entry_id,
  )
})

interface Tamperer {
  // biome-ignore lint/suspicious/noExplicitAny: rows of whatever the tampering asks for
  query(text: string, values?: unknown[]): Promise<{ rows: any[] }>
}

/** Tampers inside a transaction that is rolled back, and verifies in it. */
async function verifiedAfter(tamper: (client: Tamperer) => Promise<unknown>, options?: VerifyLogOptions) {
  return harness.db
    .transaction()
    .execute(async (db) => {
      const query: Tamperer['query'] = (text, values = []) => db.executeQuery(CompiledQuery.raw(text, values))
      await query('set local session_replication_role = replica')
      await tamper({ query })
      const result = await verifyLog(db, options)
      throw Object.assign(new Error('rolled back'), { result })
    })
    .catch((error: Error & { result?: Awaited<ReturnType<typeof verifyLog>> }) => {
      if (error.result === undefined) throw error
      return error.result
    })
}

/** What an attacker with full access to the database can rewrite so that all of it fits again. */
async function rewriteTree(client: Tamperer, parts: { levels: (level: number) => boolean; heads: boolean }) {
  const { rows } = await client.query(
    'select e.* from audit_leaves l join audit_entries e on e.id = l.entry_id order by leaf_index',
  )
  let frontier: Hash[] = []
  for (const [index, row] of rows.entries()) {
    const appended = appendLeaf(BigInt(index), frontier, auditLeafHash(entryOf(row)))
    frontier = appended.frontier
    for (const node of appended.nodes.filter(({ level }) => parts.levels(level))) {
      await client.query('update audit_nodes set hash = $1 where level = $2 and node_index = $3', [
        Buffer.from(node.hash),
        node.level,
        node.index.toString(),
      ])
    }
    if (parts.heads) {
      await client.query('update audit_tree_heads set root = $1 where tree_size = $2', [
        bytesToHex(foldNodes(frontier)),
        index + 1,
      ])
    }
  }
}

const edit = (n: number) => (client: Tamperer) =>
  client.query(`update audit_entries set action = 'harmless' where id = $1`, [ids[n]])
const places = Array.from({ length: count }, (_, n) => n)

test('an untouched log is in order', async () => {
  const result = await verifyLog(harness.db)
  expect(result).toMatchObject({ entries: BigInt(count), treeHeads: 3, anchors: 0, waiting: 0n, finding: null })
  expect(await reportLog(harness.db, null)).toMatchObject({ exitCode: 0 })
})

test.each(places)('entry %i edited: it is named', async (n) => {
  const { finding } = await verifiedAfter(edit(n))
  expect(finding).toMatchObject({ kind: 'edited', leafIndex: BigInt(n), entryId: ids[n], table: 'audit_entries' })
})

test.each([
  "occurred_at = occurred_at + interval '1 ms'",
  `actor = 'somebody'`,
  `party = 'somebody'`,
  "event_ids = '{}', event_types = '{}'",
  `event_types = '{other}'`,
  `intent_ids = array[id]`,
  `about = array[repeat('a', 64)]`,
  `input_commitment = repeat('0', 64)`,
])('the smallest edit is seen: %s', async (change) => {
  const { finding } = await verifiedAfter((client) =>
    client.query(`update audit_entries set ${change} where id = '${ids[5]}'`),
  )
  expect(finding).toMatchObject({ kind: 'edited', leafIndex: 5n })
})

test.each(places)('entry %i deleted: its number is named', async (n) => {
  const { finding } = await verifiedAfter((client) => client.query('delete from audit_entries where id = $1', [ids[n]]))
  expect(finding).toMatchObject({ kind: 'deleted', leafIndex: BigInt(n), entryId: ids[n] })
})

test.each(places)('entry %i and its number deleted: the gap is named', async (n) => {
  const { finding } = await verifiedAfter(async (client) => {
    await client.query('delete from audit_leaves where leaf_index = $1', [n])
    await client.query('delete from audit_entries where id = $1', [ids[n]])
  })
  expect(finding).toMatchObject({ kind: 'deleted', leafIndex: BigInt(n) })
})

test.each(places.slice(0, -1))('entry %i cut out and the rest moved up: the cut is named', async (n) => {
  const { finding } = await verifiedAfter(async (client) => {
    await client.query('delete from audit_leaves where leaf_index = $1', [n])
    await client.query('delete from audit_entries where id = $1', [ids[n]])
    await client.query('update audit_leaves set leaf_index = leaf_index + 1000 where leaf_index > $1', [n])
    await client.query('update audit_leaves set leaf_index = leaf_index - 1001 where leaf_index >= 1000')
  })
  expect(finding).toMatchObject({ kind: 'deleted', leafIndex: BigInt(n) })
})

test.each([
  [0, 1],
  [2, 3],
  [0, 10],
  [4, 7],
  [9, 10],
])('entries %i and %i swapped: the first is named', async (a, b) => {
  const { finding } = await verifiedAfter(async (client) => {
    await client.query('delete from audit_leaves where leaf_index in ($1, $2)', [a, b])
    await client.query('insert into audit_leaves values ($1, $2), ($3, $4)', [a, ids[b], b, ids[a]])
  })
  expect(finding).toMatchObject({ kind: 'reordered', leafIndex: BigInt(a), entryId: ids[b] })
})

test.each(places)('an entry slipped in at %i: it is named', async (n) => {
  const fresh = '019bc186-0000-7000-8000-000000000000'
  const { finding } = await verifiedAfter(async (client) => {
    await client.query(
      `insert into audit_entries select '${fresh}', occurred_at, actor, party, action, input_commitment, event_ids, event_types, intent_ids, about from audit_entries where id = $1`,
      [ids[n]],
    )
    await client.query('update audit_leaves set leaf_index = leaf_index + 1000 where leaf_index >= $1', [n])
    await client.query('update audit_leaves set leaf_index = leaf_index - 999 where leaf_index >= 1000')
    await client.query('insert into audit_leaves values ($1, $2)', [n, fresh])
  })
  expect(finding).toMatchObject({ kind: 'inserted', leafIndex: BigInt(n), entryId: fresh })
})

test('an entry slipped in without a number, and one appended without a tree head, are named', async () => {
  const fresh = '019bc186-0000-7000-8000-000000000000'
  const slip = (client: Tamperer) =>
    client.query(
      `insert into audit_entries select '${fresh}', occurred_at, actor, party, action, input_commitment, event_ids, event_types, intent_ids, about from audit_entries limit 1`,
    )
  expect((await verifiedAfter(slip)).finding).toMatchObject({
    kind: 'inserted',
    entryId: fresh,
    table: 'audit_entries',
  })
  const appended = await verifiedAfter(async (client) => {
    await slip(client)
    await client.query('insert into audit_leaves values ($1, $2)', [count, fresh])
  })
  expect(appended.finding).toMatchObject({ leafIndex: BigInt(count), entryId: fresh })
})

test.each(places)('entry %i edited and its hash rewritten too: the node above it gives it away', async (n) => {
  const { finding } = await verifiedAfter(async (client) => {
    await edit(n)(client)
    await rewriteTree(client, { levels: (level) => level === 0, heads: false })
  })
  // The last entry of an odd tree has no node above it; the tree head that counts it takes that part.
  const headBefore = n < 4 ? 0 : n < 8 ? 4 : 8
  expect(finding?.kind).toBe('edited')
  expect(Number(finding?.leafIndex)).toBeGreaterThanOrEqual(n === 10 ? headBefore : n - 1)
  expect(Number(finding?.leafIndex)).toBeLessThanOrEqual(n)
})

test.each(places)(
  'entry %i edited and the whole tree rewritten: the tree head that counts it gives it away',
  async (n) => {
    const { finding } = await verifiedAfter(async (client) => {
      await edit(n)(client)
      await rewriteTree(client, { levels: () => true, heads: false })
    })
    expect(finding).toMatchObject({
      kind: 'edited',
      leafIndex: n < 4 ? 0n : n < 8 ? 4n : 8n,
      table: 'audit_tree_heads',
    })
  },
)

test('everything rewritten, tree heads included: only the chain knows, indexed or asked', async () => {
  const { root } = await verifyLog(harness.db)
  const logId = await auditLogId(harness.db)
  const rewrite = async (client: Tamperer) => {
    await edit(6)(client)
    await rewriteTree(client, { levels: () => true, heads: true })
  }
  expect((await verifiedAfter(rewrite)).finding).toBeNull()
  expect((await verifiedAfter(rewrite, { anchored: { treeSize: BigInt(count), root } })).finding).toMatchObject({
    kind: 'edited',
    leafIndex: 8n,
  })
  const indexed = await verifiedAfter(async (client) => {
    await client.query(`insert into audit_anchors_on_chain values ($1, $2, $3, '0x', 1, 0, now())`, [
      logId,
      count,
      root,
    ])
    await rewrite(client)
  })
  expect(indexed.finding?.says).toContain('anchored on chain')
})

test('an end cut off is seen by the tree heads, and by the chain when they are cut off too', async () => {
  const cut = (withHeads: boolean) => async (client: Tamperer) => {
    await client.query('delete from audit_leaves where leaf_index >= 8')
    for (const id of ids.slice(8)) await client.query('delete from audit_entries where id = $1', [id])
    await client.query('delete from audit_nodes where (node_index + 1) << level > 8')
    if (withHeads) await client.query('delete from audit_tree_heads where tree_size > 8')
  }
  expect((await verifiedAfter(cut(false))).finding).toMatchObject({ kind: 'deleted', leafIndex: 8n })
  expect((await verifiedAfter(cut(true))).finding).toBeNull()
  const anchored = { treeSize: BigInt(count), root: `0x${'1'.repeat(64)}` as Hex }
  expect((await verifiedAfter(cut(true), { anchored })).finding).toMatchObject({ kind: 'deleted', leafIndex: 8n })
})

test.each([0, 1, 3])('a node of level %i edited or deleted is named', async (level) => {
  const edited = await verifiedAfter((client) =>
    client.query('update audit_nodes set hash = sha256(hash) where level = $1 and node_index = 0', [level]),
  )
  expect(edited.finding).toMatchObject({ leafIndex: 0n })
  const deleted = await verifiedAfter((client) =>
    client.query('delete from audit_nodes where level = $1 and node_index = 0', [level]),
  )
  expect(deleted.finding).toMatchObject({ kind: 'deleted', leafIndex: 0n, table: 'audit_nodes' })
})

test('the report names the row and ends with code 1', async () => {
  const forged = ids[2]!
  await harness.machine.pool.query('alter table audit_entries disable trigger all')
  await harness.machine.pool.query(`update audit_entries set action = 'forged' where id = $1`, [forged])
  const { lines, exitCode } = await reportLog(harness.db, null)
  expect(exitCode).toBe(1)
  expect(lines.at(-1)).toContain(`number 2, entry ${forged} in audit_entries, edited`)
})
