import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonValue } from './codecs.ts'
import { exact, formatExact, roundDown } from './decimal.ts'
import { nextVersion } from './parameterChange.ts'
import type { ParameterVersion } from './parameters.ts'
import { stepsTaken, turnsOf } from './phasing.ts'
import { catalogue, parametersAt } from './programmes/catalogue.ts'
import { fictra } from './programmes/fictra.ts'
import { replayChange } from './replay.ts'
import { initial } from './test/parameters.ts'

const { baseMultipliers } = fictra.allocation
const day = 86_400_000
const from = new Date('2026-06-01T00:00:00Z')
const multipliers = (change: Readonly<Record<string, string>>) =>
  ({ ...(baseMultipliers.initial as object), ...change }) as JsonValue
const announce = (change: Readonly<Record<string, string>>) =>
  nextVersion(
    baseMultipliers,
    undefined,
    {
      version: 2,
      value: multipliers(change),
      effectiveFrom: from,
      announcedAt: new Date('2026-01-01T00:00:00Z'),
      authority: 'council',
    },
    initial,
  )
const after = (row: ParameterVersion, days: number) => parametersAt([row], new Date(from.getTime() + days * day))
const energy = (row: ParameterVersion, days: number) => formatExact(after(row, days).get(baseMultipliers).energy)

test('a value on the way that is outside its range is refused as any other', () => {
  const broken = { ...announce({ energy: '1.8' }), phasedFrom: multipliers({ energy: '9' }) }
  expect(() => after(broken, 1)).toThrowError(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
})

test('2.1: a multiplier comes in over 90 days, a ninetieth on the effective date and all of it on the ninetieth day', () => {
  const row = announce({ energy: '1.8' })
  expect(row.phasedFrom).toEqual(baseMultipliers.initial)
  const steps = [-0.00001, 0, 0.99999, 1, 29, 44, 88, 88.99999, 89, 1_000].map((days) => energy(row, days))
  expect(steps).toEqual(['1.5', '1.5033', '1.5033', '1.5066', '1.6', '1.65', '1.7966', '1.7966', '1.8', '1.8'])
  expect(formatExact(after(row, 10).get(baseMultipliers).forestry)).toBe('1.5')
})

test('a multiplier that falls is rounded down on its way too, and ends where it was announced', () => {
  const row = announce({ energy: '1.2' })
  expect([0, 1, 29, 89].map((days) => energy(row, days))).toEqual(['1.4966', '1.4933', '1.4', '1.2'])
})

test('what a set says is in force has nothing of the way there, and gives the same set again', () => {
  const row = announce({ energy: '1.8' })
  const set = after(row, 10)
  const shown = set.version(baseMultipliers.key)
  expect(shown).toMatchObject({ version: 2, effectiveFrom: from.toISOString(), value: { energy: '1.5366' } })
  expect(shown).not.toHaveProperty('phasedFrom')
  const again = parametersAt(set.versions(), new Date(from.getTime() + 40 * day))
  expect(again.get(baseMultipliers)).toEqual(set.get(baseMultipliers))
})

test('every other parameter changes at once', () => {
  const { growthWindowDays } = fictra.allocation
  const row = nextVersion(
    growthWindowDays,
    undefined,
    { version: 2, value: 30, effectiveFrom: from, announcedAt: new Date('2026-01-01'), authority: 'council' },
    initial,
  )
  expect(row).not.toHaveProperty('phasedFrom')
  expect(catalogue.filter(({ phasing }) => phasing !== undefined).map(({ key }) => key)).toEqual([baseMultipliers.key])
})

test('a version that came in by steps holds in full once its parameter has none, and one without steps at once', () => {
  const row = announce({ energy: '1.8' })
  const { phasing: _, ...atOnce } = baseMultipliers
  expect(stepsTaken(baseMultipliers, row, from)).toBe(1)
  expect(stepsTaken(atOnce, row, from)).toBeNull()
  expect(turnsOf(atOnce, row)).toEqual([from])
  const { phasedFrom: __, ...whole } = row
  expect(stepsTaken(baseMultipliers, whole, from)).toBeNull()
  expect(turnsOf(baseMultipliers, whole)).toEqual([from])
})

test('the turns of a version are its steps, and a replay of history sees each of them', () => {
  const row = announce({ energy: '1.8' })
  expect(turnsOf(baseMultipliers, row)).toHaveLength(90)
  expect(turnsOf(baseMultipliers, row).at(-1)).toEqual(new Date(from.getTime() + 89 * day))
  expect(turnsOf(undefined, { ...row, phasedFrom: null })).toEqual([from])
  const seen: string[] = []
  const past = [0, 10, 89].map((days) => ({
    id: `${days}`,
    asOf: new Date(from.getTime() + days * day + 1),
    compute: (set: Parameters<Parameters<typeof replayChange>[1][number]['compute']>[0]) => {
      seen.push(formatExact(set.get(baseMultipliers).energy))
      return []
    },
  }))
  replayChange({ key: fictra.allocation.bronzeEligible.key, value: true }, past, [row], catalogue)
  expect(seen.filter((_, index) => index % 2 === 0)).toEqual(['1.5033', '1.5366', '1.8'])
})

test('for all moves and days: between its ends, in order, exact to the ten-thousandth below', () => {
  const value = fc.integer({ min: 12_000, max: 20_000 }).map((parts) => formatExact(exact(BigInt(parts)).div(10_000)))
  fc.assert(
    fc.property(value, value, fc.integer({ min: 0, max: 95 }), (previous, next, days) => {
      const row = { ...announce({ energy: next }), phasedFrom: multipliers({ energy: previous }) }
      const at = new Date(from.getTime() + days * day)
      const steps = stepsTaken(baseMultipliers, row, at) ?? 90
      const [before, target] = [exact(previous as `${number}`), exact(next as `${number}`)]
      const reached = before
        .times(90 - steps)
        .plus(target.times(steps))
        .div(90)
      expect(energy(row, days)).toBe(formatExact(roundDown(reached, 4)))
    }),
    { numRuns: 200 },
  )
})
