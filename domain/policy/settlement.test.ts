import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { payoutDown } from './settlement.ts'

const escrow = (amount: string, tradeFee = '0', verificationFee = '0') => ({
  amount: parseQuantity(amount, 'PT', 'amount'),
  tradeFee: parseQuantity(tradeFee, 'PT', 'tradeFee'),
  verificationFee: parseQuantity(verificationFee, 'PT', 'verificationFee'),
})
const shown = (payout: ReturnType<typeof payoutDown>) => [
  formatQuantity(payout.toBuyer),
  formatQuantity(payout.toSeller),
]

test('more than contracted, or fees above the value, are refused by name', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'SETTLEMENT_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => payoutDown(escrow('1'), 11n, 10n)).toThrowError(refused('quantityDelivered'))
  expect(() => payoutDown(escrow('1'), 1n, 0n)).toThrowError(refused('quantityContracted'))
  expect(() => payoutDown(escrow('1', '1', '1'), 1n, 1n)).toThrowError(refused('tradeFee'))
})

test('2.6 [TV], source corrected: 450 t short of 5,000 t pays back 247,500 of 2,750,000 PT', () => {
  expect(shown(payoutDown(escrow('2750000'), 4_550n, 5_000n))).toEqual(['247500', '2502500'])
})

test('2.27 G2 [TV]: buyer 225,000, seller 2,275,000, fees pro rata', () => {
  const payout = payoutDown(escrow('2500000', '3735', '1250'), 9_100n, 10_000n)
  expect(shown(payout)).toEqual(['225000', '2275000'])
  expect([formatQuantity(payout.tradeFee), formatQuantity(payout.verificationFee)]).toEqual(['3398.85', '1137.5'])
})

test('the escrow is paid out to the last unit, and more delivered never pays the seller less', () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 30n),
      fc.bigInt(1n, 10n ** 12n),
      fc.bigInt(0n, 10n ** 12n),
      (amount, contracted, some) => {
        const delivered = some % (contracted + 1n)
        const none = quantity(0n, 'PT')
        const of = { amount: quantity(amount, 'PT'), tradeFee: none, verificationFee: none }
        const payout = payoutDown(of, delivered, contracted)
        expect(payout.toBuyer.value + payout.toSeller.value).toBe(amount)
        expect(payoutDown(of, contracted, contracted).toSeller.value).toBeGreaterThanOrEqual(payout.toSeller.value)
      },
    ),
  )
})
