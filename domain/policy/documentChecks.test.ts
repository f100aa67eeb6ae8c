import { expect, test } from 'vitest'
import { formatExact } from '../decimal.ts'
import type { DocumentRecord } from '../dossier.ts'
import { initial } from '../test/parameters.ts'
import { document, wheat } from '../test/wheat.ts'
import { checkDuties, checkRequirements, sourceDiversity } from './documentChecks.ts'

const licence = (documentId: string, signed: boolean, recognised: boolean): DocumentRecord =>
  document(
    documentId,
    'exportLicence',
    'Ministry of A',
    'government',
    {},
    {
      signature: signed ? 'verified' : 'absent',
      issuer: { name: 'Ministry of A', country: 'XA', type: 'government', recognised },
    },
  )
const of = (...documents: readonly DocumentRecord[]) => ({
  ...wheat(),
  requiredDocuments: ['exportLicence'] as const,
  duties: [{ duty: 'licensed', metBy: 'exportLicence' }] as const,
  documents,
})
const [nothing, signed, known, both] = [
  licence('1', false, false),
  licence('2', true, false),
  licence('3', false, true),
  licence('4', true, true),
] as const

test('2.2: the best document that meets a requirement counts, wherever it lies', () => {
  const check = (...documents: readonly DocumentRecord[]) => {
    const [{ documentId, score, authentic }] = checkRequirements(of(...documents), initial) as never as [
      ReturnType<typeof checkRequirements>[number],
    ]
    return [documentId, formatExact(score), authentic]
  }
  expect(check()).toEqual([null, '0', false])
  expect(check(nothing)).toEqual(['1', '0', false])
  expect(check(nothing, signed)).toEqual(['2', '50', false])
  expect(check(nothing, known)).toEqual(['3', '50', false])
  expect(check(nothing, signed, known, both)).toEqual(['4', '100', true])
})

test('2.2, 2.4: a duty is met, and a kind of source present, by a document that is signed or of a known issuer', () => {
  expect(checkDuties(of(nothing))).toEqual({ total: 1, unmet: ['licensed'] })
  for (const credible of [signed, known, both]) expect(checkDuties(of(nothing, credible)).unmet).toEqual([])
  expect(sourceDiversity(of(nothing)).present).toBe(0)
  expect(sourceDiversity(of(nothing, signed))).toEqual({ present: 1, of: 5 })
})
