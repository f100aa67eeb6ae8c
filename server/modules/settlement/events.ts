/** What settlement tells the rooms to its right. Amounts are base units as decimal digits. */
import { defineEvent } from '../../module.ts'

/** The buyer's payment is in escrow; final on chain. */
export const escrowFunded = defineEvent<{ tradeId: string; amountPt: string }>('settlement.escrowFunded')

/** Escrow paid seller and, after a shortage, buyer; final on chain. */
export const escrowReleased = defineEvent<{ tradeId: string; caseId: string; toSellerPt: string; toBuyerPt: string }>(
  'settlement.escrowReleased',
)

/** Escrow paid the buyer back; final on chain. */
export const escrowRefunded = defineEvent<{ tradeId: string; amountPt: string }>('settlement.escrowRefunded')

/** Foundation Token was converted; final on chain. */
export const conversionSettled = defineEvent<{ conversionId: string; netPt: string }>('settlement.conversionSettled')

/** Inner: the finality the policy asks for has passed; escrow may pay out. */
export const releaseDue = defineEvent<{ tradeId: string; attempt: number }>('settlement.releaseDue')

/** Inner: the time of a funding is over; unless a paying outcome stands the buyer gets the money back. */
export const timeoutDue = defineEvent<{ tradeId: string; funding: number; attempt: number }>('settlement.timeoutDue')
