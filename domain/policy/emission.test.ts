import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact } from '../decimal.ts'
import { nextVersion } from '../parameterChange.ts'
import { emissionClasses, fictraEmission, type ReleaseName } from '../programmes/fictraEmission.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  capHeadroomPt,
  type EmissionBook,
  type EmissionFacts,
  extraReleaseDown,
  type ReleaseCall,
  receivedPt,
  releaseDown,
} from './emission.ts'
import { monthBeginsSeconds } from './programmeTime.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const million = (amount: `${number}`) => quantity(BigInt(exact(amount).times(1_000_000).toFixed()) * 10n ** 18n, 'PT')
const empty: EmissionBook = { released: {}, received: {} }
const facts: EmissionFacts = { activeTraders: 100, volumeUsd: exact('50000000'), commodityClasses: 5, calmDays: 60 }
const late = monthBeginsSeconds(120, initial)
const call: ReleaseCall = {
  secondsSinceLaunch: late,
  shiftDays: 0,
  suspended: false,
  approved: true,
  amountFactor: exact('1'),
  corridorFactor: exact('1'),
  facts,
  supplyPt: pt('0'),
}
const release = (name: ReleaseName, changes: Partial<ReleaseCall> = {}, book = empty, parameters = initial) =>
  releaseDown(name, { ...call, ...changes }, book, parameters)
const shown = ({ releasedPt, openPt, boundBy }: ReturnType<typeof releaseDown>) => [
  formatQuantity(releasedPt),
  formatQuantity(openPt),
  boundBy,
]
const schedule = initial.get(fictraEmission.schedule)
const sumOf = (rows: readonly { readonly amountPt: { readonly value: bigint } }[]) =>
  quantity(
    rows.reduce((sum, { amountPt }) => sum + amountPt.value, 0n),
    'PT',
  )

test('inputs outside their range are refused by field', () => {
  const wrong: readonly [string, Partial<ReleaseCall>][] = [
    ['secondsSinceLaunch', { secondsSinceLaunch: -1 }],
    ['shiftDays', { shiftDays: -31 }],
    ['shiftDays', { shiftDays: 36_501 }],
    ['amountFactor', { amountFactor: exact('0.79') }],
    ['amountFactor', { amountFactor: exact('1.21') }],
    ['corridorFactor', { corridorFactor: exact('1.01') }],
    ['corridorFactor', { corridorFactor: new Exact(Number.NaN) }],
    ['supplyPt', { supplyPt: quantity(-1n, 'PT') }],
    ['activeTraders', { facts: { ...facts, activeTraders: 0.5 } }],
    ['volumeUsd', { facts: { ...facts, volumeUsd: exact('-1') } }],
    ['commodityClasses', { facts: { ...facts, commodityClasses: -1 } }],
    ['calmDays', { facts: { ...facts, calmDays: Number.NaN } }],
  ]
  const refused = (field: string) =>
    expect.objectContaining({ code: 'EMISSION_INPUT_INVALID', details: expect.objectContaining({ field }) })
  for (const [field, changes] of wrong) expect(() => release('seed', changes)).toThrowError(refused(field))
  expect(() => extraReleaseDown('public', quantity(-1n, 'PT'), pt('0'), empty, initial)).toThrowError(
    refused('wantedPt'),
  )
  expect(() => extraReleaseDown('public', pt('1'), quantity(-1n, 'PT'), empty, initial)).toThrowError(
    refused('supplyPt'),
  )
})

test('a release that the schedule does not have is unknown', () => {
  const short = withValue(fictraEmission.schedule, [
    { name: 'seed', month: 1, class: 'public', amountPt: '1', needs: 'none', vote: false },
  ])
  expect(() => release('private', {}, empty, short)).toThrowError(
    expect.objectContaining({ code: 'EMISSION_RELEASE_UNKNOWN', details: { field: 'name', name: 'private' } }),
  )
})

