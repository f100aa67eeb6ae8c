import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initial } from '../test/parameters.ts'
import { allocationLimits, applyLimits, isAnomaly, mintFirst, release, type SupplyState } from './allocationLimits.ts'

const limits = allocationLimits(initial)
const large = 10n ** 30n
const million = 10n ** 24n // 1,000,000 FT in base units
const whole = { quantity: 1n, contracted: 1n }
/** Trailing average of 1,000,000 FT a day; supply so large that no cap binds. */
const state: SupplyState = {
  supply: large,
  sovereignHeld: 0n,
  trailingSum: 30n * million,
  trailingDays: 30,
  mintedToday: 0n,
  ownMintedToday: 0n,
}

test('the initial limits are those of domain.md', () => {
  const { supplyFloor, ...shares } = allocationLimits(initial)
  expect(shares).toEqual({ singleCapBps: 500, sovereignCapBps: 1000, growthBps: 2000, deviationBps: 3500 })
  expect(supplyFloor).toBe(limits.supplyFloor)
})

test('2.1 [TV]: 1,200,000 in full; 1,300,000 queues 100,000; 1,360,000 of 1,000,000 expected is held', () => {
  const tokens = (count: bigint) => (million / 1_000_000n) * count
  const at = (count: bigint) => applyLimits(tokens(count), million, whole, state, limits)
  const allowed = tokens(1_200_000n)
  expect(at(1_200_000n)).toEqual({ state: 'minted', minted: allowed, queued: 0n, boundBy: [] })
  expect(at(1_300_000n)).toEqual({ state: 'queued', minted: allowed, queued: tokens(100_000n), boundBy: ['growth'] })
  expect(at(1_360_000n)).toEqual({ state: 'held', minted: 0n, queued: 0n, boundBy: [] })
})

test('the anomaly test comes before the caps, and its bound is not yet an anomaly', () => {
  expect(isAnomaly(1_350n, 1_000n, whole, 3500)).toBe(false)
  expect(isAnomaly(1_351n, 1_000n, whole, 3500)).toBe(true)
  expect(isAnomaly(650n, 1_000n, whole, 3500)).toBe(false)
  expect(isAnomaly(649n, 1_000n, whole, 3500)).toBe(true)
  const tiny = { ...state, supply: limits.supplyFloor, sovereignHeld: large }
  expect(applyLimits(2_000n, 1_000n, whole, tiny, limits).state).toBe('held')
})

test('a shortage alone is no anomaly: the expectation shrinks with the delivered share', () => {
  expect(isAnomaly(500n, 1_000n, { quantity: 5n, contracted: 10n }, 3500)).toBe(false)
  expect(isAnomaly(1_000n, 1_000n, { quantity: 5n, contracted: 10n }, 3500)).toBe(true)
})

test('bootstrap: below the supply floor a first mint is free of caps; at the floor everything is capped', () => {
  const young = { ...state, supply: limits.supplyFloor - 1n, trailingSum: 1n }
  expect(mintFirst(large, young, limits)).toMatchObject({ state: 'minted', minted: large })
  const grown = { ...young, supply: limits.supplyFloor }
  expect(mintFirst(large, grown, limits)).toMatchObject({
    state: 'queued',
    boundBy: ['singleCap', 'sovereignCap', 'growth'],
  })
})

test('bootstrap: what is queued is capped below the floor too, by shares of the floor', () => {
  const young = { ...state, supply: 0n, trailingSum: 0n }
  expect(release(large, young, limits).minted).toBe(limits.supplyFloor / 20n)
})

test('2.1: one allocation at most 5 % of supply a day, one sovereign at most 10 %', () => {
  const noAverage = { ...state, supply: limits.supplyFloor, trailingSum: 0n }
  expect(mintFirst(limits.supplyFloor, noAverage, limits).minted).toBe(limits.supplyFloor / 20n)
  const rich = { ...noAverage, sovereignHeld: limits.supplyFloor / 10n }
  expect(release(1n, rich, limits)).toEqual({ state: 'queued', minted: 0n, queued: 1n, boundBy: ['sovereignCap'] })
  const earlier = { ...state, supply: limits.supplyFloor, ownMintedToday: limits.supplyFloor / 20n - 3n }
  expect(release(large, earlier, limits)).toMatchObject({ minted: 3n })
})

