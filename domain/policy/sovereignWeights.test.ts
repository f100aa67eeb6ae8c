import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, sum } from '../decimal.ts'
import { fictraGovernance } from '../programmes/fictraGovernance.ts'
import { initial, withValue } from '../test/parameters.ts'
import { rawWeights, type SovereignStanding, sovereignWeights } from './sovereignWeights.ts'

const standing = (sovereign: string, volumePt: number, holdingFt: number): SovereignStanding => ({
  sovereign,
  volumePt: BigInt(Math.round(volumePt * 1e4)),
  holdingFt: BigInt(Math.round(holdingFt * 1e4)),
})
const named = (volumes: readonly number[], holdings: readonly number[]) =>
  volumes.map((volume, index) => standing(`X${String.fromCharCode(65 + index)}`, volume, holdings[index]!))
const weightsOf = (of: readonly SovereignStanding[], parameters = initial) =>
  sovereignWeights(of, parameters).map(({ weightE9 }) => Number(weightE9) / 1e9)
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

test('negative standings, a sovereign twice and a floor nobody can have are refused', () => {
  const good = standing('XA', 1, 1)
  expect(() => sovereignWeights([{ ...good, volumePt: -1n }], initial)).toThrowError(
    refused('SOVEREIGN_INVALID', { field: 'standings/0/volumePt' }),
  )
  expect(() => sovereignWeights([{ ...good, holdingFt: -1n }], initial)).toThrowError(
    refused('SOVEREIGN_INVALID', { field: 'standings/0/holdingFt' }),
  )
  expect(() => sovereignWeights([good, good], initial)).toThrowError(
    refused('SOVEREIGN_INVALID', { field: 'sovereign' }),
  )
  const many = Array.from({ length: 201 }, (_, index) => standing(`N${index}`, 1, 1))
  expect(() => sovereignWeights(many, initial)).toThrowError(refused('SOVEREIGN_FLOOR_UNSATISFIABLE', { members: 201 }))
  expect(weightsOf(many.slice(1))).toEqual(Array.from({ length: 200 }, () => 0.005))
  expect(sovereignWeights([], initial)).toEqual([])
})

test('2.17 [TV]: shares (.6,.5), (.3,.3), (.1,.2) weigh .468333, .313333, .218333; below seven members no cap', () => {
  expect(sovereignWeights(named([0.6, 0.3, 0.1], [0.5, 0.3, 0.2]), initial)).toEqual([
    // One part of 10^9 is left over by rounding; the remainders are equal, so the name decides.
    { sovereign: 'XA', weightE9: 468_333_334n, boundBy: null },
    { sovereign: 'XB', weightE9: 313_333_333n, boundBy: null },
    { sovereign: 'XC', weightE9: 218_333_333n, boundBy: null },
  ])
  const weights = weightsOf(named([0.6, 0.3, 0.1], [0.5, 0.3, 0.2]))
  expect(weights.map((weight) => weight.toFixed(6))).toEqual(['0.468333', '0.313333', '0.218333'])
  const [last] = sovereignWeights(named([0.6, 0.3, 0.1], [0.5, 0.3, 0.2]).toReversed(), initial).slice(-1)
  expect(last).toEqual({ sovereign: 'XA', weightE9: 468_333_334n, boundBy: null })
})

const volumes = [0.35, 0.2, 0.12, 0.1, 0.08, 0.06, 0.04, 0.03, 0.02, 0]
const holdings = [0.4, 0.15, 0.12, 0.1, 0.08, 0.06, 0.04, 0.03, 0.015, 0.005]

test('2.17 [TV]: ten sovereigns, raw .2625 to .04125, capped .15, .15, .13288, .11864, .10441, ...', () => {
  const ten = named(volumes, holdings)
  expect(rawWeights(ten, initial).map((weight) => weight.toFixed())).toEqual([
    '0.2625',
    '0.1475',
    '0.112',
    '0.1',
    '0.088',
    '0.076',
    '0.064',
    '0.058',
    '0.05075',
    '0.04125',
  ])
  expect(weightsOf(ten).map((weight) => weight.toFixed(5))).toEqual([
    '0.15000',
    '0.15000',
    '0.13288',
    '0.11864',
    '0.10441',
    '0.09017',
    '0.07593',
    '0.06881',
    '0.06021',
    '0.04894',
  ])
})

test('the cap holds from seven members on, and not with six', () => {
  const first = [1, 0, 0, 0, 0, 0, 0]
  expect(weightsOf(named(first.slice(0, 6), first.slice(0, 6)))[0]).toBeCloseTo(0.4 / 6 + 0.6, 8)
  expect(weightsOf(named(first, first))[0]).toBe(0.15)
  expect(sovereignWeights(named(first, first), initial)[0]!.boundBy).toBe('cap')
  // One alone has all of it, and no cap that held.
  expect(sovereignWeights(named([1], [1]), initial)).toEqual([
    { sovereign: 'XA', weightE9: 1_000_000_000n, boundBy: null },
  ])
})

test('the floor lifts the smallest at the cost of the others, who keep their proportions', () => {
  const floor = { ...(fictraGovernance.sovereignWeight.initial as object), equal: '0', volume: '0.75', floor: '0.05' }
  const parameters = withValue(fictraGovernance.sovereignWeight, floor as never)
  const [large, middle, none] = weightsOf(named([3, 1, 0], [3, 1, 0]), parameters)
  expect([large, middle, none]).toEqual([0.7125, 0.2375, 0.05])
  const bounds = sovereignWeights(named([3, 1, 0], [3, 1, 0]), parameters).map(({ boundBy }) => boundBy)
  expect(bounds).toEqual([null, null, 'floor'])
})

