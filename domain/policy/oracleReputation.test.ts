import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { fictraOracles, selectionParts } from '../programmes/fictraOracles.ts'
import { formatQuantity, parseQuantity, type Quantity, quantity, toExact } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { changed, node, wheat } from '../test/wheat.ts'
import { evaluateCase } from './caseEvaluation.ts'
import { consensusPolicy, decideRound } from './consensus.ts'
import {
  isUnavailable,
  mustBeRemoved,
  nodeFeeDown,
  type OperatorApplication,
  reliabilityE4Down,
  reputation,
  selectOperator,
  slashUp,
  stakeFor,
  standing,
  withdrawableFrom,
} from './oracleReputation.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const refused = (field: string) =>
  expect.objectContaining({
    code: 'ORACLE_INPUT_INVALID',
    details: expect.objectContaining({ field: expect.stringMatching(new RegExp(`(^|/)${field}(/\\d+)?$`)) }),
  })
const scores = { accuracy: exact('99.6'), participation: exact('98'), speed: exact('90'), peerReview: exact('85') }

test('scores outside 0 to 100, severities above one, and other units are refused by field', () => {
  const nan = new Exact(Number.NaN)
  for (const wrong of [exact('-0.1'), exact('100.1'), nan]) {
    expect(() => reputation({ ...scores, speed: wrong }, initial)).toThrowError(refused('speed'))
    expect(() => reliabilityE4Down(wrong, initial)).toThrowError(refused('trustWeight'))
    expect(() => isUnavailable(0, wrong, initial)).toThrowError(refused('uptime'))
    expect(() => mustBeRemoved([wrong], initial)).toThrowError(refused('quarters'))
    expect(() => nodeFeeDown(pt('1'), exact('0'), wrong, initial)).toThrowError(refused('accuracy'))
  }
  expect(() => isUnavailable(1.5, exact('100'), initial)).toThrowError(refused('missedInARow'))
  expect(() => slashUp('error', exact('1.1'), pt('1'), initial)).toThrowError(refused('severity'))
  const ft = quantity(1n, 'FT') as unknown as Quantity<'PT'>
  expect(() => slashUp('error', exact('1'), ft, initial)).toThrowError(refused('stakePt'))
  expect(() => stakeFor(ft, initial)).toThrowError(refused('valuePt'))
  expect(() => nodeFeeDown(ft, exact('0'), exact('0'), initial)).toThrowError(refused('valuePt'))
  expect(() => nodeFeeDown(pt('1'), exact('2'), exact('0'), initial)).toThrowError(refused('demand'))
})

test('2.5 [TV]: 99.6, 98, 90, 85 is a reputation of 96.86', () => {
  expect(formatExact(reputation(scores, initial))).toBe('96.86')
})

test('2.5: each part counts with its weight', () => {
  const none = exact('0')
  const all = exact('100')
  const rep = (part: object) =>
    formatExact(reputation({ accuracy: none, participation: none, speed: none, peerReview: none, ...part }, initial))
  expect([rep({ accuracy: all }), rep({ participation: all }), rep({ speed: all }), rep({ peerReview: all })]).toEqual([
    '60',
    '20',
    '10',
    '10',
  ])
  const stand = (part: object) =>
    formatExact(standing({ accuracy: none, specialty: none, independence: none, longevity: none, ...part }, initial))
  expect([
    stand({ accuracy: all }),
    stand({ specialty: all }),
    stand({ independence: all }),
    stand({ longevity: all }),
  ]).toEqual(['60', '20', '10', '10'])
})

test('2.3: no reliability below .5 is governed, since the chain registers none', () => {
  expect(() => withValue(fictraOracles.reliability, { least: '0.4999', most: '1' })).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID' }),
  )
})

test('2.3: reliability lies between .5 and 1', () => {
  expect(['0', '50', '96.86', '100'].map((weight) => reliabilityE4Down(exact(weight as '0'), initial))).toEqual([
    5_000, 7_500, 9_843, 10_000,
  ])
})

test('2.5: stake 50,000 PT, from 10M of value 100,000; it can be withdrawn after 30 days', () => {
  const stake = (value: string) => formatQuantity(stakeFor(pt(value), initial))
  expect([stake('0'), stake('9999999.999999999999999999'), stake('10000000')]).toEqual(['50000', '50000', '100000'])
  expect(withdrawableFrom(new Date('2026-01-01T00:00:00Z'), initial)).toEqual(new Date('2026-01-31T00:00:00Z'))
})

