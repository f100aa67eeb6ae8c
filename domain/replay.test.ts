import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimal } from './codecs.ts'
import { exact, parseExact } from './decimal.ts'
import { defineErrors } from './errors.ts'
import { defineParameters, type ParameterVersion } from './parameters.ts'
import { quantity, scaleDown } from './quantity.ts'
import { type Amount, type PastComputation, replayChange } from './replay.ts'

const { fee, floor } = defineParameters('test.replay', {
  fee: {
    title: 'Share taken',
    codec: decimal('ratio', '0', '1'),
    initial: '0.1',
    authority: 'council',
    noticeDays: 0,
    source: 'test',
  },
  floor: {
    title: 'Values below it are refused',
    codec: decimal('ratio', '0', '1000000'),
    initial: '0',
    authority: 'council',
    noticeDays: 0,
    source: 'test',
  },
})
const catalogue = [fee, floor]
const errors = defineErrors({ TEST_TOO_SMALL: { status: 422, title: 'Too small', remedy: 'Send more.' } })

const version = (key: string, number: number, value: string, effectiveFrom: string): ParameterVersion => ({
  key,
  version: number,
  value,
  effectiveFrom,
})

/** Takes the fee of a value from the payer and gives it to the treasury. */
function taken(id: string, value: bigint, day: string, recorded?: bigint): PastComputation {
  const amounts = (pt: bigint): Amount[] => [
    { party: `payer-${id.slice(0, 1)}`, of: 'fee', quantity: quantity(-pt, 'PT') },
    { party: 'treasury', of: 'fee', quantity: quantity(pt, 'PT') },
  ]
  return {
    id,
    asOf: new Date(`${day}T00:00:00Z`),
    ...(recorded === undefined ? {} : { recorded: amounts(recorded) }),
    compute(parameters) {
      if (exact(value).lessThan(parameters.get(floor))) throw errors.TEST_TOO_SMALL({ field: 'value' })
      const shareE6 = BigInt(parameters.get(fee).times(1_000_000).toFixed(0))
      return amounts(scaleDown(quantity(value, 'PT'), shareE6, 1_000_000n).value)
    },
  }
}

const raised = version(fee.key, 2, '0.2', '2026-02-01T00:00:00Z')
const refused = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

test('an unknown key, a value outside its range and a history that does not repeat are refused', () => {
  const past = [taken('a1', 1_000n, '2026-01-15', 101n)]
  expect(() => replayChange({ key: 'nothing', value: '1' }, [], [], catalogue)).toThrowError(
    refused('PARAMETER_UNKNOWN', { key: 'nothing' }),
  )
  expect(() => replayChange({ key: fee.key, value: '1.5' }, [], [], catalogue)).toThrowError(
    refused('PARAMETER_INVALID', { key: fee.key, pointer: '' }),
  )
  expect(() => replayChange({ key: fee.key, value: '0.3' }, past, [], catalogue)).toThrowError(
    refused('REPLAY_NOT_REPEATABLE', { id: 'a1' }),
  )
})

test('a past computation that its own rules refuse did not happen so: the replay stops and names the refusal', () => {
  const past = [taken('a1', 1n, '2026-01-15')]
  const stored = [version(floor.key, 2, '2', '2026-01-01T00:00:00Z')]
  expect(() => replayChange({ key: fee.key, value: '0.3' }, past, stored, catalogue)).toThrowError(
    refused('REPLAY_NOT_REPEATABLE', { id: 'a1', refused: 'TEST_TOO_SMALL' }),
  )
})

test('whom a proposal moves and by how much: each computation with the parameters of its own day', () => {
  const past = [
    taken('a2', 2_000n, '2026-02-01', 400n), // 20 % from that day on
    taken('a1', 1_000n, '2026-01-31', 100n), // still 10 %
    taken('b1', 500n, '2026-03-01', 100n),
  ]
  const replay = replayChange({ key: fee.key, value: '0.2' }, past, [raised], catalogue)
  expect(replay).toEqual({
    computations: 3,
    changed: ['a1'],
    refused: [],
    movements: [
      { party: 'payer-a', of: 'fee', unit: 'PT', before: -500n, after: -600n, difference: -100n },
      { party: 'payer-b', of: 'fee', unit: 'PT', before: -100n, after: -100n, difference: 0n },
      { party: 'treasury', of: 'fee', unit: 'PT', before: 600n, after: 700n, difference: 100n },
    ],
  })
  expect(replayChange({ key: fee.key, value: '0.2' }, past.toReversed(), [raised], catalogue)).toEqual(replay)
})

