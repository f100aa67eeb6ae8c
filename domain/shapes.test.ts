import { expect, test } from 'vitest'
import { exact } from './decimal.ts'
import type { Quantity } from './quantity.ts'
import { amount, decimalText, fields, instant, isoDate, mapOf, some, text, whole } from './shapes.ts'

test('a date is four digits, two and two, nothing before or after it, and one of the calendar', () => {
  expect(isoDate('2026-03-02')).toBeNull()
  const wrong: readonly unknown[] = [
    ['2026-03-02'],
    ...['2026-03-02T00:00:00Z', '+022026-03-02', 'March 2, 2026', '2026-13-02', '20260302', ''],
    ...[20_260_302, null, new Date(0)],
  ]
  for (const value of wrong) {
    expect(isoDate(value as string), String(value)).toMatchObject({ reason: expect.stringContaining('is not a date') })
  }
})

test('a decimal as text is plain and not negative', () => {
  expect([decimalText('0'), decimalText('1.50')]).toEqual([null, null])
  expect(decimalText('-1')?.reason).toBe('-1 is below 0')
  expect(decimalText('1e3')?.reason).toContain('is not a plain decimal')
})

test('what is no quantity at all is told from one of another unit', () => {
  expect(amount('PT')(5 as unknown as Quantity<'PT'>)?.reason).toBe('number 5 is not a quantity')
  expect(amount('PT')({ value: 1n, unit: 'FT' } as unknown as Quantity<'PT'>)?.reason).toBe('the unit is FT, not PT')
})

test('a map is refused for a name that is empty and for a value that does not fit', () => {
  const numbers = mapOf(whole())
  expect(numbers(new Map([['a', 1]]))).toBeNull()
  expect(numbers(new Map([['', 1]]))).toMatchObject({ field: '0', reason: expect.stringContaining('is not a text') })
  expect(numbers(new Map([['a', -1]]))).toMatchObject({ field: '0' })
})

test('some of the names, each fitting, and no other name', () => {
  const check = some(['a', 'b'], whole())
  expect([check({}), check({ a: 1 }), check({ a: 1, b: 2 })]).toEqual([null, null, null])
  expect(check({ a: -1 })).toMatchObject({ field: 'a' })
  expect(check({ a: 1, c: 1 } as never)).toEqual({ field: 'c', reason: 'there is no c' })
  // A member that does not fit is named before a name that is strange.
  expect(check({ a: -1, c: 1 } as never)).toMatchObject({ field: 'a' })
})

test('a member is named by itself, an entry of a list with the whole way', () => {
  const check = fields<{ name: string; size: number }>({ name: text, size: whole() })
  expect(check({ name: '', size: 1 })).toMatchObject({ field: 'name' })
  expect(check({ name: 'a', size: exact('1') as never })).toMatchObject({ field: 'size' })
})

test('an instant lies from the year before nought to the end of 9999', () => {
  const [first, end] = [Date.UTC(-1, 0), Date.UTC(10_000, 0)]
  for (const time of [first - 1, end, Number.NaN]) expect(instant(new Date(time))).not.toBeNull()
  for (const time of [first, 0, end - 1]) expect(instant(new Date(time))).toBeNull()
  expect(instant('2026-03-02T00:00:00Z' as never)).not.toBeNull()
})
