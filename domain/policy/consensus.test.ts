import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roundForDisplay } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { consensusPercent, consensusPolicy, decideRound, type NodeReport, type Round } from './consensus.ts'

const policy = consensusPolicy(initial)
/** Reliabilities of domain.md 2.3: 1, .9, .9, .8, .8, .7, .6. */
const committee = [10_000, 9_000, 9_000, 8_000, 8_000, 7_000, 6_000].map((reliabilityE4, nodeIndex) => ({
  nodeIndex,
  reliabilityE4,
}))
const round: Round = {
  round: 1,
  committee,
  scoreThresholdE4: 892_500,
  consensusBps: 7500,
  minReports: 3,
  proposition: 10_000_000n,
  contracted: 10_000_000n,
}

const yes = (nodeIndex: number, scoreE4 = 940_625): NodeReport => ({
  nodeIndex,
  scoreE4,
  agrees: true,
  critical: false,
})
const no = (nodeIndex: number, scoreE4 = 612_500, critical = false): NodeReport => ({
  nodeIndex,
  scoreE4,
  agrees: false,
  critical,
})
const refusedBy = (...refusing: readonly number[]) =>
  committee.map(({ nodeIndex }) => (refusing.includes(nodeIndex) ? no(nodeIndex) : yes(nodeIndex)))

test('reports that cannot be are refused', () => {
  const code = (reports: readonly NodeReport[]) => {
    try {
      decideRound(round, reports, policy)
    } catch (error) {
      return (error as { code: string }).code
    }
    return 'accepted'
  }
  expect(code([yes(0), yes(1), yes(9)])).toBe('REPORT_NOT_IN_COMMITTEE')
  expect(code([yes(0), yes(1), yes(1)])).toBe('REPORT_DUPLICATE')
  expect(code([yes(0, 892_499), yes(1), yes(2)])).toBe('REPORT_CONTRADICTORY')
  expect(code([{ ...yes(0), critical: true }, yes(1), yes(2)])).toBe('REPORT_CONTRADICTORY')
  expect(code([no(0, 1_000_001), yes(1), yes(2)])).toBe('REPORT_CONTRADICTORY')
  expect(code([no(0, 1.5), yes(1), yes(2)])).toBe('REPORT_CONTRADICTORY')
  expect(code([no(0, -1), yes(1), yes(2)])).toBe('REPORT_CONTRADICTORY')
  // The threshold itself agrees, and both ends of the scale are scores.
  expect(code([yes(0, 892_500), no(1, 0), no(2, 1_000_000)])).toBe('accepted')
  expect(() => decideRound(round, [{ ...yes(0), critical: true }], policy)).toThrowError(
    expect.objectContaining({
      details: expect.objectContaining({ nodeIndex: 0, scoreE4: 940_625, agrees: true, critical: true }),
    }),
  )
})

test.each([4_999, 10_001, 0, -1, 7_000.5, Number.NaN])('2.3: a reliability of %s is none', (reliabilityE4) => {
  const [first, ...others] = committee
  const strange = { ...round, committee: [{ ...first!, reliabilityE4 }, ...others] }
  expect(() => decideRound(strange, [yes(0)], policy)).toThrowError(
    expect.objectContaining({
      code: 'CONSENSUS_INPUT_INVALID',
      details: expect.objectContaining({ field: 'committee/0/reliabilityE4' }),
    }),
  )
})

test('a committee seats a node once, and a refusal names the node', () => {
  const named = (code: string, details: object) =>
    expect.objectContaining({ code, details: expect.objectContaining(details) })
  expect(() => decideRound({ ...round, committee: [...committee, committee[0]!] }, [yes(0)], policy)).toThrowError(
    named('CONSENSUS_INPUT_INVALID', { field: 'committee' }),
  )
  expect(() => decideRound(round, [yes(0), yes(9)], policy)).toThrowError(
    named('REPORT_NOT_IN_COMMITTEE', { field: 'nodeIndex', nodeIndex: 9 }),
  )
  expect(() => decideRound(round, [yes(1), yes(1)], policy)).toThrowError(named('REPORT_DUPLICATE', { nodeIndex: 1 }))
})

test('no report at all is too few, whatever a round asks for', () => {
  expect(decideRound({ ...round, minReports: 0 }, [], policy)).toMatchObject({
    outcome: null,
    reason: 'TooFewReports',
    scoreE4: 0,
  })
})

test('a score as far from the median as outliers begin still counts', () => {
  const { outlierE4 } = policy
  const scores = [900_000, 900_000, 900_000, 900_000, 900_000, 900_000 - outlierE4, 900_000 - outlierE4 - 1]
  const reports = scores.map((scoreE4, index) => no(index, scoreE4))
  expect(decideRound(round, reports, policy).outliers).toEqual([6])
})

