import { cottageStatements } from '@assay/domain/test/methodologyInputs.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { assets, readProject, registerBuilding, registerParcel, registerProject } from '../assets/index.ts'
import { fileBill, fileRecord } from '../evidence/fixtures.ts'
import { eraseDocument, evidence } from '../evidence/index.ts'
import { governance } from '../governance/index.ts'
import { createParty, type TestParty } from '../ledger/fixtures.ts'
import { ledger } from '../ledger/index.ts'
import { oracles } from '../oracles/index.ts'
import { parties } from '../parties/index.ts'
import { quantification } from '../quantification/index.ts'
import { vintageOf } from '../quantification/quantificationInputs.ts'
import { quantifyProject } from '../quantification/quantifyProject.ts'
import { readQuantification } from '../quantification/readQuantification.ts'
import { createNode, pollAll, signFor, type TestNode } from './fixtures.ts'
import { verification } from './index.ts'
import { openCase } from './openCase.ts'
import { readCase } from './readCase.ts'
import { submitReport } from './submitReport.ts'

const harness = await createHarness({
  modules: [parties, governance, ledger, assets, evidence, quantification, oracles, verification],
})
const http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
let owner: TestParty
let verifiers: TestNode[]
beforeAll(async () => {
  owner = await createParty(harness, { name: 'Owner', roles: ['landowner', 'verifier'] })
  verifiers = [await createNode(harness, http, { index: 0, reliability: '1', programme: 'carbon' })]
  await harness.settle()
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

const errorOf = (code: string) => expect.objectContaining({ code })
const unknown = '019bc187-3008-7301-b8eb-2f199f099732'
const cottage = [
  { section: 'walls', material: 'hurd', massKg: '3500' },
  { section: 'frame', material: 'timber', massKg: '2160' },
  { section: 'walls', material: 'binder', massKg: '3000' },
] as const
let squares = 0

async function createProject(): Promise<string> {
  squares += 1
  const [x, y] = [25.1 + squares / 10, 58.2]
  const ring = [
    [x, y],
    [x + 0.01, y],
    [x + 0.01, y + 0.01],
    [x, y + 0.01],
    [x, y],
  ]
  const { parcelId } = await harness.run(
    (ctx) =>
      registerParcel(ctx, {
        type: 'Feature',
        properties: { reference: `P-${squares}`, ownerPartyId: owner.partyId, landClass: 'built', tenure: 'freehold' },
        geometry: { type: 'Polygon', coordinates: [ring] },
      }),
    owner.actor,
  )
  await harness.settle()
  return projectOn(parcelId)
}

let projects = 0
async function projectOn(parcelId: string): Promise<string> {
  projects += 1
  const { projectId } = await harness.run(
    (ctx) =>
      registerProject(ctx, {
        reference: `COTTAGE-${projects}`,
        name: 'Cottage',
        ownerPartyId: owner.partyId,
        parcelId,
        methodology: 'hempLime',
      }),
    owner.actor,
  )
  return projectId
}

const build = (projectId: string, name: string, completedOn: string, billed = true) =>
  harness.run(
    (ctx) =>
      registerBuilding(ctx, projectId, { name, completedOn, ...(billed ? { billOfMaterials: [...cottage] } : {}) }),
    owner.actor,
  )

/** A building whose bill is read from a document. */
async function buildBilled(projectId: string, name: string, lines: Parameters<typeof fileBill>[2] = cottage) {
  const { buildingId } = await build(projectId, name, '2025-09-15', false)
  return { buildingId, documentId: await harness.run((ctx) => fileBill(ctx, buildingId, lines), owner.actor) }
}

const quantify = (projectId: string, vintage?: number) =>
  harness.run(
    (ctx) =>
      quantifyProject(ctx, {
        projectId,
        measurements: cottageStatements,
        ...(vintage === undefined ? {} : { vintage }),
      }),
    owner.actor,
  )
const open = (quantificationId: string) =>
  harness.run((ctx) => openCase(ctx, { kind: 'quantification', quantificationId }), owner.actor)
const caseOf = (caseId: string) => harness.ask((ctx) => readCase(ctx, caseId))

test('what is not there, not billed or not of one vintage cannot be quantified', async () => {
  await expect(quantify(unknown)).rejects.toThrowError(errorOf('PROJECT_NOT_FOUND'))
  const projectId = await createProject()
  await expect(quantify(projectId)).rejects.toThrowError(errorOf('QUANTIFICATION_NOT_POSSIBLE'))
  await build(projectId, 'one', '2025-09-15', false)
  await expect(quantify(projectId)).rejects.toThrowError(errorOf('QUANTIFICATION_NOT_POSSIBLE'))
  const other = await createProject()
  await build(other, 'one', '2025-09-15')
  await build(other, 'two', '2025-10-01')
  await expect(quantify(other)).rejects.toThrowError(
    expect.objectContaining({
      code: 'QUANTIFICATION_NOT_POSSIBLE',
      details: expect.objectContaining({ vintages: [20253, 20254] }),
    }),
  )
  await expect(quantify(other, 20251)).rejects.toThrowError(errorOf('QUANTIFICATION_NOT_POSSIBLE'))
  expect((await quantify(other, 20254)).run).toMatchObject({ grossKg: '9108' })
})

test('a case of a quantification needs the quantification, and evidence', async () => {
  await expect(open(unknown)).rejects.toThrowError(errorOf('QUANTIFICATION_NOT_FOUND'))
  const projectId = await createProject()
  await build(projectId, 'one', '2025-09-15')
  const { quantificationId } = await quantify(projectId)
  await expect(open(quantificationId)).rejects.toThrowError(errorOf('DOSSIER_EMPTY'))
})

test('2.27 G6: the cottage is quantified once, whoever asks how often, and every step is on record', async () => {
  const projectId = await createProject()
  await build(projectId, 'one', '2025-09-15')
  const { quantificationId, run } = await quantify(projectId)
  expect(run).toMatchObject({
    grossKg: '9108',
    netKg: '6967.62',
    issuedKg: '6967',
    issuedBufferKg: '1229',
    carryKg: '0.62',
  })
  expect((await quantify(projectId)).quantificationId).toBe(quantificationId)
  const shown = await harness.ask((ctx) => readQuantification(ctx, quantificationId))
  expect(shown).toMatchObject({
    methodologyId: 'hempLime',
    methodologyVersion: '1.0.0',
    vintage: 20253,
    bufferKg: '1229',
  })
  expect((shown.run as { steps: unknown[] }).steps.length).toBeGreaterThan(5)
  const emissionsKg = { ...cottageStatements.emissionsKg, transport: '10' }
  const withTransport = { ...cottageStatements, emissionsKg }
  const again = await harness.run(
    (ctx) => quantifyProject(ctx, { projectId, measurements: withTransport }),
    owner.actor,
  )
  expect(again.quantificationId).not.toBe(quantificationId)
  expect(again.run.grossKg).toBe('9098')
})

test('2.27 G6: an independent verifier repeats the run and approves; the owner cannot, and the claim is made once', async () => {
  const projectId = await createProject()
  await buildBilled(projectId, 'one')
  const { quantificationId } = await quantify(projectId)
  await open(quantificationId)
  await harness.settle()
  expect(await caseOf(quantificationId)).toMatchObject({
    state: 'inProgress',
    unit: 'kgCO2e',
    contractedQuantity: '6967',
    committee: [0],
    threshold: '85',
    terms: { netKg: '6967', bufferKg: '1229', vintage: 20253 },
  })
  const other = await harness.run(
    (ctx) => quantifyProject(ctx, { projectId, measurements: { ...cottageStatements, carbonationMeasuredKg: '5' } }),
    owner.actor,
  )
  await expect(open(other.quantificationId)).rejects.toThrowError(errorOf('CASE_SUBJECT_NOT_READY'))

  const verifier = verifiers[0] as TestNode
  const signed = await signFor(verifier, quantificationId)
  await expect(harness.run((ctx) => submitReport(ctx, signed), owner.actor)).rejects.toThrowError(
    errorOf('NODE_NOT_ASSIGNED'),
  )
  await pollAll(verifiers)
  await harness.settle()
  expect(await caseOf(quantificationId)).toMatchObject({
    state: 'verified',
    verdict: 'approved',
    consensus: '100',
    verificationScore: '86.1538',
    verifiedQuantity: '6967',
  })
  await harness.advance(172_800)
  await harness.chain.mine(3)
  await harness.settle()
  await harness.advance(5)
  await harness.settle()
  expect(await caseOf(quantificationId)).toMatchObject({ settled: true })
  // The carried fraction is now the project's, so a run made before is no longer its claim; and the period is claimed.
  await expect(open(other.quantificationId)).rejects.toThrowError(errorOf('CASE_SUBJECT_NOT_READY'))
  const next = await quantify(projectId)
  expect(next.run.carryKg).not.toBe('0.62')
  await expect(open(next.quantificationId)).rejects.toThrowError(errorOf('CLAIM_KEY_TAKEN'))
  // A building of the same quarter comes too late, also under another project on the same land.
  await buildBilled(projectId, 'two')
  const late = await quantify(projectId)
  await expect(open(late.quantificationId)).rejects.toThrowError(errorOf('CLAIM_KEY_TAKEN'))
  const again = await projectOn((await harness.ask((ctx) => readProject(ctx.db, projectId))).parcelId)
  await buildBilled(again, 'one')
  const twice = await quantify(again)
  await expect(open(twice.quantificationId)).rejects.toThrowError(errorOf('CLAIM_KEY_TAKEN'))
  const { buildingId } = await build(again, 'three', '2025-10-01', false)
  await harness.run((ctx) => fileBill(ctx, buildingId, cottage), owner.actor)
  const quarter = await quantify(again, 20254)
  await open(quarter.quantificationId)
})

test('two projects on one parcel claim one quarter at the same moment, and one of them has it', async () => {
  const first = await createProject()
  const { parcelId } = await harness.ask((ctx) => readProject(ctx.db, first))
  const projects = [first, await projectOn(parcelId), await projectOn(parcelId)]
  const ids: string[] = []
  for (const projectId of projects) {
    await buildBilled(projectId, 'one')
    ids.push((await quantify(projectId)).quantificationId)
  }
  const outcomes = await Promise.allSettled(ids.map(open))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CLAIM_KEY_TAKEN' })
  }
})

test('what a bill says stands for one building ever, in whatever bytes and whoever files it at the same moment; its owner alone is told which', async () => {
  const stranger = await createParty(harness, { name: 'Stranger', roles: ['landowner'] })
  const billed: { id: string; buildingId: string }[] = []
  // The first two are the same bytes; the others say the same: line ends, letter case, the order of lines, another quarter.
  const copies = [
    { house: 'the same' },
    { house: 'the same' },
    { house: 'the same', lineEnd: '\r\n' },
    { house: ' THE  Same', completedOn: '2025-12-15' },
    { house: 'the same', lines: cottage.toReversed() },
  ]
  for (const { completedOn = '2025-09-15', lines = cottage, ...of } of copies) {
    const projectId = await createProject()
    const { buildingId } = await build(projectId, 'one', completedOn, false)
    await harness.run((ctx) => fileBill(ctx, buildingId, lines, of), owner.actor)
    billed.push({ id: (await quantify(projectId)).quantificationId, buildingId })
  }
  const outcomes = await Promise.allSettled(billed.map(({ id }) => open(id)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const winner = billed[outcomes.findIndex(({ status }) => status === 'fulfilled')] as (typeof billed)[number]
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'DOCUMENT_BACKS_ANOTHER' })
  }
  const loser = billed.find((each) => each !== winner) as typeof winner
  const told = (actor: typeof owner.actor) =>
    harness
      .run((ctx) => openCase(ctx, { kind: 'quantification', quantificationId: loser.id }), actor)
      .catch((error) => Object.keys(error.details).toSorted())
  await expect(open(loser.id)).rejects.toMatchObject({
    details: { subjectKind: 'building', subjectId: winner.buildingId },
  })
  expect(await told(stranger.actor)).toEqual(['documentId'])

  const twins = await createProject()
  const ends: Readonly<Record<string, string>> = { left: '\n', right: '\r\n' }
  for (const name of ['left', 'right']) {
    // Completed in another quarter, the second would be another claim of the same walls.
    const { buildingId } = await build(twins, name, name === 'left' ? '2025-09-15' : '2025-12-15', false)
    await harness.run((ctx) => fileBill(ctx, buildingId, cottage, { house: 'twin', lineEnd: ends[name] }), owner.actor)
  }
  for (const vintage of [20253, 20254]) {
    const { quantificationId } = await quantify(twins, vintage)
    await expect(open(quantificationId)).rejects.toThrowError(errorOf('DOCUMENT_BACKS_ANOTHER'))
  }
})

