/** What a delivery was paid with: the escrow of its trade, as the chain saw it funded. */
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { AllocationBundle } from '@assay/protocol/bundle.ts'
import { tradeIdOf } from '@assay/protocol/ids.ts'
import { termsOf } from './checkDelivery.ts'
import { type Checklist, holds, same } from './checklist.ts'
import { factOf, type ProvenFact } from './facts.ts'

/** The money lay in escrow for this delivery before anything was minted for it: the id of the escrow is the hash of what was paid. */
export function checkPayment(of: AllocationBundle['case'], facts: readonly ProvenFact[], list: Checklist): void {
  const { caseId, buyer, seller, ptValue: amount } = termsOf(of)
  const paid = `${formatQuantity(quantity(amount, 'PT'))} PT`
  list.check('payment', `the buyer of the terms paid ${paid} into escrow for this delivery, to its seller`, () => {
    const { args, blockNumber } = factOf(facts, 'Funded')
    same('the id of the escrow', args.tradeId, tradeIdOf({ caseId, buyer, seller, amount }))
    same('the buyer who paid', String(args.buyer).toLowerCase(), buyer)
    same('the seller who is paid', String(args.seller).toLowerCase(), seller)
    same('the amount paid', args.amount, amount)
    holds(blockNumber <= factOf(facts, 'Allocated').blockNumber, 'it was paid after the allocation')
  })
}
