import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonValue } from '../codecs.ts'
import { Exact, exact, formatExact } from '../decimal.ts'
import { nextVersion } from '../parameterChange.ts'
import type { Authority, Parameter, ParameterSet } from '../parameters.ts'
import { fictraCorridor } from '../programmes/fictraCorridor.ts'
import type { MarketPhase } from '../programmes/fictraMarket.ts'
import { initial, withValue } from '../test/parameters.ts'
import { corridorAt, standingOf } from './corridor.ts'

const year = 365 * 86_400
type Row = Record<string, string>
const rows = fictraCorridor.phases.initial as Record<MarketPhase, Row>
const withPhase = (phase: MarketPhase, changes: Row) =>
  withValue(fictraCorridor.phases, { ...rows, [phase]: { ...rows[phase], ...changes } })
const shown = (vwap: `${number}`, seconds: number, parameters: ParameterSet) => {
  const { phase, mid, upper, lower } = corridorAt(exact(vwap), seconds, parameters)
  return [phase, ...[mid, upper, lower].map(formatExact)]
}
const refused = (field: string) =>
  expect.objectContaining({ code: 'CORRIDOR_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('prices that are not above zero, times before the launch and a corridor without width are refused', () => {
  expect(() => corridorAt(exact('0'), 0, initial)).toThrowError(refused('vwap'))
  expect(() => corridorAt(new Exact(Number.NaN), 0, initial)).toThrowError(refused('vwap'))
  expect(() => corridorAt(exact('1'), -1, initial)).toThrowError(
    expect.objectContaining({ code: 'PROGRAMME_TIME_INVALID' }),
  )
  const corridor = corridorAt(exact('1'), 0, initial)
  expect(() => standingOf(exact('0'), corridor, initial)).toThrowError(refused('price'))
  expect(() => standingOf(exact('1'), { ...corridor, mid: exact('0') }, initial)).toThrowError(refused('mid'))
  expect(() => standingOf(exact('1'), { ...corridor, upper: corridor.mid }, initial)).toThrowError(refused('upper'))
})

test.each([
  ['1.00', '0.10', 'first', 0.5, '0.15', ['1.05', '1.2075', '0.8925']],
  ['1.04', '0.10', 'second', 1, '0.15', ['1.144', '1.3156', '0.9724']],
  ['1.2', '0.08', 'second', 2, '0.1', ['1.392', '1.5312', '1.2528']],
  ['1.3', '0.06', 'third', 3.5, '0.07', ['1.573', '1.68311', '1.46289']],
] as const)(
  '[TV 2.10] VWAP %s, %s a year, phase %s, t %s, width %s',
  (vwap, trajectory, phase, years, width, prices) => {
    expect(shown(vwap, years * year, withPhase(phase, { trajectory, width }))).toEqual([phase, ...prices])
  },
)

test('2.10 [R]: until a trajectory is decided the middle is the average, in the width of the phase', () => {
  expect(shown('1', 0, initial)).toEqual(['launch', '1', '1.05', '0.95'])
  expect(shown('2', 100 * 86_400, initial)).toEqual(['first', '2', '2.3', '1.7'])
  expect(shown('2', year, initial)).toEqual(['second', '2', '2.2', '1.8'])
  expect(shown('2', 4 * year, initial)).toEqual(['third', '2', '2.14', '1.86'])
})

test('2.10 [R]: a governed weight blends the launch price and its trend into the middle', () => {
  const anchored = (launchWeight: string, trajectory: string) =>
    withValue(fictraCorridor.anchor, { launchWeight, launchMid: '2', trajectory })
  expect(shown('1', 4 * year, anchored('1', '0'))).toEqual(['third', '2', '2.14', '1.86'])
  expect(shown('1', 4 * year, anchored('0.25', '0'))[1]).toBe('1.25')
  // 0.75 x 1 + 0.25 x 2 x (1 + 0.1 x 4)
  expect(shown('1', 4 * year, anchored('0.25', '0.1'))[1]).toBe('1.45')
})

const standing = (price: `${number}`, seconds: number, parameters = initial) => {
  const { position, deviation, band, boundary } = standingOf(
    exact(price),
    corridorAt(exact('1'), seconds, parameters),
    parameters,
  )
  return [formatExact(position), formatExact(deviation), band, boundary]
}

test('2.10: the position is 0 in the middle, 1 at the upper and -1 at the lower boundary, and goes on beyond', () => {
  const at = 4 * year
  expect(standing('1', at)).toEqual(['0', '0', 'none', null])
  expect(standing('1.07', at)).toEqual(['1', '0.07', 'emergency', 'upper'])
  expect(standing('0.93', at)).toEqual(['-1', '0.07', 'emergency', 'lower'])
  expect(standing('1.14', at)).toEqual(['2', '0.14', 'emergency', 'upper'])
  expect(standing('0.965', at)).toEqual(['-0.5', '0.035', 'monitoring', null])
})

test.each([
  ['launch', 0, ['1.0199', '1.02', '1.03', '1.04', '1.05']],
  ['first', 90 * 86_400, ['1.0499', '1.05', '1.1', '1.12', '1.15']],
  ['second', 2 * year, ['0.9701', '0.97', '0.93', '0.91', '0.9']],
  ['third', 4 * year, ['0.9801', '0.98', '0.95', '0.94', '0.93']],
] as const)('2.10: the bands of phase %s begin at their bound', (_, seconds, prices) => {
  expect(prices.map((price) => standing(price, seconds)[2])).toEqual([
    'none',
    'monitoring',
    'soft',
    'hard',
    'emergency',
  ])
})

