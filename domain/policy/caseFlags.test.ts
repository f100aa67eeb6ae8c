import { expect, test } from 'vitest'
import type { DocumentRecord, Dossier, Statement } from '../dossier.ts'
import { initial } from '../test/parameters.ts'
import { changed, document, node, wheat } from '../test/wheat.ts'
import { evaluateCase } from './caseEvaluation.ts'
import { type FlagCode, flagSeverities } from './caseFlags.ts'

const flagsOf = (dossier: Dossier, code: FlagCode, reliesOn: readonly string[] = []) =>
  evaluateCase(dossier, node(0, reliesOn), initial)
    .flags.filter((flag) => flag.code === code)
    .map(({ detail, documentIds, severity }) => {
      expect(severity).toBe(flagSeverities[code])
      return [detail, ...documentIds]
    })
const stating = (dossier: Dossier, documentId: string, ...statements: Statement[]) =>
  changed(dossier, documentId, { statements })
const without = (dossier: Dossier, ...ids: string[]): Dossier => ({
  ...dossier,
  documents: dossier.documents.filter(({ documentId }) => !ids.includes(documentId)),
})
const withDocument = (dossier: Dossier, ...more: DocumentRecord[]): Dossier => ({
  ...dossier,
  documents: [...dossier.documents, ...more],
})

test('the clean delivery has the five flags that a reader of it expects', () => {
  const { flags } = evaluateCase(wheat(), node(0), initial)
  expect(flags.map(({ code, detail, documentIds }) => [code, detail, ...documentIds])).toEqual([
    ['QUALITY_SOURCES_TOO_FEW', '1 of 2'],
    ['DOCUMENT_NOT_AUTHENTIC', 'insuranceCertificate', '09'],
    ['CUSTODY_GAP', 'checkpoint 5'],
    ['STATEMENT_DISAGREES', 'quantityTonnes: 9700 instead of 10000', '07'],
    ['SURVEYS_DISAGREE', 'the surveys differ by more than the cross-source tolerance'],
  ])
})

test('2.2: origin is exact, in the contract, the certificate even when nobody signed it, and every authentic document', () => {
  const of = (dossier: Dossier) => flagsOf(dossier, 'ORIGIN_MISMATCH')
  const origin = (value: string): Statement => ({ field: 'originCountry', value })
  const site = (value: string): Statement => ({ field: 'productionSiteCountry', value })
  const dossier = wheat()
  const declared = { ...dossier, contracted: { ...dossier.contracted, originCountry: 'XC' } }
  expect(of(declared)).toEqual([['the contract declares XC, its site lies in XA']])
  const wrong = stating(dossier, '03', origin('XC'))
  expect(of(wrong)).toEqual([['certificateOfOrigin names XC, the site lies in XA', '03']])
  expect(of(changed(wrong, '03', { signature: 'absent' }))).toHaveLength(1)
  expect(of(stating(dossier, '02', site('XC')))).toEqual([['commercialInvoice names XC, the site lies in XA', '02']])
  expect(of(stating(dossier, '03', origin(' xa '), site('xa')))).toEqual([])
})

test('2.4: documents whose signature is wrong, about other goods, or out of order', () => {
  const forged = changed(changed(wheat(), '11', { signature: 'invalid' }), '04', { signature: 'invalid' })
  const reversed = { ...forged, documents: forged.documents.toReversed() }
  for (const dossier of [forged, reversed]) {
    expect(flagsOf(dossier, 'SIGNATURE_INVALID')).toEqual([
      ['exportDeclaration', '04'],
      ['vesselTrack', '11'],
    ])
  }
  const maize = stating(wheat(), '04', { field: 'hsCode', value: '1005.90' })
  expect(flagsOf(maize, 'GOODS_MISMATCH')).toEqual([['100590 instead of 10019900', '04']])
  const dotted = stating(wheat(), '04', { field: 'hsCode', value: '1001.99' })
  expect(flagsOf(dotted, 'GOODS_MISMATCH')).toEqual([])
  const arrival = (value: string): Statement => ({ field: 'arrivedOn', value })
  const early = stating(wheat(), '11', { field: 'departedOn', value: '2026-03-02' }, arrival('2026-02-28'))
  expect(flagsOf(early, 'DATES_OUT_OF_ORDER')).toEqual([
    ['arrival 2026-02-28 before 2026-03-01', '01', '11'],
    ['arrival 2026-02-28 before 2026-03-02', '11'],
  ])
  expect(flagsOf(stating(wheat(), '11', arrival('2026-03-01')), 'DATES_OUT_OF_ORDER')).toEqual([])
  const twice = stating(wheat(), '11', arrival('2026-03-19'), arrival('2026-02-28'))
  expect(flagsOf(twice, 'DATES_OUT_OF_ORDER')).toEqual([['arrival 2026-02-28 before 2026-03-01', '01', '11']])
  expect(flagsOf(without(wheat(), '11'), 'DATES_OUT_OF_ORDER')).toEqual([])
  const { flags } = evaluateCase(without(wheat(), '11'), node(0), initial)
  expect(flags.filter(({ severity }) => severity === undefined)).toEqual([])
})

