/** Who may vote in a body and with how many votes, and what the ballots of its members add up to (domain.md 2.17). */
import { exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { type Body, fictraGovernance } from '../programmes/fictraGovernance.ts'

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

export const choices = ['for', 'against', 'abstain'] as const
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

/** A member with the votes it has in the body. */
export type Seat = Member & { readonly votes: bigint }

/** The members of a body with the votes each has. */
export function rollOf(
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

/** The ballots with who cast them, each entitled and once. @throws VOTE_NOT_ENTITLED VOTE_REPEATED */
export function castBy(
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

/** Votes by choice, and the share in favour of those that decided; null when nobody did. */
export function countsOf(roll: ReadonlyMap<string, Seat>, cast: readonly (Seat & { readonly choice: Choice })[]) {
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