test('a case opens only from masses that a document of the project holds, each once', async () => {
  const notReady = (reason: string) =>
    expect.objectContaining({
      code: 'CASE_SUBJECT_NOT_READY',
      details: expect.objectContaining({ reason: expect.stringContaining(reason) }),
    })
  const stated = await createProject()
  await build(stated, 'one', '2025-09-15')
  await harness.run((ctx) => fileRecord(ctx, { kind: 'project', id: stated }, { kind: 'monitoringReport' }))
  const { quantificationId: unproven } = await quantify(stated)
  await expect(open(unproven)).rejects.toThrowError(notReady('the documents hold 0 lines, the inputs 3'))

  const projectId = await createProject()
  await harness.run((ctx) => fileRecord(ctx, { kind: 'project', id: projectId }, { kind: 'monitoringReport' }))
  const { buildingId, documentId } = await buildBilled(projectId, 'one')
  const { quantificationId } = await quantify(projectId)
  await harness.run((ctx) => eraseDocument(ctx, documentId), owner.actor)
  await expect(open(quantificationId)).rejects.toThrowError(notReady('is not among the documents of the project'))
  // Filed again in other bytes, the same lines are proven by the new document.
  await harness.run((ctx) => fileBill(ctx, buildingId, cottage, { lineEnd: '\r\n' }), owner.actor)
  const again = await quantify(projectId)
  expect(again.quantificationId).not.toBe(quantificationId)
  await expect(open(again.quantificationId)).resolves.toMatchObject({ caseId: again.quantificationId })
})

test("no verifier of the owner's own house is drawn", async () => {
  const own = await createNode(harness, http, { index: 1, reliability: '1', programme: 'carbon' })
  await harness.db.updateTable('oracle_nodes').set({ party_id: owner.partyId }).where('node_index', '=', 1).execute()
  await harness.db.updateTable('oracle_nodes').set({ active: false }).where('node_index', '=', 0).execute()
  await harness.settle()
  const projectId = await createProject()
  await buildBilled(projectId, 'one')
  const { quantificationId } = await quantify(projectId)
  await expect(open(quantificationId)).rejects.toThrowError(errorOf('COMMITTEE_TOO_SMALL'))
  expect(own.config.policy.nodeIndex).toBe(1)
})

test.each([
  ['2025-01-01', 20251],
  ['2025-03-31', 20251],
  ['2025-04-01', 20252],
  ['2025-09-30', 20253],
  ['2025-12-31', 20254],
])('a building completed on %s is of vintage %i', (completedOn, vintage) => {
  expect(vintageOf({ completedOn })).toBe(vintage)
})
