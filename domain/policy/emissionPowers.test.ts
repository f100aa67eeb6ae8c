import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { fictraEmissionAuthority } from '../programmes/fictraEmissionAuthority.ts'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  type EmissionChange,
  type HolderVote,
  isReleaseApproved,
  mayChangeEmission,
  suspensionEndsSeconds,
} from './emissionPowers.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const body = (approvals: number, members: number) => ({ approvals, members })
const vote = (forPt: string, againstPt: string, circulationPt = '1000'): HolderVote => ({
  forPt: pt(forPt),
  againstPt: pt(againstPt),
  circulationPt: pt(circulationPt),
})
const may = (change: EmissionChange) => mayChangeEmission(change, initial)
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

test('bodies, votes and times that cannot be are refused by field', () => {
  const invalid = (field: string) => refused('EMISSION_INPUT_INVALID', { field })
  expect(() => may({ kind: 'delay', days: -1, council: body(9, 9) })).toThrowError(invalid('days'))
  expect(() => may({ kind: 'delay', days: 1, council: body(10, 9) })).toThrowError(invalid('approvals'))
  expect(() => may({ kind: 'delay', days: 1, council: body(-1, 9) })).toThrowError(invalid('approvals'))
  expect(() => may({ kind: 'delay', days: 1, council: body(0, 0) })).toThrowError(invalid('members'))
  expect(() => may({ kind: 'delay', days: 1, council: body(0, 1_001) })).toThrowError(invalid('members'))
  expect(() => may({ kind: 'lawfulStop', counsel: true, chair: true, others: -1 })).toThrowError(invalid('others'))
  const amount = (share: `${number}`, of: HolderVote) => may({ kind: 'amount', share: exact(share), vote: of })
  expect(() => amount('1.1', vote('1', '0'))).toThrowError(invalid('share'))
  expect(() => amount('0.1', { ...vote('1', '0'), forPt: quantity(-1n, 'PT') })).toThrowError(invalid('forPt'))
  expect(() =>
    amount('0.1', { ...vote('1', '0'), againstPt: quantity(1n, 'FT') as Quantity as Quantity<'PT'> }),
  ).toThrowError(invalid('againstPt'))
  expect(() => amount('0.1', vote('0', '0', '0'))).toThrowError(invalid('circulationPt'))
  expect(() => amount('0.1', vote('900', '101'))).toThrowError(invalid('circulationPt'))
  expect(() => suspensionEndsSeconds(-1, null, initial)).toThrowError(invalid('suspendedAtSeconds'))
  expect(() => suspensionEndsSeconds(10, 9, initial)).toThrowError(invalid('confirmedAtSeconds'))
  expect(() =>
    isReleaseApproved({ by: 'holders', deliberationDays: Number.NaN, vote: vote('1', '0') }, initial),
  ).toThrowError(invalid('deliberationDays'))
  expect(() => isReleaseApproved({ by: 'council', noticeDays: -1, council: body(9, 9) }, initial)).toThrowError(
    invalid('noticeDays'),
  )
})

test('2.9: nobody goes further than allowed, whoever agrees', () => {
  const tooFar = (details: object) => refused('EMISSION_CHANGE_TOO_FAR', details)
  expect(() => may({ kind: 'delay', days: 91, council: body(12, 12) })).toThrowError(
    tooFar({ field: 'days', most: 90 }),
  )
  expect(() => may({ kind: 'accelerate', days: 31, operations: body(7, 7), chair: true })).toThrowError(
    tooFar({ field: 'days', most: 30 }),
  )
  for (const share of ['0.200001', '-0.200001'] as const) {
    expect(() => may({ kind: 'amount', share: exact(share), vote: vote('1000', '0') })).toThrowError(
      tooFar({ field: 'share', most: '0.2' }),
    )
  }
})

test('2.9: the Council delays with 7 of 12, or the same share of another size', () => {
  const delay = (approvals: number, members: number) =>
    may({ kind: 'delay', days: 90, council: body(approvals, members) })
  expect([delay(7, 12), delay(6, 12), delay(6, 9), delay(5, 9)]).toEqual([true, false, true, false])
})

