/** When the steps around a release, and of a modification of the schedule, take place (domain.md 2.9 "Operation"). */
import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEmissionAuthority } from '../programmes/fictraEmissionAuthority.ts'
import { emissionErrors } from './emission.ts'
import { secondsPerDay } from './programmeTime.ts'

const check = inputChecks(emissionErrors.EMISSION_INPUT_INVALID)

/** Seconds since 1970. */
export interface ReleaseTimetable {
  readonly evaluateSeconds: number
  readonly reviewSeconds: number
  readonly prepareSeconds: number
  readonly announceSeconds: number
  readonly executeSeconds: number
  readonly watchUntilSeconds: number
}

/** When the steps around a release take place, counted from its execution. @throws EMISSION_INPUT_INVALID */
export function releaseTimetable(executeSeconds: number, parameters: ParameterSet): ReleaseTimetable {
  const rule = parameters.get(fictraEmissionAuthority.timetable)
  check.whole(executeSeconds, 'executeSeconds', rule.evaluateDays * secondsPerDay)
  return {
    evaluateSeconds: executeSeconds - rule.evaluateDays * secondsPerDay,
    reviewSeconds: executeSeconds - rule.reviewDays * secondsPerDay,
    prepareSeconds: executeSeconds - rule.prepareDays * secondsPerDay,
    announceSeconds: executeSeconds - rule.announceHours * 3_600,
    executeSeconds,
    watchUntilSeconds: executeSeconds + rule.watchHours * 3_600,
  }
}

export interface ModificationTimetable {
  readonly reviewUntilSeconds: number
  readonly discussionUntilSeconds: number
  readonly voteUntilSeconds: number
  readonly effectiveFromSeconds: number
}

/** The earliest dates of an ordinary modification. @throws EMISSION_INPUT_INVALID */
export function modificationTimetable(proposedSeconds: number, parameters: ParameterSet): ModificationTimetable {
  check.whole(proposedSeconds, 'proposedSeconds')
  const rule = parameters.get(fictraEmissionAuthority.timetable)
  const reviewUntilSeconds = proposedSeconds + rule.modificationReviewDays * secondsPerDay
  const discussionUntilSeconds = reviewUntilSeconds + rule.modificationDiscussionDays * secondsPerDay
  const voteUntilSeconds = discussionUntilSeconds + rule.modificationVoteDays * secondsPerDay
  return {
    reviewUntilSeconds,
    discussionUntilSeconds,
    voteUntilSeconds,
    effectiveFromSeconds: voteUntilSeconds + rule.modificationDelayDaysLeast * secondsPerDay,
  }
}

/** An emergency modification takes effect at once and ends by itself. @throws EMISSION_INPUT_INVALID */
export function emergencyEndsSeconds(effectiveFromSeconds: number, parameters: ParameterSet): number {
  check.whole(effectiveFromSeconds, 'effectiveFromSeconds')
  return effectiveFromSeconds + parameters.get(fictraEmissionAuthority.timetable).emergencyDaysMost * secondsPerDay
}
