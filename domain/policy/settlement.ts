/**
 * Payout of an escrow after an approved or partial outcome (domain.md 2.6 example, 2.27 G2): the seller's share is the
 * delivered share of the value, fees come pro rata from it. Integer twin of `IEscrow.release`.
 */
import { defineErrors } from '../errors.ts'
import { mulDivDown, type Quantity, quantity } from '../quantity.ts'

export const settlementErrors = defineErrors({
  SETTLEMENT_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the payout are outside their range',
    remedy: 'Correct the value that `field` names.',
  },
})

export interface EscrowAmounts {
  readonly amount: Quantity<'PT'>
  readonly tradeFee: Quantity<'PT'>
  readonly verificationFee: Quantity<'PT'>
}

export interface Payout {
  /** Before fees. */
  readonly toSeller: Quantity<'PT'>
  readonly toBuyer: Quantity<'PT'>
  readonly tradeFee: Quantity<'PT'>
  readonly verificationFee: Quantity<'PT'>
}

/** The seller's side is rounded down; what is left goes back to the buyer. @throws SETTLEMENT_INPUT_INVALID */
export function payoutDown(escrow: EscrowAmounts, quantityDelivered: bigint, quantityContracted: bigint): Payout {
  if (quantityContracted <= 0n) throw settlementErrors.SETTLEMENT_INPUT_INVALID({ field: 'quantityContracted' })
  if (quantityDelivered < 0n || quantityDelivered > quantityContracted) {
    throw settlementErrors.SETTLEMENT_INPUT_INVALID({ field: 'quantityDelivered' })
  }
  if (escrow.tradeFee.value + escrow.verificationFee.value > escrow.amount.value) {
    throw settlementErrors.SETTLEMENT_INPUT_INVALID({ field: 'tradeFee' })
  }
  const shareDown = (of: Quantity<'PT'>) => quantity(mulDivDown(of.value, quantityDelivered, quantityContracted), 'PT')
  const toSeller = shareDown(escrow.amount)
  return {
    toSeller,
    toBuyer: quantity(escrow.amount.value - toSeller.value, 'PT'),
    tradeFee: shareDown(escrow.tradeFee),
    verificationFee: shareDown(escrow.verificationFee),
  }
}
