import { expect, test } from 'vitest'
import { appealGrounds, type Pathway } from '../programmes/fictraDisputes.ts'
import { initial } from '../test/parameters.ts'
import { admitAppeal, appealUntil, platformAppealUntil } from './appeals.ts'

const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
/** A Thursday. */
const decidedAt = new Date('2026-01-01T15:00:00Z')
const appeal = (change: object = {}) =>
  admitAppeal({ decidedBy: 'mediation', decidedAt, appealedAt: decidedAt, ground: 'newEvidence', ...change }, initial)
const until = (at: string) => appealUntil(new Date(at), initial).toISOString()

test('no instants, and an appeal before its decision, are refused', () => {
  const never = new Date('never')
  expect(() => appealUntil(never, initial)).toThrowError(refused('APPEAL_INPUT_INVALID', { field: 'decidedAt' }))
  expect(() => platformAppealUntil(never, initial)).toThrowError(
    refused('APPEAL_INPUT_INVALID', { field: 'decidedAt' }),
  )
  for (const appealedAt of [never, new Date(decidedAt.getTime() - 1)]) {
    expect(() => appeal({ appealedAt })).toThrowError(refused('APPEAL_INPUT_INVALID', { field: 'appealedAt' }))
  }
})

test('2.6: five business days after the day of the decision, weekends not counted, to the end of the last day', () => {
  expect(until('2026-01-01T15:00:00Z')).toBe('2026-01-09T00:00:00.000Z') // Friday, Monday to Thursday
  expect(until('2026-01-02T00:00:00Z')).toBe('2026-01-10T00:00:00.000Z') // Monday to Friday
  expect(until('2026-01-03T12:00:00Z')).toBe('2026-01-10T00:00:00.000Z') // decided on a Saturday
  expect(until('2026-01-04T23:59:59Z')).toBe('2026-01-10T00:00:00.000Z') // on a Sunday
  expect(until('2026-01-05T00:00:00Z')).toBe('2026-01-13T00:00:00.000Z') // on a Monday
  expect(until('1969-12-31T12:00:00Z')).toBe('1970-01-08T00:00:00.000Z')
  expect(platformAppealUntil(decidedAt, initial)).toEqual(new Date('2026-01-08T15:00:00Z'))
})

test('2.6: an appeal in time is screened in 48 hours and heard one pathway higher; a council decision is final', () => {
  expect(appeal()).toEqual({
    ground: 'newEvidence',
    heardBy: 'arbitration',
    screenedBy: new Date('2026-01-03T15:00:00Z'),
  })
  expect((['automated', 'arbitration'] as Pathway[]).map((decidedBy) => appeal({ decidedBy }).heardBy)).toEqual([
    'mediation',
    'council',
  ])
  expect(() => appeal({ decidedBy: 'council' })).toThrowError(refused('APPEAL_NOT_ADMISSIBLE', { final: true }))
  const last = new Date('2026-01-09T00:00:00Z')
  expect(() => appeal({ appealedAt: new Date(last.getTime() - 1) })).not.toThrow()
  expect(() => appeal({ appealedAt: last })).toThrowError(refused('APPEAL_TOO_LATE', { until: last.toISOString() }))
})

test('2.6: five grounds and no other', () => {
  expect(appealGrounds.map((ground) => appeal({ ground }).ground)).toEqual([...appealGrounds])
  for (const ground of ['regret', '', 'toString']) {
    expect(() => appeal({ ground })).toThrowError(refused('APPEAL_NOT_ADMISSIBLE', { field: 'ground', ground }))
  }
})