test('2.3 [TV]: only the .7 node negative is 87.7193 and passes; nodes 3 and 6 negative is 71.9298 and fails', () => {
  const passes = decideRound(round, refusedBy(5), policy)
  expect(roundForDisplay(consensusPercent(passes), 4)).toBe('87.7193')
  expect(passes).toMatchObject({ outcome: 'approved', shareBps: 8771, scoreE4: 940_625, outliers: [5] })
  const fails = decideRound(round, refusedBy(2, 5), policy)
  expect(roundForDisplay(consensusPercent(fails), 4)).toBe('71.9298')
  expect(fails).toMatchObject({ outcome: null, reason: 'NoQuorum' })
})

test('2.27 G4 [TV]: three colluding nodes stay below 75 % and do not finalise, however high they score', () => {
  for (const colluding of [
    [0, 1, 2],
    [4, 5, 6],
    [0, 3, 6],
  ]) {
    const reports = committee.map(({ nodeIndex }) =>
      colluding.includes(nodeIndex) ? yes(nodeIndex, 1_000_000) : no(nodeIndex, 0, true),
    )
    const verdict = decideRound(round, reports, policy)
    expect(verdict.outcome).not.toBe('approved')
    expect(consensusPercent(verdict).lessThan(75)).toBe(true)
  }
  const alone = decideRound(round, [yes(0), yes(1), yes(2)], policy)
  expect(alone).toMatchObject({ outcome: null, reason: 'ParticipationTooLow' })
})

test('2.27 G2: all refuse for a shortage: no outcome in the first round, partial once the smaller quantity is asked', () => {
  const first = decideRound(
    round,
    committee.map(({ nodeIndex }) => no(nodeIndex)),
    policy,
  )
  expect(first).toMatchObject({ outcome: null, reason: 'RefusalNeedsReview' })
  const second = { ...round, round: 2, proposition: 9_100_000n }
  expect(
    decideRound(
      second,
      committee.map(({ nodeIndex }) => yes(nodeIndex, 962_500)),
      policy,
    ),
  ).toMatchObject({
    outcome: 'partial',
    shareBps: 10_000,
  })
})

test('2.27 G3: a quorum that finds a critical failure rejects; in a review round a refusing quorum does', () => {
  const critical = committee.map(({ nodeIndex }) => no(nodeIndex, 940_625, true))
  expect(decideRound(round, critical, policy)).toMatchObject({ outcome: 'rejected', shareBps: 10_000 })
  const refusing = committee.map(({ nodeIndex }) => no(nodeIndex))
  expect(decideRound({ ...round, round: 2 }, refusing, policy)).toMatchObject({ outcome: 'rejected' })
  const few = committee.map(({ nodeIndex }) => no(nodeIndex, 612_500, nodeIndex < 4))
  expect(decideRound(round, few, policy)).toMatchObject({ outcome: null, reason: 'RefusalNeedsReview' })
})

test('2.3: a refusal in the first round is reviewed whatever the score; a ground for rejection rejects at any score', () => {
  const refuse = (scoreE4: number, critical: boolean, at = round) =>
    decideRound(
      at,
      committee.map(({ nodeIndex }) => no(nodeIndex, scoreE4, critical)),
      policy,
    )
  for (const scoreE4 of [0, 500_000, 699_999, 700_000, 849_999, 892_499]) {
    expect(refuse(scoreE4, false)).toMatchObject({ outcome: null, reason: 'RefusalNeedsReview', scoreE4 })
    expect(refuse(scoreE4, true)).toMatchObject({ outcome: 'rejected', scoreE4 })
    expect(refuse(scoreE4, false, { ...round, round: 2 })).toMatchObject({ outcome: 'rejected', scoreE4 })
  }
})

test('2.3: two thirds of the oracles take part, whatever they weigh', () => {
  const nodes = [10_000, 10_000, 5_000, 5_000].map((reliabilityE4, nodeIndex) => ({ nodeIndex, reliabilityE4 }))
  const of = { ...round, committee: nodes, minReports: 1, consensusBps: 5_001 }
  // Two thirds of the weight, half of the nodes.
  expect(decideRound(of, [yes(0), yes(1)], policy)).toMatchObject({ outcome: null, reason: 'ParticipationTooLow' })
  expect(decideRound(of, [yes(0), yes(1), yes(2)], policy)).toMatchObject({ outcome: 'approved', shareBps: 8_333 })
  // Three quarters of the nodes take part with two thirds of the weight less one part.
  expect(decideRound(of, [yes(0), yes(2), yes(3)], policy)).toMatchObject({ outcome: 'approved', shareBps: 6_666 })
  expect(decideRound(round, [yes(0), yes(1), yes(2), yes(3)], policy)).toMatchObject({ reason: 'ParticipationTooLow' })
  expect(decideRound(round, [yes(0), yes(1), yes(2), yes(3), yes(4)], policy)).toMatchObject({ outcome: 'approved' })
})

test('a quorum with a committee score below the policy asks for review', () => {
  const low = { ...round, scoreThresholdE4: 765_000 }
  const reports = committee.map(({ nodeIndex }) => yes(nodeIndex, 849_999))
  expect(decideRound(low, reports, policy)).toMatchObject({
    outcome: null,
    reason: 'ScoreBelowApproval',
    scoreE4: 849_999,
  })
  const enough = committee.map(({ nodeIndex }) => yes(nodeIndex, 850_000))
  expect(decideRound(low, enough, policy)).toMatchObject({ outcome: 'approved' })
})

