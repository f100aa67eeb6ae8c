import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Body, fictraGovernance, matters } from '../programmes/fictraGovernance.ts'
import { initial, withValue } from '../test/parameters.ts'
import type { Ballot, Choice, Member } from './ballots.ts'
import { countVote, type Poll } from './votes.ts'

const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const sectors = ['producer', 'trader', 'finance', 'technology', 'consumer']

/** A body of `size` with so many votes for, against and abstaining, in this order; the first member is the chair. */
function poll(
  size: number,
  yes: number,
  no = 0,
  abstain = 0,
  change: (member: Member, index: number) => Member = (m) => m,
): Poll {
  const members = Array.from({ length: size }, (_, index) =>
    change({ memberId: `M${index}`, chair: index === 0, sector: sectors[index % 5]! }, index),
  )
  const choices: Choice[] = [...Array(yes).fill('for'), ...Array(no).fill('against'), ...Array(abstain).fill('abstain')]
  return { members, ballots: choices.map((choice, index): Ballot => ({ memberId: `M${index}`, choice })) }
}
const weighted = (weights: readonly number[], yes: number, no = 0, abstain = 0): Poll =>
  poll(weights.length, yes, no, abstain, (member, index) => ({ ...member, weightE9: BigInt(weights[index]!) }))
const council = (yes: number, no = 0, abstain = 0) => poll(9, yes, no, abstain)
const fees = (foundationCouncil: Poll, economicsCommittee = poll(7, 5)) =>
  countVote('feesAndProcess', { foundationCouncil, economicsCommittee }, initial)
const councilOf = (result: ReturnType<typeof countVote>) =>
  result.bodies.find(({ body }) => body === 'foundationCouncil')!

test('strangers, second ballots and a membership that breaks its rules are refused', () => {
  const stranger = { ...council(9), ballots: [{ memberId: 'X', choice: 'for' as const }] }
  expect(() => fees(stranger)).toThrowError(refused('VOTE_NOT_ENTITLED', { body: 'foundationCouncil', memberId: 'X' }))
  const twice = { ...council(9), ballots: [...council(9).ballots, { memberId: 'M3', choice: 'against' as const }] }
  expect(() => fees(twice)).toThrowError(refused('VOTE_REPEATED', { memberId: 'M3' }))
  expect(() => fees(poll(10, 9))).toThrowError(refused('VOTE_MEMBERSHIP_INVALID', { field: 'size' }))
  const twoChairs = poll(9, 9, 0, 0, (member) => ({ ...member, chair: true }))
  expect(() => fees(twoChairs)).toThrowError(refused('VOTE_MEMBERSHIP_INVALID', { field: 'chair' }))
  const sameName = poll(9, 1, 0, 0, (member) => ({ ...member, memberId: 'M0', chair: false }))
  expect(() => fees(sameName)).toThrowError(refused('VOTE_MEMBERSHIP_INVALID', { field: 'memberId' }))
  expect(() => fees(weighted([1, 1], 2))).toThrowError(refused('VOTE_MEMBERSHIP_INVALID', { field: 'weightE9' }))
  const sovereigns = (sovereignCommittee: Poll) => countVote('boardOverride', { sovereignCommittee }, initial)
  expect(() => sovereigns(poll(2, 2))).toThrowError(refused('VOTE_MEMBERSHIP_INVALID', { field: 'weightE9' }))
  expect(() => sovereigns(weighted([5, -1], 2))).toThrowError(
    refused('VOTE_INPUT_INVALID', { field: 'members/1/weightE9' }),
  )
})

test('2.17: the council needs seven of nine, and seven members suffice', () => {
  expect(councilOf(fees(council(6)))).toMatchObject({ approved: false, shortfall: 'quorum', for: 6n, all: 9n })
  expect(councilOf(fees(council(7)))).toMatchObject({ approved: true, shortfall: null })
  expect(councilOf(fees(council(4, 3)))).toMatchObject({ approved: true, for: 4n, against: 3n })
  expect(councilOf(fees(council(1, 0, 6)))).toMatchObject({ approved: true, abstain: 6n })
  expect(councilOf(fees(council(0, 0, 9)))).toMatchObject({ approved: false, shortfall: 'share', share: null })
})

