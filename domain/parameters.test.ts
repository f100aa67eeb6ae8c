import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonValue } from './codecs.ts'
import { bandAbove, bandOf, bands, choice, decimal } from './codecs.ts'
import { type Exact, exact } from './decimal.ts'
import { nextVersion } from './parameterChange.ts'
import { type Authority, beginning, defineParameters, type Parameter, parameterSetAt } from './parameters.ts'
import type { ParameterUnits } from './parameterUnits.ts'
import { catalogue, parameterOf, parametersAt } from './programmes/catalogue.ts'
import { fictra } from './programmes/fictra.ts'
import { secretTrees } from './programmes/secretTrees.ts'
import { initial } from './test/parameters.ts'

const refused = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

const wrong: readonly (readonly [Parameter<unknown>, JsonValue, string])[] = [
  [fictra.allocation.baseMultipliers, { energy: '1.5' }, '/preciousMetals'],
  [fictra.allocation.weights, null, ''],
  [fictra.allocation.growthWindowDays, '30', ''],
  [fictra.allocation.growthWindowDays, 30.5, ''],
  [fictra.allocation.bronzeEligible, 'true', ''],
  [fictra.settlement.conversionRate, 1, ''],
  [fictra.settlement.conversionRate, '1e0', ''],
  [fictra.settlement.feeBurn, [], ''],
  [fictra.settlement.feeBurn, [{ from: '5', value: '0.1' }], ''],
  [
    fictra.settlement.feeBurn,
    [
      { from: '0', value: '0.1' },
      { from: '0', value: '0.2' },
    ],
    '',
  ],
  [fictra.settlement.feeBurn, [{ from: '0', value: '0.1', note: 'x' }], '/0/note'],
  [fictra.trust.bands, [{ from: '0', value: 'diamond' }], '/0/value'],
  [secretTrees.methodology.currentVersion, 'one', ''],
]

test.each(wrong)('a value that does not fit is refused with its pointer: %#', (parameter, value, pointer) => {
  expect(() => parameter.codec.decode(value, '', parameter.key)).toThrowError(
    refused('PARAMETER_INVALID', { key: parameter.key, pointer }),
  )
})

test('ranges of domain.md bind: Bm of energy stays within 1.2 and 2.0, weights sum to one', () => {
  const { baseMultipliers, weights } = fictra.allocation
  const multipliers = baseMultipliers.initial as Record<string, JsonValue>
  expect(() => baseMultipliers.codec.decode({ ...multipliers, energy: '2.01' }, '', 'k')).toThrowError(
    refused('PARAMETER_INVALID', { pointer: '/energy' }),
  )
  const heavy = { ...(weights.initial as Record<string, JsonValue>), carbon: '0.2' }
  expect(() => weights.codec.decode(heavy, '', 'k')).toThrowError(
    refused('PARAMETER_INVALID', { reason: 'the weights must sum to 1' }),
  )
})

test('a parameter whose initial value does not fit cannot be declared', () => {
  const definition = { title: 'x', initial: '2', authority: 'council', noticeDays: 0, source: 'test' } as const
  expect(() => defineParameters('test', { wrong: { ...definition, codec: decimal('ratio', '0', '1') } })).toThrowError(
    refused('PARAMETER_INVALID', { key: 'test.wrong', pointer: '' }),
  )
})

test('unknown keys are refused', () => {
  expect(() => parameterOf('fictra.nothing')).toThrowError(refused('PARAMETER_UNKNOWN', { key: 'fictra.nothing' }))
  expect(() => initial.version('fictra.nothing')).toThrowError(refused('PARAMETER_UNKNOWN', { key: 'fictra.nothing' }))
  const foreign = { ...fictra.allocation.growthWindowDays, key: 'fictra.nothing' }
  expect(() => initial.get(foreign)).toThrowError(refused('PARAMETER_UNKNOWN', { key: 'fictra.nothing' }))
  const stored = [{ key: 'x', version: 2, value: 1, effectiveFrom: '2025-01-01T00:00:00Z' }]
  expect(() => parametersAt(stored, new Date())).toThrowError(refused('PARAMETER_UNKNOWN', { key: 'x' }))
})

