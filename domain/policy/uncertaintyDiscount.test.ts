import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { uncertaintyDiscountUp } from './uncertaintyDiscount.ts'

const discount = (uncertainty: `${number}`) => {
  const { share, factor } = uncertaintyDiscountUp(exact(uncertainty), initial)
  return [factor.toFixed(), share.toFixed()]
}

test.each([new Exact(Number.NaN), exact('-0.1'), new Exact(Infinity)])('%s is no uncertainty', (uncertainty) => {
  expect(() => uncertaintyDiscountUp(uncertainty, initial)).toThrowError(
    expect.objectContaining({
      code: 'DISCOUNT_INPUT_INVALID',
      details: expect.objectContaining({ field: 'uncertainty' }),
    }),
  )
})

test.each([
  ['0', '0', '0'],
  ['0.1', '0', '0'],
  ['0.100001', '0.25', '0.025001'],
  ['0.15', '0.25', '0.0375'],
  ['0.150001', '0.5', '0.075001'],
  ['0.2', '0.5', '0.1'],
  ['0.200001', '0.75', '0.150001'],
  ['0.3', '0.75', '0.225'],
  ['0.300001', '1', '0.300001'],
  ['1', '1', '1'],
  ['7', '1', '1'],
] as const)(
  'AR-TOOL14 Appendix 2: of an uncertainty of %s the share %s is deducted, %s of the result',
  (u, factor, share) => {
    expect(discount(u)).toEqual([factor, share])
  },
)

test('what is capped at all of the result says so', () => {
  expect(['1', '1.000001', '7'].map((u) => uncertaintyDiscountUp(exact(u as `${number}`), initial).boundBy)).toEqual([
    ...[null, 'all', 'all'],
  ])
})

test("AR-TOOL14's example: 60 ± 9 t per hectare become 57.75", () => {
  const { share } = uncertaintyDiscountUp(exact('9').div(60), initial)
  expect(exact('60').times(exact('1').minus(share)).toFixed()).toBe('57.75')
})

test('a larger uncertainty never deducts less, and nothing deducts more than all', () => {
  const uncertainty = fc.bigInt(0n, 10n ** 30n).map((value) => exact(value).div(exact(10n ** 12n)))
  fc.assert(
    fc.property(uncertainty, uncertainty, (a, b) => {
      const [small, large] = a.lessThan(b) ? [a, b] : [b, a]
      const shares = [small, large].map((u) => uncertaintyDiscountUp(u, initial).share)
      expect(shares[0]!.lessThanOrEqualTo(shares[1]!)).toBe(true)
      expect(shares[1]!.lessThanOrEqualTo(1)).toBe(true)
    }),
  )
})
