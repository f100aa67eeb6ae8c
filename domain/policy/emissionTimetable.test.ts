import { expect, test } from 'vitest'
import { initial } from '../test/parameters.ts'
import { emergencyEndsSeconds, modificationTimetable, releaseTimetable } from './emissionTimetable.ts'

const day = 86_400
const at = 1_800_000_000

test('times that are none, and a release whose evaluation would lie before 1970, are refused', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'EMISSION_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => releaseTimetable(7 * day - 1, initial)).toThrowError(refused('executeSeconds'))
  expect(releaseTimetable(7 * day, initial).evaluateSeconds).toBe(0)
  expect(() => modificationTimetable(Number.NaN, initial)).toThrowError(refused('proposedSeconds'))
  expect(() => emergencyEndsSeconds(-1, initial)).toThrowError(refused('effectiveFromSeconds'))
})

test('2.9: evaluate at T-7 d, review T-5, prepare T-3, announce T-48 h, watch 72 h', () => {
  expect(releaseTimetable(at, initial)).toEqual({
    evaluateSeconds: at - 7 * day,
    reviewSeconds: at - 5 * day,
    prepareSeconds: at - 3 * day,
    announceSeconds: at - 2 * day,
    executeSeconds: at,
    watchUntilSeconds: at + 3 * day,
  })
})

test('2.9: a modification is reviewed 7 d, discussed 14 d, voted on 7 d and waits 30 d; an emergency one ends after 30 d', () => {
  expect(modificationTimetable(at, initial)).toEqual({
    reviewUntilSeconds: at + 7 * day,
    discussionUntilSeconds: at + 21 * day,
    voteUntilSeconds: at + 28 * day,
    effectiveFromSeconds: at + 58 * day,
  })
  expect(emergencyEndsSeconds(at, initial)).toBe(at + 30 * day)
})
