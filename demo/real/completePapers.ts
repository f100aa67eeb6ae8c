/** Completes the evidence of a trade: papers nobody brought are made, steps of custody recorded with what proves them. */
import { parseExact } from '@assay/domain/decimal.ts'
import type { DocumentKind } from '@assay/domain/dossier.ts'
import { checklistOf } from '@assay/domain/policy/checklist.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { registerIssuers } from '../issuers.ts'
import { signDetached } from '../sign.ts'
import type { RealTrade } from './carryTrade.ts'
import { makeDocument, makerOf } from './makeDocuments.ts'
import type { RealStage } from './realStage.ts'

/** Makes every paper the checklist asks for and `filed` has not. Returns the documents that were made, by kind. */
export async function makeMissing(
  stage: RealStage,
  { tradeId, facts, shipment }: RealTrade,
  filed: ReadonlyMap<DocumentKind, string>,
): Promise<ReadonlyMap<DocumentKind, string>> {
  const valuePt = parseExact(facts.tonnes, 'tonnes').times(parseExact(facts.pricePt, 'pricePt'))
  const contract = { category: shipment.category, highRisk: false, valuePt }
  const { requiredDocuments } = checklistOf(contract, parametersAt([], new Date()))
  const missing = requiredDocuments.filter((kind) => !filed.has(kind))
  const makers = missing.map((kind) => makerOf(kind, facts.originCountry)).filter((maker) => maker !== null)
  const issuers = await registerIssuers(stage.operator, stage.stateDir, makers)
  const made = new Map<DocumentKind, string>()
  for (const kind of missing) {
    const document = makeDocument(kind, facts)
    const issuer = issuers.find(({ name }) => name === document?.signedBy)
    if (document === null || issuer === undefined) continue
    const { documentId } = await stage.inspector.upload<{ documentId: string }>(
      '/documents',
      document.bytes,
      document.mediaType,
      {
        idempotencyKey: `real-${tradeId}-${kind}`,
        query: {
          subjectKind: 'trade',
          subjectId: tradeId,
          kind,
          format: document.format,
          fileName: document.fileName,
          signature: await signDetached(issuer, document.bytes),
        },
      },
    )
    made.set(kind, documentId)
  }
  const absent = missing.filter((kind) => !made.has(kind))
  stage.say(`papers the shipment has not got, made and marked as made: ${[...made.keys()].join(', ') || 'none'}`)
  if (absent.length > 0) stage.say(`cannot be made up and stays missing: ${absent.join(', ')}`)
  return made
}

/** Steps of custody in their order, each with the kind of document that proves it. */
const custody: readonly { readonly kind: DocumentKind; readonly checkpoint: string }[] = [
  { kind: 'warehouseReceipt', checkpoint: 'Stored' },
  { kind: 'certificateOfOrigin', checkpoint: 'Origin certified' },
  { kind: 'exportDeclaration', checkpoint: 'Cleared for export' },
  { kind: 'inspectionCertificate', checkpoint: 'Inspected at loading' },
  { kind: 'quantitySurvey', checkpoint: 'Weighed at loading' },
  { kind: 'billOfLading', checkpoint: 'Handed to the carrier' },
  { kind: 'vesselTrack', checkpoint: 'Seen on its way' },
]

export async function recordCustody(
  { seller, tradeId, facts }: RealTrade,
  documents: ReadonlyMap<DocumentKind, string>,
): Promise<void> {
  for (const [place, { kind, checkpoint }] of custody.entries()) {
    await seller.post(
      `/trades/${tradeId}/custody-steps`,
      {
        sequence: place + 1,
        checkpoint,
        happenedAt: `${facts.shippedOn}T00:00:00Z`,
        documentId: documents.get(kind) ?? null,
      },
      { idempotencyKey: `real-${tradeId}-custody-${place}` },
    )
  }
}
