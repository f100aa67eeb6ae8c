/** A node against a server that lies about documents: over real HTTP, with real bytes, parsers and signatures. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { CaseFile, DocumentReading } from '@assay/protocol/caseFile.ts'
import { FlattenedSign } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { initial } from '../domain/test/parameters.ts'
import { type ColumnProfile, profileLabel } from '../server/reading/documents/columnProfiles.ts'
import { checkDocument, checkDocuments } from './checkDocuments.ts'
import { checkConfig, type OracleConfig } from './config.ts'
import { connect } from './connect.ts'
import type { Node } from './node.ts'

type Answer = (response: ServerResponse, bytes: Uint8Array) => void
type Pages = (response: ServerResponse, page: number) => void

const whole: Answer = (response, bytes) => response.end(bytes)
/** What is stored, in pages of so many; what is larger than a page may be is left out. */
const pagesOf =
  (most: number, sizeMost = 100_000): Pages =>
  (response, page) => {
    const small = [...stored].filter(([, bytes]) => bytes.length <= sizeMost)
    const items = small.slice(page * most, (page + 1) * most).map(([id, bytes]) => shown(id, bytes))
    sendPage(response, items, small.length > (page + 1) * most ? String(page + 1) : null)
  }
const shown = (documentId: string, bytes: Uint8Array) => ({
  documentId,
  content: Buffer.from(bytes).toString('base64'),
})
function sendPage(response: ServerResponse, items: unknown, nextCursor: string | null): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ items, nextCursor }))
}
const none: Pages = (response) => sendPage(response, [], null)