test('without an average to grow from all allocations of a day together have the share of one', () => {
  const noAverage = {
    ...state,
    supply: limits.supplyFloor,
    trailingSum: 0n,
    mintedToday: limits.supplyFloor / 20n - 7n,
  }
  expect(release(large, noAverage, limits)).toMatchObject({
    minted: 7n,
    boundBy: ['singleCap', 'sovereignCap', 'growth'],
  })
  const used = { ...noAverage, mintedToday: limits.supplyFloor }
  expect(mintFirst(1n, used, limits)).toMatchObject({ minted: 0n, boundBy: ['growth'] })
})

test('a queue asked for again and again in a day gives no more than its cap', () => {
  const cap = limits.supplyFloor / 20n
  let [waiting, today] = [large, 0n]
  for (let call = 0; call < 50; call++) {
    const asked = { ...state, supply: limits.supplyFloor, trailingSum: 0n, mintedToday: today, ownMintedToday: today }
    const { minted, queued } = release(waiting, asked, limits)
    ;[waiting, today] = [queued, today + minted]
  }
  expect(today).toBe(cap)
})

test('a release is never above its caps, whatever the supply', () => {
  const value = fc.bigInt(0n, 10n ** 30n)
  const states = fc.record({
    supply: value,
    sovereignHeld: value,
    trailingSum: fc.oneof(value, fc.constant(0n)),
    trailingDays: fc.constant(30),
    mintedToday: value,
    ownMintedToday: value,
  })
  fc.assert(
    fc.property(value, states, (waiting, of) => {
      const { minted, queued } = release(waiting, of, limits)
      expect(minted + queued).toBe(waiting)
      expect(minted).toBeGreaterThanOrEqual(0n)
      if (minted === 0n) return
      const below = of.supply < limits.supplyFloor
      const supply = below ? limits.supplyFloor : of.supply
      expect((of.ownMintedToday + minted) * 20n).toBeLessThanOrEqual(supply)
      expect((of.sovereignHeld + minted) * 10n).toBeLessThanOrEqual(supply)
      if (of.trailingSum > 0n) expect((of.mintedToday + minted) * 25n).toBeLessThanOrEqual(of.trailingSum)
      else expect((of.mintedToday + minted) * 20n).toBeLessThanOrEqual(supply)
    }),
  )
})

test('nothing is lost or made: minted and queued are the raw amount, and no limit is exceeded', () => {
  const value = fc.bigInt(0n, 10n ** 30n)
  const states = fc.record({
    supply: value,
    sovereignHeld: value,
    trailingSum: value,
    trailingDays: fc.constant(30),
    mintedToday: value,
    ownMintedToday: fc.constant(0n),
  })
  fc.assert(
    fc.property(value, fc.bigInt(60n, 160n), states, (raw, percent, of) => {
      const expected = (raw * percent) / 100n
      const verdict = applyLimits(raw, expected, whole, of, limits)
      if (verdict.state === 'held') {
        expect(isAnomaly(raw, expected, whole, limits.deviationBps)).toBe(true)
        return
      }
      expect(verdict.minted + verdict.queued).toBe(raw)
      expect(verdict.minted).toBeGreaterThanOrEqual(0n)
      expect(verdict.state === 'queued').toBe(verdict.queued > 0n)
      if (of.supply < limits.supplyFloor) {
        expect(verdict.queued).toBe(0n)
        return
      }
      expect(verdict.minted * 20n).toBeLessThanOrEqual(of.supply)
      if (verdict.minted > 0n) expect((of.sovereignHeld + verdict.minted) * 10n).toBeLessThanOrEqual(of.supply)
      const today = of.mintedToday + verdict.minted
      if (verdict.minted > 0n && of.trailingSum > 0n) expect(today * 25n).toBeLessThanOrEqual(of.trailingSum)
      if (verdict.minted > 0n && of.trailingSum === 0n) expect(today * 20n).toBeLessThanOrEqual(of.supply)
    }),
  )
})