test('keys are unique and every initial value fits its own type', () => {
  expect(new Set(catalogue.map(({ key }) => key)).size).toBe(catalogue.length)
  expect(catalogue.length).toBeGreaterThan(50)
  for (const { codec, initial: value, key } of catalogue) expect(() => codec.decode(value, '', key)).not.toThrow()
})

/** Each leaf of a value with the unit it is measured in. */
function leaves(value: JsonValue, unit: ParameterUnits, at: string): (readonly [string, JsonValue, ParameterUnits])[] {
  if (typeof value !== 'object' || value === null) return [[at, value, unit]]
  if (Array.isArray(value)) return value.flatMap((row: JsonValue) => leaves(row, unit, at))
  return Object.entries(value).flatMap(([name, of]) => {
    const own = typeof unit === 'string' ? unit : unit[name]!
    return leaves(of as JsonValue, own, `${at}/${name}`)
  })
}

test('every number of every parameter has a unit, and nothing else has one', () => {
  const plain = /^-?\d+(\.\d+)?$/
  const wrong = catalogue.flatMap(({ key, codec, initial: value }) =>
    leaves(value, codec.unit, key).filter(([, leaf, unit]) => {
      const counted = typeof leaf === 'number' || (typeof leaf === 'string' && plain.test(leaf))
      return typeof unit !== 'string' || (unit === 'none') === counted
    }),
  )
  expect(wrong).toEqual([])
})

test('a unit is what the name of its parameter or member says', () => {
  const said: readonly (readonly [RegExp, readonly ParameterUnits[]])[] = [
    [/Seconds$/, ['seconds']],
    [/Hours$/, ['hours']],
    [/(?<!business)Days$/, ['days']],
    [/businessDays$/, ['businessDays']],
    [/Months$/, ['months']],
    [/Years$/, ['years']],
    [/Weeks$/, ['weeks']],
    [/Minutes$/, ['minutes']],
    [/Share$/, ['ratio']],
    [/Pt$/, ['PT']],
    [/(?<!mayMove)Ft$/, ['FT']],
    [/Usd$/, ['USD']],
    [/PerHectare$/, ['1/ha', 'EUR/ha']],
    [/Cm$/, ['cm']],
  ]
  const wrong = catalogue.flatMap(({ key, codec, initial: value }) =>
    leaves(value, codec.unit, key).filter(([at, , unit]) =>
      said.some(([name, units]) => name.test(at) && !units.includes(unit)),
    ),
  )
  expect(wrong).toEqual([])
})

test('a version is in force from its effective date on, half-open, whatever order it was stored in', () => {
  const key = fictra.settlement.conversionRate.key
  const stored = [
    { key, version: 3, value: '1.1', effectiveFrom: '2026-03-01T00:00:00Z' },
    { key, version: 2, value: '1.05', effectiveFrom: '2026-02-01T00:00:00+00:00' },
  ]
  const rateAt = (at: string, rows = stored) =>
    parametersAt(rows, new Date(at)).get(fictra.settlement.conversionRate).toFixed()
  expect(rateAt('2026-01-31T23:59:59.999Z')).toBe('1')
  expect(rateAt('2026-02-01T00:00:00Z')).toBe('1.05')
  expect(rateAt('2026-03-01T00:00:00Z')).toBe('1.1')
  expect(rateAt('2026-03-01T00:00:00Z', stored.toReversed())).toBe('1.1')
})

test('of two versions of one moment the newer is in force, and a recorded first version stands for the initial value', () => {
  const { conversionRate } = fictra.settlement
  const from = (version: number, value: string, effectiveFrom: string) => ({
    key: conversionRate.key,
    version,
    value,
    effectiveFrom,
  })
  const rate = (...stored: ReturnType<typeof from>[]) =>
    parametersAt(stored, new Date('2026-06-01T00:00:00Z')).get(conversionRate).toFixed()
  const [two, three] = [from(2, '1.05', '2026-02-01T00:00:00Z'), from(3, '1.1', '2026-02-01T00:00:00Z')]
  expect([rate(two, three), rate(three, two)]).toEqual(['1.1', '1.1'])
  const dated = [from(2, '1.05', '2026-03-01T00:00:00Z'), three]
  expect([rate(...dated), rate(...dated.toReversed())]).toEqual(['1.05', '1.05'])
  expect(rate(from(1, '0.95', beginning))).toBe('0.95')
})