const reasons = (name: ReleaseName, changes: Partial<ReleaseCall>) => {
  try {
    release(name, changes)
    return []
  } catch (error) {
    expect(error).toMatchObject({ code: 'EMISSION_REFUSED', retryable: true })
    return (error as { details: { reasons: unknown } }).details.reasons
  }
}

test('2.9: a release waits for its month, its condition, its vote and the end of a suspension; all reasons are told', () => {
  expect(reasons('private', { secondsSinceLaunch: monthBeginsSeconds(3, initial) - 1 })).toEqual(['notDue'])
  expect(reasons('private', { secondsSinceLaunch: monthBeginsSeconds(3, initial) })).toEqual([])
  expect(reasons('private', { suspended: true })).toEqual(['suspended'])
  expect(reasons('grants3', { approved: false })).toEqual(['notApproved'])
  expect(reasons('grants2', { approved: false })).toEqual([])
  const none = { activeTraders: 99, volumeUsd: exact('49999999.99'), commodityClasses: 4, calmDays: 59 }
  expect(reasons('seed', { facts: none })).toEqual([])
  expect(reasons('grants1', { facts: none })).toEqual(['activeTraders'])
  expect(reasons('partners2', { facts: none })).toEqual(['tradedVolume'])
  expect(reasons('grants2', { facts: none })).toEqual(['commodityClasses'])
  expect(reasons('operations1', { facts: none })).toEqual(['calmMarket'])
  expect(reasons('operations3', { secondsSinceLaunch: 0, approved: false, suspended: true, facts: none })).toEqual([
    'notDue',
    'suspended',
    'notApproved',
    'calmMarket',
  ])
})

test.each([
  ['activeTraders', 'grants1', { activeTraders: 99 }],
  ['tradedVolume', 'partners2', { volumeUsd: exact('49999999.99') }],
  ['commodityClasses', 'grants2', { commodityClasses: 4 }],
  ['calmMarket', 'operations1', { calmDays: 59 }],
] as const)('2.9: the condition %s looks at its own fact alone', (condition, name, missing) => {
  const others = { activeTraders: 0, volumeUsd: exact('0'), commodityClasses: 0, calmDays: 0 }
  expect(reasons(name, { facts: { ...facts, ...missing } })).toEqual([condition])
  const own = Object.fromEntries(Object.keys(missing).map((key) => [key, facts[key as keyof EmissionFacts]]))
  expect(reasons(name, { facts: { ...others, ...own } })).toEqual([])
})

test('2.9: a decided delay or acceleration moves the month', () => {
  const month = monthBeginsSeconds(24, initial)
  const at = (days: number, shiftDays: number) =>
    reasons('treasury1', { secondsSinceLaunch: month + days * 86_400, shiftDays })
  expect([at(89, 90), at(90, 90), at(-30, -30), at(-31, -30)]).toEqual([['notDue'], [], [], ['notDue']])
})

test('2.9: the initial circulation of 15 % is seed and private', () => {
  expect(formatQuantity(sumOf(schedule.filter(({ month }) => month <= 3)))).toBe('75000000')
  expect(schedule.filter(({ month }) => month <= 3).map(({ name }) => name)).toEqual(['seed', 'private'])
})

test('2.9: the classes sum to the cap of 500,000,000, and the schedule gives each exactly its own', () => {
  const caps = initial.get(fictraEmission.classCaps)
  const total = Object.values(caps).reduce((sum, { value }) => sum + value, 0n)
  expect(total).toBe(initial.get(fictraSettlement.paymentTokenCap).value)
  for (const of of emissionClasses) expect(sumOf(schedule.filter((row) => row.class === of))).toEqual(caps[of])
  expect(schedule.map(({ vote }) => vote)).toEqual(schedule.map(({ month }) => month > 72))
})

test('class caps that sum to more than the cap are refused', () => {
  const values = Object.fromEntries(emissionClasses.map((of) => [of, '83333333']))
  const propose = (value: Readonly<Record<string, string>>) =>
    nextVersion(
      fictraEmission.classCaps,
      undefined,
      {
        version: 2,
        value,
        effectiveFrom: new Date('2028-01-01T00:00:00Z'),
        announcedAt: new Date('2026-01-01T00:00:00Z'),
        authority: 'councilAndSovereigns',
      },
      initial,
    ).version
  expect(propose({ ...values, team: '83333335' })).toBe(2)
  expect(() => propose({ ...values, team: '83333335.000000000000000001' })).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID' }),
  )
})

