import { catalogue, parameterOf } from '@assay/domain/programmes/catalogue.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../test/harness.ts'
import { announceVersion, governance, latestIndicator, loadParameters, recordIndicator } from './index.ts'
import { listParameters, readParameter } from './readParameters.ts'

let harness: Harness
beforeAll(async () => {
  harness = await createHarness({ modules: [governance], chain: false, loadParameters })
})
afterAll(() => harness?.close())

const day = 86_400_000
const after = (days: number) => new Date(harness.clock.now().getTime() + days * day).toISOString()

/** A parameter whose value is one decimal string, so that a test can move it. */
const movable = catalogue.find(
  ({ initial, noticeDays, step }) => typeof initial === 'string' && noticeDays > 0 && step === undefined,
)!
const other = catalogue.find(({ key, initial }) => key !== movable.key && typeof initial === 'string')!

const announce = (of: Partial<Parameters<typeof announceVersion>[1]> = {}) =>
  harness.run((context) =>
    announceVersion(context, {
      key: movable.key,
      version: 2,
      value: movable.initial,
      effectiveFrom: after(movable.noticeDays + 1),
      authority: movable.authority,
      reason: 'Review of the year',
      ...of,
    }),
  )

test.each([
  ['an unknown key', { key: 'no.such' }, 'PARAMETER_UNKNOWN'],
  ['a value outside its range', { value: '-99999999999' }, 'PARAMETER_INVALID'],
  ['a value of another type', { value: { a: 1 } }, 'PARAMETER_INVALID'],
  ['a version that skips one', { version: 3 }, 'PARAMETER_VERSION_CONFLICT'],
  ['a date before the notice ends', { effectiveFrom: undefined }, 'PARAMETER_NOTICE_TOO_SHORT'],
  ['another authority', { authority: undefined }, 'PARAMETER_AUTHORITY_WRONG'],
])('%s is refused with the reason and nothing is stored', async (_name, of, code) => {
  const wrongAuthority = movable.authority === 'council' ? 'methodologyBoard' : 'council'
  const proposal = {
    ...of,
    ...('effectiveFrom' in of ? { effectiveFrom: after(movable.noticeDays - 0.01) } : {}),
    ...('authority' in of ? { authority: wrongAuthority } : {}),
  }
  await expect(announce(proposal as never)).rejects.toMatchObject({ code })
  expect(await harness.db.selectFrom('parameter_versions').select('key').execute()).toEqual([])
})

test('a version is announced, takes effect at its date and never before, and the past stays readable', async () => {
  const before = harness.clock.now()
  const announced = await announce()
  expect(announced).toMatchObject({ version: 2, value: movable.initial })
  await expect(announce()).rejects.toMatchObject({ code: 'PARAMETER_VERSION_CONFLICT' })
  const versionNow = () =>
    harness.ask(async (context) => (await context.parametersAt(context.now)).version(movable.key).version)
  expect(await versionNow()).toBe(1)
  const listed = await harness.ask((context) => readParameter(context, movable.key))
  expect(listed.announced).toMatchObject([{ version: 2 }])
  expect(listed.history.map(({ version }) => version)).toEqual([2, 1])
  await harness.advance((movable.noticeDays + 2) * 86_400)
  expect(await versionNow()).toBe(2)
  expect(await harness.ask(async (context) => (await context.parametersAt(before)).version(movable.key).version)).toBe(
    1,
  )
  expect(await harness.ask(async (context) => (await context.parametersAt(context.now)).asOf)).toBe(
    harness.clock.now().toISOString(),
  )
  expect(
    await harness.ask(async (context) => (await context.parametersAt(context.now)).version(other.key).version),
  ).toBe(1)
})

test('of concurrent proposals of one version exactly one is announced', async () => {
  const proposals = Array.from({ length: 8 }, () =>
    announce({ version: 3, effectiveFrom: after(movable.noticeDays + 1) }),
  )
  const settled = await Promise.allSettled(proposals)
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of settled) {
    if (result.status === 'rejected') expect(result.reason.code).toBe('PARAMETER_VERSION_CONFLICT')
  }
})

test('every parameter of the catalogue is listed once, page by page', async () => {
  const keys: string[] = []
  let cursor: string | null = null
  do {
    const rows = await harness.ask((context) => listParameters(context, { after: cursor, limit: 10 }))
    const shown = rows.slice(0, 10)
    for (const { key, unit } of shown) expect([key, unit]).toEqual([key, parameterOf(key).codec.unit])
    keys.push(...shown.map(({ key }) => key))
    cursor = rows.length > 10 ? shown.at(-1)!.key : null
  } while (cursor !== null)
  expect(keys).toEqual(catalogue.map(({ key }) => key).sort())
})

test('history cannot be changed or taken away', async () => {
  await expect(harness.db.updateTable('parameter_versions').set({ reason: 'x' }).execute()).rejects.toThrow(
    'append-only',
  )
  await expect(harness.db.deleteFrom('parameter_versions').execute()).rejects.toThrow('append-only')
  await expect(harness.db.deleteFrom('indicators').execute()).rejects.toThrow('append-only')
})

const today = () => harness.clock.now().toISOString().slice(0, 10)
const record = (of: object) =>
  harness.run((context) =>
    recordIndicator(context, {
      key: 'humanDevelopmentIndex',
      subject: 'EE',
      value: '0.55',
      source: 'Report, table 1',
      asOf: '2026-01-01',
      ...of,
    }),
  )
const latest = (at = harness.clock.now()) =>
  harness.ask(({ db }) => latestIndicator(db, { key: 'humanDevelopmentIndex', subject: 'EE', at }))

test.each([
  ['beyond its range', { value: '1.000001' }, 'INDICATOR_OUT_OF_RANGE'],
  ['below its range', { value: '-0.1' }, 'INDICATOR_OUT_OF_RANGE'],
  ['of a day to come', { asOf: '2999-01-01' }, 'INDICATOR_FROM_FUTURE'],
])('an indicator %s is refused', async (_name, of, code) => {
  await expect(record(of)).rejects.toMatchObject({ code })
})

test('the latest indicator is the newest day known then, and of that day the newest correction', async () => {
  expect(await latest()).toBeNull()
  await record({ asOf: '2026-01-02', value: '0.60' })
  await record({ asOf: '2026-01-01', value: '0.55' })
  expect(await latest()).toMatchObject({ value: '0.6', asOf: '2026-01-02', version: 1, unit: 'index' })
  const beforeCorrection = harness.clock.now()
  await harness.advance(60)
  expect(await record({ asOf: '2026-01-02', value: '0.61' })).toMatchObject({ version: 2 })
  expect(await latest()).toMatchObject({ value: '0.61', version: 2 })
  expect(await latest(beforeCorrection)).toMatchObject({ value: '0.6', version: 1 })
  const corrections = await Promise.all([1, 2, 3].map(() => record({ asOf: today(), value: '0.7' })))
  expect(corrections.map(({ version }) => version).sort()).toEqual([1, 2, 3])
})
