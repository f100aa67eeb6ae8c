/** Who is shown a document, and what of it stays in the audit log. */
import { randomUUID } from 'node:crypto'
import type { Role } from '@assay/domain/roles.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { type Credentials, startHttp } from '../../test/http.ts'
import { wheatContract } from '../assets/fixtures.ts'
import { assets, registerTrade } from '../assets/index.ts'
import { governance } from '../governance/index.ts'
import { parties } from '../parties/index.ts'
import { recordAuditEntry, reportingModule } from '../reporting/index.ts'
import { admitReaders } from './admitReaders.ts'
import { fileRecord } from './fixtures.ts'
import { evidence, freezeDossier } from './index.ts'

const modules = [parties, governance, assets, evidence, reportingModule]
const harness = await createHarness({ modules, chain: false, auditSink: recordAuditEntry })
const http = await startHttp(harness)
afterAll(async () => {
  await http.close()
  await harness.close()
})

let caseId: string
let documentId: string
let otherId: string
const people: Partial<Record<Role | 'judge' | 'otherJudge' | 'stranger', Credentials>> = {}
const bytes = Buffer.from('what only some may read')

/** A trade with one document, frozen for its case, judged by one party. */
async function judged(judge: string, seller: string): Promise<{ caseId: string; documentId: string }> {
  const sides = {
    buyerPartyId: people.buyer!.partyId,
    sellerPartyId: seller,
    sovereignPartyId: people.sovereign!.partyId,
  }
  const contract = wheatContract({ ...sides, reference: randomUUID() })
  const { tradeId } = await harness.run((context) => registerTrade(context, contract))
  const subject = { kind: 'trade', id: tradeId } as const
  const sha256 = await harness.machine.files.put(Buffer.concat([bytes, Buffer.from(tradeId)]))
  const id = await harness.run((context) => fileRecord(context, subject, { kind: 'quantitySurvey', sha256 }))
  await harness.run(async (context) => {
    await freezeDossier(context, { caseId: tradeId, subject })
    await admitReaders(context, { caseId: tradeId, partyIds: [judge] })
  })
  return { caseId: tradeId, documentId: id }
}

beforeAll(async () => {
  for (const role of [
    'buyer',
    'seller',
    'sovereign',
    'inspector',
    'operator',
    'reviewer',
    'compliance',
    'auditor',
  ] as const)
    people[role] = await http.grant({ roles: [role] })
  people.judge = await http.grant({ roles: ['verifier'] })
  people.otherJudge = await http.grant({ roles: ['oracle', 'verifier'] })
  people.stranger = await http.grant({ roles: ['seller', 'landowner', 'verifier', 'oracle', 'operator', 'governance'] })
  ;({ caseId, documentId } = await judged(people.judge.partyId, people.seller!.partyId))
  ;({ documentId: otherId } = await judged(people.otherJudge.partyId, people.stranger.partyId))
})

const paths = () => [
  `/api/v1/documents/${documentId}`,
  `/api/v1/documents/${documentId}/content`,
  `/api/v1/cases/${caseId}/documents/${documentId}/proof`,
]
const get = (path: string, who: keyof typeof people) => http.call('GET', path, { token: people[who]!.token })
const shown = () =>
  harness.db
    .selectFrom('events')
    .innerJoin('audit_entries', (join) => join.on((on) => on('events.id', '=', on.fn.any('audit_entries.event_ids'))))
    .select(['audit_entries.action', 'events.data', 'events.party_id'])
    .where('events.type', '=', 'evidence.documentRead')
    .orderBy('events.sequence')
    .execute()

test.each(['stranger', 'otherJudge', 'operator', 'inspector'] as const)(
  'a document is nothing to %s, who is not asked to judge by it and does not own it; no trace is left',
  async (who) => {
    const before = await shown()
    for (const path of paths()) {
      const { status, json } = await get(path, who)
      expect([path, status, json.code]).toEqual([path, 404, 'NOT_FOUND'])
    }
    expect(await shown()).toEqual(before)
  },
)

test('a party asked to judge one case is shown its documents and those of no other', async () => {
  for (const path of paths()) expect((await get(path, 'judge')).status, path).toBe(200)
  expect((await get(`/api/v1/documents/${otherId}`, 'judge')).status).toBe(404)
  expect((await get(`/api/v1/documents/${otherId}`, 'otherJudge')).status).toBe(200)
})

test.each(['buyer', 'seller', 'sovereign', 'reviewer', 'compliance', 'auditor'] as const)(
  '%s is shown record, bytes and proof, and each showing stands in the audit log',
  async (who) => {
    const before = (await shown()).length
    const [record, content, proof] = await Promise.all(paths().map((path) => get(path, who)))
    expect(record!.json).toMatchObject({ documentId, parser: 'certificate-json/1' })
    expect(content!.text).toContain(bytes.toString())
    expect(proof!.json.leaf.record).toMatchObject({ documentId })
    const { partyId } = people[who]!
    const entries = (await shown()).slice(before)
    expect(entries.map(({ action, data, party_id }) => ({ action, data, partyId: party_id }))).toEqual(
      expect.arrayContaining([
        { action: 'evidence.readDocument', data: { documentId, shown: 'record' }, partyId },
        { action: 'evidence.readDocumentContent', data: { documentId, shown: 'content' }, partyId },
        { action: 'evidence.proveDocument', data: { documentId, shown: 'proof' }, partyId },
      ]),
    )
    expect(entries).toHaveLength(3)
  },
)

test('what does not exist leaves no trace either', async () => {
  const before = await shown()
  expect((await get(`/api/v1/documents/${randomUUID()}`, 'auditor')).status).toBe(404)
  expect((await get(`/api/v1/cases/${caseId}/documents/${otherId}/proof`, 'auditor')).json.code).toBe(
    'DOCUMENT_NOT_IN_CASE',
  )
  expect(await shown()).toEqual(before)
})
