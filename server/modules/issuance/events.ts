/** What issuance tells the rooms to its right. Amounts are base units as decimal digits; kg are whole. All are final on chain. */
import { defineEvent } from '../../module.ts'

/** Foundation Token was computed for a delivery, and `mintedFt` of it minted at once. */
export const allocationMinted = defineEvent<{ caseId: string; onChainId: string; mintedFt: string; queuedFt: string }>(
  'issuance.allocationMinted',
)

/** The computed allocation deviates too far from what was expected; a reviewer decides. */
export const allocationHeld = defineEvent<{ caseId: string; onChainId: string }>('issuance.allocationHeld')

/** Credits of a case exist. */
export const creditsIssued = defineEvent<{
  caseId: string
  onChainId: string
  creditId: string
  netKg: string
  bufferKg: string
}>('issuance.creditsIssued')

/** Stored carbon was lost and covered from buffers. */
export const creditsReversed = defineEvent<{
  reversalId: string
  onChainId: string
  creditId: string
  cancelledKg: string
}>('issuance.creditsReversed')

/** Inner: the finality the policy asks for has passed, or an earlier attempt failed; the allocation is sent. */
export const allocationDue = defineEvent<{ caseId: string; attempt: number }>('issuance.allocationDue')

/** Inner: the same for credits. */
export const issuanceDue = defineEvent<{ caseId: string; attempt: number }>('issuance.issuanceDue')

/** Inner: a queued allocation may have room in the growth window again. */
export const queueDue = defineEvent<{ caseId: string; attempt: number }>('issuance.queueDue')
