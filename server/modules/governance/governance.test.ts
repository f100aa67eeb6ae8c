import { randomUUID } from 'node:crypto'
import { authorities } from '@assay/domain/parameters.ts'
import { catalogue, parameterOf } from '@assay/domain/programmes/catalogue.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../module.ts'
import { createHarness, type Harness } from '../../test/harness.ts'
import { registerParty } from '../parties/index.ts'
import {
  announceVersion,
  decideVersion,
  governance,
  grantMandate,
  latestIndicator,
  loadParameters,
  recordIndicator,
} from './index.ts'
import { listParameters, readParameter } from './readParameters.ts'
import { revokeMandate } from './revokeMandate.ts'

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

/** Two members of every body, and somebody who speaks for none. */
let members: readonly [Actor, Actor]
let outsider: Actor
beforeAll(async () => {
  const person = async (name: string) => {
    const { partyId } = await harness.run((context) =>
      registerParty(context, { name, country: 'CH', type: 'person', roles: ['governance'] }),
    )
    return harness.as({ partyId, roles: ['governance'] })
  }
  members = [await person('First member'), await person('Second member')]
  outsider = await person('Outsider')
  for (const { partyId } of members)
    for (const authority of authorities)
      await harness.run((context) => grantMandate(context, { partyId: partyId!, authority, reason: 'Elected' }))
})

const announce = (of: Partial<Parameters<typeof announceVersion>[1]> = {}, actor = members[0]) =>
  harness.run(
    (context) =>
      announceVersion(context, {
        key: movable.key,
        version: 2,
        value: movable.initial,
        effectiveFrom: after(movable.noticeDays + 1),
        authority: movable.authority,
        reason: 'Review of the year',
        ...of,
      }),
    actor,
  )
const decide = (decision: 'confirmed' | 'withdrawn', version = 2, actor = members[1], key = movable.key) =>
  harness.run((context) => decideVersion(context, { key, version, decision, reason: 'Agreed' }), actor)

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
  await expect(announce({}, outsider)).rejects.toMatchObject({ code: 'MANDATE_MISSING' })
  const announced = await announce()
  expect(announced).toMatchObject({ version: 2, value: movable.initial, state: 'pending' })
  await expect(decide('confirmed', 2, members[0])).rejects.toMatchObject({ code: 'CONFIRMATION_BY_PROPOSER' })
  await expect(decide('confirmed', 2, outsider)).rejects.toMatchObject({ code: 'MANDATE_MISSING' })
  await expect(decide('confirmed', 9)).rejects.toMatchObject({ code: 'PARAMETER_VERSION_UNKNOWN' })
  await expect(announce({ version: 3 })).rejects.toMatchObject({ code: 'PARAMETER_VERSION_PENDING' })
  const confirmed = await decide('confirmed')
  expect(confirmed).toMatchObject({ state: 'confirmed', proposedBy: members[0].partyId, decidedBy: members[1].partyId })
  expect(await decide('confirmed')).toEqual(confirmed)
  await expect(decide('withdrawn')).rejects.toMatchObject({ code: 'PARAMETER_VERSION_DECIDED' })
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
    if (result.status !== 'rejected') continue
    expect(['PARAMETER_VERSION_CONFLICT', 'PARAMETER_VERSION_PENDING']).toContain(result.reason.code)
  }
})

test('a version that nobody confirms lapses, one that is withdrawn is gone, and the next one follows neither', async () => {
  const history = async () => (await harness.ask((context) => readParameter(context, movable.key))).history
  const next = (await history())[0]!.version
  expect(await history()).toMatchObject([{ version: next, state: 'pending' }, { state: 'confirmed' }, {}])
  await harness.advance((movable.noticeDays + 2) * 86_400)
  expect((await history())[0]).toMatchObject({ version: next, state: 'lapsed', decidedBy: null })
  await expect(decide('confirmed', next)).rejects.toMatchObject({ code: 'PARAMETER_VERSION_DECIDED' })
  expect(
    await harness.ask(async (context) => (await context.parametersAt(context.now)).version(movable.key).version),
  ).toBe(2)
  await announce({ version: next + 1 })
  expect(await decide('withdrawn', next + 1, members[0])).toMatchObject({ state: 'withdrawn' })
  await announce({ version: next + 2 })
  expect(await decide('confirmed', next + 2)).toMatchObject({ state: 'confirmed' })
  const { announced } = await harness.ask((context) => readParameter(context, movable.key))
  expect(announced.map(({ version, state }) => [version, state])).toEqual([[next + 2, 'confirmed']])
})

