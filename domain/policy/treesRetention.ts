/** How long Secret Trees keeps its records, and by when it answers a request to delete (domain.md 2.20). */
import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTreesRetention, type TreesRecordKind, treesRecordKinds } from '../programmes/secretTreesRetention.ts'
import { instant, oneOf } from '../shapes.ts'
import { complianceErrors } from './complianceRisk.ts'

const check = inputChecks((details) => complianceErrors.COMPLIANCE_INPUT_INVALID(details))

/**
 * Until when a record is kept: the same day of a later year, 29 February becoming 1 March, and days after it; null for ever.
 * @param from when an account was closed, when any other record was made
 * @throws COMPLIANCE_INPUT_INVALID
 */
export function treesKeptUntil(kind: TreesRecordKind, from: Date, parameters: ParameterSet): Date | null {
  check.all({ kind, from }, { kind: oneOf(treesRecordKinds), from: instant })
  const { permanent, years, days } = parameters.get(secretTreesRetention.kept)[kind]
  if (permanent) return null
  const until = new Date(from)
  until.setUTCFullYear(from.getUTCFullYear() + years)
  return new Date(until.getTime() + days * 86_400_000)
}

/** By when a request to delete personal data is answered. What is still kept is not deleted by it. @throws COMPLIANCE_INPUT_INVALID */
export function deletionAnsweredBy(requestedAt: Date, parameters: ParameterSet): Date {
  check.all({ requestedAt }, { requestedAt: instant })
  return new Date(requestedAt.getTime() + parameters.get(secretTreesRetention.deletionDays) * 86_400_000)
}
