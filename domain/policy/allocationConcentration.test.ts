import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fictraAllocation } from '../programmes/fictraAllocation.ts'
import { parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { allocationConcentration, type SovereignShare } from './allocationConcentration.ts'

const ft = (text: string) => parseQuantity(text, 'FT', 'ft')
const of = (sovereign: string, region: string, held: string, allocated: string): SovereignShare => ({
  sovereign,
  region,
  held: ft(held),
  allocated: ft(allocated),
})
/** Three in two regions; the supply is at the floor. */
const shares = [
  of('XA', 'north', '200000000', '28'),
  of('XB', 'north', '100000000', '27'),
  of('XC', 'south', '300000000', '45'),
]
const supply = ft('1000000000')
const refused = (field: string) =>
  expect.objectContaining({
    code: 'ALLOCATION_INPUT_INVALID',
    details: expect.objectContaining({ field }),
  })

test('a sovereign twice, more than there is, and amounts of another unit are refused by field', () => {
  const wrong = (field: string, ...list: SovereignShare[]) =>
    expect(() => allocationConcentration(supply, list, initial)).toThrowError(refused(field))
  wrong('shares', shares[0]!, shares[0]!)
  wrong('shares', of('XA', 'north', '1000000000', '0'), of('XB', 'north', '0.000000000000000001', '0'))
  wrong('shares/0/held', { ...shares[0]!, held: quantity(1n, 'PT') as never })
  wrong('shares/0/allocated', { ...shares[0]!, allocated: quantity(-1n, 'FT') })
  expect(() => allocationConcentration(quantity(1n, 'PT') as never, [], initial)).toThrowError(refused('supply'))
})

test('2.1: a region holds 30 % of the supply, a sovereign receives 28 % of a quarter; who is above is named', () => {
  expect(allocationConcentration(supply, shares, initial)).toEqual({ regions: [], sovereigns: ['XC'] })
  const more = [of('XA', 'north', '200000000.000000000000000001', '28.01'), ...shares.slice(1)]
  expect(allocationConcentration(supply, more, initial)).toEqual({ regions: ['north'], sovereigns: ['XA', 'XC'] })
  const all = [of('XA', 'north', '600000000', '0'), of('XB', 'south', '400000000', '0')]
  expect(allocationConcentration(supply, all, initial)).toEqual({ regions: ['north', 'south'], sovereigns: [] })
  const both = [of('XD', 'east', '310000000', '0'), ...more]
  expect(allocationConcentration(supply, both, initial).regions).toEqual(['east', 'north'])
  const [first, ...others] = more
  expect(allocationConcentration(supply, [...others, first!], initial).sovereigns).toEqual(['XA', 'XC'])
})

test('below the supply floor nothing is too much, and of nothing nobody has too much', () => {
  const young = ft('999999999.999999999999999999')
  expect(allocationConcentration(young, shares, initial)).toEqual({ regions: [], sovereigns: [] })
  expect(allocationConcentration(supply, [], initial)).toEqual({ regions: [], sovereigns: [] })
  expect(allocationConcentration(supply, [of('XA', 'north', '0', '0')], initial)).toEqual({
    regions: [],
    sovereigns: [],
  })
})

test('a lower bound names no fewer, in whatever order the sovereigns come', () => {
  const part = fc.integer({ min: 0, max: 100_000_000 })
  const one = fc.record({ region: fc.constantFrom('north', 'south', 'east'), held: part, allocated: part })
  const bound = fc.integer({ min: 0, max: 100 })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), bound, bound, (parts, a, b) => {
      const list = parts.map(({ region, held, allocated }, index) => of(`X${index}`, region, `${held}`, `${allocated}`))
      const at = (percent: number, listed: readonly SovereignShare[]) => {
        const share = `${percent / 100}`
        const set = withValue(fictraAllocation.concentration, { regionCap: share, quarterShare: share })
        return allocationConcentration(supply, listed, set)
      }
      const [strict, lax] = [at(Math.min(a, b), list), at(Math.max(a, b), list)]
      expect(strict.regions).toEqual(expect.arrayContaining([...lax.regions]))
      expect(strict.sovereigns).toEqual(expect.arrayContaining([...lax.sovereigns]))
      expect(at(Math.min(a, b), list.toReversed())).toEqual(strict)
    }),
    // Each run builds its sets of parameters.
    { numRuns: 30 },
  )
})
