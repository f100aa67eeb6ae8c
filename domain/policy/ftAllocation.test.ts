import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommodityCategory } from '../assetClasses.ts'
import { exact, formatExact, scaledDown, sum } from '../decimal.ts'
import { fictra } from '../programmes/fictra.ts'
import { allocationFactors } from '../programmes/fictraAllocation.ts'
import { formatQuantity, parseQuantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  allocationFactorsDown,
  elasticityModifier,
  modifierOf,
  supplyShockModifier,
  velocityModifier,
} from './allocationFactors.ts'
import { type AllocationInputs, allocationInputs, multiplierOf, rawAllocationDown, type Seven } from './ftAllocation.ts'

const weightsE4: Seven<number> = [1500, 2000, 1000, 2500, 1500, 1000, 500]
const calm = { priceRatio: '1', supplyFall: '0', ftVelocity: '0' }
const neutral = {
  volatilityRatio: '1',
  sustainabilityScore: '0',
  worldTradeShare: '0',
  humanDevelopmentIndex: '0.95',
  strategicValue: '0',
  carbonRatio: '1',
  processingLevel: 'raw',
} as const
const g1Metrics = {
  volatilityRatio: '0.75',
  sustainabilityScore: '50',
  worldTradeShare: '0.01',
  humanDevelopmentIndex: '0.55',
  strategicValue: '0',
  carbonRatio: '0.5',
  processingLevel: 'raw',
} as const

function inputs(pt: string, baseMultiplierE4: number, factors: Seven<number>): AllocationInputs {
  const ptValue = parseQuantity(pt, 'PT', 'pt').value
  return {
    ptValue,
    baseMultiplierE4,
    factorsE4: factors.map((factor) => Math.round(factor * 10_000)) as unknown as Seven<number>,
    weightsE4,
    modifierE4: 10_000,
    eligibilityBps: 10_000,
    expected: (ptValue * BigInt(baseMultiplierE4)) / 10_000n,
  }
}

test('inputs outside their range are refused by field', () => {
  const good = inputs('1', 15_000, [0, 0, 0, 0, 0, 0, 0])
  const wrong: readonly [string, Partial<AllocationInputs>, bigint, bigint][] = [
    ['ptValue', { ptValue: -1n }, 1n, 1n],
    ['weightsE4', { weightsE4: [1500, 2000, 1000, 2500, 1500, 1000, 501] }, 1n, 1n],
    ['eligibilityBps', { eligibilityBps: 10_001 }, 1n, 1n],
    ['modifierE4', { modifierE4: 10_001 }, 1n, 1n],
    ['quantityDelivered', {}, 2n, 1n],
    ['quantityDelivered', {}, -1n, 1n],
    ['quantityContracted', {}, 0n, 0n],
    ['baseMultiplierE4', { baseMultiplierE4: 0 }, 1n, 1n],
    ['baseMultiplierE4', { baseMultiplierE4: 100_001 }, 1n, 1n],
    ['factorsE4', { factorsE4: [10_001, 0, 0, 0, 0, 0, 0] }, 1n, 1n],
    ['weightsE4', { weightsE4: [-1, 10_001, 0, 0, 0, 0, 0] }, 1n, 1n],
  ]
  for (const [field, change, delivered, contracted] of wrong) {
    const named = expect.stringMatching(new RegExp(`(^|/)${field}(/\\d+)?$`))
    expect(() => rawAllocationDown({ ...good, ...change }, delivered, contracted)).toThrowError(
      expect.objectContaining({ code: 'ALLOCATION_INPUT_INVALID', details: expect.objectContaining({ field: named }) }),
    )
  }
  for (const [field, value] of [
    ['worldTradeShare', '1.01'],
    ['sustainabilityScore', '101'],
    ['volatilityRatio', '-0.1'],
    ['humanDevelopmentIndex', 'high'],
  ] as const) {
    expect(() => allocationFactorsDown({ ...neutral, [field]: value }, initial)).toThrowError(
      expect.objectContaining({ details: expect.objectContaining({ field }) }),
    )
  }
})

