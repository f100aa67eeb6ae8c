import { expect, test } from 'vitest'
import { fictraDisputes } from '../programmes/fictraDisputes.ts'
import { initial, withValue } from '../test/parameters.ts'
import { evidenceKeptUntil, poolShortfall } from './arbitratorPool.ts'

const refused = (field: string) =>
  expect.objectContaining({
    code: 'DISPUTE_INPUT_INVALID',
    details: expect.objectContaining({ field: expect.stringContaining(field) }),
  })

test('a person without a name and what is no instant are refused', () => {
  expect(() => poolShortfall('verification', [''], initial)).toThrowError(refused('arbitrators'))
  expect(() => evidenceKeptUntil(new Date('never'), initial)).toThrowError(refused('closedAt'))
})

test('2.6: thirty arbitrators, each counted once', () => {
  const people = (count: number) => Array.from({ length: count }, (_, index) => `P${index}`)
  expect([
    poolShortfall('verification', [], initial),
    poolShortfall('verification', people(29), initial),
    poolShortfall('verification', people(31), initial),
  ]).toEqual([30, 1, 0])
  expect(poolShortfall('verification', [...people(29), 'P0'], initial)).toBe(1)
  expect([poolShortfall('platform', people(24), initial), poolShortfall('platform', people(25), initial)]).toEqual([
    1, 0,
  ])
  expect(
    poolShortfall(
      'verification',
      people(1),
      withValue(fictraDisputes.pool, { arbitrators: { verification: 2, platform: 25 }, evidenceYears: 7 }),
    ),
  ).toBe(1)
})

test('2.6: evidence is kept for seven years', () => {
  expect(evidenceKeptUntil(new Date('2026-03-02T10:00:00Z'), initial).toISOString()).toBe('2033-03-02T10:00:00.000Z')
  expect(evidenceKeptUntil(new Date('2028-02-29T00:00:00Z'), initial).toISOString()).toBe('2035-03-01T00:00:00.000Z')
})
