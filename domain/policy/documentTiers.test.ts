import { expect, test } from 'vitest'
import type { DocumentRecord, Dossier } from '../dossier.ts'
import { initial } from '../test/parameters.ts'
import { changed, wheat } from '../test/wheat.ts'
import { confirmationWindow, documentLevel, validateDocument } from './documentTiers.ts'

const dossier = wheat()
const documentOf = (of: Dossier, documentId: string) => of.documents.find((one) => one.documentId === documentId)!
function validate(documentId: string, changes: Partial<DocumentRecord> = {}, submittedOn = '2026-03-20') {
  const with_ = changed(dossier, documentId, changes)
  return validateDocument(documentOf(with_, documentId), with_, submittedOn, initial)
}
const restated = (documentId: string, stated: Record<string, string | null>) => {
  const before = documentOf(dossier, documentId).statements.filter(({ field }) => !Object.hasOwn(stated, field))
  const added = Object.entries(stated).flatMap(([field, value]) => (value === null ? [] : [{ field, value }]))
  return { statements: [...before, ...added] } as Pick<DocumentRecord, 'statements'>
}

test('2.4 structural: a document that misses what its kind must state, or is not what was signed, is invalid', () => {
  expect(validate('01', restated('01', { quantityTonnes: null }))).toEqual({
    state: 'invalid',
    failedAt: 'structural',
    findings: ['quantityTonnes is missing'],
  })
  expect(validate('03', restated('03', { originCountry: null })).findings).toEqual(['originCountry is missing'])
  expect(validate('01', { signature: 'invalid', ...restated('01', { loadPort: null }) }).findings).toEqual([
    'the signature does not fit the bytes',
    'loadPort is missing',
  ])
  // A structural defect hides what comes after it.
  expect(validate('01', restated('01', { quantityTonnes: '-1', dischargePort: null })).findings).toEqual([
    'dischargePort is missing',
  ])
})

test('2.4 logical: dates in order, quantities above zero, two different ports', () => {
  const logical = (documentId: string, changes: Partial<DocumentRecord>, submittedOn?: string) => {
    const { state, failedAt, findings } = validate(documentId, changes, submittedOn)
    expect([state, failedAt]).toEqual(['invalid', 'logical'])
    return findings
  }
  expect(logical('01', {}, '2026-03-01')).toEqual(['issued on 2026-03-02, after it came in'])
  expect(validate('01', {}, '2026-03-02').state).toBe('validated')
  for (const quantity of ['0', '-5', 'many'])
    expect(logical('01', restated('01', { quantityTonnes: quantity }))).toEqual([
      `quantityTonnes: ${quantity} is not above zero`,
    ])
  expect(logical('02', restated('02', { invoiceValue: '0' }))).toEqual(['invoiceValue: 0 is not above zero'])
  expect(logical('11', restated('11', { arrivedOn: '2026-03-01' }))).toEqual([
    'arrived on 2026-03-01, before 2026-03-02',
  ])
  expect(logical('11', restated('11', { shippedOn: '2026-03-20' }))).toEqual([
    'arrived on 2026-03-19, before 2026-03-20',
  ])
  expect(validate('11', restated('11', { arrivedOn: '2026-03-02' })).failedAt).not.toBe('logical')
  expect(logical('01', restated('01', { dischargePort: 'XAAAA' }))).toEqual(['loaded and discharged in XAAAA'])
})

test('2.4 cross-source: what only disagrees with others is inconclusive, and everything else is validated', () => {
  expect(validate('03', restated('03', { originCountry: 'XZ' }))).toEqual({
    state: 'inconclusive',
    failedAt: 'crossSource',
    findings: ['originCountry: XZ instead of XA'],
  })
  for (const { documentId } of dossier.documents.filter((one) => one.documentId !== '07')) {
    expect(validate(documentId)).toEqual({ state: 'validated', failedAt: null, findings: [] })
  }
  // The third survey of the wheat story measured less than the tolerance allows.
  expect(validate('07').state).toBe('inconclusive')
})

test('2.4: levels are reached one after the other, up to the consensus on chain', () => {
  const level = (documentId: string, changes: Partial<DocumentRecord> = {}, onChain = false, of = dossier) => {
    const with_ = changed(of, documentId, changes)
    return documentLevel(documentOf(with_, documentId), with_, onChain, initial)
  }
  expect(level('01', { signature: 'invalid' }, true)).toBe(0)
  expect(level('01', { signature: 'absent' }, true)).toBe(1)
  expect(level('01', { issuer: { ...documentOf(dossier, '01').issuer, recognised: false } }, true)).toBe(1)
  expect(level('07', {}, true)).toBe(2)
  // Nobody else states a quantity once only one document is left.
  const alone = { ...dossier, documents: dossier.documents.filter(({ documentId }) => documentId === '10') }
  expect(level('10', {}, true, alone)).toBe(3)
  const sameHouse = {
    ...dossier,
    documents: dossier.documents
      .filter(({ documentId }) => ['05', '06'].includes(documentId))
      .map((one) => ({ ...one, issuer: { ...one.issuer, name: 'One House' } })),
  }
  expect(level('05', {}, true, sameHouse)).toBe(3)
  const onlyDisagreeing = {
    ...dossier,
    documents: dossier.documents.filter(({ documentId }) => ['07', '10'].includes(documentId)),
  }
  expect(level('10', {}, true, onlyDisagreeing)).toBe(3)
  // One field that disagrees is enough, though the others of the document agree.
  expect(level('01', restated('01', { loadPort: 'XCCCC' }), true)).toBe(2)
  // The only other house that states a port states another one.
  const twoHouses = {
    ...dossier,
    documents: dossier.documents.filter(({ documentId }) => ['04', '11'].includes(documentId)),
  }
  const elsewhere = changed(twoHouses, '11', { statements: [{ field: 'loadPort', value: 'XCCCC' }] })
  expect(level('04', { statements: [{ field: 'loadPort', value: 'XAAAA' }] }, true, elsewhere)).toBe(3)
  expect(level('01')).toBe(4)
  expect(level('01', {}, true)).toBe(5)
})

test('2.4: an outside source has a day to confirm before a document may be inconclusive, and three before it is', () => {
  const askedAt = new Date('2026-03-20T00:00:00Z')
  expect(() => confirmationWindow(new Date('never'), initial)).toThrowError(
    expect.objectContaining({
      code: 'SCORE_INPUT_INVALID',
      details: expect.objectContaining({ field: 'askedAt' }),
    }),
  )
  const { patientUntil, inconclusiveFrom } = confirmationWindow(askedAt, initial)
  expect([patientUntil, inconclusiveFrom].map((date) => date.toISOString().slice(0, 10))).toEqual([
    '2026-03-21',
    '2026-03-23',
  ])
})

test('2.4 level 4: one field in common is enough, whatever else the other document states', () => {
  const own = documentOf(changed(dossier, '03', { statements: [{ field: 'hsCode', value: '100199' }] }), '03')
  const other = { ...documentOf(dossier, '01'), statements: restated('01', {}).statements }
  expect(other.statements.length).toBeGreaterThan(1)
  expect(documentLevel(own, { ...dossier, documents: [own, other] }, false, initial)).toBe(4)
  const apart = { ...other, statements: other.statements.filter(({ field }) => field !== 'hsCode') }
  expect(documentLevel(own, { ...dossier, documents: [own, apart] }, false, initial)).toBe(3)
})