test('2.10 [R]: the upper actions are on from position .617, the lower ones from -.717', () => {
  const boundary = (price: `${number}`) => standing(price, 90 * 86_400)[3] // width 15 %
  expect(boundary('1.09255')).toBe('upper')
  expect(boundary('1.09254')).toBeNull()
  expect(boundary('0.89245')).toBe('lower')
  expect(boundary('0.89246')).toBeNull()
})

test('[TV 2.10] defect: with width 5% both triggers equal 0.9975*mid, with 7% they fire at +1.65%/-2.35%; by position they do not', () => {
  const bySource = (width: `${number}`) => [
    exact('0.95').times(exact('1').plus(exact(width))),
    exact('1.05').times(exact('1').minus(exact(width))),
  ]
  expect(bySource('0.05').map(formatExact)).toEqual(['0.9975', '0.9975'])
  expect(bySource('0.07').map(formatExact)).toEqual(['1.0165', '0.9765'])
  expect(standing('0.9975', 0)[3]).toBeNull()
  expect([standing('1.0165', 4 * year), standing('0.9765', 4 * year)].map(([, , , boundary]) => boundary)).toEqual([
    null,
    null,
  ])
  // At 15 % the positions of the source's own triggers are those of the rule.
  const positions = bySource('0.15').map((price) =>
    price.minus(1).div(exact('0.15')).toDecimalPlaces(3, Exact.ROUND_HALF_UP),
  )
  expect(positions.map(formatExact)).toEqual(['0.617', '-0.717'])
})

test('2.10: the Stability Committee changes the corridor by a tenth, more needs the Council', () => {
  const propose = (value: JsonValue, authority: Authority, parameter: Parameter<unknown> = fictraCorridor.phases) =>
    nextVersion(
      parameter,
      undefined,
      {
        version: 2,
        value,
        effectiveFrom: new Date('2026-03-01T00:00:00Z'),
        announcedAt: new Date('2026-01-01T00:00:00Z'),
        authority,
      },
      initial,
    ).version
  const third = (changes: Row) => ({ ...rows, third: { ...rows.third, ...changes } })
  expect(propose(third({ width: '0.077' }), 'stabilityCommittee')).toBe(2)
  expect(propose(third({ width: '0.063' }), 'stabilityCommittee')).toBe(2)
  expect(() => propose(third({ width: '0.077' }), 'council')).toThrowError()
  const large: readonly Row[] = [{ width: '0.077001' }, { width: '0.062999' }, { trajectory: '0.04' }]
  for (const changes of large) {
    expect(() => propose(third(changes), 'stabilityCommittee')).toThrowError(
      expect.objectContaining({ code: 'PARAMETER_AUTHORITY_WRONG' }),
    )
    expect(propose(third(changes), 'council')).toBe(2)
  }
  const { triggers, boundaryActions, manualAction } = fictraCorridor
  const changed = (of: Parameter<unknown>, change: object) => ({ ...(of.initial as object), ...change }) as JsonValue
  const others = [
    [triggers, { upper: '0.6787' }, { upper: '0.678701' }],
    [boundaryActions, { lowerApy: '1.43' }, { lowerApy: '1.16' }],
    [manualAction, { executeHours: 65 }, { executeHours: 64 }],
  ] as const
  for (const [parameter, small, more] of others) {
    expect(propose(changed(parameter, small), 'stabilityCommittee', parameter)).toBe(2)
    expect(() => propose(changed(parameter, more), 'stabilityCommittee', parameter)).toThrowError(
      expect.objectContaining({ code: 'PARAMETER_AUTHORITY_WRONG' }),
    )
    expect(propose(changed(parameter, more), 'council', parameter)).toBe(2)
  }
})

test('bands that do not rise and a trajectory outside its range are refused', () => {
  const wrong: readonly Row[] = [
    { soft: '0.02' },
    { hard: '0.05' },
    { emergency: '0.059' },
    { trajectory: '0.03' },
    { trajectory: '0.09' },
  ]
  for (const changes of wrong) {
    expect(() => withPhase('third', changes)).toThrowError(
      expect.objectContaining({ code: 'PARAMETER_INVALID', details: expect.objectContaining({ pointer: '/third' }) }),
    )
  }
})

test('2.26 no. 12 does not occur: in every phase never both boundaries, never a boundary inside the monitoring band, a higher price stands higher', () => {
  const price = fc.bigInt(1n, 10n ** 22n).map((base) => exact(base).div(exact(10n ** 20n)))
  fc.assert(
    fc.property(fc.constantFrom(0, 90 * 86_400, year, 4 * year), price, price, (seconds, a, b) => {
      const corridor = corridorAt(exact('1'), seconds, initial)
      const [low, high] = a.lessThan(b) ? [a, b] : [b, a]
      const [under, over] = [standingOf(low, corridor, initial), standingOf(high, corridor, initial)]
      expect(under.position.lessThanOrEqualTo(over.position)).toBe(true)
      for (const { boundary, band, position } of [under, over]) {
        if (boundary !== null) expect(band).not.toBe('none')
        if (boundary === 'upper') expect(position.isPositive()).toBe(true)
        if (boundary === 'lower') expect(position.isNegative()).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})
