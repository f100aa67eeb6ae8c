import { expect, test } from 'vitest'
import { fictraOracles } from '../programmes/fictraOracles.ts'
import { initial, withValue } from '../test/parameters.ts'
import { assignableFrom, operatorExit } from './operatorTimetable.ts'

const at = new Date('2026-01-01T00:00:00Z')
const days = (date: Date) => (date.getTime() - at.getTime()) / 86_400_000

test('what is no instant is refused by field', () => {
  const never = new Date('never')
  const refused = (field: string) =>
    expect.objectContaining({ code: 'ORACLE_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => assignableFrom(never, initial)).toThrowError(refused('selectedAt'))
  expect(() => operatorExit(never, initial)).toThrowError(refused('noticeAt'))
})

test('2.5: 13 weeks of onboarding; 90 days of notice, then 30 until the stake is free', () => {
  expect(days(assignableFrom(at, initial))).toBe(91)
  const { leavesAt, stakeFrom } = operatorExit(at, initial)
  expect([days(leavesAt), days(stakeFrom)]).toEqual([90, 120])
})

test('both follow their parameters', () => {
  const value = { ...(fictraOracles.conditions.initial as object), onboardingWeeks: 1, exitNoticeDays: 7 }
  const changed = withValue(fictraOracles.conditions, value)
  expect(days(assignableFrom(at, changed))).toBe(7)
  expect(days(operatorExit(at, changed).stakeFrom)).toBe(37)
})