test.each([
  ['V1', '1000000', 15_000, [0, 0, 0, 0, 0, 0, 0], '1.5', '1500000'],
  ['V2', '10000000', 17_000, [0.1, 0.3, 0.05, 0.4, 0, 0.1, 0], '2.023', '20230000'],
  ['V3', '2500000', 15_000, [-0.2, 0, 0.25, 0.1, 0.5, -0.3, 0], '1.5975', '3993750'],
  ['V4', '1000000', 18_000, [0.2, 0.3, 0.25, 0.4, 0.5, 0.2, 0.3], '2.385', '2385000'],
  ['V5', '1000000', 12_000, [-0.2, 0, 0, 0, 0, -0.3, 0], '1.128', '1128000'],
] as const)('2.1 [TV] %s', (_, pt, baseMultiplierE4, factors, multiplier, ft) => {
  const of = inputs(pt, baseMultiplierE4, factors)
  expect(formatExact(multiplierOf(of))).toBe(multiplier)
  expect(formatQuantity(rawAllocationDown(of, 1n, 1n))).toBe(ft)
})

test.each([
  ['energy', '1.41', '1.9875'],
  ['preciousMetals', '1.692', '2.385'],
  ['industrialMetals', '1.222', '1.7225'],
  ['agriculture', '1.598', '2.2525'],
  ['forestry', '1.41', '1.9875'],
  ['fisheries', '1.316', '1.855'],
  ['minerals', '1.128', '1.59'],
] as const)('2.1 [TV]: the effective multiplier of %s lies in [%s, %s]', (category, least, most) => {
  const of = (metrics: Parameters<typeof allocationFactorsDown>[0]) =>
    formatExact(multiplierOf(termsOf(category, '1', metrics)))
  const worst = { ...neutral, volatilityRatio: '9', carbonRatio: '9' }
  const best = {
    volatilityRatio: '0',
    sustainabilityScore: '100',
    worldTradeShare: '1',
    humanDevelopmentIndex: '0.1',
    strategicValue: '0.9',
    carbonRatio: '0',
    processingLevel: 'manufactured',
  } as const
  expect([of(worst), of(best)]).toEqual([least, most])
})

function termsOf(category: CommodityCategory, pt: string, metrics: Parameters<typeof allocationFactorsDown>[0]) {
  const valuePt = parseQuantity(pt, 'PT', 'pt')
  return allocationInputs({ valuePt, category, trustBand: 'gold' }, metrics, calm, initial)
}

test('2.1 [P] [TV]: raw metrics: 1 % of world trade is 0.0867, HDI .55 is .28, both rounded down to four decimals', () => {
  const { factors } = allocationFactorsDown(g1Metrics, initial)
  expect(Object.fromEntries(Object.entries(factors).map(([name, value]) => [name, formatExact(value)]))).toEqual({
    volatility: '0.05',
    sustainability: '0.15',
    tradeVolume: '0.0867',
    development: '0.28',
    strategic: '0',
    carbon: '0.1',
    processing: '0',
  })
  const weights = initial.get(fictra.allocation.weights)
  const weighted = allocationFactors.map((name) => factors[name].times(weights[name]))
  expect(formatExact(sum(weighted))).toBe('0.12617')
  const { factors: negative } = allocationFactorsDown(
    { ...neutral, volatilityRatio: '1.00001', carbonRatio: '1.25' },
    initial,
  )
  expect([formatExact(negative.volatility), formatExact(negative.carbon)]).toEqual(['-0.0001', '-0.075'])
  const { factors: whole } = allocationFactorsDown({ ...neutral, worldTradeShare: '1' }, initial)
  expect(formatExact(whole.tradeVolume)).toBe('0.25')
})

test('2.27 G1 [TV]: multiplier 1.914489 and 4,786,222.5 FT; G2: nine per cent less', () => {
  const of = termsOf('agriculture', '2500000', g1Metrics)
  expect(formatExact(multiplierOf(of))).toBe('1.914489')
  expect(formatQuantity(rawAllocationDown(of, 10_000_000n, 10_000_000n))).toBe('4786222.5')
  expect(formatQuantity(rawAllocationDown(of, 9_100_000n, 10_000_000n))).toBe('4355462.475')
  expect(of.expected).toBe(parseQuantity('4250000', 'FT', 'ft').value)
})

test('2.1: A x W keeps its full precision: .0333 x 15 % is 49.95, not truncated to 49', () => {
  const of = inputs('1', 10_000, [0.0333, 0, 0, 0, 0, 0, 0])
  expect(formatExact(multiplierOf(of))).toBe('1.004995')
})