test('2.17: a majority is more than half; the chair breaks a tie, for or against', () => {
  const tie = council(4, 4)
  expect(councilOf(fees(tie))).toMatchObject({ approved: true, chairDecided: true })
  const chairAgainst = {
    ...tie,
    ballots: tie.ballots.map(({ memberId, choice }) => ({
      memberId,
      choice: choice === 'for' ? ('against' as const) : ('for' as const),
    })),
  }
  expect(councilOf(fees(chairAgainst))).toMatchObject({ approved: false, chairDecided: false, shortfall: 'share' })
  const chairAlone = council(1, 7)
  expect(councilOf(fees(chairAlone))).toMatchObject({ approved: false, chairDecided: false, shortfall: 'share' })
  const withoutChair = { ...tie, ballots: tie.ballots.slice(1) }
  expect(councilOf(fees(withoutChair))).toMatchObject({ approved: false, chairDecided: false })
  // A body whose ties nobody breaks: five of ten is no majority of the technical committee.
  const technical = (yes: number, no: number) => {
    const all = {
      foundationCouncil: council(9),
      sovereignCommittee: weighted([1], 1),
      marketAdvisoryBoard: poll(11, 11),
    }
    return countVote('constitution', { ...all, technicalSteeringCommittee: poll(7, yes, no) }, initial).outcome
  }
  expect([technical(3, 3), technical(4, 3)]).toEqual(['defeated', 'succeeded'])
  // Seventy-five per cent is no majority, so a chair cannot break it.
  expect(councilOf(countVote('newSovereign', { foundationCouncil: council(4, 4) }, initial))).toMatchObject({
    chairDecided: false,
    approved: false,
  })
})

test('2.17: a share of three quarters is reached at three quarters, not below', () => {
  const outcome = (yes: number, no: number) =>
    countVote('newSovereign', { foundationCouncil: council(yes, no) }, initial).outcome
  expect([outcome(6, 2), outcome(5, 2), outcome(6, 3)]).toEqual(['succeeded', 'defeated', 'defeated'])
})

test('2.17: category A needs the council and the sovereigns, each with its own quorum; one body alone decides nothing', () => {
  const vote = (sovereignCommittee?: Poll) =>
    countVote(
      'supplyAndFormula',
      { foundationCouncil: council(9), ...(sovereignCommittee ? { sovereignCommittee } : {}) },
      initial,
    )
  // 67 of 100 parts for and 33 against reach .67; 70 parts must vote.
  expect(vote(weighted([67, 33], 1, 1)).outcome).toBe('succeeded')
  expect(vote(weighted([66, 34], 1, 1)).outcome).toBe('defeated')
  expect(vote(weighted([70, 30], 1)).outcome).toBe('succeeded')
  expect(vote(weighted([69, 31], 1)).bodies[1]).toMatchObject({ shortfall: 'quorum', for: 69n, all: 100n })
  expect(vote(weighted([10, 60, 30], 1, 0, 1)).bodies[1]).toMatchObject({ approved: true, for: 10n, abstain: 60n })
  expect(vote().bodies[1]).toMatchObject({ approved: false, shortfall: 'quorum', all: 0n })
})

