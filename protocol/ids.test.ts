import { keccak256, stringToHex } from 'viem'
import { expect, test } from 'vitest'
import { idOf, onChainKinds } from './ids.ts'

const id = '019a9c52-4b1e-7c3a-8f00-0123456789ab'

test.each([
  ['upper case', id.toUpperCase()],
  ['without hyphens', id.replaceAll('-', '')],
  ['in braces', `{${id}}`],
  ['empty', ''],
  ['with a path', `${id}/x`],
])('a UUID %s is refused: it would be another id', (_name, text) => {
  expect(() => idOf('trade', text)).toThrow(TypeError)
})

test('an id is the keccak of its written path', () => {
  expect(idOf('trade', id)).toBe(keccak256(stringToHex(`assay/trade/${id}`)))
  // frozen: what is on chain can never be renamed
  expect(idOf('case', '00000000-0000-0000-0000-000000000000')).toBe(
    '0xfcd69802167e970d216d33aba486c4bc10cbd98373ab3160cbddb09e7a3f2400',
  )
})

test('2.26 no. 7 does not occur: two kinds never share an id', () => {
  expect(new Set(onChainKinds.map((kind) => idOf(kind, id))).size).toBe(onChainKinds.length)
})