test.each([
  ['0.9', '1'],
  ['1.2', '0.9'],
  ['1.5', '0.75'],
  ['2', '0.5'],
  ['3', '0'],
  ['3.5', '0'],
])('2.1 [TV]: price elasticity at Pc/Pb %s is %s', (ratio, expected) => {
  expect(formatExact(elasticityModifier(ratio, initial).modifier)).toBe(expected)
})

test('2.1: supply shock and velocity begin beyond their bounds', () => {
  const shock = (fall: string) => formatExact(supplyShockModifier(fall, initial).modifier)
  expect([shock('0'), shock('0.1'), shock('0.2'), shock('0.3'), shock('0.9')]).toEqual(['1', '1', '0.8', '0.7', '0.7'])
  const velocity = (value: string) => formatExact(velocityModifier(value, initial))
  expect([velocity('0.25'), velocity('0.2501')]).toEqual(['1', '0.8'])
  expect(formatExact(modifierOf({ priceRatio: '1.5', supplyFall: '0.2', ftVelocity: '1' }, initial).modifier)).toBe(
    '0.48',
  )
})

test('2.4: eligibility by trust band; bronze only when governance lets it', () => {
  const of = (trustBand: 'none' | 'bronze' | 'silver' | 'gold' | 'platinum', parameters = initial) =>
    allocationInputs(
      { valuePt: parseQuantity('1', 'PT', 'pt'), category: 'energy', trustBand },
      neutral,
      calm,
      parameters,
    ).eligibilityBps
  expect([of('none'), of('bronze'), of('silver'), of('gold'), of('platinum')]).toEqual([0, 0, 9000, 10_000, 10_000])
  expect(of('bronze', withValue(fictra.allocation.bronzeEligible, true))).toBe(7500)
})

const factor = fc.integer({ min: -3000, max: 5000 })
const someInputs = fc.record({
  ptValue: fc.bigInt(0n, 10n ** 38n),
  baseMultiplierE4: fc.integer({ min: 9000, max: 22_000 }),
  factorsE4: fc.tuple(factor, factor, factor, factor, factor, factor, factor),
  weightsE4: fc.constant(weightsE4),
  modifierE4: fc.integer({ min: 0, max: 10_000 }),
  eligibilityBps: fc.constantFrom(0, 7500, 9000, 10_000),
  expected: fc.constant(0n),
})

test('the integer twin equals the exact decimal formula, floored once, up to 10^30 and beyond', () => {
  fc.assert(
    fc.property(someInputs, fc.bigInt(1n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), (of, contracted, some) => {
      const delivered = some % (contracted + 1n)
      fc.pre(of.ptValue < 10n ** 37n)
      const formula = exact(of.ptValue)
        .times(multiplierOf(of))
        .times(exact(BigInt(of.modifierE4)).div(10_000))
        .times(exact(BigInt(of.eligibilityBps)).div(10_000))
        .times(exact(delivered))
        .div(exact(contracted))
      expect(rawAllocationDown(of, delivered, contracted).value).toBe(scaledDown(formula, 0))
    }),
  )
})

test('more value, more delivered, a larger factor never give less', () => {
  fc.assert(
    fc.property(someInputs, fc.bigInt(0n, 10n ** 20n), fc.nat(6), (given, more, index) => {
      const of = { ...given, ptValue: given.ptValue % 10n ** 30n }
      const raw = rawAllocationDown(of, 7n, 10n).value
      expect(rawAllocationDown({ ...of, ptValue: of.ptValue + more }, 7n, 10n).value).toBeGreaterThanOrEqual(raw)
      expect(rawAllocationDown(of, 8n, 10n).value).toBeGreaterThanOrEqual(raw)
      const factorsE4 = of.factorsE4.map((value, i) => (i === index ? value + 1 : value)) as unknown as Seven<number>
      expect(rawAllocationDown({ ...of, factorsE4 }, 7n, 10n).value).toBeGreaterThanOrEqual(raw)
    }),
  )
})

test('splitting a delivery never mints more than delivering it at once', () => {
  fc.assert(
    fc.property(someInputs, fc.bigInt(0n, 1000n), (given, part) => {
      const of = { ...given, ptValue: given.ptValue % 10n ** 30n }
      const parts = rawAllocationDown(of, part, 1000n).value + rawAllocationDown(of, 1000n - part, 1000n).value
      expect(parts).toBeLessThanOrEqual(rawAllocationDown(of, 1000n, 1000n).value)
    }),
  )
})