/** The releases as the source prints them. */
const printed = schedule.map((row) => ({
  ...row,
  amountPt: row.class === 'partners' || row.class === 'treasury' ? '25000000' : formatQuantity(row.amountPt),
}))
const asPrinted = withValue(fictraEmission.schedule, printed)

test('[TV 2.9] the schedule totals 550M: partners and treasury each exceed their 75M allocation by 25M, which the class caps hold back', () => {
  const rows = asPrinted.get(fictraEmission.schedule)
  const phase = (from: number, to: number) =>
    formatQuantity(sumOf(rows.filter(({ month }) => month >= from && month <= to)))
  expect([phase(1, 12), phase(13, 36), phase(37, 72), phase(73, 120)]).toEqual([
    '200000000',
    '115000000',
    '127500000',
    '107500000',
  ])
  expect(formatQuantity(sumOf(rows))).toBe('550000000')
  let book = empty
  let supplyPt = pt('0')
  const held: [string, string, readonly string[]][] = []
  for (const { name } of rows) {
    const one = release(name, { supplyPt }, book, asPrinted)
    supplyPt = quantity(supplyPt.value + one.releasedPt.value, 'PT')
    book = one.book
    if (one.openPt.value > 0n) held.push([name, formatQuantity(one.openPt), one.boundBy])
  }
  expect(held).toEqual([
    ['partners4', '25000000', ['classCap']],
    ['treasury4', '25000000', ['classCap', 'cap']],
  ])
  expect(formatQuantity(supplyPt)).toBe('500000000')
  for (const side of ['partners', 'treasury'] as const) {
    expect(formatQuantity(receivedPt(side, book))).toBe('75000000')
  }
})

test('2.9 [R]: as governed the whole schedule fits class caps and cap', () => {
  let book = empty
  let supplyPt = pt('0')
  for (const { name, amountPt } of schedule) {
    const one = release(name, { supplyPt }, book)
    expect(shown(one)).toEqual([formatQuantity(amountPt), '0', []])
    supplyPt = quantity(supplyPt.value + one.releasedPt.value, 'PT')
    book = one.book
  }
  expect(capHeadroomPt(supplyPt, initial)).toEqual(pt('0'))
})

test('2.10: near the upper boundary 70 % are released and the rest stays open until the price is back', () => {
  const near = release('seed', { corridorFactor: exact('0.7') })
  expect(shown(near)).toEqual(['17500000', '7500000', ['corridor']])
  expect([near.releasedPt, near.openPt, near.book.released.seed]).toEqual([
    pt('17500000'),
    pt('7500000'),
    pt('17500000'),
  ])
  expect(shown(release('seed', { corridorFactor: exact('0.7') }, near.book))).toEqual(['0', '7500000', ['corridor']])
  const rest = release('seed', {}, near.book)
  expect(shown(rest)).toEqual(['7500000', '0', []])
  expect(shown(release('seed', {}, rest.book))).toEqual(['0', '0', []])
})

test('2.9: holders may move the amount by a fifth; the cap of the class holds all the same', () => {
  expect(shown(release('seed', { amountFactor: exact('0.8') }))).toEqual(['20000000', '0', []])
  expect(shown(release('seed', { amountFactor: exact('1.2') }))).toEqual(['30000000', '0', []])
  const full = { released: { seed: million('25'), private: million('50') }, received: { public: million('75') } }
  expect(shown(release('public', { amountFactor: exact('1.2') }, full))).toEqual(['75000000', '15000000', ['classCap']])
  const whole = { released: { seed: million('25') }, received: { public: million('25') } }
  const lowered = release('seed', { amountFactor: exact('0.8') }, whole)
  expect(shown(lowered)).toEqual(['0', '0', []])
})

