import { expect, test } from 'vitest'
import { categoryOfHs, parseHsCode, sameGoods } from './assetClasses.ts'

test('what is no HS code is refused, and so are goods that are no commodity', () => {
  for (const given of ['', '1', '001', '0010', '99', '7701', '9801', 'abcd', 1001, '1001.9']) {
    expect(() => parseHsCode(given)).toThrowError(
      expect.objectContaining({
        code: 'HS_CODE_INVALID',
        details: { field: 'hsCode', given: expect.stringMatching(/^(".*"|number 1001)$/) },
      }),
    )
  }
  for (const given of ['8471', '610910', '3004', '9701']) {
    expect(() => categoryOfHs(given)).toThrowError(
      expect.objectContaining({ code: 'HS_NOT_A_COMMODITY', details: { field: 'hsCode', hsCode: given } }),
    )
  }
})

test.each([
  ['1001.99.00', 'agriculture'],
  ['0102', 'agriculture'],
  ['0303', 'fisheries'],
  ['1604', 'fisheries'],
  ['1602', 'agriculture'],
  ['2601', 'minerals'],
  ['2709', 'energy'],
  ['2701', 'energy'],
  ['4403', 'forestry'],
  ['4001', 'agriculture'],
  ['7108', 'preciousMetals'],
  ['7102', 'minerals'],
  ['7403', 'industrialMetals'],
  ['8105', 'industrialMetals'],
])('%s is %s', (code, category) => {
  expect(categoryOfHs(code)).toBe(category)
})

test('codes describe the same goods as far as both go, from a heading on', () => {
  expect([sameGoods('1001', '10019900'), sameGoods('10019900', '1001'), sameGoods('1001', '1002')]).toEqual([
    true,
    true,
    false,
  ])
  expect([sameGoods('', '1001'), sameGoods('10', '1001'), sameGoods('', '')]).toEqual([false, false, false])
})
