import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { limitedVerbs, type RateTier, rateTiers, type WorkClass, workClasses } from '../programmes/fictraAccess.ts'
import { initial } from '../test/parameters.ts'
import { type Bucket, budgetOf, serviceAt, takeRequest } from './rateTiers.ts'

const refused = (field: string) =>
  expect.objectContaining({ code: 'RATE_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('budgets and clocks that are no whole numbers, and loads above one, are refused', () => {
  for (const perMinute of [0, 1.5, Number.NaN, 1_000_001])
    expect(() => takeRequest(null, perMinute, 0)).toThrowError(refused('perMinute'))
  for (const now of [-1, 0.5, Number.POSITIVE_INFINITY])
    expect(() => takeRequest(null, 60, now)).toThrowError(refused('nowMs'))
  const at = (load: `${number}`, sovereignLoad: `${number}`) =>
    serviceAt('core', 'admin', { load: exact(load), sovereignLoad: exact(sovereignLoad) }, initial)
  expect(() => at('1.01', '0')).toThrowError(refused('load'))
  expect(() => at('-0.01', '0')).toThrowError(refused('load'))
  expect(() => at('0', '1.01')).toThrowError(refused('sovereignLoad'))
})

test('2.19: requests a minute by tier, and verbs with a smaller limit of their own', () => {
  expect(rateTiers.map((tier) => budgetOf(tier, null, initial))).toEqual([60, 60, 120, 120, 600, 3000, 3000, 3000, 300])
  expect(limitedVerbs.map((verb) => budgetOf('sovereign', verb, initial))).toEqual([100, 300, 50, 15])
  expect(budgetOf('observer', 'verificationSubmit', initial)).toBe(60)
})

test('a full bucket serves its budget at once, then one request for each part of a minute', () => {
  let bucket: Bucket | null = null
  for (let request = 0; request < 60; request++) {
    const answer = takeRequest(bucket, 60, 1_000)
    expect(answer).toMatchObject({ admitted: true, limit: 60, remaining: 59 - request })
    bucket = answer.bucket
  }
  expect(takeRequest(bucket, 60, 1_000)).toMatchObject({ admitted: false, remaining: 0, retryAfterMs: 1_000 })
  expect(takeRequest(bucket, 60, 1_999)).toMatchObject({ admitted: false, retryAfterMs: 1 })
  expect(takeRequest(bucket, 60, 2_000)).toMatchObject({ admitted: true, remaining: 0 })
  expect(takeRequest(bucket, 60, 61_000)).toMatchObject({ admitted: true, remaining: 59, retryAfterMs: 0 })
  expect(takeRequest(bucket, 60, 9_000_000_000_000)).toMatchObject({ admitted: true, remaining: 59 })
})

test('a clock that goes backwards refills nothing, and later time is not counted twice', () => {
  const empty: Bucket = { level: 0, atMs: 10_000 }
  const back = takeRequest(empty, 60, 5_000)
  expect(back).toMatchObject({ admitted: false, bucket: { level: 0, atMs: 10_000 } })
  expect(takeRequest(back.bucket, 60, 10_999)).toMatchObject({ admitted: false })
})

test('for all patterns of requests: in any span no more are admitted than a full bucket and what the span refilled', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 3_000 }), (steps, perMinute) => {
      let now = 0
      let admitted = 0
      let bucket: Bucket | null = null
      for (const step of steps) {
        now += step
        const answer = takeRequest(bucket, perMinute, now)
        if (answer.admitted) admitted++
        // Waiting as long as told is enough, and one millisecond less is not.
        if (answer.retryAfterMs > 0) {
          expect(takeRequest(answer.bucket, perMinute, now + answer.retryAfterMs).admitted).toBe(true)
          expect(takeRequest(answer.bucket, perMinute, now + answer.retryAfterMs - 1).admitted).toBe(false)
        }
        bucket = answer.bucket
      }
      expect(admitted * 60_000).toBeLessThanOrEqual((60_000 + now) * perMinute)
    }),
    { numRuns: 50 },
  )
})

test('2.19: at 80 % load analytics go, at 90 % reads come from the cache, at 95 % only core, at 99 % only essentials', () => {
  const served = (load: `${number}`, tier: RateTier = 'active', sovereignLoad: `${number}` = '0.2') => {
    const answers = workClasses.map((work): [WorkClass, ReturnType<typeof serviceAt>] => [
      work,
      serviceAt(work, tier, { load: exact(load), sovereignLoad: exact(sovereignLoad) }, initial),
    ])
    const { cachedReads } = answers[0]![1]
    return [answers.flatMap(([work, answer]) => (answer.served ? [work] : [])), cachedReads]
  }
  expect(served('0.7999')).toEqual([['analytics', 'live', 'core', 'essential'], false])
  expect(served('0.8')).toEqual([['live', 'core', 'essential'], false])
  expect(served('0.9')).toEqual([['live', 'core', 'essential'], true])
  expect(served('0.95')).toEqual([['core', 'essential'], true])
  expect(served('0.99')).toEqual([['essential'], true])
  expect(served('1')).toEqual([['essential'], true])
  // The lane of sovereigns is theirs until they have filled it themselves.
  expect(served('1', 'sovereign', '0.1')).toEqual([['analytics', 'live', 'core', 'essential'], false])
  expect(served('1', 'sovereign', '0.1001')).toEqual([['essential'], true])
  expect(served('1', 'strategic', '0')).toEqual([['essential'], true])
})
