import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EvidenceFormat, evidenceFormats, fictraDisputes, severities } from '../programmes/fictraDisputes.ts'
import { parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  admitPlatformAppeal,
  checkEvidence,
  type EvidenceFile,
  governanceStepEnds,
  type PlatformAppeal,
} from './platformDisputes.ts'

const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const unfit = (
  parameter: typeof fictraDisputes.platformEvidence | typeof fictraDisputes.platformAppealFee,
  value: object,
) =>
  expect(() => withValue(parameter, value as never)).toThrowError(refused('PARAMETER_INVALID', { key: parameter.key }))
const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const file = (change: Partial<EvidenceFile>, parameters = initial) => {
  const all = { format: 'pdf', bytes: 1, sha256, ...change } as const
  return () => checkEvidence(all, parameters)
}
const pt = (text: string) => parseQuantity(text, 'PT', 'paid')
const decidedAt = new Date('2026-03-02T15:00:00Z')
const appeal = (change: Partial<PlatformAppeal> = {}) =>
  admitPlatformAppeal(
    { severity: 'moderate', decidedAt, appealedAt: decidedAt, paid: pt('500'), arbitrators: 3, ...change },
    initial,
  )

test('2.6: evidence is a PDF, JPEG, PNG, CSV or JSON of at most 50 MB, with its SHA-256', () => {
  for (const format of evidenceFormats) expect(file({ format, bytes: 50_000_000 })).not.toThrow()
  const wrong: readonly [keyof EvidenceFile, unknown][] = [
    ['format', 'exe'],
    ['format', ''],
    ['bytes', 0],
    ['bytes', 50_000_001],
    ['bytes', 1.5],
    ['bytes', Number.NaN],
    ['sha256', ''],
    ['sha256', sha256.slice(1)],
    ['sha256', `${sha256}0`],
    ['sha256', sha256.toUpperCase()],
    ['sha256', `0x${sha256.slice(2)}`],
  ]
  for (const [field, value] of wrong) {
    expect(file({ [field]: value })).toThrowError(refused('DISPUTE_INPUT_INVALID', { field }))
  }
})

test('what governance takes from the formats, or the size, is no longer taken', () => {
  const formats = { pdf: true, jpeg: true, png: true, csv: true, json: false }
  const narrow = withValue(fictraDisputes.platformEvidence, { formats, mostBytes: 10 })
  const taken = evidenceFormats.filter((format: EvidenceFormat) => {
    const check = file({ format, bytes: 10 }, narrow)
    if (formats[format]) expect(check).not.toThrow()
    else expect(check).toThrowError(refused('DISPUTE_INPUT_INVALID', { field: 'format', reason: 'json is not taken' }))
    return formats[format]
  })
  expect(taken).toHaveLength(4)
  expect(file({ bytes: 11 }, narrow)).toThrowError(refused('DISPUTE_INPUT_INVALID', { field: 'bytes' }))
  const none = Object.fromEntries(evidenceFormats.map((format) => [format, false]))
  unfit(fictraDisputes.platformEvidence, { formats: none, mostBytes: 10 })
})

test('an appeal with a value that is none, or before its decision, is refused by field', () => {
  const wrong: readonly [keyof PlatformAppeal, unknown][] = [
    ['severity', 'huge'],
    ['decidedAt', new Date('never')],
    ['appealedAt', new Date(decidedAt.getTime() - 1)],
    ['paid', quantity(-1n, 'PT')],
    ['paid', quantity(1n, 'FT')],
    ['arbitrators', 0],
  ]
  for (const [field, value] of wrong) {
    expect(() => appeal({ [field]: value })).toThrowError(refused('APPEAL_INPUT_INVALID', { field }))
  }
})

test('2.6: an appeal on the platform is brought within seven days, with its fee, before one arbitrator more', () => {
  expect(appeal()).toEqual({ arbitrators: 4 })
  expect(appeal({ arbitrators: 1, paid: pt('500.000001') })).toEqual({ arbitrators: 2 })
  const until = new Date('2026-03-09T15:00:00Z')
  expect(() => appeal({ appealedAt: new Date(until.getTime() - 1) })).not.toThrow()
  expect(() => appeal({ appealedAt: until })).toThrowError(refused('APPEAL_TOO_LATE', { until: until.toISOString() }))
  const fees = { minor: '100', moderate: '500', significant: '2500', critical: '10000' }
  for (const severity of severities) {
    const fee = pt(fees[severity])
    expect(() => appeal({ severity, paid: fee })).not.toThrow()
    expect(() => appeal({ severity, paid: quantity(fee.value - 1n, 'PT') })).toThrowError(
      refused('APPEAL_NOT_ADMISSIBLE', { field: 'paid', feePt: fees[severity] }),
    )
  }
})

test('the fee does not fall with the severity; equal fees are allowed', () => {
  const fees = { minor: '100', moderate: '100', significant: '100', critical: '100' }
  expect(() => withValue(fictraDisputes.platformAppealFee, fees)).not.toThrow()
  unfit(fictraDisputes.platformAppealFee, { ...fees, critical: '99' })
  unfit(fictraDisputes.platformAppealFee, { ...fees, minor: '101' })
})

test('2.6: governance: two weeks, 30 days, 60 days, one after the other, from wherever one starts', () => {
  const day = 86_400_000
  expect(governanceStepEnds(decidedAt, initial)).toEqual({
    negotiation: new Date('2026-03-16T15:00:00Z'),
    mediation: new Date('2026-04-15T15:00:00Z'),
    arbitration: new Date('2026-06-14T15:00:00Z'),
  })
  expect(() => governanceStepEnds(new Date('never'), initial)).toThrowError(
    refused('DISPUTE_INPUT_INVALID', { field: 'openedAt' }),
  )
  const count = fc.integer({ min: 1, max: 365 })
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 42 }),
      count,
      count,
      count,
      (at, negotiation, mediation, arbitration) => {
        const days = withValue(fictraDisputes.governanceSteps, { negotiation, mediation, arbitration })
        const ends = governanceStepEnds(new Date(at), days)
        expect(ends.negotiation.getTime() - at).toBe(negotiation * day)
        expect(ends.mediation.getTime() - ends.negotiation.getTime()).toBe(mediation * day)
        expect(ends.arbitration.getTime() - ends.mediation.getTime()).toBe(arbitration * day)
      },
    ),
  )
})
