/** What some documents change beside being evidence: a bill of materials fills its building, prices make an indicator. */
import type { DocumentKind } from '@assay/domain/dossier.ts'
import type { CommandContext } from '../../module.ts'
import type { ParsedDocument } from '../../reading/documents/parsing.ts'
import { type MaterialLine, recordBillOfMaterials } from '../assets/index.ts'
import { recordIndicator } from '../governance/index.ts'
import type { Subject } from './subjects.ts'

export interface RecordedDocument {
  readonly documentId: string
  readonly subject: Subject
  readonly kind: DocumentKind
  readonly parsed: ParsedDocument
  readonly issuerName: string
}

type Effect = (context: CommandContext, document: RecordedDocument) => Promise<void>

const effects: Readonly<Partial<Record<DocumentKind, Effect>>> = {
  async billOfMaterials(context, { documentId, subject, parsed }) {
    if (subject.kind !== 'building') return
    const lines = parsed.details.lines as unknown as readonly MaterialLine[]
    await recordBillOfMaterials(context, { buildingId: subject.id, documentId, lines })
  },
  async priceSeries(context, { documentId, subject, parsed, issuerName }) {
    const ratio = parsed.details.volatilityRatio
    if (subject.kind !== 'market' || typeof ratio !== 'string' || parsed.issuedOn === null) return
    await recordIndicator(context, {
      key: 'volatilityRatio',
      subject: subject.id,
      value: ratio,
      source: `${issuerName}, document ${documentId}`,
      asOf: parsed.issuedOn,
    })
  },
}

export async function runEffects(context: CommandContext, document: RecordedDocument): Promise<void> {
  await effects[document.kind]?.(context, document)
}
