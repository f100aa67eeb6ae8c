import { keccak256, stringToHex } from 'viem'
import { expect, test } from 'vitest'
import { idOf, onChainKinds, tradeIdOf } from './ids.ts'

const id = '019a9c52-4b1e-7c3a-8f00-0123456789ab'

test.each([
  ['upper case', id.toUpperCase()],
  ['without hyphens', id.replaceAll('-', '')],
  ['in braces', `{${id}}`],
  ['empty', ''],
  ['with a path', `${id}/x`],
])('a UUID %s is refused: it would be another id', (_name, text) => {
  expect(() => idOf('listing', text)).toThrow(TypeError)
})

test('an id is the keccak of its written path', () => {
  expect(idOf('listing', id)).toBe(keccak256(stringToHex(`assay/listing/${id}`)))
  // frozen: what is on chain can never be renamed
  expect(idOf('case', '00000000-0000-0000-0000-000000000000')).toBe(
    '0xfcd69802167e970d216d33aba486c4bc10cbd98373ab3160cbddb09e7a3f2400',
  )
})

test('2.26 no. 7 does not occur: two kinds never share an id', () => {
  expect(new Set(onChainKinds.map((kind) => idOf(kind, id))).size).toBe(onChainKinds.length)
})

test('the id of an escrow is that of its case, buyer, seller and amount, and of nothing else', () => {
  const payment = {
    caseId: idOf('case', id),
    buyer: '0x00000000000000000000000000000000000000b1',
    seller: '0x00000000000000000000000000000000000000b2',
    amount: 2_500_000n * 10n ** 18n,
  } as const
  const { caseId, buyer, seller, amount } = payment
  for (const wrong of [-1n, 2n ** 128n]) expect(() => tradeIdOf({ ...payment, amount: wrong })).toThrow()
  expect(() => tradeIdOf({ ...payment, buyer: '0xb1' })).toThrow()
  const others = [
    { ...payment, caseId: idOf('case', id.replace('b', 'c')) },
    { ...payment, buyer: seller },
    { ...payment, seller: buyer },
    { caseId, buyer: seller, seller: buyer, amount },
    { ...payment, amount: amount + 1n },
  ]
  expect(new Set([payment, ...others].map(tradeIdOf)).size).toBe(6)
  const word = (value: bigint) => value.toString(16).padStart(64, '0')
  expect(tradeIdOf(payment)).toBe(keccak256(`${caseId}${word(0xb1n)}${word(0xb2n)}${word(amount)}`))
})
