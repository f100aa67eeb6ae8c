/** Properties of the rules that set times: the same distances from wherever one starts, in order, with half-open ends. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AssayError } from '../../errors.ts'
import { admitAppeal, appealUntil, platformAppealUntil } from '../../policy/appeals.ts'
import { manualActionDeadlines } from '../../policy/corridorActions.ts'
import { emergencyEndsSeconds, modificationTimetable, releaseTimetable } from '../../policy/emissionTimetable.ts'
import { checkProposalTime, timetableOf } from '../../policy/proposals.ts'
import { appealGrounds, fictraDisputes } from '../../programmes/fictraDisputes.ts'
import { fictraEmissionAuthority } from '../../programmes/fictraEmissionAuthority.ts'
import { matters } from '../../programmes/fictraGovernance.ts'
import { initial } from '../parameters.ts'

const day = 86_400_000
/** Before and after 1970, to the millisecond. */
const instants = fc.integer({ min: -(2 ** 41), max: 2 ** 42 }).map((at) => new Date(at))
const codeOf = (attempt: () => unknown): string => {
  try {
    attempt()
  } catch (error) {
    return (error as AssayError).code
  }
  return 'taken'
}

test('an appeal may be brought until the end of so many Mondays to Fridays after the decision, whenever it fell', () => {
  const { businessDays, platformDays } = initial.get(fictraDisputes.appeal)
  fc.assert(
    fc.property(instants, (decidedAt) => {
      const until = appealUntil(decidedAt, initial).getTime()
      expect(until % day).toBe(until < 0 ? -0 : 0)
      let counted = 0
      for (let at = Math.floor(decidedAt.getTime() / day) * day + day; at < until; at += day) {
        if (![0, 6].includes(new Date(at).getUTCDay())) counted += 1
      }
      expect(counted).toBe(businessDays)
      // The last day of the time is itself a business day, so that nothing is given for a weekend.
      expect([0, 6]).not.toContain(new Date(until - 1).getUTCDay())
      expect(platformAppealUntil(decidedAt, initial).getTime() - decidedAt.getTime()).toBe(platformDays * day)
    }),
  )
})

test('a later decision is never appealed earlier; an appeal is in time up to the last millisecond and not at the end', () => {
  const appeal = (decidedAt: Date, appealedAt: Date) => () =>
    admitAppeal({ decidedBy: 'mediation', decidedAt, appealedAt, ground: appealGrounds[0] }, initial)
  fc.assert(
    fc.property(instants, fc.nat(30 * day), (decidedAt, later) => {
      const until = appealUntil(decidedAt, initial)
      const next = appealUntil(new Date(decidedAt.getTime() + later), initial)
      expect(next.getTime()).toBeGreaterThanOrEqual(until.getTime())
      expect(codeOf(appeal(decidedAt, new Date(until.getTime() - 1)))).toBe('taken')
      expect(codeOf(appeal(decidedAt, until))).toBe('APPEAL_TOO_LATE')
      expect(codeOf(appeal(decidedAt, decidedAt))).toBe('taken')
      expect(codeOf(appeal(decidedAt, new Date(decidedAt.getTime() - 1)))).toBe('APPEAL_INPUT_INVALID')
    }),
  )
})

test('the steps around a release, a modification and an action by hand move with their beginning and keep their order', () => {
  const { evaluateDays } = initial.get(fictraEmissionAuthority.timetable)
  const starts = fc.integer({ min: evaluateDays * 86_400, max: 2 ** 40 })
  fc.assert(
    fc.property(starts, fc.nat(2 ** 30), (start, shift) => {
      for (const table of [releaseTimetable, modificationTimetable, manualActionDeadlines]) {
        const here = Object.values(table(start, initial) as object) as number[]
        const there = Object.values(table(start + shift, initial) as object) as number[]
        expect(there).toEqual(here.map((at) => at + shift))
        expect(here).toEqual(here.toSorted((a, b) => a - b))
      }
      expect(emergencyEndsSeconds(start + shift, initial) - emergencyEndsSeconds(start, initial)).toBe(shift)
      expect(emergencyEndsSeconds(start, initial)).toBeGreaterThan(start)
    }),
  )
  expect(codeOf(() => releaseTimetable(evaluateDays * 86_400 - 1, initial))).toBe('EMISSION_INPUT_INVALID')
})

test('a proposal can be voted on and executed in half-open times that follow each other and do not meet', () => {
  fc.assert(
    fc.property(fc.constantFrom(...matters), instants, fc.nat(400 * day), (matter, submittedAt, shift) => {
      const timetable = timetableOf(matter, submittedAt, initial)
      const { votingFrom, votingUntil, executableFrom, executableUntil } = timetable
      const order = [submittedAt, votingFrom, votingUntil, executableFrom, executableUntil].map((at) => at.getTime())
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      const moved = timetableOf(matter, new Date(submittedAt.getTime() + shift), initial)
      expect(moved.executableUntil.getTime() - executableUntil.getTime()).toBe(shift)
      for (const [step, from, until] of [
        ['vote', votingFrom, votingUntil],
        ['execute', executableFrom, executableUntil],
      ] as const) {
        const at = (milliseconds: number) => codeOf(() => checkProposalTime(step, new Date(milliseconds), timetable))
        expect(at(from.getTime() - 1)).toBe('PROPOSAL_TOO_EARLY')
        expect(at(from.getTime())).toBe('taken')
        expect(at(until.getTime() - 1)).toBe('taken')
        expect(at(until.getTime())).toBe('PROPOSAL_LAPSED')
      }
    }),
  )
})
