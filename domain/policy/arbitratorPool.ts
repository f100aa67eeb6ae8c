/** The pool that panels are formed from, and how long what they were shown is kept (domain.md 2.6). */
import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraDisputes, type Procedure, procedures } from '../programmes/fictraDisputes.ts'
import { instant, list, oneOf, text } from '../shapes.ts'
import { disputeErrors } from './disputes.ts'

const check = inputChecks((details) => disputeErrors.DISPUTE_INPUT_INVALID(details))

/** How many arbitrators the pool of a procedure lacks; nobody counts twice. @throws DISPUTE_INPUT_INVALID */
export function poolShortfall(procedure: Procedure, arbitrators: readonly string[], parameters: ParameterSet): number {
  check.all({ procedure, arbitrators }, { procedure: oneOf(procedures), arbitrators: list(text) })
  return Math.max(0, parameters.get(fictraDisputes.pool).arbitrators[procedure] - new Set(arbitrators).size)
}

/** Until when the evidence of a dispute is kept at least; the same day of a later year, 29 February becoming 1 March. @throws DISPUTE_INPUT_INVALID */
export function evidenceKeptUntil(closedAt: Date, parameters: ParameterSet): Date {
  check.all({ closedAt }, { closedAt: instant })
  const until = new Date(closedAt)
  until.setUTCFullYear(closedAt.getUTCFullYear() + parameters.get(fictraDisputes.pool).evidenceYears)
  return until
}
