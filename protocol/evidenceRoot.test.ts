import type { DocumentRecord } from '@assay/domain/dossier.ts'
import fc from 'fast-check'
import { bytesToHex, type Hex, stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import { evidenceLeafHash, evidenceRoot, proveEvidence, verifyEvidence } from './evidenceRoot.ts'
import { leafHash } from './merkle.ts'

const record = (n: number): DocumentRecord => ({
  documentId: `document-${n}`,
  sha256: n.toString(16).padStart(64, '0'),
  parser: 'certificate-json/1',
  kind: 'quantitySurvey',
  number: `QS-${n}`,
  issuer: { name: 'First Survey', country: 'XA', type: 'industry', recognised: true },
  issuedOn: '2026-03-01',
  signature: 'verified',
  issuerKey: null,
  statements: [{ field: 'quantityTonnes', value: '9950' }],
  measuredSha256: null,
})
const salt = (n: number) => n.toString(16).padStart(32, 'a')
const leaf = (n: number) => evidenceLeafHash(record(n), salt(n))
const leaves = (count: number) => Array.from({ length: count }, (_, n) => leaf(n))

test.each([
  ['an upper-case digest', { sha256: 'A'.repeat(64) }, salt(1)],
  ['a prefixed digest', { sha256: `0x${'a'.repeat(64)}` }, salt(1)],
  ['a short salt', {}, 'aa'],
  ['an upper-case salt', {}, 'A'.repeat(32)],
])('%s is refused', (_name, change, of) => {
  expect(() => evidenceLeafHash({ ...record(1), ...change }, of)).toThrow(TypeError)
})

test('a leaf given twice, a malformed one and a proof for a stranger are refused', () => {
  expect(() => evidenceRoot([leaf(1), leaf(1)])).toThrow('occurs twice')
  expect(() => evidenceRoot([leaf(1).toUpperCase() as Hex])).toThrow('lower-case hex')
  expect(() => proveEvidence(leaves(3), leaf(9))).toThrow('not among the leaves')
})

test('a leaf is the RFC 9162 hash of salt and record in canonical JSON, written out here', () => {
  const written =
    `{"salt":"${salt(1)}","value":{"documentId":"document-1","issuedOn":"2026-03-01","issuer":{"country":"XA","name":"First Survey",` +
    `"recognised":true,"type":"industry"},"issuerKey":null,"kind":"quantitySurvey","measuredSha256":null,"number":"QS-1","parser":"certificate-json/1","sha256":"${'1'.padStart(64, '0')}",` +
    `"signature":"verified","statements":[{"field":"quantityTonnes","value":"9950"}]}}`
  expect(leaf(1)).toBe(bytesToHex(leafHash(stringToBytes(written))))
})

test.each([
  ['the bytes', { sha256: 'f'.repeat(64) }],
  ['the parser', { parser: 'certificate-json/2' }],
  ['the kind', { kind: 'inspectionCertificate' as const }],
  ['the number', { number: 'QS-2' }],
  ['what was recognised', { issuer: { ...record(1).issuer, recognised: false } }],
  ['the signature', { signature: 'absent' as const }],
  ['a statement', { statements: [{ field: 'quantityTonnes' as const, value: '9951' }] }],
  ['a statement more', { statements: [...record(1).statements, { field: 'grade' as const, value: '1' }] }],
  ['no statement', { statements: [] }],
])('%s changed is another leaf', (_name, change) => {
  expect(evidenceLeafHash({ ...record(1), ...change }, salt(1))).not.toBe(leaf(1))
})

test('the root does not depend on the order given, every leaf proves, and no other does', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(leaves(24), { minLength: 1 }), fc.nat(), (some, pick) => {
      const root = evidenceRoot(some)
      expect(evidenceRoot([...some].reverse())).toBe(root)
      const proof = proveEvidence(some, some[pick % some.length]!)
      expect(verifyEvidence(proof, root)).toBe(true)
      expect(verifyEvidence({ ...proof, leafHash: leaf(99) }, root)).toBe(false)
      expect(verifyEvidence({ ...proof, index: proof.index + 1 }, root)).toBe(false)
      expect(verifyEvidence({ ...proof, leafHash: '0x' }, root)).toBe(false)
    }),
  )
})
