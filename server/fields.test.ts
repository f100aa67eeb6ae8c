import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { CalendarDate, Instant } from './fields.ts'
import { compileInput } from './http/validate.ts'

const accepts = (schema: typeof Instant | typeof CalendarDate, value: string): boolean => {
  try {
    compileInput(Type.Object({ at: schema }), 'body')({ at: value })
    return true
  } catch {
    return false
  }
}

test.each([
  '2026-02-30T00:00:00Z',
  '2026-02-28T23:59:60Z',
  '2016-12-31T23:59:60.5+00:00',
  '2026-02-28T24:00:00Z',
  '0000-01-01T00:00:00Z',
  '0999-01-01T00:00:00Z',
  '9999-12-31T23:59:59-12:00',
  '2026-02-28T10:00:00',
])('%s is no instant that could be kept', (value) => {
  expect(accepts(Instant, value)).toBe(false)
})

test.each(['2026-02-30', '0000-01-01', '2026-1-1', '2026-02-28T00:00:00Z'])(
  '%s is no day that could be kept',
  (value) => {
    expect(accepts(CalendarDate, value)).toBe(false)
  },
)

test('what is accepted is a moment', () => {
  for (const value of ['2026-02-28T23:59:59Z', '2024-02-29T10:00:00.123+02:00', '1000-01-01T00:00:00Z']) {
    expect(accepts(Instant, value), value).toBe(true)
    expect(new Date(value).getTime(), value).not.toBeNaN()
  }
  expect(accepts(CalendarDate, '2024-02-29')).toBe(true)
})
