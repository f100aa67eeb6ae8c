import type { ParameterVersion } from '@assay/domain/parameters.ts'
import { catalogue } from '@assay/domain/programmes/catalogue.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import type { AssayClient } from '@assay/sdk/client.ts'
import { expect, test } from 'vitest'
import { fetchParameters } from './fetchParameters.ts'

const { conversionRate } = fictra.settlement
const beginning = '2026-01-01T00:00:00.000Z'
const of = (change: Partial<ParameterVersion>): ParameterVersion => ({
  ...{ key: conversionRate.key, version: 2, value: '1.05', effectiveFrom: beginning },
  ...change,
})
/** A server that says so of one parameter, and of all others what holds from the beginning. */
const fetchAt = (at: string, change: Partial<ParameterVersion> = {}) =>
  fetchParameters(
    {
      async *list<T>() {
        for (const { key, initial } of catalogue) {
          const inForce =
            key === conversionRate.key ? of(change) : { key, version: 1, value: initial, effectiveFrom: beginning }
          yield { inForce } as T
        }
      },
    } as unknown as AssayClient,
    at,
  )
const rateAt = async (...of: Parameters<typeof fetchAt>) => (await fetchAt(...of)).get(conversionRate).toFixed()

test('a value outside its range is refused, also right after one inside it', async () => {
  expect(await rateAt('2026-02-01T00:00:00Z')).toBe('1.05')
  await expect(fetchAt('2026-02-01T00:00:00Z', { value: '-1' })).rejects.toMatchObject({ code: 'PARAMETER_INVALID' })
  await expect(fetchAt('2026-02-01T00:00:00Z', { key: 'fictra.nothing' })).rejects.toMatchObject({
    code: 'PARAMETER_UNKNOWN',
  })
  expect(await rateAt('2026-02-01T00:00:00Z')).toBe('1.05')
})

test('each set is of its own moment and its own values, whatever was fetched before', async () => {
  const first = await fetchAt('2026-02-01T00:00:00Z')
  const same = await fetchAt('2026-03-01T00:00:00+01:00')
  expect([first.asOf, same.asOf]).toEqual(['2026-02-01T00:00:00.000Z', '2026-02-28T23:00:00.000Z'])
  expect(same.versions()).toEqual(first.versions())
  expect(await rateAt('2026-03-01T00:00:00Z', { value: '1.06' })).toBe('1.06')
  expect(await rateAt('2026-03-01T00:00:00Z')).toBe('1.05')
})

test('a version of later does not count, however often it was decoded for a later moment', async () => {
  const later = { value: '1.04', effectiveFrom: '2026-06-01T00:00:00.000Z' }
  expect(await rateAt('2026-07-01T00:00:00Z', later)).toBe('1.04')
  expect(await rateAt('2026-05-01T00:00:00Z', later)).toBe('1')
})

test('a moment that an answer covers is not asked about again; any other is', async () => {
  let asked = 0
  let versions: ParameterVersion[] = [of({})]
  const api = {
    async *list<T>() {
      asked += 1
      for (const inForce of versions) yield { inForce } as T
    },
  } as unknown as AssayClient
  const rate = async (at: string) => {
    const set = await fetchParameters(api, at)
    return [asked, set.get(conversionRate).toFixed(), set.asOf]
  }
  expect(await rate('2026-03-01T00:00:00Z')).toEqual([1, '1.05', '2026-03-01T00:00:00.000Z'])
  // The documents of the case came before it.
  for (const at of [beginning, '2026-02-01T00:00:00.000Z', '2026-02-28T23:59:59.999Z'])
    expect(await rate(at)).toEqual([1, '1.05', at])
  versions = []
  expect(await rate('2025-12-31T23:59:59.999Z')).toEqual([2, '1', '2025-12-31T23:59:59.999Z'])
  versions = [of({ version: 3, value: '1.06', effectiveFrom: '2026-03-01T00:00:00.001Z' })]
  expect(await rate('2026-03-01T00:00:00.001Z')).toEqual([3, '1.06', '2026-03-01T00:00:00.001Z'])
  expect(await rate('2026-03-01T00:00:00.000Z')).toEqual([3, '1.05', '2026-03-01T00:00:00.000Z'])
})

test('what comes in step by step, or is told of a moment that is not decided yet, is asked about each time', async () => {
  let asked = 0
  const apiOf = (change: Partial<ParameterVersion>) =>
    ({
      async *list<T>() {
        asked += 1
        yield { inForce: of(change) } as T
      },
    }) as unknown as AssayClient
  const stepwise = apiOf({ effectiveFrom: '2026-02-01T00:00:00.000Z', phasedFrom: '1' })
  for (const at of ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z']) await fetchParameters(stepwise, at)
  expect(asked).toBe(2)
  const future = apiOf({})
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  for (const at of [inAnHour, inAnHour]) await fetchParameters(future, at)
  expect(asked).toBe(4)
})
