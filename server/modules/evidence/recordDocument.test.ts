import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { evidenceLeafHash, evidenceRoot, verifyEvidence } from '@assay/protocol/evidenceRoot.ts'
import { FlattenedSign } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedProfiles } from '../../reading/documents/columnProfiles.ts'
import { createHarness } from '../../test/harness.ts'
import { fixtureParty, wheatContract } from '../assets/fixtures.ts'
import { assets, registerTrade } from '../assets/index.ts'
import { governance, latestIndicator } from '../governance/index.ts'
import { parties, registerIssuer } from '../parties/index.ts'
import {
  declareProfile,
  documentsOf,
  eraseDocument,
  evidence,
  findDossier,
  freezeDossier,
  proveDocument,
  readContent,
  recordDocument,
  recordDocumentBatch,
} from './index.ts'
import { listProfiles } from './profiles.ts'
import type { DocumentInput } from './recordDocument.ts'
import { recordProvenStep } from './recordProvenStep.ts'

const harness = await createHarness({ modules: [parties, governance, assets, evidence], chain: false })
afterAll(() => harness.close())

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const strangerKey = generateKeyPairSync('ed25519').privateKey
const surveyor = { name: 'Fixture Surveyors', country: 'EE' }
let tradeId: string

async function newTrade(reference: string): Promise<string> {
  const buyer = await fixtureParty(harness, ['buyer'])
  const seller = await fixtureParty(harness, ['seller'])
  const state = await fixtureParty(harness, ['sovereign'])
  const sides = { buyerPartyId: buyer.partyId, sellerPartyId: seller.partyId, sovereignPartyId: state.partyId }
  const trade = await harness.run((context) => registerTrade(context, wheatContract({ ...sides, reference })))
  return trade.tradeId
}

beforeAll(async () => {
  const { x } = publicKey.export({ format: 'jwk' }) as { x: string }
  await harness.run((context) =>
    registerIssuer(context, {
      ...surveyor,
      type: 'auditor',
      documentKinds: ['quantitySurvey'],
      publicKey: { kty: 'OKP', crv: 'Ed25519', x },
    }),
  )
  tradeId = await newTrade('EVIDENCE')
})

const surveyOf = (number: string, change: object = {}) =>
  new TextEncoder().encode(
    JSON.stringify({
      format: 'assay/quantity-survey/1',
      number,
      issuedOn: '2025-03-01',
      issuer: surveyor,
      method: 'draftSurvey',
      surveyedOn: '2025-02-28',
      measured: { value: '9950', unitCode: 'TNE' },
      instrument: { id: 'G-1', calibratedUntil: '2025-12-31' },
      ...change,
    }),
  )
const input = (of: Partial<DocumentInput> = {}): DocumentInput => ({
  subjectKind: 'trade',
  subjectId: tradeId,
  kind: 'quantitySurvey',
  format: 'quantity-survey-json',
  fileName: 'survey.json',
  mediaType: 'application/json',
  ...of,
})
const record = (bytes: Uint8Array, of: Partial<DocumentInput> = {}) =>
  harness.run((context) => recordDocument(context, input(of), bytes))
