/** The claim of a delivery, from its documents alone: server, nodes and offline verifier make it themselves and compare. */
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { defineErrors } from '@assay/domain/errors.ts'
import { type StatedShipment, statedShipments } from '@assay/domain/policy/statedShipments.ts'
import { type TradeClaim, tradeClaimKey } from './claimKey.ts'

export const claimErrors = defineErrors({
  CLAIM_INCOMPLETE: {
    status: 422,
    title: 'The evidence does not say what, where and when',
    remedy: 'File one transport document that states all that `needed` lists, then open the case again.',
  },
  CLAIM_AMBIGUOUS: {
    status: 422,
    title: 'The transport documents speak of different shipments',
    remedy:
      'A contract is delivered under one transport document: `documentIds` names those that differ. Register a contract for each.',
  },
})

const needed = ['transportDocument', 'loadPort', 'shippedOn'] as const

/** @throws CLAIM_INCOMPLETE CLAIM_AMBIGUOUS */
export function tradeClaimOf(documents: readonly DocumentRecord[]): TradeClaim {
  const shipments = statedShipments(documents)
  const [first] = shipments
  if (first === undefined) throw claimErrors.CLAIM_INCOMPLETE({ needed })
  const claim = claimOf(first)
  const key = tradeClaimKey(claim)
  const goods = shipments.flatMap(({ hsCode }) => (hsCode === null ? [] : [sixDigits(hsCode)]))
  if (new Set(goods).size > 1 || shipments.some((shipment) => tradeClaimKey(claimOf(shipment)) !== key)) {
    throw claimErrors.CLAIM_AMBIGUOUS({ documentIds: shipments.map(({ documentId }) => documentId) })
  }
  return claim
}

function claimOf({ transportDocument, loadPort, shippedOn }: StatedShipment): TradeClaim {
  return { transportDocument, loadPort, shippedOn }
}

function sixDigits(hsCode: string): string {
  return hsCode.replaceAll(/[^0-9]/g, '').slice(0, 6)
}