test('2.5: dishonesty costs everything, unavailability 10-30 %, errors 1-5 %, rounded up', () => {
  const lost = (offence: 'dishonesty' | 'unavailability' | 'error', severity: '0' | '0.5' | '1') =>
    formatQuantity(slashUp(offence, exact(severity), pt('50000'), initial))
  expect([lost('dishonesty', '0'), lost('dishonesty', '1')]).toEqual(['50000', '50000'])
  expect([lost('unavailability', '0'), lost('unavailability', '0.5'), lost('unavailability', '1')]).toEqual([
    '5000',
    '10000',
    '15000',
  ])
  expect([lost('error', '0'), lost('error', '1')]).toEqual(['500', '2500'])
  expect(slashUp('error', exact('0'), quantity(1n, 'PT'), initial).value).toBe(1n)
  expect(slashUp('error', exact('0'), quantity(0n, 'PT'), initial).value).toBe(0n)
  expect([
    isUnavailable(4, exact('99.9'), initial),
    isUnavailable(5, exact('100'), initial),
    isUnavailable(0, exact('99.8999'), initial),
  ]).toEqual([false, true, true])
})

test('2.27 G3 [TV]: a forged origin is rejected, its issuer flagged, and a node that approved loses 1 to 5 % of its stake', () => {
  const dossier = changed(wheat(), '03', { statements: [{ field: 'originCountry', value: 'XC' }] })
  const { flags, scoreE4, agrees, critical } = evaluateCase(dossier, node(0), initial)
  const flagged = flags.filter(({ severity }) => severity === 'critical').flatMap(({ documentIds }) => documentIds)
  const issuers = dossier.documents.filter(({ documentId }) => flagged.includes(documentId)).map(({ issuer }) => issuer)
  expect(issuers.map(({ name }) => name)).toEqual(['Chamber of A'])

  const committee = [0, 1, 2, 3, 4, 5, 6].map((nodeIndex) => ({ nodeIndex, reliabilityE4: 9_000 }))
  const approving = { nodeIndex: 0, scoreE4: 940_625, agrees: true, critical: false }
  const reports = committee.map(({ nodeIndex }) =>
    nodeIndex === 0 ? approving : { nodeIndex, scoreE4, agrees, critical },
  )
  const asked = { scoreThresholdE4: 892_500, consensusBps: 7_500, minReports: 3, proposition: 1n, contracted: 1n }
  const verdict = decideRound({ round: 1, committee, ...asked }, reports, consensusPolicy(initial))
  expect(verdict).toMatchObject({ outcome: 'rejected', agreeE4: 9_000 })

  const stake = stakeFor(pt('2500000'), initial)
  const lost = (severity: '0' | '1') => toExact(slashUp('error', exact(severity), stake, initial)).div(toExact(stake))
  expect([lost('0'), lost('1')].map(formatExact)).toEqual(['0.01', '0.05'])
})

test('for all stakes: a slash is never more than the stake and grows with severity', () => {
  const severity = fc.integer({ min: 0, max: 1_000 }).map((parts) => exact(BigInt(parts)).div(1_000))
  fc.assert(
    fc.property(
      fc.constantFrom('dishonesty', 'unavailability', 'error'),
      fc.bigInt(0n, 10n ** 30n),
      severity,
      severity,
      (offence, value, a, b) => {
        const [less, more] = a.lessThan(b) ? [a, b] : [b, a]
        const of = (at: Exact) => slashUp(offence, at, quantity(value, 'PT'), initial).value
        expect(of(less) <= of(more) && of(more) <= value).toBe(true)
      },
    ),
  )
})

test('2.5: fees of 0.005 to 0.02 % of value, a tenth more for accurate nodes', () => {
  const fee = (demand: '0' | '1', accuracy: '99.4999' | '99.5') =>
    formatQuantity(nodeFeeDown(pt('1000000'), exact(demand), exact(accuracy), initial))
  expect([fee('0', '99.4999'), fee('1', '99.4999'), fee('0', '99.5'), fee('1', '99.5')]).toEqual([
    '50',
    '200',
    '55',
    '220',
  ])
})