test('a part nobody earned is shared equally', () => {
  expect(weightsOf(named([0, 0], [0, 0]))).toEqual([0.5, 0.5])
  expect(weightsOf(named([0, 0], [1, 0]))).toEqual([0.625, 0.375])
})

const someone = fc.record({ volumePt: fc.bigInt(0n, 10n ** 30n), holdingFt: fc.bigInt(0n, 10n ** 30n) })
const some = fc
  .array(someone, { minLength: 1, maxLength: 25 })
  .map((list) => list.map((of, index): SovereignStanding => ({ sovereign: `N${index}`, ...of })))

test('for all standings: the weights sum to one, keep cap and floor, and do not depend on the order', () => {
  fc.assert(
    fc.property(some, fc.nat(), (standings, turn) => {
      const weights = sovereignWeights(standings, initial)
      expect(weights.reduce((total, { weightE9 }) => total + weightE9, 0n)).toBe(10n ** 9n)
      for (const { weightE9 } of weights) {
        expect(weightE9 >= 5_000_000n).toBe(true)
        if (standings.length >= 7) expect(weightE9 <= 150_000_000n).toBe(true)
      }
      const start = turn % standings.length
      const turned = [...standings.slice(start), ...standings.slice(0, start)]
      const byName = new Map(sovereignWeights(turned, initial).map(({ sovereign, weightE9 }) => [sovereign, weightE9]))
      for (const { sovereign, weightE9 } of weights) expect(byName.get(sovereign)).toBe(weightE9)
      expect(sum(rawWeights(standings, initial)).minus(exact(1n)).abs().lessThan('1e-100')).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('without an equal part, one who holds everything keeps the cap and the others share the rest', () => {
  const parts = { ...(fictraGovernance.sovereignWeight.initial as object), equal: '0', volume: '0.5', holding: '0.5' }
  const all = [1, 0, 0, 0, 0, 0, 0, 0]
  const weights = weightsOf(named(all, all), withValue(fictraGovernance.sovereignWeight, parts as never))
  expect(weights).toEqual([0.15, ...Array(3).fill(0.121428572), ...Array(4).fill(0.121428571)])
  // Two caps and floors that a weight leaves again when the others are capped: nobody is held where it need not be.
  const tight = { ...parts, floor: '0.14', capFromMembers: 7 }
  const seven = weightsOf(
    named([0.9, 0.08, 0.02, 0, 0, 0, 0], [0.9, 0.08, 0.02, 0, 0, 0, 0]),
    withValue(fictraGovernance.sovereignWeight, tight as never),
  )
  expect(seven.slice(3)).toEqual([0.14, 0.14, 0.14, 0.14])
  expect(seven.slice(0, 2)).toEqual([0.15, 0.15])
  expect(seven[2]).toBe(0.14)
})

const allowed = fc
  .record({
    equal: fc.integer({ min: 0, max: 100 }),
    volume: fc.integer({ min: 0, max: 100 }),
    cap: fc.integer({ min: 1, max: 100 }),
    floor: fc.integer({ min: 0, max: 100 }),
    more: fc.nat(3),
  })
  .map(({ equal, volume: wanted, cap, floor, more }) => {
    const volume = Math.min(wanted, 100 - equal)
    const share = (of: number) => exact(BigInt(of)).div(100).toFixed()
    const parts = { equal: share(equal), volume: share(volume), holding: share(100 - equal - volume) }
    return { ...parts, cap: share(cap), floor: share(floor), capFromMembers: Math.ceil(100 / cap) + more }
  })

test('for all parameters that are allowed: a typed refusal, or weights that sum to one within floor and cap', () => {
  const few = fc.array(fc.constantFrom(0n, 0n, 1n, 3n, 10n ** 30n), { minLength: 2, maxLength: 24 })
  fc.assert(
    fc.property(allowed, few, (value, amounts) => {
      const half = Math.floor(amounts.length / 2)
      const standings = amounts
        .slice(0, half)
        .map((volumePt, index) => ({ sovereign: `N${index}`, volumePt, holdingFt: amounts[half + index]! }))
      const parameters = withValue(fictraGovernance.sovereignWeight, value)
      const [floor, cap] = [value.floor, value.cap].map((of) => exact(of as `${number}`).times(1e9))
      if (
        exact(value.floor as `${number}`)
          .times(half)
          .greaterThan(1)
      ) {
        expect(() => sovereignWeights(standings, parameters)).toThrowError(refused('SOVEREIGN_FLOOR_UNSATISFIABLE', {}))
        return
      }
      const weights = sovereignWeights(standings, parameters).map(({ weightE9 }) => weightE9)
      expect(weights.reduce((total, one) => total + one, 0n)).toBe(10n ** 9n)
      for (const one of weights) {
        expect(exact(one).greaterThanOrEqualTo(floor!)).toBe(true)
        if (half >= value.capFromMembers) expect(exact(one).lessThanOrEqualTo(cap!)).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

test('for all standings: more volume never weighs less', () => {
  fc.assert(
    fc.property(some, fc.nat(), fc.bigInt(1n, 10n ** 30n), (standings, pick, more) => {
      const index = pick % standings.length
      const before = sovereignWeights(standings, initial)[index]!.weightE9
      const grown = standings.map((of, at) => (at === index ? { ...of, volumePt: of.volumePt + more } : of))
      // One part of 10^9 may move by rounding.
      expect(sovereignWeights(grown, initial)[index]!.weightE9 + 1n >= before).toBe(true)
    }),
    { numRuns: 100 },
  )
})
