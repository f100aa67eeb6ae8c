import { keccak256, stringToHex } from 'viem'
import { expect, test } from 'vitest'
import {
  type AllocationTerms,
  allocationTermsHash,
  encodeAllocationTerms,
  encodeIssuanceTerms,
  type IssuanceTerms,
  issuanceTermsHash,
  methodologyHash,
  parametersHash,
} from './terms.ts'

const word = (digit: string) => `0x${digit.repeat(64)}` as const
const allocation: AllocationTerms = {
  caseId: word('1'),
  buyer: '0x2222222222222222222222222222222222222222',
  seller: '0x2323232323232323232323232323232323232323',
  sovereign: '0x3333333333333333333333333333333333333333',
  ptValue: 2_500_000n * 10n ** 18n,
  baseMultiplierE4: 12_000,
  factorsE4: [1, -2, 3, 4, 5, 6, 7],
  weightsE4: [2_000, 1_500, 1_500, 1_500, 1_000, 1_500, 1_000],
  modifierE4: 10_000,
  eligibilityBps: 10_000,
  expected: 7n,
  parametersHash: word('8'),
}
const issuance: IssuanceTerms = {
  caseId: word('1'),
  projectId: word('2'),
  parcelId: word('3'),
  to: '0x4444444444444444444444444444444444444444',
  vintage: 20253,
  netKg: 6967n,
  bufferKg: 1229n,
  methodologyHash: word('5'),
}

test('a value that does not fit its Solidity type is refused, not cut', () => {
  expect(() => encodeAllocationTerms({ ...allocation, ptValue: 2n ** 128n })).toThrow()
  expect(() => encodeAllocationTerms({ ...allocation, eligibilityBps: 65_536 })).toThrow()
  expect(() => encodeAllocationTerms({ ...allocation, caseId: '0x12' })).toThrow()
  expect(() => encodeIssuanceTerms({ ...issuance, netKg: -1n })).toThrow()
})

test('a static struct is encoded word by word, without an offset', () => {
  const words = encodeAllocationTerms(allocation).slice(2).match(/.{64}/g)!
  expect(words).toHaveLength(24)
  expect(words[4]).toBe((2_500_000n * 10n ** 18n).toString(16).padStart(64, '0'))
  expect(words[7]).toBe(`${'f'.repeat(63)}e`) // -2 in two's complement
  expect(words[23]).toBe('8'.repeat(64))
  expect(allocationTermsHash(allocation)).toBe(keccak256(encodeAllocationTerms(allocation)))
  expect(encodeIssuanceTerms(issuance).slice(2).match(/.{64}/g)).toHaveLength(8)
  expect(issuanceTermsHash(issuance)).toBe(keccak256(encodeIssuanceTerms(issuance)))
})

test('the hash of parameters depends on keys, versions and values, not on their order', () => {
  const one = { key: 'ft.baseMultiplier', version: 1, value: { wheat: '1.2' } }
  const two = { key: 'fees.trade', version: 3, value: '0.0015' }
  const hash = parametersHash([one, two])
  expect(hash).toBe(
    keccak256(
      stringToHex(
        '[{"key":"fees.trade","value":"0.0015","version":3},{"key":"ft.baseMultiplier","value":{"wheat":"1.2"},"version":1}]',
      ),
    ),
  )
  expect(parametersHash([two, one])).toBe(hash)
  expect(parametersHash([{ ...one, version: 2 }, two])).not.toBe(hash)
  expect(parametersHash([{ ...one, value: { wheat: '1.3' } }, two])).not.toBe(hash)
  expect(() => parametersHash([one, one])).toThrow('occurs twice')
})

test('the hash of a methodology names it, its version, its inputs with their documents, and its parameters', () => {
  const applied = {
    methodologyId: 'hempLimeBuilding',
    version: '1.0.0',
    inputs: { hurdKg: '3500' },
    sources: [{ documentId: 'd1' }],
    parametersHash: word('6'),
  }
  const inputsHash = keccak256(stringToHex('{"hurdKg":"3500"}'))
  expect(methodologyHash(applied)).toBe(
    keccak256(
      stringToHex(
        `{"inputsHash":"${inputsHash}","methodologyId":"hempLimeBuilding","parametersHash":"${word('6')}","sources":[{"documentId":"d1"}],"version":"1.0.0"}`,
      ),
    ),
  )
  expect(methodologyHash({ ...applied, sources: [{ documentId: 'd2' }] })).not.toBe(methodologyHash(applied))
  expect(methodologyHash({ ...applied, version: '1.0.1' })).not.toBe(methodologyHash(applied))
  expect(methodologyHash({ ...applied, parametersHash: word('7') })).not.toBe(methodologyHash(applied))
})
