/** The files of a case in one answer: how large it gets, what is left out, and what stays of it in the audit log. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Role } from '@assay/domain/roles.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { wheatContract } from '../assets/fixtures.ts'
import { assets, registerTrade } from '../assets/index.ts'
import { governance } from '../governance/index.ts'
import { parties, registerParty } from '../parties/index.ts'
import { recordAuditEntry, reportingModule } from '../reporting/index.ts'
import { fileRecord } from './fixtures.ts'
import { eraseDocument, evidence, freezeDossier, readDossierContents } from './index.ts'

const modules = [parties, governance, assets, evidence, reportingModule]
const harness = await createHarness({ modules, chain: false, auditSink: recordAuditEntry })
afterAll(() => harness.close())

const mib = 1_048_576
/** Small, 3 MiB, 2 MiB, above the 4 MiB of an answer, small, and erased. */
const sizes = [100, 3 * mib, 2 * mib, 4 * mib + 1, 200, 300]
const ids: string[] = []
const files: Buffer[] = []
let caseId: string
beforeAll(async () => {
  const admit = (role: Role, type: 'company' | 'state') =>
    harness.run((context) => registerParty(context, { name: `The ${role}`, country: 'EE', type, roles: [role] }))
  const sides = {
    buyerPartyId: (await admit('buyer', 'company')).partyId,
    sellerPartyId: (await admit('seller', 'company')).partyId,
    sovereignPartyId: (await admit('sovereign', 'state')).partyId,
  }
  const { tradeId } = await harness.run((context) =>
    registerTrade(context, wheatContract({ ...sides, reference: randomUUID() })),
  )
  caseId = tradeId
  const subject = { kind: 'trade', id: tradeId } as const
  for (const [at, size] of sizes.entries()) {
    const bytes = randomBytes(size)
    const sha256 = await harness.machine.files.put(bytes)
    const documentId = `01950000-0000-7000-8000-00000000000${at}`
    const of = { documentId, kind: 'quantitySurvey', sha256 } as const
    const id = await harness.run((context) => fileRecord(context, subject, of))
    await harness.db.updateTable('documents').set({ size_bytes: size }).where('id', '=', id).execute()
    ids.push(id)
    files.push(bytes)
  }
  await harness.run((context) => freezeDossier(context, { caseId, subject }))
  await harness.run((context) => eraseDocument(context, ids[5]!))
})

const read = (query: { limit?: number; cursor?: string } = {}, of = caseId) =>
  harness.run((context) => readDossierContents(context, of, query))
const told = () =>
  harness.db
    .selectFrom('events')
    .innerJoin('audit_entries', (join) => join.on((on) => on('events.id', '=', on.fn.any('audit_entries.event_ids'))))
    .select('events.data')
    .where('events.type', '=', 'evidence.dossierRead')
    .orderBy('events.sequence')
    .execute()
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const named = (at: number) => ({ documentId: ids[at]!, sha256: sha256(files[at]!) })

test('a made-up cursor is refused, and of a case without documents nothing is shown; neither leaves a trace', async () => {
  const before = await told()
  for (const key of [['x'], [ids[0], '1']]) {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
    await expect(read({ cursor })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
  }
  expect(await read({}, randomUUID())).toEqual({ items: [], nextCursor: null })
  expect(await told()).toEqual(before)
})

test('pages end before they are too large; what is too large by itself or erased is in none; each entry names what was shown', async () => {
  const before = (await told()).length
  const pages: number[][] = []
  let cursor: string | null | undefined
  do {
    const page = await read(cursor === undefined ? {} : { cursor: cursor! })
    for (const { documentId, content, ...rest } of page.items) {
      const at = ids.indexOf(documentId)
      expect(rest).toEqual({ sha256: named(at).sha256 })
      expect(Buffer.from(content, 'base64').equals(files[at]!)).toBe(true)
    }
    pages.push(page.items.map(({ documentId }) => ids.indexOf(documentId)))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(pages).toEqual([
    [0, 1],
    [2, 4],
  ])
  expect((await told()).slice(before).map(({ data }) => data)).toEqual(
    pages.map((page) => ({ caseId, documents: page.map(named) })),
  )
})

test('no page has more documents than asked for', async () => {
  const { items, nextCursor } = await read({ limit: 1 })
  expect(items).toHaveLength(1)
  expect((await read({ limit: 1, cursor: nextCursor! })).items).toMatchObject([named(1)])
})