test('a set lists the versions behind it, sorted, and can be rebuilt from them', () => {
  const of = [fictra.trust.weights, fictra.trust.bands, fictra.trust.weights]
  expect(initial.versions(of).map(({ key, version }) => [key, version])).toEqual([
    ['fictra.trust.bands', 1],
    ['fictra.trust.weights', 1],
  ])
  const rebuilt = parameterSetAt(catalogue, initial.versions(), new Date(initial.asOf))
  expect(rebuilt.versions()).toEqual(initial.versions())
  expect(rebuilt.versions()).toHaveLength(catalogue.length)
})

const announcedAt = new Date('2026-01-01T00:00:00Z')
const proposal = (value: JsonValue, effectiveFrom: string, version = 2, authority: Authority = 'council') => ({
  version,
  value,
  effectiveFrom: new Date(effectiveFrom),
  announcedAt,
  authority,
})

test('2.1: only the authority of a parameter changes it, and a larger change needs the higher one', () => {
  const at = '2026-12-01T00:00:00Z'
  const byTechnicians = proposal('1.05', at, 2, 'technicalCommittee')
  expect(() => nextVersion(fictra.settlement.conversionRate, undefined, byTechnicians, initial)).toThrowError(
    refused('PARAMETER_AUTHORITY_WRONG', { given: 'technicalCommittee', authority: 'stabilityCommittee' }),
  )
  const { rate } = defineParameters('test', {
    rate: {
      title: 'A rate whose large changes the council decides',
      codec: decimal('ratio', '0', '10'),
      initial: '1',
      authority: 'economicsCommittee',
      noticeDays: 0,
      source: 'test',
      escalation: (next: Exact, previous: Exact) => (next.greaterThan(previous.times(2)) ? 'council' : null),
    },
  })
  const decided = (value: string, authority: Authority) =>
    nextVersion(rate, undefined, proposal(value, at, 2, authority), initial).value
  expect(decided('2', 'economicsCommittee')).toBe('2')
  expect(decided('2.1', 'council')).toBe('2.1')
  expect(() => decided('2', 'council')).toThrowError(refused('PARAMETER_AUTHORITY_WRONG'))
  expect(() => decided('2.1', 'economicsCommittee')).toThrowError(refused('PARAMETER_AUTHORITY_WRONG'))
})

test('2.1: a change waits for its notice and follows the newest version', () => {
  const { limits } = fictra.allocation
  const value = { ...(limits.initial as Record<string, JsonValue>), growth: '0.25' }
  expect(() => nextVersion(limits, undefined, proposal(value, '2026-01-30T23:59:59Z'), initial)).toThrowError(
    refused('PARAMETER_NOTICE_TOO_SHORT', { earliest: '2026-01-31T00:00:00.000Z' }),
  )
  expect(() => nextVersion(limits, undefined, proposal(value, '2026-01-31T00:00:00Z', 3), initial)).toThrowError(
    refused('PARAMETER_VERSION_CONFLICT', { expected: 2 }),
  )
  expect(nextVersion(limits, undefined, proposal(value, '2026-01-31T00:00:00Z'), initial)).toEqual({
    key: limits.key,
    version: 2,
    value,
    effectiveFrom: '2026-01-31T00:00:00.000Z',
  })
})

test('2.1: multipliers change twice a year at most, ranges and weights once, data sources and breakers once a quarter', () => {
  const { baseMultipliers, factorRanges, weights } = fictra.allocation
  const intervals: readonly (readonly [Parameter<unknown>, number, Authority])[] = [
    [baseMultipliers, 182, 'council'],
    [factorRanges, 365, 'councilAndSovereigns'],
    [weights, 365, 'councilAndSovereigns'],
    [fictra.oracles.feeds, 91, 'technicalCommittee'],
    [fictra.breakers.moves, 91, 'council'],
    [fictra.breakers.windows, 91, 'council'],
    [fictra.breakers.halts, 91, 'council'],
  ]
  for (const [parameter, intervalDays, authority] of intervals) {
    const latest = { key: parameter.key, version: 2, value: parameter.initial, effectiveFrom: '2026-09-01T00:00:00Z' }
    const earliest = new Date(new Date(latest.effectiveFrom).getTime() + intervalDays * 86_400_000)
    const at = (moment: number) => proposal(parameter.initial, new Date(moment).toISOString(), 3, authority)
    expect(() => nextVersion(parameter, latest, at(earliest.getTime() - 1), initial)).toThrowError(
      refused('PARAMETER_CHANGE_TOO_SOON', { key: parameter.key, intervalDays, earliest: earliest.toISOString() }),
    )
    expect(nextVersion(parameter, latest, at(earliest.getTime()), initial).version).toBe(3)
  }
})

