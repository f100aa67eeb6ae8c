import { fictra } from '@assay/domain/programmes/fictra.ts'
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initial, withValue } from '../domain/test/parameters.ts'
import { lies } from '../protocol/test/lies.ts'
import { checkCaseFile } from './checkCaseFile.ts'
import { cottageFile, wheatFile } from './test/caseFiles.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests reach into every corner of a case file
type Draft = any

const refused = (check: string) =>
  expect.objectContaining({ code: 'ORACLE_DOSSIER_REFUSED', details: expect.objectContaining({ check }) })

function altered(file: CaseFile, change: (draft: Draft) => void): CaseFile {
  const draft = structuredClone(file)
  change(draft)
  return draft
}

const otherHash = `0x${'11'.repeat(32)}`

const tamperings: readonly [string, string, (draft: Draft) => void][] = [
  ['another id on chain', 'onChainId', (d) => (d.onChainId = otherHash)],
  ['a committee without this node', 'committee', (d) => (d.opened.committee = [1, 2, 3, 4, 5, 6, 7])],
  ['a smaller committee than the tier asks', 'committeeSize', (d) => (d.opened.committee = [0, 1, 2])],
  ['more asked than contracted', 'proposedQuantity', (d) => (d.proposedQuantity = '10000001')],
  ['less asked in the first round', 'proposedQuantity', (d) => (d.proposedQuantity = '9100000')],
  ['nothing asked', 'proposedQuantity', (d) => (d.proposedQuantity = '0')],
  ['another root', 'proof of document 01', (d) => (d.opened.evidenceRoot = otherHash)],
  ['a document added to the dossier', 'evidence', (d) => d.subject.dossier.documents.push({ documentId: 'x' })],
  ['a document withheld from the dossier', 'evidence', (d) => d.subject.dossier.documents.pop()],
  ['a leaf withheld', 'evidence', (d) => d.evidence.pop()],
  [
    'a leaf and its record withheld',
    'evidenceRoot',
    (d) => {
      d.evidence.pop()
      d.subject.dossier.documents.pop()
    },
  ],
  ['another hash in a record', 'document 01', (d) => (d.subject.dossier.documents[0].sha256 = '00'.repeat(32))],
  ['another kind', 'document 01', (d) => (d.subject.dossier.documents[0].kind = 'exportLicence')],
  ['another statement', 'document 05', (d) => (d.subject.dossier.documents[4].statements[0].value = '9999')],
  [
    'a statement more',
    'document 01',
    (d) => d.subject.dossier.documents[0].statements.push({ field: 'grade', value: '1' }),
  ],
  [
    'the statements of two documents exchanged',
    'document 05',
    (d) => {
      const [, , , , survey, other] = d.subject.dossier.documents
      ;[survey.statements, other.statements] = [other.statements, survey.statements]
    },
  ],
  ['another reader', 'document 01', (d) => (d.subject.dossier.documents[0].parser = 'certificate-json/2')],
  ['an issuer recognised after all', 'document 01', (d) => (d.subject.dossier.documents[0].issuer.recognised = false)],
  ['another salt', 'document 02', (d) => (d.evidence[1].salt = 'ff'.repeat(32))],
  ['another leaf', 'document 02', (d) => (d.evidence[1].proof.leafHash = otherHash)],
  ['another place of a leaf', 'proof of document 02', (d) => (d.evidence[1].proof.index += 1)],
  ['an erased document', 'document 02', (d) => (d.evidence[1].salt = null)],
  ['the dossier of another case', 'dossier.caseId', (d) => (d.subject.dossier.caseId = 'other')],
  ['the contract of another trade', 'dossier.tradeId', (d) => (d.subject.dossier.contracted.tradeId = 'other')],
  ['another contracted quantity', 'contractedQuantity', (d) => (d.subject.dossier.contracted.quantityTonnes = '9999')],
  ['another proposition', 'proposition', (d) => (d.subject.dossier.propositionTonnes = '9100')],
  ['another claim', 'claim', (d) => (d.subject.claim.transportDocument = 'BL-9')],
  ['a claim of another day', 'claim', (d) => (d.subject.claim.shippedOn = '2026-03-02')],
  ['a claim with a member more', 'claim', (d) => (d.subject.claim.hsCode = '100199')],
  ['another claim on chain', 'claimKey', (d) => (d.opened.claimKey = otherHash)],
  ['a lower threshold', 'scoreThresholdE4', (d) => (d.opened.scoreThresholdE4 = 1)],
  ['a lower consensus', 'consensusBps', (d) => (d.opened.consensusBps = 5001)],
  ['fewer reports', 'minReports', (d) => (d.opened.minReports = 1)],
  ['a shorter window', 'windowSeconds', (d) => (d.opened.windowSeconds = 1)],
  ['a larger value', 'scoreThresholdE4', (d) => (d.subject.dossier.contracted.valuePt = '25000000')],
  ['a slightly larger value', 'termsHash', (d) => (d.subject.dossier.contracted.valuePt = '2500001')],
  ['another sovereign', 'termsHash', (d) => (d.subject.basis.sovereign = `0x${'22'.repeat(20)}`)],
  ['another index', 'termsHash', (d) => (d.subject.basis.metrics.humanDevelopmentIndex = '0.4')],
  ['goods that the Council does not list', 'strategicValue', (d) => (d.subject.basis.metrics.strategicValue = '0.5')],
  ['another market', 'termsHash', (d) => (d.subject.basis.market.priceRatio = '1.5')],
  ['another terms hash', 'termsHash', (d) => (d.opened.termsHash = otherHash)],
]

