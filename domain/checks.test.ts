import { expect, test } from 'vitest'
import { inputChecks } from './checks.ts'
import { Exact, exact } from './decimal.ts'
import { defineErrors } from './errors.ts'
import { type Quantity, quantity } from './quantity.ts'

const { TEST_INPUT_WRONG } = defineErrors({
  TEST_INPUT_WRONG: { status: 422, title: 'Wrong input', remedy: 'Correct it.' },
})
const check = inputChecks(TEST_INPUT_WRONG)
const reasonOf = (attempt: () => void): unknown => {
  try {
    attempt()
  } catch (error) {
    expect(error).toMatchObject({ code: 'TEST_INPUT_WRONG', details: { field: 'x' } })
    return (error as { details: { reason: string } }).details.reason
  }
  return 'accepted'
}

test.each([
  [Number.NaN, 'number NaN is not a whole number'],
  [0.5, 'number 0.5 is not a whole number'],
  [2 ** 53, 'number 9007199254740992 is not a whole number'],
  [0, '0 is outside 1 to 5'],
  [6, '6 is outside 1 to 5'],
  [1, 'accepted'],
  [5, 'accepted'],
])('%s as a whole number of 1 to 5: %s', (value, reason) => {
  expect(reasonOf(() => check.whole(value, 'x', 1, 5))).toBe(reason)
})

test('without bounds a whole number begins at zero', () => {
  expect(reasonOf(() => check.whole(0, 'x'))).toBe('accepted')
  expect(reasonOf(() => check.whole(2 ** 51, 'x'))).toBe('accepted')
  expect(reasonOf(() => check.whole(-1, 'x'))).toBe('-1 is outside 0 to 2251799813685248')
})

test('another unit and less than nothing are no amount; zero is not positive', () => {
  expect(reasonOf(() => check.amount(quantity(1n, 'FT') as Quantity, 'PT', 'x'))).toBe('the unit is FT, not PT')
  expect(reasonOf(() => check.amount(quantity(-1n, 'm2'), 'm2', 'x'))).toBe('-0.01 is below zero')
  expect(reasonOf(() => check.amount(quantity(0n, 'PT'), 'PT', 'x'))).toBe('accepted')
  expect(reasonOf(() => check.positive(quantity(0n, 'PT'), 'PT', 'x'))).toBe('it must be above zero')
  expect(reasonOf(() => check.positive(quantity(1n, 'PT'), 'FT', 'x'))).toBe('the unit is PT, not FT')
  expect(reasonOf(() => check.positive(quantity(1n, 'PT'), 'PT', 'x'))).toBe('accepted')
})

test('bounds of a decimal belong to it; NaN, infinity and what is no decimal are refused', () => {
  const within = (value: unknown) => reasonOf(() => check.decimal(value as Exact, 'x', exact('-1'), exact('2')))
  expect(within(exact('-1'))).toBe('accepted')
  expect(within(exact('2'))).toBe('accepted')
  expect(within(exact('-1.01'))).toBe('-1.01 is below -1')
  expect(within(exact('2.01'))).toBe('2.01 is above 2')
  expect(within(new Exact(Number.NaN))).toBe('object NaN is not a decimal')
  expect(within(new Exact(Infinity))).toBe('object Infinity is not a decimal')
  expect(within(1)).toBe('number 1 is not a decimal')
  expect(reasonOf(() => check.decimal(exact('900'), 'x', exact('0')))).toBe('accepted')
  expect(reasonOf(() => check.share(exact('1.1'), 'x'))).toBe('1.1 is above 1')
  expect(reasonOf(() => check.share(exact('-0.1'), 'x'))).toBe('-0.1 is below 0')
  expect(reasonOf(() => check.aboveZero(exact('0'), 'x'))).toBe('0 is not above zero')
  expect(reasonOf(() => check.aboveZero(new Exact(Number.NaN), 'x'))).toBe('object NaN is not a decimal')
  expect(reasonOf(() => check.aboveZero(exact('0.1'), 'x'))).toBe('accepted')
})
