import { expect, test } from 'vitest'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { type Participation, participationShortfalls } from './sovereignParticipation.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const ft = (text: string) => parseQuantity(text, 'FT', 'ft')
const good: Participation = {
  months: 12,
  volumePt: pt('5'),
  systemVolumePt: pt('1000'),
  monthsSinceViolation: 24,
  holdingFt: ft('1'),
}
const short = (change: Partial<Participation> = {}) => participationShortfalls({ ...good, ...change }, initial)
const refused = (field: string) =>
  expect.objectContaining({ code: 'PARTICIPATION_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('values outside their range are refused by field', () => {
  for (const months of [-1, 1.5, Number.NaN]) {
    expect(() => short({ months })).toThrowError(refused('months'))
    expect(() => short({ monthsSinceViolation: months })).toThrowError(refused('monthsSinceViolation'))
  }
  const wrong = quantity(1n, 'kg') as unknown as Quantity<never>
  for (const field of ['volumePt', 'systemVolumePt', 'holdingFt'] as const)
    expect(() => short({ [field]: wrong })).toThrowError(refused(field))
  expect(() => short({ volumePt: pt('1000.1') })).toThrowError(refused('volumePt'))
})

test('2.1: twelve months, 0.5 % of the volume, no violation in 24 months and a holding; each bound suffices', () => {
  expect(short()).toEqual([])
  expect(short({ monthsSinceViolation: null })).toEqual([])
  expect(short({ months: 11 })).toEqual(['months'])
  expect(short({ volumePt: pt('4.999999999999999999') })).toEqual(['volume'])
  expect(short({ volumePt: pt('0'), systemVolumePt: pt('0') })).toEqual(['volume'])
  expect(short({ monthsSinceViolation: 23 })).toEqual(['violation'])
  expect(short({ holdingFt: ft('0.999999999999999999') })).toEqual(['holding'])
  expect(short({ months: 0, volumePt: pt('0'), monthsSinceViolation: 0, holdingFt: ft('0') })).toEqual([
    'months',
    'volume',
    'violation',
    'holding',
  ])
})
