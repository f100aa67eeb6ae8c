import { expect, test } from 'vitest'
import type { DocumentRecord } from '../dossier.ts'
import { initial } from '../test/parameters.ts'
import { changed, document, node, wheat } from '../test/wheat.ts'
import { evaluateCase } from './caseEvaluation.ts'
import { statedShipments } from './statedShipments.ts'

const { documents } = wheat()
const [bill, , , declaration] = documents as [DocumentRecord, DocumentRecord, DocumentRecord, DocumentRecord]
const shipment = {
  documentId: '01',
  authentic: true,
  transportDocument: 'BL-2026/001',
  hsCode: '10019900',
  loadPort: 'XAAAA',
  shippedOn: '2026-03-01',
}
const without = (record: DocumentRecord, ...fields: string[]): DocumentRecord => ({
  ...record,
  statements: record.statements.filter(({ field }) => !fields.includes(field)),
})
const customs = document('04', 'exportDeclaration', 'Customs', 'government', {
  transportDocument: 'BL 1',
  loadPort: 'XAAAA',
  shippedOn: '2026-03-01',
})
const forged: DocumentRecord = { ...bill, documentId: '12', number: 'BL-9', signature: 'absent' }

test("a paper that leaves a part open, and the seller's own invoice, state no shipment", () => {
  expect(statedShipments([])).toEqual([])
  for (const field of ['loadPort', 'shippedOn']) expect(statedShipments([without(bill, field)])).toEqual([])
  expect(statedShipments([{ ...bill, kind: 'commercialInvoice' }])).toEqual([])
  expect(statedShipments([declaration])).toEqual([])
  expect(statedShipments([without(customs, 'transportDocument')])).toEqual([])
})

test('the bill of lading speaks; its own number stands where it states none, and goods count to six digits only', () => {
  expect(statedShipments(documents)).toEqual([shipment])
  expect(statedShipments([without(bill, 'transportDocument')])).toMatchObject([{ transportDocument: 'NO-01' }])
  const goods = (value: string) => ({
    ...bill,
    statements: bill.statements.map((s) => (s.field === 'hsCode' ? { ...s, value } : s)),
  })
  for (const code of ['100199', '1001.99'])
    expect(statedShipments([goods(code)])).toEqual([{ ...shipment, hsCode: code }])
  for (const record of [goods('1001'), goods('1001.9'), without(bill, 'hsCode')]) {
    expect(statedShipments([record])).toEqual([{ ...shipment, hsCode: null }])
  }
})

test('an authentic paper silences those that are not, and a bill silences customs', () => {
  expect(statedShipments([forged, customs, bill])).toEqual([shipment])
  expect(statedShipments([forged, customs])).toMatchObject([{ documentId: '04', authentic: true, hsCode: null }])
  expect(statedShipments([forged])).toMatchObject([{ documentId: '12', authentic: false }])
  expect(statedShipments([bill, { ...bill, documentId: '13' }])).toHaveLength(2)
})

test('nobody agrees to a claim that its issuer has not signed, or that was loaded elsewhere than the contract says', () => {
  const flags = (...of: Parameters<typeof changed>) =>
    evaluateCase(changed(...of), node(0), initial).flags.filter(({ code }) => /^(CLAIM|LOAD)_/.test(code))
  expect(flags(wheat(), '01', {})).toEqual([])
  expect(flags(wheat(), '01', { signature: 'absent' })).toMatchObject([
    { code: 'CLAIM_NOT_AUTHENTIC', severity: 'major', documentIds: ['01'] },
  ])
  // The same port in another hand.
  const statements = bill.statements.map((s) => (s.field === 'loadPort' ? { ...s, value: ' xaaaa' } : s))
  expect(flags(wheat(), '01', { statements })).toEqual([])
  expect(flags({ ...wheat(), contracted: { ...wheat().contracted, loadPort: 'xaaaa ' } }, '01', {})).toEqual([])
  const contracted = { ...wheat().contracted, loadPort: 'XACCC' }
  expect(flags({ ...wheat(), contracted }, '01', {})).toEqual([
    { code: 'LOAD_PORT_MISMATCH', severity: 'major', detail: 'XAAAA instead of XACCC', documentIds: ['01'] },
  ])
})