test('2.17: the advisory board needs three sectors among the votes, and no sector above 40 % of its seats', () => {
  const board = (marketAdvisoryBoard: Poll) => {
    const others = {
      foundationCouncil: council(9),
      sovereignCommittee: weighted([1], 1),
      technicalSteeringCommittee: poll(7, 7),
    }
    return countVote('constitution', { ...others, marketAdvisoryBoard }, initial).bodies[2]
  }
  const sectorsOf = (of: readonly string[], yes: number) =>
    poll(of.length, yes, 0, 0, (member, index) => ({ ...member, sector: of[index]! }))
  const mixed = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'c', 'c', 'd']
  expect(board(sectorsOf(mixed, 9))).toMatchObject({ approved: true })
  expect(board(sectorsOf(mixed, 8))).toMatchObject({ approved: false, shortfall: 'sectors' })
  expect(() => board(sectorsOf(['a', 'a', 'a', 'a', 'a', 'b', 'c'], 7))).toThrowError(
    refused('VOTE_MEMBERSHIP_INVALID', { field: 'sector' }),
  )
  const oneWithout = poll(7, 7, 0, 0, (member, index) => (index === 0 ? { memberId: member.memberId } : member))
  expect(() => board(oneWithout)).toThrowError(refused('VOTE_MEMBERSHIP_INVALID', { field: 'sector' }))
})

test('2.26 no. 5 does not occur: somebody who sits in two bodies votes in both', () => {
  const both = { foundationCouncil: council(9), economicsCommittee: poll(7, 5) }
  const result = countVote('feesAndProcess', both, initial)
  expect(result.bodies.map(({ body, for: votes }) => [body, votes])).toEqual([
    ['economicsCommittee', 5n],
    ['foundationCouncil', 9n],
  ])
})

test('2.17 [TV]: six of seven council votes pass nothing of category A without a sovereign (the snippet with weights 60/30/10 would)', () => {
  const council = { foundationCouncil: poll(7, 6, 1) }
  // Its arithmetic: 6 of 7 are 85 whole percent, of which the council's 60 count: 51.
  expect((85n * 60n) / 100n).toBe(51n)
  expect(countVote('supplyAndFormula', council, initial)).toMatchObject({
    outcome: 'defeated',
    bodies: [{ approved: true }, { approved: false, shortfall: 'quorum' }],
  })
})

test('2.17 E: an emergency is decided by the chair and two designated members, by consensus', () => {
  const emergency = (
    ballots: readonly (readonly [string, Choice])[],
    change?: (m: Member, index: number) => Member,
  ) => {
    const { members } = poll(10, 0, 0, 0, change ?? ((m, index) => ({ ...m, designated: index === 1 || index === 2 })))
    const cast = ballots.map(([memberId, choice]): Ballot => ({ memberId, choice }))
    return countVote('emergency', { stabilityCommittee: { members, ballots: cast } }, initial)
  }
  const all = [
    ['M0', 'for'],
    ['M1', 'for'],
    ['M2', 'for'],
  ] as const
  expect(emergency(all)).toMatchObject({
    outcome: 'succeeded',
    bodies: [{ for: 3n, all: 3n, approved: true, shortfall: null, chairDecided: false }],
  })
  expect(emergency(all.slice(1)).bodies[0]).toMatchObject({ approved: false, shortfall: 'quorum' })
  expect(emergency(all.slice(0, 2)).bodies[0]).toMatchObject({ approved: false, shortfall: 'quorum' })
  for (const dissent of ['against', 'abstain'] as const) {
    expect(emergency([...all.slice(0, 2), ['M2', dissent]]).bodies[0]).toMatchObject({ shortfall: 'share' })
  }
  expect(countVote('emergency', {}, initial).bodies[0]).toMatchObject({ approved: false, shortfall: 'quorum', all: 0n })
  // The other seven do not stand in for them, and nobody designates more than two, or the chair.
  expect(() => emergency([...all.slice(0, 2), ['M3', 'for']])).toThrowError(
    refused('VOTE_NOT_ENTITLED', { memberId: 'M3' }),
  )
  expect(() => emergency(all, (m, index) => ({ ...m, designated: index > 0 && index < 4 }))).toThrowError(
    refused('VOTE_MEMBERSHIP_INVALID', { body: 'stabilityCommittee', field: 'designated' }),
  )
  expect(() => emergency(all, (m, index) => ({ ...m, designated: index < 2 }))).toThrowError(
    refused('VOTE_MEMBERSHIP_INVALID', { field: 'designated' }),
  )
  const one = withValue(fictraGovernance.emergencyExpiry, { hours: 72, maxDays: 30, designated: 1 })
  const two = poll(10, 2, 0, 0, (m, index) => ({ ...m, designated: index === 1 }))
  expect(countVote('emergency', { stabilityCommittee: two }, one).outcome).toBe('succeeded')
})

