/** Nodes as operators run them, over the papers of the sandbox: they fetch, hash, read and check every document themselves. */
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { FlattenedSign } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readShipment } from '../../../demo/inputs.ts'
import { indicators, inspectionProfile, issuers } from '../../../demo/population.ts'
import { judgeCase } from '../../../oracle/judgeCase.ts'
import type { AssayClient, Query } from '../../../sdk/typescript/client.ts'
import type { ApiProblem } from '../../../sdk/typescript/problem.ts'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { assets, recordCustodyStep } from '../assets/index.ts'
import { declareProfile, evidence, recordDocument } from '../evidence/index.ts'
import { governance, recordIndicator } from '../governance/index.ts'
import { createParty } from '../ledger/fixtures.ts'
import { ledger } from '../ledger/index.ts'
import { oracles } from '../oracles/index.ts'
import { parties, registerIssuer } from '../parties/index.ts'
import { quantification } from '../quantification/index.ts'
import { createDelivery, createWorld, pollAll, type TestNode, type World } from './fixtures.ts'
import { verification } from './index.ts'
import { openCase } from './openCase.ts'
import { readCase } from './readCase.ts'

const harness = await createHarness({
  modules: [parties, governance, ledger, assets, evidence, quantification, oracles, verification],
})
const http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
const keys = new Map(issuers.map(({ name }) => [name, generateKeyPairSync('ed25519')]))
let nodes: readonly TestNode[]
let caseId: string
beforeAll(async () => {
  // The papers are of spring 2026, and no document is younger than the day it arrives.
  await harness.advance(180 * 86_400)
  const world = await createWorld(harness, http)
  const sovereign = await createParty(harness, { name: 'State', roles: ['sovereign'], type: 'state', country: 'TZ' })
  nodes = world.nodes.map((node) => ({ ...node, judge: judgeCase }))
  for (const { documentKinds, ...issuer } of issuers) {
    const { x } = keys.get(issuer.name)!.publicKey.export({ format: 'jwk' }) as { x: string }
    const publicKey = { kty: 'OKP', crv: 'Ed25519', x } as const
    await harness.run((ctx) => registerIssuer(ctx, { ...issuer, documentKinds: [...documentKinds], publicKey }))
  }
  await harness.run((ctx) => declareProfile(ctx, inspectionProfile))
  for (const each of indicators) await harness.run((ctx) => recordIndicator(ctx, each as never))
  caseId = await openWheat({ ...world, sovereign })
}, 120_000)
afterAll(async () => {
  await http.close()
  await harness.close()
})

/** The case of the sandbox's wheat, its papers signed by their issuers. */
async function openWheat(world: World): Promise<string> {
  const { contract, documents, custody } = readShipment('G1', 'BYTES')
  const lots = [...contract.lots]
  const tradeId = await createDelivery(harness, world, {
    contract: { ...contract, lots } as never,
    documents: () => [],
  })
  const filed = new Map<string, string>()
  for (const { kind, format, fileName, mediaType, bytes, query, signedBy } of documents) {
    const signature = signedBy === null ? {} : { signature: await sign(signedBy, bytes) }
    const of = { subjectKind: 'trade', subjectId: tradeId, kind, format, fileName, mediaType, ...query, ...signature }
    filed.set(fileName, (await harness.run((ctx) => recordDocument(ctx, of as never, bytes))).id)
  }
  for (const [index, { fileName }] of custody.entries()) {
    const documentId = fileName === null ? null : (filed.get(fileName) ?? null)
    const step = { sequence: index + 1, checkpoint: `checkpoint ${index + 1}`, happenedAt: '2026-01-02T00:00:00Z' }
    await harness.run((ctx) => recordCustodyStep(ctx, tradeId, { ...step, documentId }))
  }
  await harness.run((ctx) => openCase(ctx, { kind: 'trade', tradeId }), world.seller.actor)
  await harness.settle()
  return tradeId
}

async function sign(signedBy: string, bytes: Uint8Array): Promise<string> {
  const jws = await new FlattenedSign(bytes).setProtectedHeader({ alg: 'EdDSA' }).sign(keys.get(signedBy)!.privateKey)
  return `${jws.protected}..${jws.signature}`
}

/** The node behind a server that answers otherwise. */
function behind(node: TestNode, lies: (api: AssayClient) => Partial<AssayClient>): TestNode {
  return { ...node, api: { ...node.api, ...lies(node.api) } }
}

/** Every file of the case is changed before the node is shown it. */
function shownOtherwise(node: TestNode, change: (bytes: Uint8Array) => void): TestNode {
  return behind(node, (api) => ({
    async *list<T>(path: string, query?: Query) {
      for await (const item of api.list<T>(path, query)) {
        if (path.endsWith('/documents')) {
          const shown = item as { content: string }
          const bytes = Buffer.from(shown.content, 'base64')
          change(bytes)
          shown.content = bytes.toString('base64')
        }
        yield item
      }
    },
  }))
}