test('2.9: operations accelerate with 5 of 7 and the chair', () => {
  const hurry = (approvals: number, chair: boolean) =>
    may({ kind: 'accelerate', days: 30, operations: body(approvals, 7), chair })
  expect([hurry(5, true), hurry(4, true), hurry(7, false)]).toEqual([true, false, false])
})

test('2.9: holders move the amount by a fifth with 75 % of at least 30 % of circulation', () => {
  const amount = (forPt: string, againstPt: string) =>
    may({ kind: 'amount', share: exact('-0.2'), vote: vote(forPt, againstPt) })
  expect([amount('225', '75'), amount('224', '76'), amount('299', '0'), amount('300', '0'), amount('0', '0')]).toEqual([
    true,
    false,
    false,
    true,
    false,
  ])
})

test('a vote in which nobody took part approves nothing, even without a quorum', () => {
  const rule = fictraEmissionAuthority.vote.initial as Record<string, string>
  const open = withValue(fictraEmissionAuthority.vote, { ...rule, quorumLeast: '0' })
  const approved = (forPt: string) =>
    isReleaseApproved({ by: 'holders', deliberationDays: 14, vote: vote(forPt, '0') }, open)
  expect([approved('1'), approved('0')]).toEqual([true, false])
})

test('2.9: a stop for the law needs counsel, chair and two more, and has no bound', () => {
  const stop = (counsel: boolean, chair: boolean, others: number) => may({ kind: 'lawfulStop', counsel, chair, others })
  expect([stop(true, true, 2), stop(true, true, 1), stop(false, true, 9), stop(true, false, 9)]).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('2.9: the director suspends for 24 h; confirmed within 72 h it holds until it is lifted', () => {
  const hour = 3_600
  expect(suspensionEndsSeconds(1_000, null, initial)).toBe(1_000 + 24 * hour)
  expect(suspensionEndsSeconds(1_000, 1_000, initial)).toBeNull()
  expect(suspensionEndsSeconds(1_000, 1_000 + 72 * hour, initial)).toBeNull()
  expect(suspensionEndsSeconds(1_000, 1_001 + 72 * hour, initial)).toBe(1_000 + 24 * hour)
})

test('2.9: the last phase is released by 67 % of a quarter after 14 days, or by 9 of 12 of the Council after 30', () => {
  const holders = (deliberationDays: number, forPt: string, againstPt: string) =>
    isReleaseApproved({ by: 'holders', deliberationDays, vote: vote(forPt, againstPt) }, initial)
  expect([
    holders(14, '167.5', '82.5'),
    holders(13, '167.5', '82.5'),
    holders(14, '167.4', '82.6'),
    holders(14, '249', '0'),
  ]).toEqual([true, false, false, false])
  const council = (noticeDays: number, approvals: number, members: number) =>
    isReleaseApproved({ by: 'council', noticeDays, council: body(approvals, members) }, initial)
  expect([council(30, 9, 12), council(29, 12, 12), council(30, 8, 12), council(30, 7, 9), council(30, 6, 9)]).toEqual([
    true,
    false,
    false,
    true,
    false,
  ])
})

test('another approval never turns a yes into a no, and the order of votes has no influence', () => {
  const members = fc.integer({ min: 1, max: 50 })
  fc.assert(
    fc.property(members, fc.nat(49), fc.array(fc.bigInt(0n, 10n ** 28n), { maxLength: 9 }), (size, given, votes) => {
      const approvals = Math.min(given, size - 1)
      const before = may({ kind: 'delay', days: 1, council: body(approvals, size) })
      expect(may({ kind: 'delay', days: 1, council: body(approvals + 1, size) }) || !before).toBe(true)
      const total = (of: readonly bigint[]) =>
        quantity(
          of.reduce((sum, value) => sum + value, 0n),
          'PT',
        )
      const cast = (of: readonly bigint[]) =>
        isReleaseApproved(
          {
            by: 'holders',
            deliberationDays: 14,
            vote: {
              forPt: total(of),
              againstPt: quantity(10n ** 28n, 'PT'),
              circulationPt: quantity(10n ** 30n, 'PT'),
            },
          },
          initial,
        )
      expect(cast(votes.toReversed())).toBe(cast(votes))
    }),
    { numRuns: 50 },
  )
})
