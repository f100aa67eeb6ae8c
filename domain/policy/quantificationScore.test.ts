import { expect, test } from 'vitest'
import type { DocumentRecord } from '../dossier.ts'
import { initial } from '../test/parameters.ts'
import { document } from '../test/wheat.ts'
import { type QuantificationDossier, scoreQuantification } from './quantificationScore.ts'

const kg = { netKg: '6967', bufferKg: '1229' }
const bill = (id: string, signature: DocumentRecord['signature'], recognised: boolean) =>
  document(
    id,
    'billOfMaterials',
    'Builder',
    'industry',
    {},
    {
      signature,
      issuer: { name: 'Builder', country: 'XA', type: 'industry', recognised },
    },
  )
const score = (change: Partial<QuantificationDossier>) =>
  scoreQuantification(
    { claimed: kg, repeated: kg, proposedKg: '6967', sources: [], documents: [bill('1', 'verified', true)], ...change },
    initial,
  )

test.each([
  ['signed by the issuer the register knows', bill('1', 'verified', true), '100', '100'],
  ['signed by a stranger', bill('1', 'verified', false), '85', '93.0769'],
  ['of a known issuer, unsigned', bill('1', 'absent', true), '85', '93.0769'],
  ['of whoever filed it', bill('1', 'absent', false), '70', '86.1538'],
  ['with a signature that is not over it', bill('1', 'invalid', true), '0', '53.8461'],
])('2.2: a bill %s', (_name, document, documents, points) => {
  const found = score({ documents: [document] })
  expect(found).toMatchObject({ scores: { quantity: '100', documents }, score: points })
  expect(found.scoreE4).toBe(Number(points) * 10_000)
})

test.each([
  ['one kilogram more than repeats', { repeated: { ...kg, netKg: '6966' } }],
  ['a buffer one kilogram off', { repeated: { ...kg, bufferKg: '1228' } }],
  ['another quantity than it came to', { proposedKg: '6966' }],
])('%s has no score for the quantity', (_name, change) => {
  expect(score(change)).toMatchObject({ scores: { quantity: '0' }, score: '46.1538' })
})

test('the documents that the inputs were read from count, all of them, and the others only when none was read', () => {
  const documents = [bill('1', 'verified', true), bill('2', 'absent', false), bill('3', 'invalid', true)]
  const read = (...ids: string[]) => score({ documents, sources: ids.map((documentId) => ({ documentId })) }).scores
  expect(read('1').documents).toBe('100')
  expect(read('1', '2').documents).toBe('85')
  expect(read('1', '3').documents).toBe('50')
  expect(read().documents).toBe('56.6666')
  expect(read('4').documents).toBe('0')
})