/** A case file in which something is changed; each evidence entry and its record are given. */
function telling(node: TestNode, change: (of: { evidence: Draft; record: Draft }) => void): TestNode {
  return behind(node, (api) => ({
    async get<T>(path: string): Promise<T> {
      const file = await api.get<T>(path)
      if (!path.endsWith('/dossier')) return file
      const { evidence, subject } = file as unknown as CaseFile
      if (subject.kind !== 'trade') throw new Error('this case is of a trade')
      for (const each of evidence) {
        const record = subject.dossier.documents.find(({ documentId }) => documentId === each.documentId)
        change({ evidence: each as unknown as Draft, record: record as unknown as Draft })
      }
      return file
    },
  }))
}
// biome-ignore lint/suspicious/noExplicitAny: a lie fits no type
type Draft = any

const reports = () => harness.db.selectFrom('case_reports').select(['node_index', 'agrees']).execute()
const noteOf = (node: TestNode) => join(node.config.journalDir, `${caseId}.1.refused`)

const lies: [string, (node: TestNode) => TestNode, string][] = [
  [
    'other bytes',
    (node) =>
      shownOtherwise(node, (bytes) => {
        bytes[bytes.length - 3]! ^= 1
      }),
    'sha256 of document',
  ],
  [
    'a statement that no document makes',
    (node) =>
      telling(node, ({ record }) => {
        for (const statement of record.statements) if (statement.field === 'originCountry') statement.value = 'LV'
      }),
    'document ',
  ],
  [
    'a case file without the signatures',
    (node) => telling(node, ({ evidence }) => Object.assign(evidence.reading, { signature: null })),
    'signature of document',
  ],
  [
    'another meaning of the columns',
    (node) =>
      telling(node, ({ evidence: { reading } }) => {
        if (reading.profile?.name === inspectionProfile.name) reading.profile.columns.quantity = 'Moisture %'
      }),
    'parser of document',
  ],
]
test.each(lies.map((lie, index) => [...lie, index] as const))(
  'a server that shows %s gets no report, and the journal says why',
  async (_name, lie, check, index) => {
    const node = lie(nodes[index]!)
    await pollAll([node])
    expect(await reports()).toEqual([])
    const note = JSON.parse(readFileSync(noteOf(node), 'utf8'))
    expect(note).toMatchObject({ caseId, round: 1, code: 'ORACLE_DOSSIER_REFUSED' })
    expect(note.check).toContain(check)
  },
)

test('a server that does not answer for the documents gets no report and no refusal', async () => {
  const node = shownOtherwise(nodes[4]!, () => {
    throw new TypeError('fetch failed')
  })
  await pollAll([node])
  expect(await reports()).toEqual([])
  expect(existsSync(noteOf(node))).toBe(false)
})

test('the same nodes, told the truth, approve; who was shown which file stands in the log, once for all of them', async () => {
  const before = await shown()
  await pollAll(nodes)
  await harness.settle()
  const found = await reports()
  expect(found).toHaveLength(7)
  // The sixth relies on a surveyor who surveyed nothing here.
  expect(found.filter(({ agrees }) => !agrees).map(({ node_index }) => node_index)).toEqual([5])
  const documents = await harness.db
    .selectFrom('documents')
    .select(['id as documentId', 'sha256'])
    .where('subject_id', '=', caseId)
    .orderBy('id')
    .execute()
  expect(documents).toHaveLength(11)
  const since = (await shown()).slice(before.length)
  expect(since.map(({ data }) => data)).toEqual(nodes.map(() => ({ caseId, documents })))
  expect(since.map(({ party_id }) => party_id).sort()).toEqual(nodes.map(({ partyId }) => partyId).sort())
  expect(await harness.ask((ctx) => readCase(ctx, caseId))).toMatchObject({
    verdict: 'approved',
    committeeScore: '94.0625',
  })
})

const shown = () =>
  harness.db
    .selectFrom('events')
    .select(['data', 'party_id'])
    .where('type', 'in', ['evidence.dossierRead', 'evidence.documentRead'])
    .orderBy('sequence')
    .execute()

test('when its round has ended, the files of a case are shown to its judges no more', async () => {
  const before = await shown()
  const answers = await Promise.all(
    nodes.map(({ api }) => api.get(`/cases/${caseId}/documents`).catch(({ code }: ApiProblem) => code)),
  )
  expect(answers).toEqual(nodes.map(() => 'ROUND_NOT_OPEN'))
  expect(await shown()).toEqual(before)
})
