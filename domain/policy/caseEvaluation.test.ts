import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parametersAt } from '../programmes/catalogue.ts'
import { fictra } from '../programmes/fictra.ts'
import { fictraVerification } from '../programmes/fictraVerification.ts'
import { initial, withValue } from '../test/parameters.ts'
import { changed, document, node, wheat } from '../test/wheat.ts'
import { assessCase } from './caseAssessment.ts'
import { evaluateCase } from './caseEvaluation.ts'
import { compareDocuments } from './comparisons.ts'

const codes = (of: { flags: readonly { code: string; severity: string }[] }, severity: string) =>
  of.flags.filter((flag) => flag.severity === severity).map(({ code }) => code)

test('a proposition that is no positive number is refused by name', () => {
  for (const propositionTonnes of ['0', '-1', 'NaN', '1e4', '']) {
    expect(() => evaluateCase({ ...wheat(), propositionTonnes }, node(0), initial)).toThrowError(
      expect.objectContaining({ details: expect.objectContaining({ field: 'propositionTonnes' }) }),
    )
  }
  const dossier = wheat()
  const contracted = { ...dossier.contracted, valuePt: 'two million' }
  expect(() => evaluateCase({ ...dossier, contracted }, node(0), initial)).toThrowError(
    expect.objectContaining({ code: 'SCORE_INPUT_INVALID', details: expect.objectContaining({ field: 'valuePt' }) }),
  )
})

test('2.27 G3: a certificate of origin of another country is a critical failure, whatever the score', () => {
  const dossier = changed(wheat(), '03', { statements: [{ field: 'originCountry', value: 'XC' }] })
  const evaluation = evaluateCase(dossier, node(0), initial)
  expect(Number(evaluation.score)).toBeGreaterThan(89.25)
  expect(codes(evaluation, 'critical')).toEqual(['ORIGIN_MISMATCH'])
  expect(evaluation).toMatchObject({ critical: true, agrees: false })
})

test('origin counts in every authentic document and in the contract itself; an unsigned bystander does not decide', () => {
  const forgedInvoice = changed(wheat(), '02', { statements: [{ field: 'originCountry', value: 'XC' }] })
  expect(evaluateCase(forgedInvoice, node(0), initial).critical).toBe(true)
  const unsigned = changed(forgedInvoice, '02', {
    signature: 'absent',
    statements: forgedInvoice.documents[1]!.statements,
  })
  expect(codes(evaluateCase(unsigned, node(0), initial), 'critical')).toEqual([])
  const dossier = wheat()
  const contracted = { ...dossier.contracted, originCountry: 'XC' }
  expect(evaluateCase({ ...dossier, contracted }, node(0), initial).critical).toBe(true)
})

test('2.27 G1 [TV]: all intermediate scores of the clean wheat delivery', () => {
  const evaluation = evaluateCase(wheat(), node(0), initial)
  expect(evaluation.scores).toEqual({ quantity: '93.75', documents: '95', custody: '90', regulatory: '100' })
  expect(evaluation.score).toBe('94.0625')
  expect(evaluation.scoreE4).toBe(940625)
  expect(evaluation.threshold).toBe('89.25')
  expect(evaluation.thresholdE4).toBe(892500)
  expect(evaluation.trust).toEqual({
    components: { completeness: '100', issuer: '90', sourceDiversity: '80', history: '85', consistency: '95' },
    score: '90.75',
    band: 'gold',
    eligibilityBps: 10000,
  })
  expect(evaluation.surveyedTonnes).toBe('9950')
  expect(codes(evaluation, 'critical')).toEqual([])
  expect(codes(evaluation, 'major')).toEqual([])
  expect(evaluation).toMatchObject({ agrees: true, critical: false, reviewTonnes: null })
})

test('2.27 G1: threshold adjustments come from the declared tables', () => {
  expect(assessCase(wheat(), initial).adjustments).toEqual({
    value: '0.02',
    category: '0.05',
    volatility: '0.01',
    trust: '0.03',
  })
  const comparisons = compareDocuments(wheat(), initial)
  expect([comparisons.length, comparisons.filter(({ agrees }) => !agrees).map(({ documentId }) => documentId)]).toEqual(
    [20, ['07']],
  )
})

test('2.27 G1: the node that relies on the third surveyor refuses', () => {
  const evaluation = evaluateCase(wheat(), node(5, ['third survey']), initial)
  expect(evaluation).toMatchObject({ score: '61.25', surveyedTonnes: '9700', agrees: false, critical: true })
  expect(evaluation.scores.quantity).toBe('0')
  expect(codes(evaluation, 'major')).toEqual(['QUANTITY_OUTSIDE_TOLERANCE'])
})

