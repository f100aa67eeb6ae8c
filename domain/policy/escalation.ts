/**
 * Who decides the challenge of a case, and who does once they have let their time pass (domain.md 2.6). The committee was the body of
 * automated rules; people begin with the lowest whose authority covers what the case pays, and each later one has its own hours.
 */
import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraDisputes, type Pathway, pathways } from '../programmes/fictraDisputes.ts'
import type { Quantity } from '../quantity.ts'
import { amount, fields, instant, oneOf } from '../shapes.ts'
import { disputeErrors, phaseEnds } from './disputes.ts'

/** The bodies of people, the lowest authority first. */
export type Body = Exclude<Pathway, 'automated'>
const bodies = pathways.filter((pathway): pathway is Body => pathway !== 'automated')

export interface Seat {
  readonly body: Body
  readonly decideBy: Date
}

const check = inputChecks((details) => disputeErrors.DISPUTE_INPUT_INVALID(details))
const hour = 3_600_000
const seatShape = fields<Seat>({ body: oneOf(bodies), decideBy: instant })

/** The body before which a challenge comes, and the end of its time, assessment and evidence included. @throws DISPUTE_INPUT_INVALID */
export function firstSeat(valuePt: Quantity<'PT'>, heldAt: Date, parameters: ParameterSet): Seat {
  check.all({ valuePt, heldAt }, { valuePt: amount('PT'), heldAt: instant })
  const table = parameters.get(fictraDisputes.pathways)
  // The council is final: what exceeds even its bound comes before it too.
  const body = bodies.find((of) => valuePt.value <= table[of].mayMovePt.value) ?? 'council'
  return { body, decideBy: phaseEnds(body, 'standard', heldAt, parameters).decision }
}

/** The next body, which begins where the time of the one before ended; null after the council. @throws DISPUTE_INPUT_INVALID */
export function nextSeat(seat: Seat, parameters: ParameterSet): Seat | null {
  check.all({ seat }, { seat: seatShape })
  const body = bodies[bodies.indexOf(seat.body) + 1]
  if (body === undefined) return null
  const { formedInHours, decisionHours } = parameters.get(fictraDisputes.pathways)[body]
  return { body, decideBy: new Date(seat.decideBy.getTime() + (formedInHours + decisionHours.standard) * hour) }
}
