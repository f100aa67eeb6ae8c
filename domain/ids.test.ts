import { expect, test } from 'vitest'
import { isUuid, parseId } from './ids.ts'

test('only a lower-case UUID is an id, and the error names the field', () => {
  for (const given of [
    '',
    '1',
    42,
    null,
    ['01950000-0000-7000-8000-000000000001'],
    '01950000-0000-7000-8000-00000000000G',
    '01950000-0000-7000-8000-00000000000A',
  ]) {
    expect(() => parseId('trade', given)).toThrowError(
      expect.objectContaining({
        code: 'ID_INVALID',
        details: expect.objectContaining({ field: 'tradeId', kind: 'trade' }),
      }),
    )
  }
  expect(parseId('trade', '01950000-0000-7000-8000-000000000001')).toBe('01950000-0000-7000-8000-000000000001')
  expect(isUuid('01950000-0000-0000-8000-000000000001')).toBe(false)
})

test('an id of one kind is no id of another', () => {
  const trade = parseId('trade', '01950000-0000-7000-8000-000000000001')
  const takesParcel = (id: ReturnType<typeof parseId<'parcel'>>) => id
  // @ts-expect-error a trade is no parcel
  expect(takesParcel(trade)).toBe(trade)
})