const good: OperatorApplication = {
  scores: {
    technical: exact('80'),
    credentials: exact('75'),
    security: exact('85'),
    capability: exact('70'),
    operations: exact('75'),
  },
  ageYears: 5,
  certifications: ['SOC2TypeII'],
  liabilityCoverUsd: exact('10000000.01'),
  commodityRevenue: exact('0.0999'),
  largestClientRevenue: exact('0.2999'),
  testVerifications: 1_000,
  testAccuracy: exact('99.9'),
  testLoad: exact('2'),
  answerMinutes: 15,
  recoveryMinutes: 30,
  lossMinutes: 5,
}

test('2.5: an operator needs every minimum and every condition, each at its bound', () => {
  expect(selectOperator(good, initial)).toEqual({ score: exact('77.75'), shortfalls: [] })
  for (const part of selectionParts) {
    const scores = { ...good.scores, [part]: good.scores[part].minus('0.0001') }
    expect(selectOperator({ ...good, scores }, initial).shortfalls).toEqual([part])
  }
  const short = (change: Partial<OperatorApplication>) => selectOperator({ ...good, ...change }, initial).shortfalls
  expect(short({ certifications: [] })).toEqual(['certifications'])
  expect(short({ certifications: ['ISO27001'] })).toEqual(['certifications'])
  expect(short({ certifications: ['ISO27001', 'SOC2TypeII'] })).toEqual([])
  const asked = withValue(fictraOracles.certification, 'ISO27001')
  expect(selectOperator(good, asked).shortfalls).toEqual(['certifications'])
  expect(short({ ageYears: 4 })).toEqual(['ageYears'])
  expect(short({ liabilityCoverUsd: exact('10000000') })).toEqual(['liabilityCoverUsd'])
  expect(short({ commodityRevenue: exact('0.1') })).toEqual(['commodityRevenue'])
  expect(short({ largestClientRevenue: exact('0.3') })).toEqual(['largestClientRevenue'])
  expect(short({ testVerifications: 999, testAccuracy: exact('99.8999') })).toEqual([
    'testVerifications',
    'testAccuracy',
  ])
  expect(short({ testLoad: exact('1.9999') })).toEqual(['testLoad'])
  expect(short({ answerMinutes: 16 })).toEqual(['answerMinutes'])
  expect(short({ recoveryMinutes: 31 })).toEqual(['recoveryMinutes'])
  expect(short({ lossMinutes: 6 })).toEqual(['lossMinutes'])
  expect(short({ testLoad: exact('3'), answerMinutes: 0, recoveryMinutes: 0, lossMinutes: 0 })).toEqual([])
  // A high score does not make up for one missing minimum.
  const brilliant = {
    technical: exact('100'),
    credentials: exact('100'),
    security: exact('84'),
    capability: exact('100'),
    operations: exact('100'),
  }
  expect(short({ scores: brilliant })).toEqual(['security'])
})

test('an application whose values are no values is refused by field', () => {
  const wrong = (change: Partial<OperatorApplication>) => () => selectOperator({ ...good, ...change }, initial)
  expect(wrong({ scores: { ...good.scores, security: exact('101') } })).toThrowError(refused('security'))
  expect(wrong({ ageYears: -1 })).toThrowError(refused('ageYears'))
  expect(wrong({ testVerifications: 0.5 })).toThrowError(refused('testVerifications'))
  expect(wrong({ liabilityCoverUsd: exact('-1') })).toThrowError(refused('liabilityCoverUsd'))
  expect(wrong({ commodityRevenue: exact('1.1') })).toThrowError(refused('commodityRevenue'))
  expect(wrong({ largestClientRevenue: exact('-0.1') })).toThrowError(refused('largestClientRevenue'))
  expect(wrong({ testAccuracy: exact('100.1') })).toThrowError(refused('testAccuracy'))
  expect(wrong({ testLoad: exact('-1') })).toThrowError(refused('testLoad'))
  expect(wrong({ answerMinutes: -1 })).toThrowError(refused('answerMinutes'))
  expect(wrong({ recoveryMinutes: 0.5 })).toThrowError(refused('recoveryMinutes'))
  expect(wrong({ lossMinutes: Number.NaN })).toThrowError(refused('lossMinutes'))
})

test('2.5: removed when the accuracy is below 99.5 % two quarters running', () => {
  const removed = (...quarters: ('99.5' | '99.4999')[]) =>
    mustBeRemoved(
      quarters.map((one) => exact(one)),
      initial,
    )
  expect([
    removed('99.4999'),
    removed('99.4999', '99.5', '99.4999'),
    removed('99.5', '99.4999', '99.4999'),
    removed(),
  ]).toEqual([false, false, true, false])
})