test('a number that never came into force is not given again', () => {
  const { limits } = fictra.allocation
  const decided = (version: number) => proposal(limits.initial, '2026-03-01T00:00:00Z', version)
  expect(() => nextVersion(limits, undefined, decided(2), initial, 2)).toThrowError(
    refused('PARAMETER_VERSION_CONFLICT', { expected: 3 }),
  )
  expect(nextVersion(limits, undefined, decided(3), initial, 2).version).toBe(3)
})

test('a version that follows one announced for later cannot come before it', () => {
  const { limits } = fictra.allocation
  const latest = { key: limits.key, version: 2, value: limits.initial, effectiveFrom: '2026-06-01T00:00:00.000Z' }
  expect(() => nextVersion(limits, latest, proposal(limits.initial, '2026-05-31T00:00:00Z', 3), initial)).toThrowError(
    refused('PARAMETER_NOTICE_TOO_SHORT', { earliest: latest.effectiveFrom }),
  )
})

test('2.8: the conversion rate moves by at most 10 % of the previous one', () => {
  const rate = fictra.settlement.conversionRate
  const at = '2026-01-02T00:00:00Z'
  const decided = (value: string, version = 2) => proposal(value, at, version, 'stabilityCommittee')
  expect(nextVersion(rate, undefined, decided('1.1'), initial).value).toBe('1.1')
  expect(nextVersion(rate, undefined, decided('0.9'), initial).value).toBe('0.9')
  expect(() => nextVersion(rate, undefined, decided('1.1001'), initial)).toThrowError(
    refused('PARAMETER_INVALID', { key: rate.key, pointer: '', reason: expect.stringMatching(/./) }),
  )
  expect(() => nextVersion(rate, undefined, decided('much'), initial)).toThrowError(
    refused('PARAMETER_INVALID', { key: rate.key, pointer: '' }),
  )
  const broken = { key: rate.key, version: 2, value: 'much', effectiveFrom: at }
  expect(() => nextVersion(rate, broken, decided('1.1', 3), initial)).toThrowError(
    refused('PARAMETER_INVALID', { key: rate.key, pointer: '' }),
  )
  const latest = { key: rate.key, version: 2, value: '1.1', effectiveFrom: at }
  expect(nextVersion(rate, latest, decided('1.21', 3), initial).version).toBe(3)
})

test('bands are half-open: the bound belongs to the upper band', () => {
  const list = bands('ratio', '0', '100', choice(['low', 'high'])).decode(
    [
      { from: '0', value: 'low' },
      { from: '85', value: 'high' },
    ],
    '',
    'k',
  )
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), (value) => {
      expect(bandOf(list, exact(value).div(exact(10n ** 10n)))).toBe(value >= 85n * 10n ** 10n ? 'high' : 'low')
    }),
  )
  expect([bandOf(list, exact('84.9999')), bandOf(list, exact('85'))]).toEqual(['low', 'high'])
  expect(['0', '85', '85.0001'].map((at) => bandAbove(list, exact(at as '85')))).toEqual(['low', 'low', 'high'])
})

test('2.17: only what the technical committee operates, a following rate and orders of authorities change without notice', () => {
  const sudden = catalogue.filter(({ noticeDays, authority }) => noticeDays === 0 && authority !== 'technicalCommittee')
  expect(sudden.map(({ key }) => key).toSorted()).toEqual([
    'fictra.compliance.reports',
    'fictra.settlement.conversionRate',
  ])
})
