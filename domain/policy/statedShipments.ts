/**
 * What a delivery's own papers say was shipped: number of the transport document, goods, load port and day. A claim is made of
 * nothing else (docs/decisions/0002-readings.md, 20), so what a seller types into a contract cannot make a second claim of one
 * delivery. Goods are compared and not claimed: not every paper of a delivery names them.
 */
import type { DocumentKind, DocumentRecord, StatementField } from '../dossier.ts'
import { isAuthentic } from './documentChecks.ts'

/** The carrier's own paper, or customs' word about it where none was filed. An invoice is the seller's word and does not count. */
const transportKinds: readonly DocumentKind[] = ['billOfLading', 'exportDeclaration']

export interface StatedShipment {
  readonly documentId: string
  /** Signed by an issuer that the register recognises. */
  readonly authentic: boolean
  readonly transportDocument: string
  /** As stated; null when the paper names no goods to six digits, the part that is the same in every country. */
  readonly hsCode: string | null
  readonly loadPort: string
  readonly shippedOn: string
}

/**
 * The shipments that the best papers state: authentic ones before others, the carrier's before customs'. Papers of lesser rank
 * say nothing, or a forged bill beside the true one could stand for the delivery. Usually one; none when no paper states all.
 */
export function statedShipments(documents: readonly DocumentRecord[]): readonly StatedShipment[] {
  for (const authentic of [true, false]) {
    for (const kind of transportKinds) {
      const found = documents
        .filter((document) => document.kind === kind && isAuthentic(document) === authentic)
        .map(shipmentOf)
        .filter((shipment) => shipment !== null)
      if (found.length > 0) return found
    }
  }
  return []
}

function shipmentOf(document: DocumentRecord): StatedShipment | null {
  const number = document.kind === 'billOfLading' ? document.number : null
  const transportDocument = stated(document, 'transportDocument') ?? number
  const [loadPort, shippedOn] = [stated(document, 'loadPort'), stated(document, 'shippedOn')]
  if (transportDocument === null || loadPort === null || shippedOn === null) return null
  const hsCode = stated(document, 'hsCode')
  return {
    documentId: document.documentId,
    authentic: isAuthentic(document),
    transportDocument,
    hsCode: hsCode !== null && hsCode.replaceAll(/[^0-9]/g, '').length >= 6 ? hsCode : null,
    loadPort,
    shippedOn,
  }
}

function stated(document: DocumentRecord, field: StatementField): string | null {
  return document.statements.find((statement) => statement.field === field)?.value ?? null
}
