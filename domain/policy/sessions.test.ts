import { expect, test } from 'vitest'
import { accessKinds, fictraAccess } from '../programmes/fictraAccess.ts'
import { initial, withValue } from '../test/parameters.ts'
import { accessReviewBy, keyReplacedBy, officialsMissing, sessionEnds } from './sessions.ts'

const at = new Date('2026-01-01T00:00:00Z')
const refused = (field: string) =>
  expect.objectContaining({
    code: 'DUTIES_INPUT_INVALID',
    details: expect.objectContaining({ field: expect.stringContaining(field) }),
  })

test('what is no instant and an official without a name are refused', () => {
  const never = new Date('never')
  expect(() => sessionEnds(never, initial)).toThrowError(refused('lastActiveAt'))
  expect(() => keyReplacedBy(never, initial)).toThrowError(refused('issuedAt'))
  expect(() => accessReviewBy('admin', never, initial)).toThrowError(refused('reviewedAt'))
  expect(() => accessReviewBy('guest' as never, at, initial)).toThrowError(refused('kind'))
  expect(() => officialsMissing([''], initial)).toThrowError(refused('officials'))
})

test('2.20: fifteen idle minutes, ninety days of a key, three officials of a sovereign', () => {
  expect(sessionEnds(at, initial).toISOString()).toBe('2026-01-01T00:15:00.000Z')
  expect(keyReplacedBy(at, initial).toISOString()).toBe('2026-04-01T00:00:00.000Z')
  expect([officialsMissing([], initial), officialsMissing(['A', 'B', 'B'], initial)]).toEqual([3, 1])
  expect(officialsMissing(['A', 'B', 'C', 'D'], initial)).toBe(0)
})

test('2.20: access of administrators is reviewed monthly, of operations quarterly, of viewers yearly', () => {
  const by = accessKinds.map((kind) => accessReviewBy(kind, at, initial).toISOString().slice(0, 10))
  expect(by).toEqual(['2026-01-31', '2026-04-02', '2027-01-01'])
})

test('all of it is governed', () => {
  const weekly = withValue(fictraAccess.accessReviewDays, { admin: 7, operations: 91, view: 365 })
  expect(accessReviewBy('admin', at, weekly).toISOString()).toBe('2026-01-08T00:00:00.000Z')
  const changed = withValue(fictraAccess.sessions, { idleMinutes: 1, sovereignOfficials: 2, keyDays: 1 })
  expect(sessionEnds(at, changed).toISOString()).toBe('2026-01-01T00:01:00.000Z')
  expect(keyReplacedBy(at, changed).toISOString()).toBe('2026-01-02T00:00:00.000Z')
  expect(officialsMissing(['A'], changed)).toBe(1)
})