test('2.8: what conversions minted counts against the cap', () => {
  expect(shown(release('seed', { supplyPt: million('490') }))).toEqual(['10000000', '15000000', ['cap']])
  expect(shown(release('seed', { supplyPt: million('475') }))).toEqual(['25000000', '0', []])
  expect(shown(release('seed', { supplyPt: million('501') }))).toEqual(['0', '25000000', ['cap']])
  expect(formatQuantity(capHeadroomPt(million('501'), initial))).toBe('0')
  expect(formatQuantity(capHeadroomPt(million('499.5'), initial))).toBe('500000')
})

test('2.9: an emission outside the schedule takes from its class and is counted', () => {
  const bonus = extraReleaseDown('ecosystem', million('5'), pt('0'), empty, initial)
  expect(bonus.book.received.ecosystem).toEqual(pt('5000000'))
  expect([bonus.class, formatQuantity(bonus.releasedPt), bonus.boundBy]).toEqual(['ecosystem', '5000000', []])
  const again = extraReleaseDown('ecosystem', million('46'), million('460'), bonus.book, initial)
  expect([formatQuantity(again.releasedPt), again.boundBy]).toEqual(['40000000', ['classCap', 'cap']])
  expect(formatQuantity(receivedPt('ecosystem', again.book))).toBe('45000000')
  const after = release('grants1', {}, again.book)
  expect(shown(after)).toEqual(['5000000', '10000000', ['classCap']])
  const over = { released: { grants1: million('60') }, received: { ecosystem: million('60') } }
  expect(extraReleaseDown('ecosystem', million('1'), pt('0'), over, initial).releasedPt).toEqual(pt('0'))
})

test('2.9 [R]: a class stays within its cap when the schedule that gave it something no longer lists it', () => {
  const { book } = release('seed')
  const row = { month: 1, amountPt: '150000000', needs: 'none', vote: false }
  const others = withValue(fictraEmission.schedule, [{ ...row, name: 'public', class: 'public' }])
  expect(shown(release('public', {}, book, others))).toEqual(['125000000', '25000000', ['classCap']])
  const renamed = withValue(fictraEmission.schedule, [{ ...row, name: 'seed', class: 'team', amountPt: '30000000' }])
  const moved = release('seed', {}, book, renamed)
  expect(shown(moved)).toEqual(['5000000', '0', []])
  expect([receivedPt('public', moved.book), receivedPt('team', moved.book)]).toEqual([million('25'), million('5')])
  const forgetful = { released: { seed: million('25') }, received: { public: million('24') } }
  expect(() => release('private', {}, forgetful)).toThrowError(
    expect.objectContaining({
      code: 'EMISSION_INPUT_INVALID',
      details: expect.objectContaining({ field: 'received' }),
    }),
  )
})

test('whatever is released in whatever order, no class and no cap is exceeded, and nothing is lost', () => {
  const step = fc.record({
    index: fc.nat(schedule.length - 1),
    corridor: fc.constantFrom('0.5', '0.7', '1'),
    factor: fc.constantFrom('0.8', '1', '1.2'),
  } as const)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.bigInt(0n, 10n ** 26n), (steps, minted) => {
      let book = empty
      let supply = minted
      for (const { index, corridor, factor } of steps) {
        const { name } = schedule[index]!
        const one = release(
          name,
          {
            supplyPt: quantity(supply, 'PT'),
            corridorFactor: exact(corridor as `${number}`),
            amountFactor: exact(factor as `${number}`),
          },
          book,
        )
        supply += one.releasedPt.value
        book = one.book
      }
      const received = emissionClasses.map((of) => receivedPt(of, book).value)
      expect(minted + received.reduce((sum, value) => sum + value, 0n)).toBe(supply)
      expect(supply).toBeLessThanOrEqual(initial.get(fictraSettlement.paymentTokenCap).value)
      const caps = initial.get(fictraEmission.classCaps)
      for (const [index, of] of emissionClasses.entries()) expect(received[index]!).toBeLessThanOrEqual(caps[of].value)
    }),
    { numRuns: 40 },
  )
})