test('2.17: the architecture of stability needs two thirds of the committee and the council', () => {
  const vote = (yes: number, no: number, council: Poll | null) =>
    countVote(
      'stabilityArchitecture',
      { stabilityCommittee: poll(10, yes, no), ...(council === null ? {} : { foundationCouncil: council }) },
      initial,
    ).outcome
  expect(vote(6, 3, council(5, 4))).toBe('succeeded')
  expect(vote(6, 4, council(9))).toBe('defeated')
  expect(vote(10, 0, null)).toBe('defeated')
})

const ballots = fc.array(fc.constantFrom<Choice | null>('for', 'against', 'abstain', null), {
  minLength: 9,
  maxLength: 9,
})
const toPoll = (choices: readonly (Choice | null)[], byWeight: boolean): Poll => ({
  members: choices.map((_, index) => ({
    memberId: `M${index}`,
    chair: index === 0,
    sector: sectors[index % 5]!,
    ...(byWeight ? { weightE9: BigInt(index * 7 + 1) } : {}),
  })),
  ballots: choices.flatMap((choice, index) => (choice === null ? [] : [{ memberId: `M${index}`, choice }])),
})

test('for every vote: order does not matter, no vote is lost, one more vote for never turns success into defeat', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...matters.filter((matter) => matter !== 'emergency')),
      ballots,
      fc.nat(),
      (matter, choices, pick) => {
        const pollsOf = (of: readonly (Choice | null)[], turn: (poll: Poll) => Poll = (poll) => poll) => {
          const polls: Partial<Record<Body, Poll>> = {}
          for (const body of ['foundationCouncil', 'marketAdvisoryBoard'] as const)
            polls[body] = turn(toPoll(of, false))
          for (const body of ['technicalSteeringCommittee', 'economicsCommittee'] as const)
            polls[body] = turn(toPoll(of.slice(2), false))
          polls.stabilityCommittee = turn(toPoll(of, false))
          polls.sovereignCommittee = turn(toPoll(of, true))
          return polls
        }
        const result = countVote(matter, pollsOf(choices), initial)
        const reversed = (poll: Poll): Poll => ({
          members: poll.members.toReversed(),
          ballots: poll.ballots.toReversed(),
        })
        expect(countVote(matter, pollsOf(choices, reversed), initial)).toEqual(result)
        for (const { body, for: yes, against, abstain, all } of result.bodies) {
          const byWeight = body === 'sovereignCommittee'
          const of = toPoll(
            body === 'technicalSteeringCommittee' || body === 'economicsCommittee' ? choices.slice(2) : choices,
            byWeight,
          )
          const votes = new Map(of.members.map(({ memberId, weightE9 }) => [memberId, weightE9 ?? 1n]))
          const sum = (choice: Choice) =>
            of.ballots
              .filter((ballot) => ballot.choice === choice)
              .reduce((total, { memberId }) => total + votes.get(memberId)!, 0n)
          expect([yes, against, abstain]).toEqual([sum('for'), sum('against'), sum('abstain')])
          expect(all).toBe([...votes.values()].reduce((total, one) => total + one, 0n))
        }
        const better = choices.map((choice, index) => (index === pick % choices.length ? 'for' : choice))
        if (result.outcome === 'succeeded')
          expect(countVote(matter, pollsOf(better), initial).outcome).toBe('succeeded')
      },
    ),
    { numRuns: 150 },
  )
})