test('2.27 G2: surveys that agree on 9,100 t ask for a review round; the smaller proposition is then agreed', () => {
  const short = wheat(['9100', '9100', '9100'])
  const first = evaluateCase(short, node(0), initial)
  expect(first.scores.quantity).toBe('0')
  expect(codes(first, 'critical')).toEqual([])
  expect(codes(first, 'major')).toEqual(['QUANTITY_OUTSIDE_TOLERANCE', 'QUANTITY_SHORTFALL'])
  expect(first).toMatchObject({ agrees: false, critical: false, reviewTonnes: '9100' })
  expect(first.trust.eligibilityBps).toBe(10000)
  const second = evaluateCase({ ...short, round: 2, propositionTonnes: '9100' }, node(0), initial)
  expect(second).toMatchObject({ agrees: true, critical: false, reviewTonnes: null })
  expect(second.scores.quantity).toBe('100')
  expect(second.thresholdE4).toBe(first.thresholdE4)
})

test('a shortage inside the tolerance but below the threshold asks for review as well', () => {
  const evaluation = evaluateCase(wheat(['9810', '9810', '9810']), node(0), initial)
  expect(evaluation).toMatchObject({ agrees: false, critical: false, reviewTonnes: '9810' })
})

test('surveys of nothing, or of as much as was asked, ask for no review; as many houses as needed do', () => {
  const review = (dossier: ReturnType<typeof wheat>, reliesOn: readonly string[] = []) =>
    evaluateCase(dossier, node(0, reliesOn), initial).reviewTonnes
  expect(review(wheat(['0', '0', '0']))).toBeNull()
  const small = { ...wheat(['9100', '9100', '9100']), propositionTonnes: '9100' }
  expect(review(small)).toBeNull()
  const two = wheat(['9100', '9100', '9100'])
  const documents = two.documents.filter(({ documentId }) => documentId !== '07')
  const needed = initial.get(fictra.evidence.minimumSources).shortfallSurveys
  expect([needed, review({ ...two, documents })]).toEqual([2, '9100'])
  expect(review(wheat([' 9100 ', '9100', '9100.0004']))).toBe('9100')
})

test('one surveyor alone, or surveyors who disagree, propose nothing: the low score rejects', () => {
  const disagreeing = evaluateCase(wheat(['9100', '9500', '9100']), node(0), initial)
  expect(disagreeing).toMatchObject({ critical: true, reviewTonnes: null })
  const alone = wheat(['9100', '9100', '9100'])
  const documents = alone.documents.filter(({ documentId }) => !['06', '07'].includes(documentId))
  expect(evaluateCase({ ...alone, documents }, node(0), initial).reviewTonnes).toBeNull()
})

test('a shortage does not excuse a dossier that is poor in everything', () => {
  const short = wheat(['9100', '9100', '9100'])
  const documents = short.documents.map((record) => ({ ...record, signature: 'absent' as const }))
  const custody = short.custody.map((step) => ({ ...step, documentId: null }))
  const evaluation = evaluateCase({ ...short, documents, custody }, node(0), initial)
  expect(codes(evaluation, 'critical')).toContain('SCORE_BELOW_FLOOR')
  expect(evaluation.reviewTonnes).toBeNull()
})

test('an invalid signature proves nothing: the document leaves every count and blocks agreement', () => {
  const evaluation = evaluateCase(changed(wheat(), '04', { signature: 'invalid' }), node(0), initial)
  expect(codes(evaluation, 'major')).toContain('SIGNATURE_INVALID')
  expect(evaluation.scores.documents).toBe('85')
  expect(evaluation.scores.regulatory).toBe('80')
  expect(evaluation.agrees).toBe(false)
})

test('a document that is missing lowers completeness and authenticity of the trust', () => {
  const documents = wheat().documents.filter(({ documentId }) => !['08', '10'].includes(documentId))
  const { components } = evaluateCase({ ...wheat(), documents }, node(0), initial).trust
  expect(components).toMatchObject({ completeness: '80', issuer: '70' })
})

test('a node that finds no survey of its own cannot agree', () => {
  const evaluation = evaluateCase(wheat(), node(0, ['Nobody']), initial)
  expect(codes(evaluation, 'major')).toContain('QUANTITY_UNSURVEYED')
  expect(evaluation).toMatchObject({ agrees: false, surveyedTonnes: null })
})

test('a score below the threshold refuses though no flag does', () => {
  const custody = wheat().custody.map((step, index) => (index < 4 ? step : { ...step, documentId: null }))
  const evaluation = evaluateCase({ ...wheat(), custody }, node(0), initial)
  expect(codes(evaluation, 'major')).toEqual([])
  expect(evaluation).toMatchObject({ agrees: false, critical: false, score: '82.8125' })
})

test('2.2, 2.4: too few sources, other goods and dates out of order block agreement', () => {
  const noTrack = wheat()
  const documents = noTrack.documents.filter(
    ({ kind }) => !['vesselTrack', 'insuranceCertificate', 'warehouseReceipt'].includes(kind),
  )
  expect(codes(evaluateCase({ ...noTrack, documents }, node(0), initial), 'major')).toContain('SOURCES_TOO_FEW')
  const goods = changed(wheat(), '04', { statements: [{ field: 'hsCode', value: '1005.90' }] })
  expect(codes(evaluateCase(goods, node(0), initial), 'major')).toContain('GOODS_MISMATCH')
  const dates = changed(wheat(), '11', { statements: [{ field: 'arrivedOn', value: '2026-02-27' }] })
  expect(codes(evaluateCase(dates, node(0), initial), 'major')).toContain('DATES_OUT_OF_ORDER')
})