test('what the proposal would have refused counts as nothing and is named with its code', () => {
  const past = [taken('b1', 500n, '2026-01-02'), taken('a1', 1_000n, '2026-01-01')]
  const replay = replayChange({ key: floor.key, value: '600' }, past, [], catalogue)
  expect(replay.changed).toEqual(['b1'])
  expect(replay.refused).toEqual([{ id: 'b1', code: 'TEST_TOO_SMALL' }])
  expect(replay.movements.find(({ party }) => party === 'treasury')).toMatchObject({ before: 150n, after: 100n })
  const both = replayChange({ key: floor.key, value: '2000' }, past, [], catalogue)
  expect(both.refused.map(({ id }) => id)).toEqual(['a1', 'b1'])
  const turned = replayChange({ key: floor.key, value: '2000' }, past.toReversed(), [], catalogue)
  expect(turned.refused).toEqual(both.refused)
})

test('a mistake in a computation is no refusal by the proposal', () => {
  const broken: PastComputation = {
    ...taken('a1', 1_000n, '2026-01-01'),
    compute(parameters) {
      if (parameters.get(floor).isZero()) return []
      throw Object.assign(new TypeError('bug'), { code: 'ERR_INVALID_ARG_TYPE' })
    },
  }
  expect(() => replayChange({ key: floor.key, value: '600' }, [broken], [], catalogue)).toThrowError(TypeError)
})

test('every other parameter stays as it was on the day', () => {
  const past = [taken('a1', 1_000n, '2026-03-01')]
  expect(replayChange({ key: floor.key, value: '1' }, past, [raised], catalogue).changed).toEqual([])
})

test('what moves between two parties is a change though a third keeps its amount', () => {
  const moving: PastComputation = {
    id: 'm1',
    asOf: new Date('2026-01-01T00:00:00Z'),
    compute(parameters) {
      const part = BigInt(parameters.get(fee).times(100).toFixed(0))
      return [
        { party: 'a', of: 'fee', quantity: quantity(7n, 'PT') },
        { party: 'b', of: 'fee', quantity: quantity(part, 'PT') },
      ]
    },
  }
  expect(replayChange({ key: fee.key, value: '0.2' }, [moving], [], catalogue).changed).toEqual(['m1'])
})

test('the proposal holds throughout, also before and after versions that were announced for later', () => {
  const past = [taken('a1', 1_000n, '2026-01-01'), taken('a2', 1_000n, '2026-12-01')]
  const stored = [
    raised,
    version(fee.key, 3, '0.4', '2026-06-01T00:00:00+00:00'),
    version(floor.key, 2, '1', '2026-06-01T00:00:00Z'),
  ]
  const { movements } = replayChange({ key: fee.key, value: '0.5' }, past, stored, catalogue)
  expect(movements.find(({ party }) => party === 'treasury')).toMatchObject({ before: 100n + 400n, after: 1_000n })
})

test('what is taken from one is given to another: the differences sum to zero, and no change moves nobody', () => {
  const value = fc.bigInt(0n, 10n ** 30n)
  const day = fc.integer({ min: 10, max: 28 }).map((number) => `2026-01-${number}`)
  const share = fc
    .integer({ min: 0, max: 1_000_000 })
    .map((ppm) => parseExact((ppm / 1_000_000).toFixed(6), 'share').toFixed())
  fc.assert(
    fc.property(fc.array(fc.tuple(value, day), { maxLength: 20 }), share, (payments, proposed) => {
      const past = payments.map(([pt, on], index) => taken(`${'abc'[index % 3]}${index}`, pt, on))
      const replay = replayChange({ key: fee.key, value: proposed }, past, [], catalogue)
      expect(replay.movements.reduce((total, { difference }) => total + difference, 0n)).toBe(0n)
      for (const { before, after, difference } of replay.movements) expect(after - before).toBe(difference)
      const same = replayChange({ key: fee.key, value: '0.1' }, past, [], catalogue)
      expect(same.changed).toEqual([])
      expect(same.movements.every(({ difference }) => difference === 0n)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
