import { expect, test } from 'vitest'
import { fictraAccess } from '../programmes/fictraAccess.ts'
import { initial, withValue } from '../test/parameters.ts'
import { keyReplacedBy, officialsMissing, sessionEnds } from './sessions.ts'

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
  expect(() => officialsMissing([''], initial)).toThrowError(refused('officials'))
})

test('2.20: fifteen idle minutes, ninety days of a key, three officials of a sovereign', () => {
  expect(sessionEnds(at, initial).toISOString()).toBe('2026-01-01T00:15:00.000Z')
  expect(keyReplacedBy(at, initial).toISOString()).toBe('2026-04-01T00:00:00.000Z')
  expect([officialsMissing([], initial), officialsMissing(['A', 'B', 'B'], initial)]).toEqual([3, 1])
  expect(officialsMissing(['A', 'B', 'C', 'D'], initial)).toBe(0)
})

test('all of it is governed', () => {
  const changed = withValue(fictraAccess.sessions, { idleMinutes: 1, sovereignOfficials: 2, keyDays: 1 })
  expect(sessionEnds(at, changed).toISOString()).toBe('2026-01-01T00:01:00.000Z')
  expect(keyReplacedBy(at, changed).toISOString()).toBe('2026-01-02T00:00:00.000Z')
  expect(officialsMissing(['A'], changed)).toBe(1)
})
