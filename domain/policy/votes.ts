/**
 * What a vote decides (domain.md 2.17): each body the matter needs must have its quorum and its share, and all of them must
 * approve. A share is of the votes for and against; an abstention counts towards the quorum only.
 */

import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  bodies as allBodies,
  type Body,
  fictraGovernance,
  type Matter,
  matters,
} from '../programmes/fictraGovernance.ts'
import { fields, flag, list, oneOf, optional, some, text, units } from '../shapes.ts'
import { type Ballot, castBy, choices, countsOf, type Member, rollOf, voteErrors } from './ballots.ts'

/** One body's part of a vote. */
export interface Poll {
  readonly members: readonly Member[]
  readonly ballots: readonly Ballot[]
}

export type Shortfall = 'quorum' | 'sectors' | 'share'

export interface BodyResult {
  readonly body: Body
  /** Members, or weight in parts of 10^9. */
  readonly for: bigint
  readonly against: bigint
  readonly abstain: bigint
  readonly all: bigint
  /** Of the votes for and against; null when there are none. */
  readonly share: Exact | null
  readonly chairDecided: boolean
  readonly approved: boolean
  /** Why it is not approved. */
  readonly shortfall: Shortfall | null
}

export interface VoteResult {
  readonly outcome: 'succeeded' | 'defeated'
  readonly bodies: readonly BodyResult[]
}

const check = inputChecks(voteErrors.VOTE_INPUT_INVALID)
/** Whether a weight fits is a question of the body. */
const memberShape = fields<Member>({
  memberId: text,
  weightE9: optional(units()),
  chair: optional(flag),
  designated: optional(flag),
  sector: optional(text),
})
const ballotShape = fields<Ballot>({ memberId: text, choice: oneOf(choices) })
const pollShape = fields<Poll>({ members: list(memberShape), ballots: list(ballotShape) })

/**
 * Counts a vote. A body without a poll has not voted. The order of ballots and members has no influence; somebody who sits in
 * two bodies votes in both.
 * @throws VOTE_NOT_ENTITLED VOTE_REPEATED VOTE_MEMBERSHIP_INVALID VOTE_INPUT_INVALID
 */
export function countVote(
  matter: Matter,
  polls: Readonly<Partial<Record<Body, Poll>>>,
  parameters: ParameterSet,
): VoteResult {
  check.all({ matter, polls }, { matter: oneOf(matters), polls: some(allBodies, pollShape) })
  const { approvals } = parameters.get(fictraGovernance.matters)[matter]
  const bodies = approvals.map(({ body, share, strict, panel }) => {
    const poll = polls[body] ?? { members: [], ballots: [] }
    return panel ? countPanel(body, poll, parameters) : countBody(body, poll, { share, strict }, parameters)
  })
  return { outcome: bodies.every(({ approved }) => approved) ? 'succeeded' : 'defeated', bodies }
}

function countBody(
  body: Body,
  { members, ballots }: Poll,
  needed: { readonly share: Exact; readonly strict: boolean },
  parameters: ParameterSet,
): BodyResult {
  const rules = parameters.get(fictraGovernance.bodies)[body]
  const byWeight = rules.quorumMembers === 0
  const roll = rollOf(body, members, byWeight, parameters)
  const cast = castBy(body, roll, ballots)
  const { share, ...counts } = countsOf(roll, cast)
  const tie = rules.chairBreaksTies && needed.strict && counts.for === counts.against
  const chairDecided = tie && cast.some(({ chair, choice }) => chair === true && choice === 'for')
  const present = counts.for + counts.against + counts.abstain
  const quorum = byWeight
    ? counts.all > 0n && !exact(present).lessThan(rules.quorumWeight.times(exact(counts.all)))
    : present >= BigInt(rules.quorumMembers)
  const sectors = new Set(cast.flatMap(({ sector }) => sector ?? [])).size
  const enough = chairDecided || (share !== null && reaches(share, needed))
  const shortfall = !quorum ? 'quorum' : sectors < rules.minSectors ? 'sectors' : enough ? null : 'share'
  return { body, ...counts, share, chairDecided, approved: shortfall === null, shortfall }
}

/** In an emergency the chair and the designated members decide by consensus: all of them are there and in favour. */
function countPanel(body: Body, { members, ballots }: Poll, parameters: ParameterSet): BodyResult {
  const { designated } = parameters.get(fictraGovernance.emergencyExpiry)
  const byWeight = parameters.get(fictraGovernance.bodies)[body].quorumMembers === 0
  const all = [...rollOf(body, members, byWeight, parameters).values()]
  const chosen = all.filter((member) => member.designated === true)
  if (chosen.length > designated || chosen.some(({ chair }) => chair === true)) {
    throw voteErrors.VOTE_MEMBERSHIP_INVALID({ body, field: 'designated' })
  }
  const panel = new Map(
    all.filter((member) => member.chair === true || chosen.includes(member)).map((member) => [member.memberId, member]),
  )
  const cast = castBy(body, panel, ballots)
  const counts = countsOf(panel, cast)
  const agreed = cast.filter(({ choice }) => choice === 'for').length
  const shortfall = cast.length <= designated ? 'quorum' : agreed <= designated ? 'share' : null
  return { body, ...counts, chairDecided: false, approved: shortfall === null, shortfall }
}

function reaches(share: Exact, needed: { readonly share: Exact; readonly strict: boolean }): boolean {
  return needed.strict ? share.greaterThan(needed.share) : share.greaterThanOrEqualTo(needed.share)
}