test('a change without any notice still leaves a moment for its confirmation', async () => {
  const { conversionRate } = fictra.settlement
  const of = { key: conversionRate.key, value: '1.05', authority: conversionRate.authority }
  for (const days of [0, 60 / 86_400])
    await expect(announce({ ...of, effectiveFrom: after(days) })).rejects.toMatchObject({
      code: 'PARAMETER_NOTICE_TOO_SHORT',
    })
  await announce({ ...of, effectiveFrom: after(0.01) })
  await harness.advance(0.01 * 86_400 - 60)
  await expect(decide('confirmed', 2, members[1], conversionRate.key), 'the last minute').rejects.toMatchObject({
    code: 'PARAMETER_VERSION_DECIDED',
  })
  await announce({ ...of, version: 3, effectiveFrom: after(0.01) })
  await decide('confirmed', 3, members[1], conversionRate.key)
  await harness.advance(0.02 * 86_400)
  const rate = await harness.ask(async (context) => (await context.parametersAt(context.now)).get(conversionRate))
  expect(rate.toFixed()).toBe('1.05')
})

test('2.1: a multiplier comes in day by day, and another change of it waits for half a year', async () => {
  const { baseMultipliers } = fictra.allocation
  const { key, authority } = baseMultipliers
  const value = { ...(baseMultipliers.initial as Record<string, string>), energy: '1.8' }
  const effectiveFrom = after(31)
  await announce({ key, authority, value, effectiveFrom })
  await decide('confirmed', 2, members[1], key)
  const energyAfter = async (days: number) => {
    const at = new Date(new Date(effectiveFrom).getTime() + days * day)
    return harness.ask(async (context) => (await context.parametersAt(at)).get(baseMultipliers).energy.toFixed())
  }
  const early = { key, authority, value, version: 3, effectiveFrom: after(100) }
  await expect(announce(early)).rejects.toMatchObject({
    code: 'PARAMETER_CHANGE_TOO_SOON',
    details: { earliest: new Date(new Date(effectiveFrom).getTime() + 182 * day).toISOString() },
  })
  // The order of the days has no influence on what is kept of them.
  const days = [200, 0, 44, -1, 29, 89, 1]
  const reached: string[] = []
  for (const one of days) reached.push(await energyAfter(one))
  expect(reached).toEqual(['1.8', '1.5033', '1.65', '1.5', '1.6', '1.8', '1.5066'])
})

test('a mandate is granted by another, given back when it is granted again, and counts no more once it is revoked', async () => {
  const partyId = outsider.partyId!
  const grant = (actor?: Actor, to = partyId) =>
    harness.run((context) => grantMandate(context, { partyId: to, authority: movable.authority, reason: 'x' }), actor)
  await expect(grant(outsider)).rejects.toMatchObject({ code: 'MANDATE_OF_OWN' })
  await expect(grant(members[0], randomUUID())).rejects.toMatchObject({ code: 'PARTY_NOT_FOUND' })
  const granted = await grant(members[0])
  expect(await grant(members[0])).toEqual(granted)
  const { history } = await harness.ask((context) => readParameter(context, movable.key))
  const version = history[0]!.version + 1
  await announce({ version, effectiveFrom: after(movable.noticeDays * 3 + 9) }, outsider)
  const revoke = (id: string) => harness.run((context) => revokeMandate(context, id))
  expect(await revoke(granted.mandateId)).toMatchObject({ revokedAt: harness.clock.now().toISOString() })
  expect(await revoke(granted.mandateId)).toMatchObject({ mandateId: granted.mandateId })
  await expect(revoke(randomUUID())).rejects.toMatchObject({ code: 'MANDATE_NOT_FOUND' })
  await expect(decide('withdrawn', version, outsider)).rejects.toMatchObject({ code: 'MANDATE_MISSING' })
  expect(await decide('withdrawn', version)).toMatchObject({ state: 'withdrawn' })
})

test('of a confirmation and a withdrawal in one moment one holds', async () => {
  const { history } = await harness.ask((context) => readParameter(context, movable.key))
  const version = history[0]!.version + 1
  await announce({ version, effectiveFrom: after(movable.noticeDays * 4 + 9) })
  const settled = await Promise.allSettled([
    decide('confirmed', version),
    decide('withdrawn', version, members[0]),
    decide('confirmed', version),
  ])
  const held = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.state] : []))
  expect(new Set(held).size).toBe(1)
  for (const one of settled) if (one.status === 'rejected') expect(one.reason.code).toBe('PARAMETER_VERSION_DECIDED')
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
  await expect(harness.db.deleteFrom('parameter_decisions').execute()).rejects.toThrow('append-only')
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