test.each(tamperings)('a delivery with %s is refused at %s', (_name, check, change) => {
  expect(() => checkCaseFile(altered(wheatFile(), change), 0, initial)).toThrowError(refused(check))
})

test('parameters other than the case was opened under give other terms', () => {
  const other = withValue(fictra.allocation.elasticitySlope, '0.6')
  expect(() => checkCaseFile(wheatFile(), 0, other)).toThrowError(refused('termsHash'))
})

test('a digest or a salt changed by any digit is refused', () => {
  fc.assert(
    fc.property(fc.nat(10), fc.nat(63), fc.boolean(), (index, position, inRecord) => {
      const file = altered(wheatFile(), (draft) => {
        const of = inRecord ? draft.subject.dossier.documents[index] : draft.evidence[index]
        const member = inRecord ? 'sha256' : 'salt'
        const digit = of[member][position] === 'a' ? 'b' : 'a'
        of[member] = of[member].slice(0, position) + digit + of[member].slice(position + 1)
      })
      expect(() => checkCaseFile(file, 0, initial)).toThrowError(
        expect.objectContaining({ code: 'ORACLE_DOSSIER_REFUSED' }),
      )
    }),
    { numRuns: 40 },
  )
})

const carbonTamperings: readonly [string, string, (draft: Draft) => void][] = [
  ['more to issue than contracted', 'contractedQuantity', (d) => (d.subject.netKg = '6968')],
  ['another buffer', 'termsHash', (d) => (d.subject.bufferKg = '1')],
  ['another receiver', 'termsHash', (d) => (d.subject.to = `0x${'22'.repeat(20)}`)],
  ['other inputs beside the bill', 'termsHash', (d) => (d.subject.inputs.emissionsKg = { transport: '1' })],
  ['another vintage', 'period of the claim', (d) => (d.subject.vintage = 20254)],
  ['another parcel in the claim', 'claimKey', (d) => (d.subject.claim.parcelCommitment = otherHash)],
  ['another pool', 'pool of the claim', (d) => (d.subject.claim.pool = 'soil')],
  ['a lower threshold', 'scoreThresholdE4', (d) => (d.opened.scoreThresholdE4 = 1)],
  ['a seed that was chosen', 'seed of the simulation', (d) => (d.subject.inputs.seed = '1')],
]

test.each(carbonTamperings)('a quantification with %s is refused at %s', (_name, check, change) => {
  expect(() => checkCaseFile(altered(cottageFile(), change), 7, initial)).toThrowError(refused(check))
})

test.each(lies)(
  'a server that claims %s against the bill, and computes everything from it, is refused at the inputs',
  (_name, inputs, sources) => {
    expect(() => checkCaseFile(cottageFile(inputs, sources), 7, initial)).toThrowError(refused('inputs'))
  },
)

test('consistent case files pass, also in a review round', () => {
  checkCaseFile(wheatFile(), 0, initial)
  checkCaseFile(cottageFile(), 7, initial)
  const review = altered(wheatFile(), (draft) => {
    Object.assign(draft, { round: 2, proposedQuantity: '9100000' })
    Object.assign(draft.subject.dossier, { round: 2, propositionTonnes: '9100' })
  })
  checkCaseFile(review, 3, initial)
})
