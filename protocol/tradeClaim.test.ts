import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { wheat } from '@assay/domain/test/wheat.ts'
import { expect, test } from 'vitest'
import { tradeClaimKey } from './claimKey.ts'
import { tradeClaimOf } from './tradeClaim.ts'

const { documents } = wheat()
const bill = documents[0]!
const restated = (field: string, value: string) => ({
  ...bill,
  documentId: '21',
  statements: bill.statements.map((statement) => (statement.field === field ? { ...statement, value } : statement)),
})

test('without a transport document there is no claim, and two that differ are no claim either', () => {
  expect(() => tradeClaimOf(documents.slice(1))).toThrowError(expect.objectContaining({ code: 'CLAIM_INCOMPLETE' }))
  for (const [field, value] of [
    ['transportDocument', 'BL-2026/002'],
    ['shippedOn', '2026-03-02'],
    ['loadPort', 'XAAAB'],
    ['hsCode', '100191'],
  ] as const) {
    expect(() => tradeClaimOf([...documents, restated(field, value)])).toThrowError(
      expect.objectContaining({ code: 'CLAIM_AMBIGUOUS', details: { documentIds: ['01', '21'] } }),
    )
  }
})

test('the claim is what the bill of lading states, whichever of its copies and spellings is read', () => {
  const claim = { transportDocument: 'BL-2026/001', loadPort: 'XAAAA', shippedOn: '2026-03-01' }
  expect(tradeClaimOf(documents)).toEqual(claim)
  const copies = [restated('transportDocument', 'bl 2026 001'), ...documents]
  expect(tradeClaimKey(tradeClaimOf(copies))).toBe(tradeClaimKey(claim))
})

test('a bill that names no goods and a declaration that names them are one claim, together and apart', () => {
  const silent = { ...bill, documentId: '22', statements: bill.statements.filter(({ field }) => field !== 'hsCode') }
  const declaration: DocumentRecord = { ...bill, documentId: '23', kind: 'exportDeclaration' }
  const keys = [[bill], [silent], [declaration], [silent, declaration], [silent, bill]].map((filed) =>
    tradeClaimKey(tradeClaimOf(filed)),
  )
  expect(new Set(keys).size).toBe(1)
})