test('a missing report weighs like a refusal', () => {
  const present = refusedBy().filter(({ nodeIndex }) => nodeIndex !== 5)
  expect(decideRound(round, present, policy)).toMatchObject({ outcome: 'approved', shareBps: 8771 })
  const fewer = present.filter(({ nodeIndex }) => nodeIndex !== 2)
  expect(decideRound(round, fewer, policy)).toMatchObject({ outcome: null, reason: 'NoQuorum' })
  expect(decideRound({ ...round, minReports: 7 }, present, policy)).toMatchObject({ reason: 'TooFewReports' })
  expect(decideRound(round, [], policy)).toMatchObject({ reason: 'TooFewReports' })
})

test('the share at exactly the tier is enough; the participation at exactly two thirds is enough', () => {
  const four = [0, 1, 2, 3].map((nodeIndex) => ({ nodeIndex, reliabilityE4: 10_000 }))
  const at = { ...round, committee: four }
  expect(decideRound(at, [yes(0), yes(1), yes(2)], policy)).toMatchObject({ outcome: 'approved', shareBps: 7500 })
  const three = { ...round, committee: four.slice(0, 3), consensusBps: 5001, minReports: 2 }
  expect(decideRound(three, [yes(0), yes(1)], policy)).toMatchObject({ outcome: 'approved', shareBps: 6666 })
})

test('the score is the weighted mean without outliers, floored', () => {
  const reports = [yes(0, 900_000), yes(1, 900_001), yes(2, 1_000_000), yes(3, 1_000_001 - 1), no(5, 0)]
  const verdict = decideRound(round, [...reports, yes(4, 900_002), yes(6, 900_000)], policy)
  const kept = [
    [900_000, 10_000],
    [900_001, 9_000],
    [1_000_000, 9_000],
    [1_000_000, 8_000],
    [900_002, 8_000],
    [900_000, 6_000],
  ] as const
  const total = kept.reduce((sum, [score, weight]) => sum + score * weight, 0)
  const weight = kept.reduce((sum, [, w]) => sum + w, 0)
  expect(verdict.outliers).toEqual([5])
  expect(verdict.scoreE4).toBe(Math.floor(total / weight))
})

const someReports = fc
  .tuple(
    fc.subarray([0, 1, 2, 3, 4, 5, 6]),
    fc.array(fc.tuple(fc.nat(1_000_000), fc.boolean()), { minLength: 7, maxLength: 7 }),
  )
  .map(([nodes, answers]) =>
    nodes.map((nodeIndex): NodeReport => {
      const [scoreE4, flag] = answers[nodeIndex]!
      const agrees = scoreE4 >= round.scoreThresholdE4 && flag
      return { nodeIndex, scoreE4, agrees, critical: !agrees && flag }
    }),
  )

test('the order of the reports changes nothing', () => {
  fc.assert(
    fc.property(someReports, fc.infiniteStream(fc.nat()), (reports, keys) => {
      const shuffled = reports
        .map((report) => ({ report, key: keys.next().value as number }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ report }) => report)
      const { outliers, ...verdict } = decideRound(round, reports, policy)
      const { outliers: others, ...other } = decideRound(round, shuffled, policy)
      expect(other).toEqual(verdict)
      expect([...others].sort()).toEqual([...outliers].sort())
    }),
  )
})

test('leaving a report out never helps: no outcome appears that all reports do not support by weight', () => {
  fc.assert(
    fc.property(someReports, fc.nat(6), (reports, leftOut) => {
      const fewer = decideRound(
        round,
        reports.filter(({ nodeIndex }) => nodeIndex !== leftOut),
        policy,
      )
      const all = decideRound(round, reports, policy)
      expect(fewer.agreeE4).toBeLessThanOrEqual(all.agreeE4)
      expect(fewer.refuseE4).toBeLessThanOrEqual(all.refuseE4)
      if (fewer.outcome === 'approved') expect(all.agreeE4 * 10_000).toBeGreaterThanOrEqual(7500 * all.committeeE4)
    }),
  )
})

test('a refusal turned into an agreement never lowers the share', () => {
  fc.assert(
    fc.property(someReports, (reports) => {
      const before = decideRound(round, reports, policy)
      const turned = reports.map((report, index) => (index === 0 ? yes(report.nodeIndex) : report))
      expect(decideRound(round, turned, policy).agreeE4).toBeGreaterThanOrEqual(before.agreeE4)
    }),
  )
})

test('the median is the first score at which half of the weight is reached, exactly half included', () => {
  const two = [0, 1].map((nodeIndex) => ({ nodeIndex, reliabilityE4: 10_000 }))
  const of = { ...round, committee: two, minReports: 2 }
  const verdict = decideRound(of, [no(0, 500_000), no(1, 900_000)], policy)
  expect([verdict.scoreE4, verdict.outliers]).toEqual([500_000, [1]])
})
