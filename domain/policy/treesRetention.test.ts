import { expect, test } from 'vitest'
import { secretTreesRetention, treesRecordKinds } from '../programmes/secretTreesRetention.ts'
import { initial, withValue } from '../test/parameters.ts'
import { deletionAnsweredBy, treesKeptUntil } from './treesRetention.ts'

const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const until = (kind: (typeof treesRecordKinds)[number], from: string, parameters = initial) =>
  treesKeptUntil(kind, new Date(from), parameters)?.toISOString() ?? null

test('another kind of record, and what is no instant, are refused by field', () => {
  const never = new Date('never')
  const invalid = (field: string) => refused('COMPLIANCE_INPUT_INVALID', { field })
  expect(() => treesKeptUntil('kyc' as never, new Date(0), initial)).toThrowError(invalid('kind'))
  expect(() => treesKeptUntil('log', never, initial)).toThrowError(invalid('from'))
  expect(() => deletionAnsweredBy(never, initial)).toThrowError(invalid('requestedAt'))
})

test('2.20: accounts 90 days, verification 7 years, analytics 2, logs 30 days, transactions for ever', () => {
  const from = '2026-03-02T10:00:00.000Z'
  expect(treesRecordKinds.map((kind) => until(kind, from))).toEqual([
    '2026-05-31T10:00:00.000Z',
    null,
    '2033-03-02T10:00:00.000Z',
    '2028-03-02T10:00:00.000Z',
    '2026-04-01T10:00:00.000Z',
  ])
  expect(until('verification', '2028-02-29T00:00:00Z')).toBe('2035-03-01T00:00:00.000Z')
  expect(deletionAnsweredBy(new Date(from), initial).toISOString()).toBe('2026-04-01T10:00:00.000Z')
})

test('governance may change a time, add days to years, or keep for ever, but never for no time', () => {
  const kept = secretTreesRetention.kept.initial as Readonly<Record<string, object>>
  const changed = (log: object) => withValue(secretTreesRetention.kept, { ...kept, log } as never)
  const of = (permanent: boolean, years: number, days: number) => changed({ permanent, years, days })
  expect(until('log', '2026-03-02T00:00:00Z', of(false, 1, 1))).toBe('2027-03-03T00:00:00.000Z')
  expect(until('log', '2026-03-02T00:00:00Z', of(true, 0, 0))).toBe(null)
  for (const [permanent, years, days] of [
    [false, 0, 0],
    [true, 1, 0],
    [true, 0, 1],
  ] as const) {
    expect(() => of(permanent, years, days)).toThrowError(
      refused('PARAMETER_INVALID', { key: 'secretTrees.retention.kept', pointer: '/log' }),
    )
  }
})
