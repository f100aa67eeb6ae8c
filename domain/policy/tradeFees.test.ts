import { expect, test } from 'vitest'
import { formatQuantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { type TradeFeeInputs, tradeFees } from './tradeFees.ts'

const base: TradeFeeInputs = {
  amountPt: '1000000',
  volumePt: '1000000',
  heldPt: '0',
  ptPriceUsd: '1',
  signals: { market: '0', participant: '0', economic: '0' },
  speed: 'standard',
}
const of = (changes: Partial<TradeFeeInputs>) => {
  const fees = tradeFees({ ...base, ...changes }, initial)
  return [
    formatQuantity(fees.tradeFee),
    formatQuantity(fees.verificationFee),
    fees.burnBps,
    fees.rate.toFixed(),
    fees.dynamicFactor.toFixed(),
    `${fees.discount.share.toFixed()} ${fees.discount.by}`,
  ]
}

test.each([
  ['QUANTITY_INVALID', 'amountPt', { amountPt: 'much' }],
  ['QUANTITY_INVALID', 'volumePt', { volumePt: '1e6' }],
  ['QUANTITY_INVALID', 'heldPt', { heldPt: 'none' }],
  ['FEE_INPUT_INVALID', 'heldPt', { heldPt: '' }],
  ['QUANTITY_NEGATIVE', 'amountPt', { amountPt: '-1' }],
  ['DECIMAL_INVALID', 'ptPriceUsd', { ptPriceUsd: 'NaN' }],
  ['FEE_INPUT_INVALID', 'ptPriceUsd', { ptPriceUsd: '-1' }],
  ['DECIMAL_INVALID', 'market', { signals: { ...base.signals, market: 'up' } }],
  ['DECIMAL_INVALID', 'participant', { signals: { ...base.signals, participant: 'new' } }],
  ['DECIMAL_INVALID', 'economic', { signals: { ...base.signals, economic: '1,5' } }],
  ['FEE_INPUT_INVALID', 'market', { signals: { ...base.signals, market: '0.21' } }],
] as const)('%s at %s: %#', (code, field, changes) => {
  expect(() => of(changes)).toThrowError(expect.objectContaining({ code, details: expect.objectContaining({ field }) }))
})

test('2.12, 2.14: rate, fees and burned share of one trade from what is recorded of it', () => {
  // A million dollars in 30 days is discounted by a tenth: 1,000,000 x 0.002 x 0.9.
  expect(of({})).toEqual(['1800', '500', 1500, '0.0018', '1', '0.1 volume'])
  expect(of({ volumePt: '20000000' })).toEqual(['1600', '500', 2000, '0.0016', '1', '0.2 volume'])
  expect(of({ speed: 'express' })[1]).toBe('1000')
  expect(of({ speed: 'premium' })[1]).toBe('10000')
})

test('the volume of a discount is in dollars, that of the burn in PT; holdings count when they give more', () => {
  expect(of({ ptPriceUsd: '20', volumePt: '2000000' })).toEqual(['1600', '500', 1500, '0.0016', '1', '0.2 volume'])
  expect(of({ heldPt: '2000000' })).toEqual(['1500', '500', 1500, '0.0015', '1', '0.25 loyalty'])
  expect(of({ ptPriceUsd: '0' })[5]).toBe('0 none')
})

test('each signal moves the rate', () => {
  const factor = (signals: Partial<TradeFeeInputs['signals']>) => of({ signals: { ...base.signals, ...signals } })[4]
  const factors = [factor({ market: '0.1' }), factor({ participant: '0.1' }), factor({ economic: '0.1' })]
  expect(factors.every((one) => Number(one) > 1)).toBe(true)
  expect(of({ signals: { market: '0.1', participant: '0.1', economic: '0.1' } })[3]).not.toBe('0.0018')
})
