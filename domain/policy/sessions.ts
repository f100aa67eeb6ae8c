/** How long access lasts without a new proof or a review, and who must act together for a sovereign (domain.md 2.20). */
import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import { type AccessKind, accessKinds, fictraAccess } from '../programmes/fictraAccess.ts'
import { instant, list, oneOf, text } from '../shapes.ts'
import { dutyErrors } from './separationOfDuties.ts'

const check = inputChecks(dutyErrors.DUTIES_INPUT_INVALID)

/** When a session ends that nothing more is heard of. @throws DUTIES_INPUT_INVALID */
export function sessionEnds(lastActiveAt: Date, parameters: ParameterSet): Date {
  check.all({ lastActiveAt }, { lastActiveAt: instant })
  return new Date(lastActiveAt.getTime() + parameters.get(fictraAccess.sessions).idleMinutes * 60_000)
}

/** By when a key is replaced by another. @throws DUTIES_INPUT_INVALID */
export function keyReplacedBy(issuedAt: Date, parameters: ParameterSet): Date {
  check.all({ issuedAt }, { issuedAt: instant })
  return new Date(issuedAt.getTime() + parameters.get(fictraAccess.sessions).keyDays * 86_400_000)
}

/** By when access of a kind is reviewed again. @throws DUTIES_INPUT_INVALID */
export function accessReviewBy(kind: AccessKind, reviewedAt: Date, parameters: ParameterSet): Date {
  check.all({ kind, reviewedAt }, { kind: oneOf(accessKinds), reviewedAt: instant })
  return new Date(reviewedAt.getTime() + parameters.get(fictraAccess.accessReviewDays)[kind] * 86_400_000)
}

/** How many officials a sovereign lacks to act with several signatures; nobody counts twice. @throws DUTIES_INPUT_INVALID */
export function officialsMissing(officials: readonly string[], parameters: ParameterSet): number {
  check.all({ officials }, { officials: list(text) })
  return Math.max(0, parameters.get(fictraAccess.sessions).sovereignOfficials - new Set(officials).size)
}
