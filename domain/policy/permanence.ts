/**
 * How long stored carbon is watched (domain.md 1.9, 2.24): reports and audits that fall due, what happens to the buffer, and how
 * soon a risk must be answered.
 */
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTreesPermanence } from '../programmes/secretTreesPermanence.ts'
import { fields, flag, instant, list, whole } from '../shapes.ts'

export const permanenceErrors = defineErrors({
  PERMANENCE_INPUT_INVALID: {
    status: 422,
    title: 'A value of the monitoring is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => permanenceErrors.PERMANENCE_INPUT_INVALID(details))

export type DutyOfProject = 'completionAudit' | 'report' | 'audit' | 'modificationAudit'

export interface ProjectDuty {
  readonly duty: DutyOfProject
  readonly dueAt: Date
}

export interface ProjectHistory {
  readonly completedAt: Date
  /** Major modifications; each is audited at once. */
  readonly modifiedAt: readonly Date[]
}

const historyShape = fields<ProjectHistory>({ completedAt: instant, modifiedAt: list(instant) })

/**
 * Every duty of a project up to an instant, in order: an audit at completion and after each modification, a report on each
 * anniversary, a full audit in its place every few years, until the permanence period ends. @throws PERMANENCE_INPUT_INVALID
 */
export function projectDuties(project: ProjectHistory, until: Date, parameters: ParameterSet): readonly ProjectDuty[] {
  check.all({ project, until }, { project: historyShape, until: instant })
  const { completedAt, modifiedAt } = project
  const { auditYears, reportYears, permanenceYears } = parameters.get(secretTreesPermanence.monitoring)
  const duties: ProjectDuty[] = [{ duty: 'completionAudit', dueAt: completedAt }]
  for (const at of modifiedAt) {
    check.that(at >= completedAt, 'modifiedAt', 'before completion')
    duties.push({ duty: 'modificationAudit', dueAt: at })
  }
  for (let year = 1; year <= permanenceYears; year++) {
    const duty = year % auditYears === 0 ? 'audit' : year % reportYears === 0 ? 'report' : null
    if (duty !== null) duties.push({ duty, dueAt: anniversary(completedAt, year) })
  }
  return duties.filter(({ dueAt }) => dueAt <= until).toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}

export interface BufferRelease {
  readonly released: boolean
  readonly from: Date
  /** Why not. */
  readonly reason: 'tooEarly' | 'notVerified' | 'reversed' | null
}

const bufferShape = fields({ completedAt: instant, verifiedYears: whole(), openReversal: flag })

/**
 * Whether what is left of a project's buffer is given back: after the governed years, each of them verified, and never while a
 * reversal is open. The first instant belongs to the release. @throws PERMANENCE_INPUT_INVALID
 */
export function bufferRelease(
  project: { readonly completedAt: Date; readonly verifiedYears: number; readonly openReversal: boolean },
  at: Date,
  parameters: ParameterSet,
): BufferRelease {
  check.all({ project, at }, { project: bufferShape, at: instant })
  const { bufferReleaseYears } = parameters.get(secretTreesPermanence.monitoring)
  const from = anniversary(project.completedAt, bufferReleaseYears)
  const reason =
    at < from
      ? 'tooEarly'
      : project.verifiedYears < bufferReleaseYears
        ? 'notVerified'
        : project.openReversal
          ? 'reversed'
          : null
  return { released: reason === null, from, reason }
}

/** "100-year": the label a credit carries. */
export function permanenceLabel(parameters: ParameterSet): string {
  return `${parameters.get(secretTreesPermanence.monitoring).permanenceYears}-year`
}

export interface RiskResponse {
  /** Severity x probability. */
  readonly score: number
  readonly hours: number
  readonly answerBy: Date
}

/**
 * How soon a risk must be answered, by its severity times its probability.
 * @param severity and @param probability 1 to 5.
 * @throws PERMANENCE_INPUT_INVALID
 */
export function riskResponse(severity: number, probability: number, at: Date, parameters: ParameterSet): RiskResponse {
  check.all({ severity, probability, at }, { severity: whole(1, 5), probability: whole(1, 5), at: instant })
  const score = severity * probability
  const hours = bandOf(parameters.get(secretTreesPermanence.riskResponseHours), exact(BigInt(score)))
  return { score, hours, answerBy: new Date(at.getTime() + hours * 3_600_000) }
}

/** The same UTC day years later; 29 February becomes 1 March. */
function anniversary(from: Date, years: number): Date {
  const date = new Date(from)
  date.setUTCFullYear(from.getUTCFullYear() + years)
  return date
}