const sign = async (bytes: Uint8Array, key: KeyObject = privateKey, alg = 'EdDSA') => {
  const jws = await new FlattenedSign(bytes).setProtectedHeader({ alg }).sign(key)
  return `${jws.protected}..${jws.signature}`
}
const filesOf = async () =>
  (await readdir(join(harness.machine.config.stateDir, 'files'), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  )
const count = async () => (await harness.db.selectFrom('documents').select('id').execute()).length

test('a custody step takes only a document that was filed about its own trade', async () => {
  const record = (subjectId: string, number: string) =>
    harness.run((context) => recordDocument(context, input({ subjectId }), surveyOf(number)))
  const [own, foreign] = [await record(tradeId, 'STEP-1'), await record(await newTrade('STEPS'), 'STEP-2')]
  const step = (documentId: string | null) =>
    harness.run((context) => recordProvenStep(context, tradeId, { sequence: 1, checkpoint: 'Loaded', documentId }))
  for (const documentId of [foreign.id, tradeId, '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10']) {
    await expect(step(documentId)).rejects.toMatchObject({
      code: 'DOCUMENT_NOT_OF_TRADE',
      details: { documentId, tradeId },
    })
  }
  expect((await step(null)).custody[0]!.documentId).toBeNull()
  expect((await step(own.id)).custody[0]!.documentId).toBe(own.id)
})

test.each<[string, Uint8Array, Partial<DocumentInput>, string]>([
  ['no bytes', new Uint8Array(), {}, 'DOCUMENT_EMPTY'],
  ['too many bytes', new Uint8Array(256 * 1024 + 1), {}, 'DOCUMENT_TOO_LARGE'],
  ['a format of another kind', surveyOf('X'), { format: 'price-csv' }, 'DOCUMENT_FORMAT_UNKNOWN'],
  [
    'a trade that does not exist',
    surveyOf('X'),
    { subjectId: '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10' },
    'SUBJECT_NOT_FOUND',
  ],
  ['a subject that is no id', surveyOf('X'), { subjectId: 'agriculture' }, 'SUBJECT_NOT_FOUND'],
  ['a market nobody trades', surveyOf('X'), { subjectKind: 'market', subjectId: 'HS:10' }, 'SUBJECT_NOT_FOUND'],
  ['another shape', surveyOf('X', { measured: 5 }), {}, 'DOCUMENT_INVALID'],
  ['a date in the future', surveyOf('X', { issuedOn: '2026-01-16' }), {}, 'DOCUMENT_INVALID'],
  ['a day that does not exist', surveyOf('X', { issuedOn: '2025-06-31' }), {}, 'DOCUMENT_INVALID'],
  [
    'a profile that does not exist',
    new TextEncoder().encode('a,b\n1,2'),
    { kind: 'vesselTrack', format: 'ais-csv', profile: 'nobody' },
    'PROFILE_NOT_FOUND',
  ],
  [
    'a profile of another format',
    new TextEncoder().encode('a,b\n1,2'),
    { kind: 'vesselTrack', format: 'ais-csv', profile: 'trees' },
    'PROFILE_NOT_FOUND',
  ],
  [
    'a file that names no issuer',
    new TextEncoder().encode('species,diameterCm\nBetula,20'),
    { kind: 'treeInventory', format: 'trees-csv' },
    'DOCUMENT_ISSUER_UNKNOWN',
  ],
  ['a signature of another algorithm', surveyOf('X'), { signature: 'eyJhbGciOiJub25lIn0..AA' }, 'SIGNATURE_MALFORMED'],
  ['a signature that is none', surveyOf('X'), { signature: 'abc' }, 'SIGNATURE_MALFORMED'],
])('%s is refused and nothing is stored', async (_name, bytes, of, code) => {
  const before = [await count(), (await filesOf()).length]
  await expect(record(bytes, of)).rejects.toMatchObject({ code })
  expect([await count(), (await filesOf()).length]).toEqual(before)
})

test('a problem names file, pointer, code and remedy', async () => {
  await expect(record(surveyOf('X', { vesselImo: '9074728' }))).rejects.toMatchObject({
    code: 'DOCUMENT_INVALID',
    status: 422,
    details: {
      count: 1,
      problems: [
        {
          file: 'survey.json',
          line: null,
          pointer: '/vesselImo',
          code: 'IMO_INVALID',
          remedy: expect.stringContaining('seven digits'),
          given: '9074728',
        },
      ],
    },
  })
})

test("an issuer's signature over the very bytes is verified; anybody else's, or over other bytes, is invalid", async () => {
  const [one, two, three] = [surveyOf('S-1'), surveyOf('S-2'), surveyOf('S-3')]
  expect(await record(one, { signature: await sign(one) })).toMatchObject({
    state: 'validated',
    signature: 'verified',
    issuer_recognised: true,
    issuer_type: 'auditor',
    issued_on: '2025-03-01',
    statements: [{ field: 'quantityTonnes', value: '9950' }],
  })
  expect(await record(two, { signature: await sign(two, strangerKey) })).toMatchObject({
    state: 'invalid',
    signature: 'invalid',
  })
  expect(await record(three, { signature: await sign(one) })).toMatchObject({ signature: 'invalid' })
  expect(await record(surveyOf('S-4'))).toMatchObject({
    state: 'validated',
    signature: 'absent',
    issuer_recognised: true,
  })
})

test('a signature that verifies is taken over by a paper that was filed without, until a case is judged by it', async () => {
  const trade = { subjectId: await newTrade('UNSIGNED-FIRST') }
  const [one, two] = [surveyOf('S-20'), surveyOf('S-21')]
  const signature = await sign(one)
  const unsigned = await record(one, trade)
  expect(unsigned).toMatchObject({ signature: 'absent' })
  const wrong = record(one, { ...trade, signature: await sign(one, strangerKey) })
  await expect(wrong).rejects.toMatchObject({ code: 'DOCUMENT_FILED_OTHERWISE', details: { differs: ['signature'] } })
  expect(await record(one, { ...trade, signature })).toMatchObject({
    ...{ id: unsigned.id, signature: 'verified', state: 'validated', signature_jws: signature },
  })
  expect(await record(one, trade)).toMatchObject({ id: unsigned.id, signature: 'verified' })
  const invalid = await record(two, { ...trade, signature })
  expect(invalid).toMatchObject({ signature: 'invalid', state: 'invalid' })
  await harness.run((context) =>
    freezeDossier(context, {
      caseId: '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d99',
      subject: { kind: 'trade', id: trade.subjectId },
    }),
  )
  const late = record(two, { ...trade, signature: await sign(two) })
  await expect(late).rejects.toMatchObject({ code: 'DOCUMENT_FILED_OTHERWISE' })
  expect(await record(two, trade)).toMatchObject({ id: invalid.id, signature: 'invalid' })
})

test('the same file meant otherwise is refused, not answered with what it was meant as first', async () => {
  const row = (imo: string, time: string) => `276000001,2025-03-01T${time},59.60,23.50,12.0,270.0,270,FIXTURE,IMO${imo}`
  const day = ['MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO']
  for (const imo of ['9074729', '9999993']) day.push(row(imo, '00:00:00'), row(imo, '01:00:00'))
  const bytes = new TextEncoder().encode(day.join('\n'))
  const track = { kind: 'vesselTrack', format: 'ais-csv', issuer: 'Coast Guard', issuerCountry: 'US' } as const
  const first = await record(bytes, { ...track, vesselImo: '9074729' })
  expect(await record(bytes, { ...track, vesselImo: '9074729', fileName: 'again.csv' })).toMatchObject({ id: first.id })
  for (const [change, differs] of [
    [{ vesselImo: '9999993' }, ['statements']],
    [{ vesselImo: '9074729', issuer: 'Somebody' }, ['issuer']],
    [{ vesselImo: '9074729', issuerCountry: 'EE' }, ['issuerCountry']],
  ] as const) {
    await expect(record(bytes, { ...track, ...change })).rejects.toMatchObject({
      code: 'DOCUMENT_FILED_OTHERWISE',
      details: { documentId: first.id, differs },
    })
  }
})

test('nobody keeps a paper out by filing its bytes first under another name', async () => {
  const { x } = publicKey.export({ format: 'jwk' }) as { x: string }
  const issuer = {
    name: 'Harbour Watch',
    country: 'EE',
    type: 'technological',
    documentKinds: ['vesselTrack'],
  } as const
  const registered = {
    ...issuer,
    documentKinds: [...issuer.documentKinds],
    publicKey: { kty: 'OKP', crv: 'Ed25519', x } as const,
  }
  await harness.run((context) => registerIssuer(context, registered))
  const subjectId = await newTrade('SQUATTED')
  const track = { subjectId, kind: 'vesselTrack', format: 'ais-csv', vesselImo: '9074729' } as const
  const bytes = new TextEncoder().encode(
    [
      'MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO',
      '276000001,2025-03-01T00:00:00,59.60,23.50,12.0,270.0,270,FIXTURE,IMO9074729',
      '276000001,2025-03-01T01:00:00,59.60,23.20,12.0,270.0,270,FIXTURE,IMO9074729',
    ].join('\n'),
  )
  const squatted = await record(bytes, { ...track, issuer: 'Harbour Watch', issuerCountry: 'LV' })
  expect(squatted).toMatchObject({ issuer_recognised: false })
  const known = { ...track, issuer: 'Harbour Watch', issuerCountry: 'EE' } as const
  expect(await record(bytes, known)).toMatchObject({ id: squatted.id, issuer_recognised: true, issuer_country: 'EE' })
  const again = record(bytes, { ...track, issuer: 'Harbour Watch', issuerCountry: 'LV' })
  await expect(again).rejects.toMatchObject({
    code: 'DOCUMENT_FILED_OTHERWISE',
    details: { differs: ['issuerCountry'] },
  })
  const signature = await sign(bytes)
  const signed = await record(bytes, { ...known, signature })
  expect(signed).toMatchObject({ id: squatted.id, signature: 'verified', issuer_key: x })
  // Who says something else of the goods is still refused, however well it is signed.
  const other = record(bytes, { ...known, signature, vesselImo: '9999993' })
  await expect(other).rejects.toMatchObject({ code: expect.stringMatching(/DOCUMENT_(FILED_OTHERWISE|INVALID)/) })
})

test('an issuer is recognised only in its country and for its kinds; what nobody can check is absent', async () => {
  const elsewhere = surveyOf('S-5', { issuer: { ...surveyor, country: 'LV' } })
  expect(await record(elsewhere, { signature: await sign(elsewhere) })).toMatchObject({
    issuer_recognised: false,
    signature: 'absent',
    issuer_country: 'LV',
  })
  const certificate = {
    format: 'assay/certificate/1',
    number: 'C-1',
    issuedOn: '2025-03-01',
    issuer: surveyor,
    kind: 'exportLicence',
    states: {},
  }
  const bytes = new TextEncoder().encode(JSON.stringify(certificate))
  const licence = { kind: 'exportLicence', format: 'certificate-json' } as const
  expect(await record(bytes, { ...licence, signature: await sign(bytes) })).toMatchObject({
    issuer_recognised: false,
    signature: 'verified',
  })
})

test('the same bytes for the same trade are one document, however often and at once; for another trade another one', async () => {
  const bytes = surveyOf('S-6')
  const made = await Promise.all(Array.from({ length: 6 }, () => record(bytes)))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  const other = await record(bytes, { subjectId: await newTrade('OTHER') })
  expect(other.id).not.toBe(made[0]!.id)
  expect(other.sha256).toBe(made[0]!.sha256)
})

test('content comes back byte for byte and lies encrypted', async () => {
  const bytes = surveyOf('SECRET-NUMBER-77')
  const { id } = await record(bytes)
  expect(new Uint8Array(await harness.ask((context) => readContent(context, id)))).toEqual(bytes)
  for (const entry of await filesOf()) {
    expect((await readFile(join(entry.parentPath, entry.name))).includes('SECRET-NUMBER-77')).toBe(false)
  }
})

test('a dossier is frozen once, keeps its documents, and proves each of them with what it states, or erased, its leaf', async () => {
  const caseId = await newTrade('FROZEN')
  const subject = { kind: 'trade', id: caseId } as const
  const freeze = () => harness.run((context) => freezeDossier(context, { caseId, subject }))
  await expect(freeze()).rejects.toMatchObject({ code: 'DOSSIER_EMPTY' })
  for (const number of ['F-1', 'F-2', 'F-3']) await record(surveyOf(number), { subjectId: caseId })
  const [{ evidenceRoot: root }, ...others] = await Promise.all([freeze(), freeze(), freeze()])
  expect(others.map((each) => each.evidenceRoot)).toEqual([root, root])
  await record(surveyOf('F-4'), { subjectId: caseId })
  expect((await freeze()).documents).toHaveLength(3)
  expect(await harness.ask(({ db }) => documentsOf(db, subject))).toHaveLength(4)
  const { documents } = (await harness.ask(({ db }) => findDossier(db, caseId)))!
  expect(documents[0]?.record).toMatchObject({ kind: 'quantitySurvey', issuedOn: '2025-03-01' })
  const prove = (documentId: string) => harness.ask(({ db }) => proveDocument(db, caseId, documentId))
  for (const { record: of } of documents) {
    const { leaf, proof } = await prove(of.documentId)
    expect(verifyEvidence(proof, root)).toBe(true)
    expect(leaf!.record).toMatchObject({
      parser: 'quantity-survey-json/1',
      statements: [{ field: 'quantityTonnes', value: '9950' }],
    })
    expect(evidenceLeafHash(leaf!.record, leaf!.salt)).toBe(proof.leafHash)
    expect(evidenceLeafHash({ ...leaf!.record, statements: [] }, leaf!.salt)).not.toBe(proof.leafHash)
  }
  const erased = documents[1]!.record.documentId
  const { proof: before } = await prove(erased)
  await harness.run((context) => eraseDocument(context, erased))
  expect(await prove(erased)).toMatchObject({ leaf: null, proof: before })
  const after = (await harness.ask(({ db }) => findDossier(db, caseId)))!
  expect(evidenceRoot(after.documents.map(({ leafHash }) => leafHash))).toBe(root)
  expect(after.documents[1]).toMatchObject({ salt: null, record: { statements: [] } })
  expect(await harness.ask(({ db }) => documentsOf(db, subject))).toHaveLength(3)
  await expect(harness.ask(({ db }) => proveDocument(db, caseId, tradeId))).rejects.toMatchObject({
    code: 'DOCUMENT_NOT_IN_CASE',
  })
  await expect(harness.ask(({ db }) => proveDocument(db, tradeId, erased))).rejects.toMatchObject({
    code: 'DOSSIER_NOT_FOUND',
  })
  await expect(harness.db.deleteFrom('dossier_documents').where('case_id', '=', caseId).execute()).rejects.toThrow(
    'frozen',
  )
  await expect(
    harness.db
      .updateTable('dossiers')
      .set({ evidence_root: `0x${'0'.repeat(64)}` })
      .execute(),
  ).rejects.toThrow('frozen')
})

test('erasing destroys content and statements for good, unless another document shares the bytes', async () => {
  const bytes = surveyOf('ERASE-1')
  const { id, sha256 } = await record(bytes)
  const shared = await record(bytes, { subjectId: await newTrade('SHARES') })
  await harness.run((context) => eraseDocument(context, id))
  expect(new Uint8Array(await harness.ask((context) => readContent(context, shared.id)))).toEqual(bytes)
  await expect(harness.ask((context) => readContent(context, id))).rejects.toMatchObject({ code: 'DOCUMENT_ERASED' })
  const after = await harness.run((context) => eraseDocument(context, shared.id))
  expect(after).toMatchObject({ statements: [], number: 'erased', sha256 })
  await expect(harness.machine.files.get(sha256)).rejects.toMatchObject({ code: expect.stringMatching(/^FILE_/) })
  await expect(record(bytes)).rejects.toMatchObject({ code: expect.stringMatching(/ERASED/) })
})

const inspections = (...rows: string[]) => new TextEncoder().encode(['Certificate,Date,Tonnes', ...rows].join('\n'))
const inspectionProfile = {
  name: 'fixture-inspections',
  format: 'inspection-csv',
  columns: { number: 'Certificate', issuedOn: 'Date', quantity: 'Tonnes' },
  issuer: { name: 'Fixture Inspectorate', country: 'EE' },
} as const

test('a profile is declared once and never changes; roles the format does not know are refused', async () => {
  const declare = (of: object = {}) =>
    harness.run((context) => declareProfile(context, { ...inspectionProfile, ...of }))
  await declare()
  await declare()
  await expect(declare({ unitCode: 'KGM' })).rejects.toMatchObject({ code: 'PROFILE_CONFLICT' })
  await expect(declare({ name: 'trees' })).rejects.toMatchObject({ code: 'PROFILE_CONFLICT' })
  await expect(declare({ name: 'x', columns: { number: 'A' } })).rejects.toMatchObject({
    code: 'PROFILE_INVALID',
    details: { field: '/columns/issuedOn' },
  })
  await expect(declare({ name: 'x', constants: { colour: 'red' } })).rejects.toMatchObject({
    code: 'PROFILE_INVALID',
    details: { field: '/constants/colour' },
  })
})

test("a name of a profile is its party's own: two use one name, neither is read as the other meant it or sees it", async () => {
  const [one, other] = [await fixtureParty(harness, ['seller']), await fixtureParty(harness, ['seller'])]
  const columns = { number: 'Other', issuedOn: 'Date', quantity: 'Tonnes' }
  await harness.run((context) => declareProfile(context, { ...inspectionProfile, name: 'mine' }), one.actor)
  await harness.run((context) => declareProfile(context, { ...inspectionProfile, name: 'mine', columns }), other.actor)
  const tradeId = await newTrade('PROFILES')
  const file = (party: typeof one) =>
    harness.run(
      (context) =>
        recordDocumentBatch(
          context,
          { subjectKind: 'trade', subjectId: tradeId, fileName: 'day.csv', profile: 'mine' },
          inspections('A,2025-03-01,10'),
        ),
      party.actor,
    )
  await expect(file(one)).resolves.toMatchObject({ accepted: 1 })
  await expect(file(other)).rejects.toMatchObject({ code: 'DOCUMENT_INVALID' })
  const stranger = await fixtureParty(harness, ['seller'])
  await expect(file(stranger)).rejects.toMatchObject({ code: 'PROFILE_NOT_FOUND' })
  const seen = await harness.ask((context) => listProfiles(context, {}), stranger.actor)
  expect(seen.items.every(({ shipped }) => shipped)).toBe(true)
})

test('a half-bad file of certificates is refused whole or quarantined row by row, as the caller asks', async () => {
  const bytes = inspections('A,2025-03-01,10', 'B,2025-13-01,10', 'C,2025-03-01', 'D,2026-02-01,10', 'E,2025-03-02,20')
  const send = (mode: 'refuse' | 'quarantine', content = bytes) =>
    harness.run((context) =>
      recordDocumentBatch(
        context,
        { subjectKind: 'trade', subjectId: tradeId, fileName: 'day.csv', profile: inspectionProfile.name, mode },
        content,
      ),
    )
  const before = await count()
  await expect(send('refuse')).rejects.toMatchObject({
    code: 'BATCH_REFUSED',
    details: {
      rows: 5,
      refused: 3,
      problems: [
        expect.objectContaining({ code: 'CSV_ROW_WIDTH', line: 4 }),
        expect.objectContaining({ code: 'DATE_INVALID', line: 3, pointer: 'Date' }),
        expect.objectContaining({ code: 'ISSUED_IN_FUTURE', line: 5, pointer: 'Date' }),
      ],
    },
  })
  expect(await count()).toBe(before)
  // A date that only the day of arrival makes wrong is found before any row is stored.
  const files = (await filesOf()).length
  const late = inspections('L-1,2025-03-01,10', 'L-2,2026-02-01,10')
  await expect(send('refuse', late)).rejects.toMatchObject({ code: 'BATCH_REFUSED', details: { refused: 1 } })
  expect((await filesOf()).length).toBe(files)
  const batch = await send('quarantine')
  expect(batch).toMatchObject({ accepted: 2, quarantined: 3 })
  expect(batch.rows.map(({ position, problems }) => [position, problems[0]?.code])).toEqual([
    [1, 'DATE_INVALID'],
    [2, 'CSV_ROW_WIDTH'],
    [3, 'ISSUED_IN_FUTURE'],
  ])
  expect(await count()).toBe(before + 2)
  expect(await send('quarantine')).toMatchObject({ ids: [] })
  expect(await count()).toBe(before + 2)
})

test('a price series of a market becomes its volatility indicator, with its source', async () => {
  const days = Array.from(
    { length: 40 },
    (_, index) =>
      `${new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10)},${index % 2 === 0 ? '100' : '101'},USD`,
  )
  const bytes = new TextEncoder().encode(['date,price,currency', ...days].join('\n'))
  const of = {
    subjectKind: 'market',
    subjectId: 'HS:1001',
    kind: 'priceSeries',
    format: 'price-csv',
    fileName: 'wheat.csv',
    issuer: 'Fixture Exchange',
    issuerCountry: 'EE',
  } as const
  const { id } = await record(bytes, of)
  const indicator = await harness.ask(({ db, now }) =>
    latestIndicator(db, { key: 'volatilityRatio', subject: 'HS:1001', at: now }),
  )
  expect(indicator).toMatchObject({
    value: '0.6298',
    asOf: '2025-02-09',
    source: `Fixture Exchange, document ${id}`,
    version: 1,
  })
  await record(bytes, of)
  expect(await harness.db.selectFrom('indicators').select('version').execute()).toHaveLength(1)
})

test('column profiles come in pages, the shipped ones first, however many were declared', async () => {
  const [shipped] = shippedProfiles
  const names = Array.from({ length: 3 }, (_, index) => `page-test-${index}`)
  for (const name of names) await harness.run((context) => declareProfile(context, { ...shipped!, name }))
  const seen: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await harness.ask((context) => listProfiles(context, { limit: 2, ...(cursor && { cursor }) }))
    expect(page.items.length).toBeLessThanOrEqual(2)
    seen.push(...page.items.map(({ name }) => name))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  const whole = await harness.ask((context) => listProfiles(context, { limit: 200 }))
  expect(seen).toEqual(whole.items.map(({ name }) => name))
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.slice(0, shippedProfiles.length).toSorted()).toEqual(shippedProfiles.map(({ name }) => name).toSorted())
  expect(seen).toEqual(expect.arrayContaining(names))
})
