import { expect, test } from 'vitest'
import { Exact, exact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { bankAuthoriser } from './bankAuthorisation.ts'

test('less than nothing and what is no number are refused', () => {
  for (const wrong of [exact('-0.01'), new Exact(Number.NaN)])
    expect(() => bankAuthoriser(wrong, initial)).toThrowError(
      expect.objectContaining({
        code: 'BANK_PAYMENT_INVALID',
        details: expect.objectContaining({ field: 'valueChf' }),
      }),
    )
})

test.each([
  ['0', 'departmentHead'],
  ['9999.99', 'departmentHead'],
  ['10000', 'executive'],
  ['49999.99', 'executive'],
  ['50000', 'chiefExecutive'],
  ['250000', 'executiveCommittee'],
  ['1000000', 'executiveCommittee'],
  ['1000000.01', 'council'],
] as const)('2.17: a payment of %s CHF is authorised by the %s', (value, authoriser) => {
  expect(bankAuthoriser(exact(value), initial)).toBe(authoriser)
})
