import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { type BurnMilestone, burnMilestones, fictraBurning } from '../programmes/fictraBurning.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  type AlgorithmicBurn,
  algorithmicBurnDown,
  buyBackDown,
  milestoneBurnPt,
  quarterlyBurnPt,
} from './periodicBurns.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const day = 86_400
const algorithmic: AlgorithmicBurn = {
  nowSeconds: 100 * day,
  lastSeconds: null,
  volatilityFactor: exact('2'),
  supplyFactor: exact('1.1'),
  boundaryFactor: exact('1'),
}
const burn = (changes: Partial<AlgorithmicBurn>) =>
  formatQuantity(algorithmicBurnDown({ ...algorithmic, ...changes }, initial))

test('volumes, factors and times that cannot be are refused by field', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'BURN_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => quarterlyBurnPt(quantity(-1n, 'PT'), initial)).toThrowError(refused('volume'))
  expect(() => buyBackDown(quantity(-1n, 'PT'), 'bull', initial)).toThrowError(refused('revenue'))
  expect(() => burn({ nowSeconds: 0.5 })).toThrowError(refused('nowSeconds'))
  expect(() => burn({ lastSeconds: 100 * day + 1 })).toThrowError(refused('lastSeconds'))
  for (const volatilityFactor of [exact('0.9'), exact('3.1')]) {
    expect(() => burn({ volatilityFactor })).toThrowError(refused('volatilityFactor'))
  }
  for (const supplyFactor of [exact('0.4'), exact('2.1')]) {
    expect(() => burn({ supplyFactor })).toThrowError(refused('supplyFactor'))
  }
  for (const boundaryFactor of [exact('-0.1'), exact('2.1')]) {
    expect(() => burn({ boundaryFactor })).toThrowError(refused('boundaryFactor'))
  }
  const rows = [
    { abovePt: '5', burnPt: '1' },
    { abovePt: '5', burnPt: '2' },
  ]
  expect(() => withValue(fictraBurning.quarterly, rows)).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID' }),
  )
})

test.each([
  ['100000000', '0'],
  ['100000000.000000000000000001', '50000'],
  ['500000000', '50000'],
  ['500000001', '150000'],
  ['1000000000', '150000'],
  ['1000000001', '300000'],
  ['5000000000', '300000'],
  ['5000000001', '750000'],
])('2.14: a quarter of %s PT burns %s', (volume, burned) => {
  expect(formatQuantity(quarterlyBurnPt(pt(volume), initial))).toBe(burned)
})

test('[TV 2.14] algorithmic 25,000 x vol x supplyFactor: 2 x 1.1 -> 55,000', () => {
  expect(burn({})).toBe('55000')
  expect(burn({ volatilityFactor: exact('1'), supplyFactor: exact('0.5') })).toBe('12500')
  expect(burn({ volatilityFactor: exact('3'), supplyFactor: exact('2'), boundaryFactor: exact('1.5') })).toBe('225000')
})

test('2.14: the algorithm burns at most once in 14 days', () => {
  expect(burn({ lastSeconds: 86 * day })).toBe('55000')
  expect(() => burn({ lastSeconds: 86 * day + 1 })).toThrowError(
    expect.objectContaining({ code: 'BURN_TOO_SOON', details: { notBeforeSeconds: 100 * day + 1 } }),
  )
})

test('2.14: 7, 10 or 12 % of revenue buy back, by mood, rounded down', () => {
  const buyBack = (mood: 'bull' | 'neutral' | 'bear') => formatQuantity(buyBackDown(pt('1000'), mood, initial))
  expect([buyBack('bull'), buyBack('neutral'), buyBack('bear')]).toEqual(['70', '100', '120'])
  expect(buyBackDown(quantity(9n, 'PT'), 'neutral', initial).value).toBe(0n)
})

test('2.14: a milestone burns once, in whatever order they are reached', () => {
  const due = (reached: readonly BurnMilestone[], burned: readonly BurnMilestone[] = []) =>
    formatQuantity(milestoneBurnPt(new Set(reached), new Set(burned), initial))
  expect([due([]), due(['first']), due(['second']), due(['third']), due(['fourth'])]).toEqual([
    '0',
    '100000',
    '50000',
    '250000',
    '75000',
  ])
  expect(due(['first', 'third'], ['first'])).toBe('250000')
  expect(due(burnMilestones)).toBe('475000')
  fc.assert(
    fc.property(fc.shuffledSubarray([...burnMilestones]), (order) => {
      const seen: BurnMilestone[] = []
      let total = 0n
      for (const milestone of order) {
        total += milestoneBurnPt(new Set([...seen, milestone]), new Set(seen), initial).value
        seen.push(milestone)
      }
      expect(total).toBe(milestoneBurnPt(new Set(order), new Set(), initial).value)
    }),
    { numRuns: 20 },
  )
})

test('more volume never burns less, and a larger revenue never buys back less', () => {
  const amount = fc.bigInt(0n, 10n ** 30n)
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a]
      const quarterly = (of: bigint) => quarterlyBurnPt(quantity(of, 'PT'), initial).value
      const buyBack = (of: bigint) => buyBackDown(quantity(of, 'PT'), 'bear', initial).value
      expect(quarterly(high)).toBeGreaterThanOrEqual(quarterly(low))
      expect(buyBack(high)).toBeGreaterThanOrEqual(buyBack(low))
      expect(buyBack(high) * 100n).toBeLessThanOrEqual(high * 12n)
    }),
    { numRuns: 50 },
  )
})
