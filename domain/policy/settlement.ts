/**
 * Payout of an escrow after an approved or partial outcome (domain.md 2.6 example, 2.27 G2): the seller's share is the
 * delivered share of the value, fees come pro rata from it. Integer twin of `IEscrow.release`.
 */

import { inputChecks } from '../checks.ts'
import { defineErrors } from '../errors.ts'
import { mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { amount, fields, units } from '../shapes.ts'

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

const check = inputChecks(settlementErrors.SETTLEMENT_INPUT_INVALID)
const payoutShape = {
  escrow: fields<EscrowAmounts>({ amount: amount('PT'), tradeFee: amount('PT'), verificationFee: amount('PT') }),
  quantityDelivered: units(),
  quantityContracted: units(1n),
}

/** The seller's side is rounded down; what is left goes back to the buyer. @throws SETTLEMENT_INPUT_INVALID */
export function payoutDown(escrow: EscrowAmounts, quantityDelivered: bigint, quantityContracted: bigint): Payout {
  check.all({ escrow, quantityDelivered, quantityContracted }, payoutShape)
  check.that(quantityDelivered <= quantityContracted, 'quantityDelivered', 'it is more than was contracted')
  const fees = escrow.tradeFee.value + escrow.verificationFee.value
  check.that(fees <= escrow.amount.value, 'tradeFee', 'the fees are more than the escrow')
  const shareDown = (of: Quantity<'PT'>) => quantity(mulDivDown(of.value, quantityDelivered, quantityContracted), 'PT')
  const toSeller = shareDown(escrow.amount)
  return {
    toSeller,
    toBuyer: quantity(escrow.amount.value - toSeller.value, 'PT'),
    tradeFee: shareDown(escrow.tradeFee),
    verificationFee: shareDown(escrow.verificationFee),
  }
}
