import { expect, test } from 'vitest'
import { allocations } from './allocations.ts'
import { commonDigest, type Result } from './batch.ts'
import { tallies } from './tallies.ts'

const cases = 3_000

test('results that differ anywhere are refused: one digit, one place, one missing', () => {
  const results: Result[] = ['approved', 940_625, 10_000n]
  for (const other of [['approved', 940_625, 10_001n], ['approved', 10_000n, 940_625], results.slice(0, 2)]) {
    expect(() => commonDigest('tally', results, other)).toThrow('different results')
  }
  expect(commonDigest('tally', results, ['approved', 940_625n, 10_000])).toMatch(/^[0-9a-f]{64}$/)
})

test.each([allocations, tallies])('$name: the lower bound computes what the rule computes', (rule) => {
  const batch = rule.prepare(7, cases)
  const digest = commonDigest(rule.name, batch.rule(), batch.bound())
  expect(commonDigest(rule.name, batch.bound(), batch.bound()), 'again the same').toBe(digest)
  const next = rule.prepare(8, cases)
  expect(commonDigest(rule.name, next.rule(), next.bound()), 'every round has inputs of its own').not.toBe(digest)
})

test('allocations are minted whole, in part, not at all, and held', () => {
  const results = allocations.prepare(7, cases).rule() as readonly bigint[]
  const kinds = new Set<string>()
  for (let i = 0; i < results.length; i += 2) kinds.add(`${results[i]! > 0n}, ${results[i + 1]! > 0n}`)
  expect(results).toHaveLength(2 * cases)
  expect([...kinds].sort()).toEqual(['false, false', 'false, true', 'true, false', 'true, true'])
})

test('tallies come to every verdict', () => {
  const verdicts = tallies
    .prepare(7, cases)
    .rule()
    .filter((result) => typeof result === 'string')
  expect(verdicts).toHaveLength(cases)
  expect([...new Set(verdicts)].sort()).toEqual([
    'NoQuorum',
    'ParticipationTooLow',
    'RefusalNeedsReview',
    'ScoreBelowApproval',
    'TooFewReports',
    'approved',
    'partial',
    'rejected',
  ])
})
