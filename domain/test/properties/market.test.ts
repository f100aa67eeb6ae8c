/** Properties of the rules that watch the market: only ratios count, a larger move never asks for less, bounds are inclusive. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Exact, exact } from '../../decimal.ts'
import type { AssayError } from '../../errors.ts'
import { boundaryActions } from '../../policy/corridorActions.ts'
import { emissionMeasures } from '../../policy/emissionAdaptive.ts'
import { extremeVolatility } from '../../policy/extremeVolatility.ts'
import { feeChangeProcess } from '../../policy/feeChange.ts'
import { checkIntervention, interventionCall } from '../../policy/interventions.ts'
import { fictraBreakers } from '../../programmes/fictraBreakers.ts'
import { fictraFees } from '../../programmes/fictraFees.ts'
import { quantity } from '../../quantity.ts'
import { initial } from '../parameters.ts'

const cents = (value: number): Exact => exact(BigInt(value)).div(100)
const price = fc.integer({ min: 1, max: 1_000_000 }).map(cents)
const series = fc
  .array(price, { minLength: 1, maxLength: 12 })
  .map((prices) => prices.map((of, index) => ({ atSeconds: index * 600, price: of })))

test('the fee multiplier lies between one and its most, follows the move, and does not know the unit of a price', () => {
  const { above } = initial.get(fictraBreakers.extreme)
  const most = initial.get(fictraFees.volatilityMultiplierMax)
  fc.assert(
    fc.property(series, fc.integer({ min: 1, max: 10 ** 9 }), (prices, unit) => {
      const { move, extreme, feeMultiplier } = extremeVolatility(prices, initial)
      expect(extreme).toBe(move.greaterThan(above))
      expect(feeMultiplier.greaterThan(1)).toBe(extreme)
      expect(feeMultiplier.lessThanOrEqualTo(most)).toBe(true)
      const scaled = prices.map((of) => ({ ...of, price: of.price.times(unit) }))
      expect(extremeVolatility(scaled, initial).move.minus(move).abs().lessThan('1e-100')).toBe(true)
    }),
  )
  const jump = fc.integer({ min: 0, max: 40_000 })
  fc.assert(
    fc.property(jump, jump, (one, other) => {
      const multiplierOf = (by: number) =>
        extremeVolatility(
          [
            { atSeconds: 0, price: exact(1n) },
            { atSeconds: 60, price: exact(BigInt(100_000 + by)).div(100_000) },
          ],
          initial,
        ).feeMultiplier
      const [less, more] = one < other ? [one, other] : [other, one]
      expect(multiplierOf(more).greaterThanOrEqualTo(multiplierOf(less))).toBe(true)
    }),
  )
})

test('the treasury buys below and sells above, at the distance alone, and a greater distance never calls for a lower level', () => {
  const { level1 } = initial.get(fictraBreakers.interventions)
  const distances = fc.integer({ min: 0, max: 9_999 })
  fc.assert(
    fc.property(distances, distances, price, (one, other, average) => {
      const [near, far] = one < other ? [one, other] : [other, one]
      const call = (bps: number, side: 1 | -1) =>
        interventionCall({ price: average.times(10_000 + side * bps).div(10_000), average }, initial)
      expect(call(far, -1).level).toBe(call(far, 1).level)
      expect(call(far, 1).level).toBeGreaterThanOrEqual(call(near, 1).level)
      const called = exact(BigInt(far)).div(10_000).greaterThanOrEqualTo(level1)
      expect([call(far, -1).side, call(far, 1).side]).toEqual(called ? ['buy', 'sell'] : [null, null])
    }),
  )
})

test('an intervention is taken up to its most of the volume and from its spacing on, not beyond and not before', () => {
  const { volumeShareMost, spacingSeconds } = initial.get(fictraBreakers.interventions)
  const market = { price: exact('0.9'), average: exact('1') }
  fc.assert(
    fc.property(fc.bigInt(10n ** 4n, 10n ** 30n), fc.nat(2 ** 40), (volume, last) => {
      const most = BigInt(exact(volume).times(volumeShareMost).floor().toFixed())
      const attempt = (amount: bigint, atSeconds: number) => {
        const intervention = { side: 'buy', amountPt: quantity(amount, 'PT'), atSeconds } as const
        try {
          checkIntervention(intervention, market, quantity(volume, 'PT'), last, initial)
        } catch (error) {
          return (error as AssayError).code
        }
        return 'taken'
      }
      expect(attempt(most, last + spacingSeconds)).toBe('taken')
      expect(attempt(most + 1n, last + spacingSeconds)).toBe('INTERVENTION_TOO_LARGE')
      expect(attempt(most, last + spacingSeconds - 1)).toBe('INTERVENTION_TOO_SOON')
    }),
  )
})

const ratio = fc.integer({ min: 1, max: 10_000 }).map(cents)
const signals = fc.record({
  volatility: ratio,
  priceRatio: ratio,
  volumeRatio: ratio,
  contractsUsd: fc.bigInt(0n, 10n ** 30n).map((usd) => exact(usd)),
  depthPt: fc.bigInt(0n, 10n ** 30n).map((value) => quantity(value, 'PT')),
})

test('the emission is never delayed and hurried at once, and each worse sign only adds what it calls for', () => {
  const kinds = (of: Parameters<typeof emissionMeasures>[0]) => emissionMeasures(of, initial).map(({ kind }) => kind)
  fc.assert(
    fc.property(signals, fc.integer({ min: 1, max: 100 }), (of, factor) => {
      const before = kinds(of)
      expect(new Set(before).size).toBe(before.length)
      expect(before.includes('delay') && before.includes('accelerate')).toBe(false)
      const busier = kinds({ ...of, contractsUsd: of.contractsUsd.times(factor) })
      expect(busier).toEqual(expect.arrayContaining(before))
      const thinner = kinds({ ...of, depthPt: quantity(of.depthPt.value / BigInt(factor), 'PT') })
      expect(thinner).toEqual(expect.arrayContaining(before))
      const lower = kinds({ ...of, priceRatio: of.priceRatio.div(factor) })
      expect(lower).toEqual(expect.arrayContaining(before))
      // Volatility takes the hurry away and puts the delay in its place; the rest stays.
      const wilder = kinds({ ...of, volatility: of.volatility.times(factor) })
      expect(wilder).toEqual(expect.arrayContaining(before.filter((kind) => kind !== 'accelerate')))
    }),
  )
})

test('at a boundary emission and rates move one way, fees and burn the other, and without one nothing moves', () => {
  const [upper, lower, none] = [
    boundaryActions('upper', initial),
    boundaryActions('lower', initial),
    boundaryActions(null, initial),
  ]
  expect([none.emissionFactor, none.apyFactor, none.feeFactor].every((factor) => factor.equals(1))).toBe(true)
  expect([upper.burn, none.burn, lower.burn]).toEqual(['raise', 'keep', 'lower'])
  expect(lower.apyFactor.greaterThan(upper.apyFactor)).toBe(true)
})

test('who decides a change of fees depends on its size alone: not on the order of rows, nor on which number it is', () => {
  const rank = ['economicsCommittee', 'economicsCommitteeAdvised', 'full']
  const bps = fc.integer({ min: 1, max: 10_000 })
  const rows = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.record({ base: bps, min: bps, max: bps }), {
    minKeys: 1,
  })
  type Rows = Readonly<Record<string, { readonly base: number; readonly min: number; readonly max: number }>>
  const ratesOf = (of: Rows, factor: Exact) =>
    Object.fromEntries(
      Object.entries(of).map(([type, { base, min, max }]) => [
        type,
        { base: cents(base).times(factor), min: cents(min), max: cents(max) },
      ]),
    )
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 5_000 }), (of, one, other) => {
      const process = (change: number) => {
        const next = ratesOf(of, exact(BigInt(10_000 + change)).div(10_000))
        const previous = ratesOf(of, exact(1n))
        const found = feeChangeProcess(next, previous, initial)
        const turned = (rates: typeof next) => Object.fromEntries(Object.entries(rates).toReversed())
        expect(feeChangeProcess(turned(next), turned(previous), initial)).toBe(found)
        return rank.indexOf(found)
      }
      expect(process(0)).toBe(0)
      const [less, more] = one < other ? [one, other] : [other, one]
      expect(process(more)).toBeGreaterThanOrEqual(process(less))
      // Below 5 % alone, up to 15 % with advice: the bounds are half-open below and closed above.
      expect(process(less)).toBe(less < 500 ? 0 : less <= 1_500 ? 1 : 2)
    }),
  )
})
