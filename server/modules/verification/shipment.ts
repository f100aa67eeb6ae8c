import type { DocumentRecord, StatementField } from '@assay/domain/dossier.ts'
import type { TradeRecord } from '../assets/index.ts'
import { verificationErrors } from './errors.ts'

/** Kinds of document that can say under which transport document and when the goods were shipped, best first. */
const transportKinds = ['billOfLading', 'exportDeclaration', 'commercialInvoice'] as const

/**
 * Transport document and shipping date of a delivery: half of what its claim key is made of. Without a bill of lading the claim
 * falls back on other documents that state both. @throws CLAIM_INCOMPLETE
 */
export function shipmentOf(
  trade: TradeRecord,
  documents: readonly DocumentRecord[],
): { transportDocument: string; shippedOn: string } {
  for (const kind of transportKinds) {
    for (const document of documents.filter((each) => each.kind === kind)) {
      const stated = statementOf(document, 'transportDocument')
      const transportDocument = stated ?? (kind === 'billOfLading' ? document.number : null)
      const shippedOn = statementOf(document, 'shippedOn')
      if (transportDocument !== null && shippedOn !== null) return { transportDocument, shippedOn }
    }
  }
  throw verificationErrors.CLAIM_INCOMPLETE({ tradeId: trade.tradeId, missing: ['transportDocument', 'shippedOn'] })
}

function statementOf(document: DocumentRecord, field: StatementField): string | null {
  return document.statements.find((statement) => statement.field === field)?.value ?? null
}
