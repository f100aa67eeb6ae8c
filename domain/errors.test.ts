import { expect, test } from 'vitest'
import { AssayError, defineErrors, errorTable } from './errors.ts'

const row = { status: 418, title: 'A test fails on purpose', remedy: 'Do nothing.' }
const { TEST_ERROR_ROW, TEST_ERROR_LATER } = defineErrors({
  TEST_ERROR_ROW: row,
  TEST_ERROR_LATER: { ...row, retryable: true },
})

test('a code is declared once', () => {
  // A new name each time: the mutation runner runs a test many times in one process.
  const code = `TEST_ERROR_${errorTable().size}`
  const made = defineErrors({ [code]: row })
  expect(errorTable().get(code)).toBe(row)
  expect(made[code]!({ field: 'x' })).toMatchObject({ code, details: { field: 'x' } })
  expect(() => defineErrors({ TEST_ERROR_ROW: row })).toThrowError('error code TEST_ERROR_ROW is declared twice')
})

test('an error carries its row, what it was about and its cause', () => {
  const cause = new TypeError('underneath')
  const error = TEST_ERROR_ROW({ field: 'x' }, { cause })
  expect(error).toBeInstanceOf(AssayError)
  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    name: 'AssayError',
    code: 'TEST_ERROR_ROW',
    status: 418,
    message: row.title,
    remedy: row.remedy,
    retryable: false,
    details: { field: 'x' },
    cause,
  })
  expect(TEST_ERROR_ROW().details).toEqual({})
  expect(TEST_ERROR_LATER().retryable).toBe(true)
})

test('the table holds every declared row', () => {
  expect(errorTable().get('TEST_ERROR_ROW')).toBe(row)
  expect(errorTable().has('TEST_ERROR_NEVER')).toBe(false)
})
