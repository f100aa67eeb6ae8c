import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secretTreesPermanence } from '../programmes/secretTreesPermanence.ts'
import { initial, withValue } from '../test/parameters.ts'
import { bufferRelease, permanenceLabel, projectDuties, riskResponse } from './permanence.ts'

const refused = (field: string) =>
  expect.objectContaining({
    code: 'PERMANENCE_INPUT_INVALID',
    details: expect.objectContaining({ field: expect.stringMatching(new RegExp(`(^|/)${field}(/\\d+)?$`)) }),
  })
const completedAt = new Date('2024-02-29T00:00:00Z')
const never = new Date('never')

test('no instants, modifications before completion and ratings outside 1 to 5 are refused', () => {
  const until = new Date('2030-01-01T00:00:00Z')
  expect(() => projectDuties({ completedAt: never, modifiedAt: [] }, until, initial)).toThrowError(
    refused('completedAt'),
  )
  expect(() => projectDuties({ completedAt, modifiedAt: [] }, never, initial)).toThrowError(refused('until'))
  for (const at of [never, new Date('2024-02-28T23:59:59Z')]) {
    expect(() => projectDuties({ completedAt, modifiedAt: [at] }, until, initial)).toThrowError(refused('modifiedAt'))
  }
  for (const rating of [0, 6, 2.5, Number.NaN]) {
    expect(() => riskResponse(rating, 1, until, initial)).toThrowError(refused('severity'))
    expect(() => riskResponse(1, rating, until, initial)).toThrowError(refused('probability'))
  }
  expect(() => riskResponse(1, 1, never, initial)).toThrowError(refused('at'))
  const release = { completedAt, verifiedYears: 1.5, openReversal: false }
  expect(() => bufferRelease(release, until, initial)).toThrowError(refused('verifiedYears'))
  expect(() => bufferRelease({ ...release, verifiedYears: 1, completedAt: never }, until, initial)).toThrowError(
    refused('completedAt'),
  )
})

test('2.24: verified at completion, reported yearly, audited every five years and after a modification', () => {
  const modified = new Date('2026-05-01T00:00:00Z')
  const duties = projectDuties(
    { completedAt, modifiedAt: [modified, completedAt] },
    new Date('2029-03-01T00:00:00Z'),
    initial,
  )
  expect(duties.map(({ duty, dueAt }) => [duty, dueAt.toISOString().slice(0, 10)])).toEqual([
    ['completionAudit', '2024-02-29'],
    ['modificationAudit', '2024-02-29'],
    ['report', '2025-03-01'],
    ['report', '2026-03-01'],
    ['modificationAudit', '2026-05-01'],
    ['report', '2027-03-01'],
    ['report', '2028-02-29'],
    ['audit', '2029-03-01'],
  ])
  const all = projectDuties({ completedAt, modifiedAt: [] }, new Date('3000-01-01T00:00:00Z'), initial)
  expect(all).toHaveLength(101)
  expect(all.at(-1)).toEqual({ duty: 'audit', dueAt: new Date('2124-02-29T00:00:00Z') })
  expect(all.filter(({ duty }) => duty === 'audit')).toHaveLength(20)
  expect(permanenceLabel(initial)).toBe('100-year')
  const monitoring = secretTreesPermanence.monitoring.initial as Record<string, number>
  const everySecond = withValue(secretTreesPermanence.monitoring, { ...monitoring, reportYears: 2 })
  const sparse = projectDuties({ completedAt, modifiedAt: [] }, new Date('2030-12-31T00:00:00Z'), everySecond)
  expect(sparse.map(({ duty, dueAt }) => `${duty} ${dueAt.getUTCFullYear()}`)).toEqual([
    'completionAudit 2024',
    'report 2026',
    'report 2028',
    'audit 2029',
    'report 2030',
  ])
})

test('2.24: the buffer is released after 50 verified years, not before, and not while a reversal is open', () => {
  const project = { completedAt, verifiedYears: 50, openReversal: false }
  const from = new Date('2074-03-01T00:00:00Z')
  expect(bufferRelease(project, from, initial)).toEqual({ released: true, from, reason: null })
  expect(bufferRelease(project, new Date(from.getTime() - 1), initial)).toEqual({
    released: false,
    from,
    reason: 'tooEarly',
  })
  expect(bufferRelease({ ...project, verifiedYears: 49 }, from, initial).reason).toBe('notVerified')
  expect(bufferRelease({ ...project, openReversal: true }, from, initial).reason).toBe('reversed')
})

test('2.24: risks of 15-25 are answered in 48 hours, 8-14 in a week, 4-7 in two weeks, 1-3 in a month', () => {
  const at = new Date('2026-01-01T00:00:00Z')
  const days = (severity: number, probability: number) => riskResponse(severity, probability, at, initial).hours / 24
  expect([days(1, 1), days(1, 3), days(1, 4), days(2, 3), days(2, 4), days(3, 4), days(3, 5), days(5, 5)]).toEqual([
    30, 30, 14, 14, 7, 7, 2, 2,
  ])
  expect(riskResponse(5, 3, at, initial)).toEqual({ score: 15, hours: 48, answerBy: new Date('2026-01-03T00:00:00Z') })
  const rating = fc.integer({ min: 1, max: 5 })
  fc.assert(
    fc.property(rating, rating, rating, rating, (a, b, c, d) => {
      const [one, other] = [riskResponse(a, b, at, initial), riskResponse(c, d, at, initial)]
      if (one.score > other.score) expect(one.hours).toBeLessThanOrEqual(other.hours)
    }),
  )
})
