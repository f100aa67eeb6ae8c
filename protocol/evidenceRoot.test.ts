import fc from 'fast-check'
import { bytesToHex, stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import { type EvidenceLeaf, evidenceLeafHash, evidenceRoot, proveEvidence, verifyEvidence } from './evidenceRoot.ts'
import { leafHash } from './merkle.ts'

const leaf = (n: number): EvidenceLeaf => ({
  documentId: `document-${n}`,
  kind: 'billOfLading',
  sha256: n.toString(16).padStart(64, '0'),
  salt: n.toString(16).padStart(32, 'a'),
})
const leaves = (count: number) => Array.from({ length: count }, (_, n) => leaf(n))

test.each([
  ['an upper-case digest', { sha256: 'A'.repeat(64) }],
  ['a prefixed digest', { sha256: `0x${'a'.repeat(64)}` }],
  ['a short salt', { salt: 'aa' }],
])('%s is refused', (_name, change) => {
  expect(() => evidenceRoot([{ ...leaf(1), ...change }])).toThrow(TypeError)
})

test('a document given twice and a proof for a stranger are refused', () => {
  expect(() => evidenceRoot([leaf(1), leaf(1)])).toThrow('occurs twice')
  expect(() => proveEvidence(leaves(3), 'document-9')).toThrow('not among the leaves')
})

test('a leaf is the hash of exactly its four members', () => {
  const written = `{"documentId":"document-1","kind":"billOfLading","salt":"${leaf(1).salt}","sha256":"${leaf(1).sha256}"}`
  expect(evidenceLeafHash(leaf(1))).toBe(bytesToHex(leafHash(stringToBytes(written))))
  expect(evidenceLeafHash({ ...leaf(1), note: 'not part of it' } as EvidenceLeaf)).toBe(evidenceLeafHash(leaf(1)))
})

test('the root does not depend on the order given, every document proves, and no other leaf does', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(leaves(24), { minLength: 1 }), fc.nat(), (some, pick) => {
      const root = evidenceRoot(some)
      expect(evidenceRoot([...some].reverse())).toBe(root)
      const chosen = some[pick % some.length]!
      const proof = proveEvidence(some, chosen.documentId)
      expect(verifyEvidence(chosen, proof, root)).toBe(true)
      expect(verifyEvidence({ ...chosen, kind: 'commercialInvoice' }, proof, root)).toBe(false)
      expect(verifyEvidence({ ...chosen, sha256: 'f'.repeat(64) }, proof, root)).toBe(false)
      expect(verifyEvidence({ leafHash: proof.leafHash }, proof, root)).toBe(true)
    }),
  )
})

test('withholding documents leaves the root and the other proofs as they are', () => {
  const all = leaves(10)
  const withheld = all.map((each, n) => (n % 3 === 0 ? { leafHash: evidenceLeafHash(each) } : each))
  expect(evidenceRoot(withheld)).toBe(evidenceRoot(all))
  expect(proveEvidence(withheld, 'document-4')).toEqual(proveEvidence(all, 'document-4'))
})