test('2.4: sources are distinct issuers of credible documents, counted by what they attest', () => {
  expect(flagsOf({ ...wheat(), documents: [] }, 'SOURCES_TOO_FEW')).toEqual([
    ['all: 0 of 3'],
    ['primary: 0 of 2'],
    ['secondary: 0 of 1'],
    ['quantity: 0 of 3'],
    ['origin: 0 of 2'],
  ])
  const carrierAndTrack = without(wheat(), '02', '03', '04', '05', '06', '07', '08', '09', '10')
  expect(flagsOf(carrierAndTrack, 'SOURCES_TOO_FEW')).toEqual([
    ['all: 2 of 3'],
    ['primary: 1 of 2'],
    ['quantity: 1 of 3'],
    ['origin: 0 of 2'],
  ])
  // The same house under two spellings is one; a document neither signed nor of a known issuer is none.
  const moisture = { moisturePercent: '12.0' }
  const [again, unknown, other] = [
    document('20', 'warehouseReceipt', 'FIRST-survey', 'industry', moisture),
    document('21', 'warehouseReceipt', 'Nobody', 'industry', moisture, {
      signature: 'absent',
      issuer: { name: 'Nobody', country: 'XA', type: 'industry', recognised: false },
    }),
    document('22', 'warehouseReceipt', 'Grain Laboratory', 'industry', { grade: 'A' }),
  ]
  const quality = (...more: DocumentRecord[]) => flagsOf(withDocument(wheat(), ...more), 'QUALITY_SOURCES_TOO_FEW')
  expect(quality(again!, unknown!)).toEqual([['1 of 2']])
  expect(quality(other!)).toEqual([])
  expect(quality({ ...again!, issuer: { ...again!.issuer, country: 'XB' } })).toEqual([])
  const lower = { ...again!.issuer, country: 'xa' }
  expect(quality({ ...again!, issuer: lower })).toEqual([['1 of 2']])
  const unsigned = { ...other!, signature: 'absent' as const }
  expect(quality(unsigned)).toEqual([])
  expect(quality({ ...other!, issuer: { ...other!.issuer, recognised: false } })).toEqual([])
  const site = stating(without(wheat(), '08'), '04', { field: 'productionSiteCountry', value: 'XA' })
  expect(flagsOf(site, 'SOURCES_TOO_FEW')).toEqual([])
})

test('2.3: the confirmation of the sovereign must be authentic', () => {
  const dossier = wheat()
  const large = { ...dossier, contracted: { ...dossier.contracted, valuePt: '5000000' } }
  const missing = [['no authentic confirmation of the exporting sovereign']]
  expect(flagsOf(large, 'SOVEREIGN_CONFIRMATION_MISSING')).toEqual(missing)
  const unsigned = document('12', 'sovereignConfirmation', 'Ministry of A', 'government', {}, { signature: 'absent' })
  expect(flagsOf(withDocument(large, unsigned), 'SOVEREIGN_CONFIRMATION_MISSING')).toEqual(missing)
})

test('what is missing, not authentic, not on paper or not met is named', () => {
  const bare = without(wheat(), '08', '10')
  expect(flagsOf(bare, 'DOCUMENT_MISSING')).toEqual([['phytosanitaryCertificate'], ['warehouseReceipt']])
  expect(flagsOf(bare, 'DOCUMENT_NOT_AUTHENTIC')).toEqual([['insuranceCertificate', '09']])
  const met = wheat().duties.find(({ metBy }) => metBy === 'phytosanitaryCertificate')!
  expect(flagsOf(bare, 'DUTY_UNMET')).toEqual([[met.duty]])
  const custody = wheat().custody.map((step) => (step.sequence === 7 ? { ...step, documentId: '99' } : step))
  expect(flagsOf({ ...wheat(), custody }, 'CUSTODY_GAP')).toEqual([['checkpoint 5'], ['checkpoint 7']])
})

test('2.2: what the surveys say of the quantity', () => {
  const outside = flagsOf(wheat(), 'QUANTITY_OUTSIDE_TOLERANCE', ['third survey'])
  expect(outside).toEqual([['9700 t is outside the tolerance of 0.02', '07']])
  expect(flagsOf(wheat(), 'SCORE_BELOW_FLOOR', ['third survey'])).toEqual([['score 61.25 is below 70']])
  expect(flagsOf(wheat(), 'QUANTITY_UNSURVEYED', ['nobody'])).toEqual([['no survey of an issuer this node relies on']])
  const short = wheat(['9100', '9100', '9100'])
  expect(flagsOf(short, 'QUANTITY_SHORTFALL')).toEqual([['all surveys agree on 9100 t']])
  expect(flagsOf(short, 'SURVEYS_DISAGREE')).toEqual([])
  // A little less than contracted is no shortfall while the score is good.
  expect(flagsOf(wheat(['9950', '9950', '9950']), 'QUANTITY_SHORTFALL')).toEqual([])
  const poor = { ...wheat(), documents: [], context: { ...wheat().context, sellerVerified: 0 } }
  expect(flagsOf(poor, 'TRUST_BELOW_FLOOR')).toEqual([['trust 0 is in band none']])
})
