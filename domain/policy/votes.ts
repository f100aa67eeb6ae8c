/**
 * What a vote decides (domain.md 2.17): each body the matter needs must have its quorum and its share, and all of them must
 * approve. A share is of the votes for and against; an abstention counts towards the quorum only.
 */

import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  bodies as allBodies,
  type Body,
  fictraGovernance,
  type Matter,
  matters,
} from '../programmes/fictraGovernance.ts'
import { fields, flag, list, oneOf, optional, some, text, units } from '../shapes.ts'

export const voteErrors = defineErrors({
  VOTE_INPUT_INVALID: {
    status: 422,
    title: 'A vote cannot be counted as it was given',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  VOTE_NOT_ENTITLED: {
    status: 422,
    title: 'The voter does not decide for the body',
    remedy:
      'Count only ballots of the members of the body at the time of the vote; in an emergency those of its chair and its designated members.',
  },
  VOTE_REPEATED: {
    status: 422,
    title: 'A member has two ballots in one body',
    remedy: 'Count the last ballot a member cast and no other.',
  },
  VOTE_MEMBERSHIP_INVALID: {
    status: 422,
    title: 'The membership of the body breaks its rules',
    remedy: 'Correct what the details name before the vote is counted.',
  },
})

const choices = ['for', 'against', 'abstain'] as const
export type Choice = (typeof choices)[number]

export interface Member {
  readonly memberId: string
  /** Parts of 10^9 in a body that votes by weight (`sovereignWeights`); elsewhere left out, each counts one. */
  readonly weightE9?: bigint
  readonly chair?: boolean
  /** Decides an emergency for the body, together with the chair. */
  readonly designated?: boolean
  readonly sector?: string
}

export interface Ballot {
  readonly memberId: string
  readonly choice: Choice
}

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

function countsOf(roll: ReadonlyMap<string, Seat>, cast: readonly (Seat & { readonly choice: Choice })[]) {
  const total = (choice: Choice) => tally(cast.filter((one) => one.choice === choice))
  const counts = {
    for: total('for'),
    against: total('against'),
    abstain: total('abstain'),
    all: tally([...roll.values()]),
  }
  const decided = counts.for + counts.against
  return { ...counts, share: decided === 0n ? null : exact(counts.for).div(exact(decided)) }
}

function reaches(share: Exact, needed: { readonly share: Exact; readonly strict: boolean }): boolean {
  return needed.strict ? share.greaterThan(needed.share) : share.greaterThanOrEqualTo(needed.share)
}

type Seat = Member & { readonly votes: bigint }

/** The members of a body with the votes each has. */
function rollOf(
  body: Body,
  members: readonly Member[],
  byWeight: boolean,
  parameters: ParameterSet,
): ReadonlyMap<string, Seat> {
  const invalid = (field: string) => voteErrors.VOTE_MEMBERSHIP_INVALID({ body, field })
  const { size } = parameters.get(fictraGovernance.bodies)[body]
  if (members.length > size) throw invalid('size')
  if (members.filter(({ chair }) => chair === true).length > 1) throw invalid('chair')
  const roll = new Map<string, Seat>()
  for (const member of members) {
    if (roll.has(member.memberId)) throw invalid('memberId')
    if (byWeight !== (member.weightE9 !== undefined)) throw invalid('weightE9')
    roll.set(member.memberId, { ...member, votes: member.weightE9 ?? 1n })
  }
  if (body === 'marketAdvisoryBoard') checkSectors(members, size, parameters, invalid)
  return roll
}

/** No sector holds more than its share of the seats, vacant ones included. */
function checkSectors(
  members: readonly Member[],
  size: number,
  parameters: ParameterSet,
  invalid: (field: string) => Error,
): void {
  const limit = parameters.get(fictraGovernance.sectorLimit).times(size)
  const seats = new Map<string, number>()
  for (const { sector } of members) {
    if (sector === undefined) throw invalid('sector')
    seats.set(sector, (seats.get(sector) ?? 0) + 1)
    if (limit.lessThan(seats.get(sector)!)) throw invalid('sector')
  }
}

function castBy(
  body: Body,
  roll: ReadonlyMap<string, Seat>,
  ballots: readonly Ballot[],
): readonly (Seat & { readonly choice: Choice })[] {
  const seen = new Set<string>()
  return ballots.map(({ memberId, choice }) => {
    const seat = roll.get(memberId)
    if (seat === undefined) throw voteErrors.VOTE_NOT_ENTITLED({ field: 'memberId', body, memberId })
    if (seen.has(memberId)) throw voteErrors.VOTE_REPEATED({ field: 'memberId', body, memberId })
    seen.add(memberId)
    return { ...seat, choice }
  })
}

function tally(seats: readonly { readonly votes: bigint }[]): bigint {
  return seats.reduce((total, { votes }) => total + votes, 0n)
}