let answer = whole
let pages = none
let asked = 0
let pagesAsked = 0
const stored = new Map<string, Uint8Array>()
const server = createServer((request, response) => {
  if (request.url === '/oidc/token') {
    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify({ access_token: 'token', expires_in: 3600 }))
  }
  const url = new URL(request.url ?? '', 'http://node')
  if (url.pathname === `/api/v1/cases/${caseId}/documents`) {
    pagesAsked += 1
    return pages(response, Number(url.searchParams.get('cursor') ?? 0))
  }
  asked += 1
  const [, documentId] = /\/documents\/([^/]+)\/content$/.exec(request.url ?? '') ?? []
  answer(response, stored.get(documentId ?? '') ?? new Uint8Array())
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
beforeEach(() => {
  answer = whole
  pages = none
  asked = 0
  pagesAsked = 0
  stored.clear()
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const caseId = '01950000-0000-7000-8000-000000000001'
const issuerKeys = generateKeyPairSync('ed25519')
const otherKeys = generateKeyPairSync('ed25519')
const publicX = (key: KeyObject) => (key.export({ format: 'jwk' }) as { x: string }).x
async function sign(bytes: Uint8Array, key = issuerKeys.privateKey): Promise<string> {
  const jws = await new FlattenedSign(bytes).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
  return `${jws.protected}..${jws.signature}`
}

function nodeOf(issuers: OracleConfig['issuers'] = null): Node {
  const { port } = server.address() as AddressInfo
  const config = checkConfig({
    ...{ apiUrl: `http://127.0.0.1:${port}`, clientId: 'node', clientSecret: 'secret', keyFile: 'k', journalDir: 'j' },
    policy: { nodeIndex: 0, type: 'industry', jurisdiction: 'EE', reliesOn: [] },
    ...{ issuers, pollMinMs: 50, pollMaxMs: 50, requestTimeoutMs: 300, parentPid: null },
  })
  return { config, api: connect(config) } as Node
}

const certificate = {
  ...{ format: 'assay/certificate/1', kind: 'phytosanitaryCertificate', number: 'PH-1', issuedOn: '2026-03-02' },
  issuer: { name: 'Plant Health', country: 'EE' },
  states: { originCountry: 'EE', hsCode: '1001' },
}
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

interface Told {
  readonly record: DocumentRecord
  readonly reading: DocumentReading
}

/** A signed certificate as an honest server stores and shows it. */
async function honest(documentId: string, bytes = bytesOf(certificate)): Promise<Told> {
  stored.set(documentId, bytes)
  const record: DocumentRecord = {
    ...{ documentId, sha256: sha256(bytes), parser: 'certificate-json/1', kind: 'phytosanitaryCertificate' },
    ...{ number: 'PH-1', issuedOn: '2026-03-02', signature: 'verified', issuerKey: publicX(issuerKeys.publicKey) },
    issuer: { name: 'Plant Health', country: 'EE', type: 'government', recognised: true },
    statements: [
      { field: 'hsCode', value: '1001' },
      { field: 'originCountry', value: 'EE' },
    ],
    measuredSha256: null,
  }
  const receivedAt = '2026-03-03T00:00:00.000Z'
  return { record, reading: { sizeBytes: bytes.length, receivedAt, signature: await sign(bytes), profile: null } }
}

const unsigned = { signature: 'absent', issuerKey: null } as const

/** An unsigned CSV certificate, its columns meant as a declared profile says. */
const profile: ColumnProfile = {
  name: 'harbour',
  format: 'inspection-csv',
  unitCode: 'TNE',
  dateFormat: 'YYYY-MM-DD',
  columns: { number: 'No', issuedOn: 'Date', quantity: 'Net' },
}
async function honestTable(documentId: string): Promise<Told> {
  const { record, reading } = await honest(
    documentId,
    new TextEncoder().encode('No,Date,Net,Gross\nQ-1,2026-03-02,9950,9990\n'),
  )
  const parser = `inspection-csv/1/${profileLabel(profile)}`
  const stated = { number: 'Q-1', statements: [{ field: 'quantityTonnes', value: '9950' }] } as const
  return {
    record: { ...record, ...unsigned, ...stated, parser, kind: 'inspectionCertificate' },
    reading: { ...reading, signature: null, profile: { ...profile } as JsonValue },
  }
}

function look(told: readonly Told[], node = nodeOf()): Promise<void> {
  const file = {
    caseId,
    evidence: told.map(({ record, reading }) => ({ documentId: record.documentId, reading })),
    subject: { kind: 'quantification', documents: told.map(({ record }) => record) },
  } as unknown as CaseFile
  return checkDocuments(node, file, initial, checkDocument)
}
const refused = (check: string) =>
  expect.objectContaining({
    code: 'ORACLE_DOSSIER_REFUSED',
    details: expect.objectContaining({ check: expect.stringMatching(new RegExp(`^${check}`)) }),
  })

const altered = bytesOf({ ...certificate, states: { ...certificate.states, originCountry: 'LV' } })
const answers: [string, Answer, string][] = [
  ['altered bytes of the same length', (response) => response.end(altered), 'sha256'],
  ['bytes that end early', (response, bytes) => response.end(bytes.subarray(0, -1)), 'size'],
  ['bytes that never end', (response) => fill(response), 'bytes'],
  ['that there is no such document', (response) => problem(response, 404, 'DOCUMENT_NOT_FOUND'), 'bytes'],
  ['that it was erased', (response) => problem(response, 410, 'DOCUMENT_ERASED'), 'bytes'],
  ['that it is none of the node’s business', (response) => problem(response, 403, 'FORBIDDEN'), 'bytes'],
]
test.each(answers)('a server that answers for one document with %s is refused', async (_name, given, check) => {
  answer = given
  await expect(look([await honest('a')])).rejects.toThrowError(refused(check))
})

const togethers: [string, Pages, string][] = [
  ['altered bytes of the same length', (response) => sendPage(response, [shown('a', altered)], null), 'sha256'],
  ['bytes that end early', (response) => sendPage(response, [shown('a', altered.subarray(1))], null), 'size'],
  ['no bytes', (response) => sendPage(response, [{ documentId: 'a' }], null), 'size'],
  ['a document of another case', (response) => sendPage(response, [shown('b', altered)], null), 'document b'],
  ['a document twice', (response) => sendPage(response, [honestly('a'), honestly('a')], null), 'document a'],
  ['pages that never end', (response) => sendPage(response, [honestly('a')], 'more'), 'document a'],
  ['that there is no such case', (response) => problem(response, 404, 'NOT_FOUND'), 'documents of the case'],
  ['that one was erased meanwhile', (response) => problem(response, 410, 'FILE_ERASED'), 'documents of the case'],
]
const honestly = (documentId: string) => shown(documentId, stored.get(documentId)!)
test.each(togethers)('a server that answers for all documents with %s is refused', async (_name, given, check) => {
  const told = await honest('a')
  pages = given
  await expect(look([told])).rejects.toThrowError(refused(check))
  expect(asked).toBe(0)
})

test('pages without documents have an end, and what they left out is asked for', async () => {
  pages = (response) => sendPage(response, [], 'more')
  await look([await honest('a')])
  expect([pagesAsked, asked]).toEqual([1, 1])
})

test('a round that is over is no lie', async () => {
  pages = (response) => problem(response, 409, 'ROUND_NOT_OPEN')
  await expect(look([await honest('a')])).rejects.toMatchObject({ code: 'ROUND_NOT_OPEN' })
})

const troubles: [string, Answer][] = [
  ['a connection that breaks in the middle', (response, bytes) => breakOff(response, bytes)],
  ['an answer that does not come', () => undefined],
  ['a server that is away', (response) => problem(response, 503, 'UNAVAILABLE')],
]
test.each(troubles)('%s is asked again and neither believed nor held against the document', async (_name, given) => {
  for (const together of [false, true]) {
    if (together) pages = (response) => given(response, bytesOf(certificate))
    else answer = given
    const error = await look([await honest('a')]).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toMatchObject({ code: 'ORACLE_DOSSIER_REFUSED' })
    expect(together ? pagesAsked : asked).toBe(2)
    pages = none
    answer = whole
    await look([await honest('a')])
    asked = pagesAsked = 0
  }
})

test.each<[string, (told: Told) => Told | Promise<Told>, string]>([
  ['another digest', (told) => withRecord(told, { sha256: '0'.repeat(64) }), 'sha256'],
  ['another size', (told) => withReading(told, { sizeBytes: 10 }), 'size'],
  ['a size above the limit of the format', (told) => withReading(told, { sizeBytes: 300_000 }), 'size'],
  ['no reading', ({ record }) => ({ record, reading: null as never }), 'reading'],
  ['no signature', (told) => withReading(told, { signature: null }), 'signature'],
  [
    'a signature by another key',
    async (told) => withReading(told, { signature: await sign(bytesOf(certificate), otherKeys.privateKey) }),
    'signature',
  ],
  ['a signature over other bytes', async (told) => withReading(told, { signature: await sign(altered) }), 'signature'],
  ['no key', (told) => withRecord(told, { issuerKey: null }), 'signature'],
  ['a key that is another', (told) => withRecord(told, { issuerKey: publicX(otherKeys.publicKey) }), 'signature'],
  ['a good signature called bad', (told) => withRecord(told, { signature: 'invalid' }), 'signature'],
  [
    'a statement that is not in the bytes',
    (told) => withRecord(told, { statements: [{ field: 'originCountry', value: 'LV' }] }),
    'statements',
  ],
  [
    'a statement less',
    ({ record, reading }) => ({ record: { ...record, statements: record.statements.slice(1) }, reading }),
    'statements',
  ],
  ['lines that are not in the bytes', (told) => withRecord(told, { measuredSha256: '1'.repeat(64) }), 'measuredSha256'],
  ['another number', (told) => withRecord(told, { number: 'PH-2' }), 'number'],
  ['another day', (told) => withRecord(told, { issuedOn: '2026-03-01' }), 'issuedOn'],
  [
    'another issuer',
    ({ record, reading }) => ({ record: { ...record, issuer: { ...record.issuer, name: 'Customs' } }, reading }),
    'issuer',
  ],
  ['another kind', (told) => withRecord(told, { kind: 'exportDeclaration' }), 'bytes'],
  ['a kind the format has not', (told) => withRecord(told, { kind: 'billOfLading' }), 'kind'],
  ['a parser nobody has', (told) => withRecord(told, { parser: 'anything/1' }), 'size'],
  ['a parser of another version', (told) => withRecord(told, { parser: 'certificate-json/2' }), 'parser'],
])('a case file that says %s is refused', async (_name, lie, check) => {
  const told = await lie(await honest('a'))
  await expect(look([await honest('b'), told])).rejects.toThrowError(refused(check))
})

test('a declared profile that would mean another column is another parser', async () => {
  const told = await honestTable('table')
  await look([told])
  const gross = { ...profile, columns: { ...profile.columns, quantity: 'Gross' } }
  await expect(look([withReading(told, { profile: gross as JsonValue })])).rejects.toThrowError(refused('parser'))
  const stated = { statements: [{ field: 'quantityTonnes', value: '9990' }] } as const
  await expect(look([withRecord(withReading(told, { profile: gross as JsonValue }), stated)])).rejects.toThrowError(
    refused('parser'),
  )
  for (const none of [null, 'harbour', {}])
    await expect(look([withReading(told, { profile: none })])).rejects.toThrowError(refused('parser'))
})

test('an operator’s own register of issuers is the whole of what the node recognises', async () => {
  const told = await honest('a')
  const own = { name: 'PLANT HEALTH', country: 'EE', type: 'government', documentKinds: [told.record.kind] } as const
  const key = publicX(issuerKeys.publicKey)
  const known = (change: object) => nodeOf([{ ...own, documentKinds: [...own.documentKinds], key, ...change }])
  await look([told], known({}))
  const lies: [object, string][] = [
    [{ key: publicX(otherKeys.publicKey) }, "issuer's key"],
    [{ key: null }, "issuer's key"],
    [{ country: 'LV' }, 'recognition'],
    [{ documentKinds: ['billOfLading'] }, 'recognition'],
    [{ type: 'commercial' }, 'type of the issuer'],
  ]
  for (const [change, check] of lies) await expect(look([told], known(change))).rejects.toThrowError(refused(check))
  await expect(look([told], nodeOf([]))).rejects.toThrowError(refused('recognition'))
  const stranger = withRecord(told, { ...unsigned, issuer: { ...told.record.issuer, recognised: false } })
  await look([stranger], nodeOf([]))
})

test('what is as it is said to be is accepted, a bad signature called bad as well', async () => {
  const bad = withRecord(withReading(await honest('bad'), { signature: await sign(altered) }), { signature: 'invalid' })
  const plain = withRecord(withReading(await honest('plain'), { signature: null }), unsigned)
  const many = await Promise.all(Array.from({ length: 9 }, (_, index) => honest(`many-${index}`)))
  const all = [bad, plain, await honestTable('table'), ...many]
  await look(all)
  expect([pagesAsked, asked]).toEqual([1, 12])
  pages = pagesOf(5)
  await look(all)
  expect([pagesAsked, asked]).toEqual([4, 12])
  // The table is the only one this small.
  pages = pagesOf(5, 100)
  await look(all)
  expect([pagesAsked, asked]).toEqual([5, 23])
})

function withRecord({ record, reading }: Told, change: Partial<DocumentRecord>): Told {
  return { record: { ...record, ...change }, reading }
}
function withReading({ record, reading }: Told, change: Partial<DocumentReading>): Told {
  return { record, reading: { ...reading, ...change } }
}
function problem(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ code, status, title: code }))
}
function breakOff(response: ServerResponse, bytes: Uint8Array): void {
  response.writeHead(200, { 'content-length': bytes.length })
  response.write(bytes.subarray(0, 20), () => response.destroy())
}
/** Written until the node hangs up. */
function fill(response: ServerResponse): void {
  const chunk = new Uint8Array(65_536)
  const more = () => response.destroyed || response.write(chunk, more)
  more()
}
