/** Who may propose what, and when a proposal may be voted on and executed (domain.md 2.17). Times are instants. */

import { inputChecks } from '../checks.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type Category,
  categories,
  fictraGovernance,
  type Matter,
  matters,
  type Proposer,
  proposers,
} from '../programmes/fictraGovernance.ts'
import { type Quantity, toExact } from '../quantity.ts'
import { amount, fields, flag, instant, oneOf, orNull, units, whole } from '../shapes.ts'

export const proposalErrors = defineErrors({
  PROPOSAL_INPUT_INVALID: {
    status: 422,
    title: 'A value of the proposal is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  PROPOSAL_NOT_ENTITLED: {
    status: 403,
    title: 'The proposer may not propose this',
    remedy:
      'Have somebody propose it who may, or bring what the further members name: a holding, a sponsor or signatures.',
  },
  PROPOSAL_TOO_EARLY: {
    status: 409,
    title: 'The proposal cannot take this step yet',
    remedy: 'Wait until the instant in `from`.',
    retryable: true,
  },
  PROPOSAL_LAPSED: {
    status: 409,
    title: 'The time for this step has passed',
    remedy: 'Submit the proposal anew.',
  },
})

export interface Backing {
  readonly proposer: Proposer
  /** A body that takes the proposal of a participant or holder as its own. */
  readonly sponsored: boolean
  readonly signatures: number
  readonly holdingPt: Quantity<'PT'>
  /** Foundation or Payment Token held over its supply: what a proposal about emission asks of a holder. */
  readonly supplyShare: { readonly held: bigint; readonly supply: bigint }
}

const check = inputChecks(proposalErrors.PROPOSAL_INPUT_INVALID)
const backingShape = fields<Backing>({
  proposer: oneOf(proposers),
  sponsored: flag,
  signatures: whole(),
  holdingPt: amount('PT'),
  supplyShare: fields({ held: units(), supply: units() }),
})

/** Refuses a proposer that may not propose on a matter, by itself or with what backs it. @throws PROPOSAL_NOT_ENTITLED PROPOSAL_INPUT_INVALID */
export function checkProposalRight(matter: Matter, backing: Backing, parameters: ParameterSet): void {
  check.all({ matter, backing }, { matter: oneOf(matters), backing: backingShape })
  const { category } = parameters.get(fictraGovernance.matters)[matter]
  const rights = parameters.get(fictraGovernance.proposalRights)
  const { signatures, holdingPt, emissionHolding } = parameters.get(fictraGovernance.proposalThresholds)
  const { proposer, sponsored, supplyShare } = backing
  if (matter === 'emission' && proposer === 'holder') {
    const needed = emissionHolding.times(supplyShare.supply.toString())
    if (supplyShare.supply > 0n && needed.lessThan(supplyShare.held.toString())) return
    throw proposalErrors.PROPOSAL_NOT_ENTITLED({ matter, proposer, holdingAbove: emissionHolding.toFixed() })
  }
  if (!rights[proposer][category]) {
    const entitled = Object.entries(rights).flatMap(([who, may]) => (may[category] ? [who] : []))
    throw proposalErrors.PROPOSAL_NOT_ENTITLED({ matter, category, proposer, proposers: entitled })
  }
  if ((proposer !== 'participant' && proposer !== 'holder') || sponsored) return
  if (backing.signatures >= signatures && backing.holdingPt.value >= holdingPt.value) return
  throw proposalErrors.PROPOSAL_NOT_ENTITLED({
    matter,
    proposer,
    sponsor: 'none',
    signatures,
    holdingPt: toExact(holdingPt).toFixed(),
  })
}

export interface Timetable {
  readonly category: Category
  /** By then the category has been checked. */
  readonly classifiedBy: Date
  readonly votingFrom: Date
  readonly votingUntil: Date
  readonly executableFrom: Date
  readonly executableUntil: Date
  /** An emergency measure lapses then unless it was confirmed, and at the second instant in any case. */
  readonly lapses: { readonly unconfirmed: Date; readonly latest: Date } | null
}

const hour = 3_600_000
const day = 24 * hour

/**
 * The timetable of a proposal from the instant it was submitted. Deliberation begins when it is submitted and holds at least
 * until the category has been checked, except in an emergency, which is put to the vote at once. @throws PROPOSAL_INPUT_INVALID
 */
export function timetableOf(matter: Matter, submittedAt: Date, parameters: ParameterSet): Timetable {
  check.all({ matter, submittedAt }, { matter: oneOf(matters), submittedAt: instant })
  const { category, deliberationDays, timelockHours } = parameters.get(fictraGovernance.matters)[matter]
  const { hours, maxDays } = parameters.get(fictraGovernance.emergencyExpiry)
  const start = submittedAt.getTime()
  const classified = start + parameters.get(fictraGovernance.classificationHours) * hour
  const deliberated = start + deliberationDays * day
  const votingFrom = category === 'E' ? start : Math.max(classified, deliberated)
  const votingUntil = votingFrom + parameters.get(fictraGovernance.votingDays)[category] * day
  const executableFrom = votingUntil + timelockHours * hour
  const window = executableFrom + parameters.get(fictraGovernance.executionWindowDays) * day
  const [unconfirmed, latest] = [executableFrom + hours * hour, executableFrom + maxDays * day]
  // What has lapsed is not executed any more.
  const executableUntil = category === 'E' ? Math.min(window, unconfirmed, latest) : window
  return {
    category,
    classifiedBy: new Date(classified),
    votingFrom: new Date(votingFrom),
    votingUntil: new Date(votingUntil),
    executableFrom: new Date(executableFrom),
    executableUntil: new Date(executableUntil),
    lapses: category === 'E' ? { unconfirmed: new Date(unconfirmed), latest: new Date(latest) } : null,
  }
}

const timetableShape = fields<Timetable>({
  category: oneOf(categories),
  classifiedBy: instant,
  votingFrom: instant,
  votingUntil: instant,
  executableFrom: instant,
  executableUntil: instant,
  lapses: orNull(fields({ unconfirmed: instant, latest: instant })),
})
const stepShape = { step: oneOf(['vote', 'execute']), at: instant, timetable: timetableShape }

/** Refuses a step outside its time; the first instant belongs to it, the last does not. @throws PROPOSAL_TOO_EARLY PROPOSAL_LAPSED PROPOSAL_INPUT_INVALID */
export function checkProposalTime(step: 'vote' | 'execute', at: Date, timetable: Timetable): void {
  check.all({ step, at, timetable }, stepShape)
  const { votingFrom, votingUntil, executableFrom, executableUntil } = timetable
  const [from, until] = step === 'vote' ? [votingFrom, votingUntil] : [executableFrom, executableUntil]
  if (at < from) throw proposalErrors.PROPOSAL_TOO_EARLY({ step, from: from.toISOString() })
  if (at >= until) throw proposalErrors.PROPOSAL_LAPSED({ step, until: until.toISOString() })
}
