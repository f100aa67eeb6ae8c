import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CarbonClaim, carbonClaimKey, type TradeClaim, tradeClaimKey } from './claimKey.ts'

const trade: TradeClaim = {
  transportDocument: 'HHL71800000',
  loadPort: 'ARROS',
  shippedOn: '2025-03-14',
}
const carbon: CarbonClaim = {
  parcelCommitment: `0x${'ab'.repeat(32)}`,
  pool: 'harvestedProducts',
  period: 20253,
}

test.each([
  ['transportDocument', { transportDocument: ' - ' }],
  ['loadPort', { loadPort: 'ROSARIO' }],
  ['shippedOn', { shippedOn: '14.03.2025' }],
  ['shippedOn', { shippedOn: '2025-02-30' }],
])('a bad %s is named', (field, change) => {
  expect(() => tradeClaimKey({ ...trade, ...change })).toThrow(new RegExp(`^${field}: `))
})

test.each([
  ['parcelCommitment', { parcelCommitment: '0xab' as const }],
  ['period', { period: 20255 }],
  ['period', { period: 2025 }],
  ['pool', { pool: '' }],
])('a bad %s of a carbon claim is named', (field, change) => {
  expect(() => carbonClaimKey({ ...carbon, ...change })).toThrow(new RegExp(`^${field}: `))
})

test('spelling, spaces and hyphens give the same key', () => {
  const same: TradeClaim = {
    transportDocument: ' hhl-7180 0000',
    loadPort: 'AR ROS',
    shippedOn: ' 2025-03-14 ',
  }
  expect(tradeClaimKey(same)).toBe(tradeClaimKey(trade))
  expect(tradeClaimKey({ ...trade, transportDocument: 'ＨＨＬ７１８０ 0000' })).toBe(tradeClaimKey(trade))
  expect(carbonClaimKey({ ...carbon, parcelCommitment: `0x${'AB'.repeat(32)}`, pool: 'Harvested products' })).toBe(
    carbonClaimKey(carbon),
  )
})

test('no spelling variant of any text makes a second key', () => {
  const noise = fc.constantFrom('', ' ', '-', '.', '/', '\t', '\u00a0')
  fc.assert(
    fc.property(fc.array(noise, { minLength: 30, maxLength: 30 }), fc.boolean(), (gaps, lower) => {
      const spell = (text: string) =>
        [...(lower ? text.toLowerCase() : text)].map((letter, index) => letter + gaps[index % 30]).join('')
      const variant: TradeClaim = {
        ...trade,
        transportDocument: spell(trade.transportDocument),
        loadPort: spell(trade.loadPort),
      }
      expect(tradeClaimKey(variant)).toBe(tradeClaimKey(trade))
    }),
  )
})

test('every field counts', () => {
  const keys = [
    trade,
    { ...trade, transportDocument: 'HHL71800001' },
    { ...trade, loadPort: 'ARBUE' },
    { ...trade, shippedOn: '2025-03-15' },
  ].map(tradeClaimKey)
  const carbonKeys = [
    carbon,
    { ...carbon, pool: 'soil' },
    { ...carbon, period: 20254 },
    { ...carbon, parcelCommitment: `0x${'cd'.repeat(32)}` as const },
  ].map(carbonClaimKey)
  expect(new Set([...keys, ...carbonKeys]).size).toBe(8)
})