test('2.3: where the sovereign must confirm, its authentic confirmation is needed', () => {
  const dossier = wheat()
  const valuePt = '5000000'
  const large = { ...dossier, contracted: { ...dossier.contracted, valuePt } }
  expect(codes(evaluateCase(large, node(0), initial), 'major')).toContain('SOVEREIGN_CONFIRMATION_MISSING')
  const confirmation = document('12', 'sovereignConfirmation', 'Ministry of A', 'government', { originCountry: 'XA' })
  const confirmed = { ...large, documents: [...large.documents, confirmation] }
  expect(codes(evaluateCase(confirmed, node(0), initial), 'major')).toEqual([])
})

test('2.4 [R]: trust below 70 rejects unless governance lets bronze in', () => {
  const dossier = { ...wheat(), context: { sellerVerified: 0, sellerFailed: 30, volatilityRatio: '0.75' } }
  const documents = dossier.documents.map((record) => ({
    ...record,
    issuer: { ...record.issuer, type: 'industry' as const },
  }))
  const poor = { ...dossier, documents }
  const evaluation = evaluateCase(poor, node(0), initial)
  expect(evaluation.trust).toMatchObject({ score: '66', band: 'bronze', eligibilityBps: 0 })
  expect(codes(evaluation, 'critical')).toEqual(['TRUST_BELOW_FLOOR'])
  const lenient = withValue(fictra.allocation.bronzeEligible, true)
  expect(evaluateCase(poor, node(0), lenient)).toMatchObject({ critical: false, trust: { eligibilityBps: 7500 } })
})

test('a malformed statement disagrees; it never stops the case', () => {
  const dossier = changed(wheat(), '06', { statements: [{ field: 'quantityTonnes', value: '9,960 MT' }] })
  const evaluation = evaluateCase(dossier, node(0), initial)
  expect(codes(evaluation, 'minor')).toContain('STATEMENT_DISAGREES')
})

test('the order of documents, statements and custody steps changes nothing', () => {
  const dossier = wheat()
  const reference = JSON.stringify(evaluateCase(dossier, node(0), initial))
  fc.assert(
    fc.property(fc.shuffledSubarray([...dossier.documents], { minLength: dossier.documents.length }), (documents) => {
      const reversed = documents.map((record) => ({ ...record, statements: record.statements.toReversed() }))
      expect(JSON.stringify(evaluateCase({ ...dossier, documents: reversed }, node(0), initial))).toBe(reference)
    }),
  )
})

test('taking a required document away never raises the document score', () => {
  const dossier = wheat()
  const before = Number(evaluateCase(dossier, node(0), initial).scores.documents)
  fc.assert(
    fc.property(fc.subarray([...dossier.documents]), (documents) => {
      expect(Number(evaluateCase({ ...dossier, documents }, node(0), initial).scores.documents)).toBeLessThanOrEqual(
        before,
      )
    }),
  )
})

test('every step is explained, and the evaluation is plain JSON', () => {
  const evaluation = evaluateCase(wheat(), node(0), initial)
  expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation)
  expect(evaluation.steps.map(({ rule }) => rule.split(' ')[0])).toEqual([
    'quantity',
    'documents',
    'custody',
    'regulatory',
    'score',
    'trust',
    'threshold',
    'agrees',
  ])
  expect(evaluation.steps.at(-1)).toMatchObject({ result: 'agrees', inputs: { critical: 'none', major: 'none' } })
})

test('a score of exactly the threshold agrees, and says nothing of being low', () => {
  const at = (base: string) => withValue(fictraVerification.threshold, { base, max: '99' })
  // 94.0625 against 89.5833 x 1.05 = 94.062465, which is rounded up to it, and against the next base above.
  const equal = evaluateCase(wheat(), node(0), at('89.5833'))
  expect([equal.scoreE4, equal.thresholdE4, equal.agrees]).toEqual([940_625, 940_625, true])
  const above = evaluateCase(wheat(), node(0), at('89.5834'))
  expect([above.thresholdE4, above.agrees]).toEqual([940_626, false])
})

test('at the threshold a score below the floor of rejection is no ground for one; just below it is', () => {
  const low = (base: string) =>
    parametersAt(
      [
        [fictraVerification.threshold.key, { base, max: '99' }] as const,
        [fictraVerification.outcomeScores.key, { approveFrom: '99', rejectBelow: '98' }] as const,
      ].map(([key, value]) => ({ key, version: 2, value, effectiveFrom: '2025-01-01T00:00:00Z' })),
      new Date('2026-01-01T00:00:00Z'),
    )
  expect(codes(evaluateCase(wheat(), node(0), low('89.5833')), 'critical')).toEqual([])
  expect(codes(evaluateCase(wheat(), node(0), low('89.5834')), 'critical')).toEqual(['SCORE_BELOW_FLOOR'])
})
