import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact } from '../decimal.ts'
import { type RiskDimension, riskDimensions } from '../programmes/fictraCompliance.ts'
import { initial } from '../test/parameters.ts'
import { assessRisk, keepUntil, reportDuties } from './complianceRisk.ts'

const at = new Date('2026-01-01T00:00:00Z')
const refused = (field: string) =>
  expect.objectContaining({ code: 'COMPLIANCE_INPUT_INVALID', details: expect.objectContaining({ field }) })
const all = (score: `${number}`) =>
  Object.fromEntries(riskDimensions.map((name) => [name, exact(score)])) as Record<RiskDimension, Exact>
const risk = (score: `${number}`) => assessRisk(all(score), at, initial)

test('scores outside 0 to 100, values below zero and no instant are refused', () => {
  for (const [name, value] of [
    ['entity', exact('-0.1')],
    ['history', exact('100.1')],
    ['network', new Exact(Number.NaN)],
  ] as const) {
    expect(() => assessRisk({ ...all('10'), [name]: value }, at, initial)).toThrowError(refused(name))
  }
  const transaction = { jurisdictions: ['US'] as const, suspicious: true, valueUsd: exact('-1'), at }
  expect(() => reportDuties(transaction, initial)).toThrowError(refused('valueUsd'))
  expect(() => keepUntil('kyc', new Date('never'), initial)).toThrowError(refused('from'))
})

test('2.18: 0-25 low, 26-50 medium, 51-75 high, 76-100 critical; between two whole points the worse counts', () => {
  expect(
    ['0', '25', '25.2', '26', '50', '50.01', '75', '75.5', '100'].map((score) => risk(score as `${number}`).band),
  ).toEqual(['low', 'low', 'medium', 'medium', 'medium', 'high', 'high', 'critical', 'critical'])
  expect(risk('25.2').score).toBe(26)
  expect(risk('0')).toMatchObject({ score: 0, decidedBy: 'automatic', reviewBy: new Date('2027-01-01T00:00:00Z') })
  expect(risk('26')).toMatchObject({ decidedBy: 'officer', reviewBy: new Date('2026-07-02T00:00:00Z') })
  expect(risk('51')).toMatchObject({ decidedBy: 'committee', reviewBy: new Date('2026-04-02T00:00:00Z') })
  expect(risk('76')).toMatchObject({ decidedBy: 'board', reviewBy: new Date('2026-01-31T00:00:00Z') })
})

test('each dimension counts with its weight, and a higher score is never a lower risk', () => {
  for (const name of riskDimensions)
    expect(assessRisk({ ...all('0'), [name]: exact('100') }, at, initial).score).toBe(20)
  const score = fc.integer({ min: 0, max: 100 })
  fc.assert(
    fc.property(fc.tuple(score, score, score, score, score), fc.nat(4), score, (scores, pick, other) => {
      const of = (values: readonly number[]) =>
        assessRisk(
          Object.fromEntries(riskDimensions.map((name, index) => [name, exact(BigInt(values[index]!))])) as never,
          at,
          initial,
        ).score
      const higher = scores.map((value, index) => (index === pick ? Math.max(value, other) : value))
      expect(of(higher)).toBeGreaterThanOrEqual(of(scores))
      expect(of(scores)).toBe(Math.ceil(scores.reduce((total, value) => total + value, 0) / 5))
    }),
  )
})

test('2.18: a suspicion goes to MROS at once, to the EU unit in 24 hours, to FinCEN in 30 days; 10,000 USD in 15 days', () => {
  const duties = (suspicious: boolean, usd: `${number}`, jurisdictions: ('CH' | 'EU' | 'US')[] = ['US', 'EU', 'CH']) =>
    reportDuties({ jurisdictions, suspicious, valueUsd: exact(usd), at }, initial)
  expect(duties(true, '10000')).toEqual([
    { report: 'suspicion', authority: 'MROS', dueBy: at },
    { report: 'suspicion', authority: 'nationalUnit', dueBy: new Date('2026-01-02T00:00:00Z') },
    { report: 'largeTransaction', authority: 'FinCEN', dueBy: new Date('2026-01-16T00:00:00Z') },
    { report: 'suspicion', authority: 'FinCEN', dueBy: new Date('2026-01-31T00:00:00Z') },
  ])
  expect(duties(false, '10000').map(({ report }) => report)).toEqual(['largeTransaction'])
  expect(duties(false, '9999.99')).toEqual([])
  expect(duties(true, '0', ['CH']).map(({ authority }) => authority)).toEqual(['MROS'])
})

test('2.18: KYC 5 years, transactions 10, investigations 7, attempts 2, communications 5, audit 7', () => {
  const from = new Date('2024-02-29T12:00:00Z')
  const kinds = ['kyc', 'transaction', 'investigation', 'attempt', 'communication', 'audit'] as const
  expect(kinds.map((kind) => keepUntil(kind, from, initial).toISOString().slice(0, 10))).toEqual([
    '2029-03-01',
    '2034-03-01',
    '2031-03-01',
    '2026-03-01',
    '2029-03-01',
    '2031-03-01',
  ])
})
