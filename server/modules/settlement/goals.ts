import { type TradePayment, tradeIdOf } from '@assay/protocol/ids.ts'
import { type ChainView, type Goal, goal } from '../../module.ts'

/** Numbers of IEscrow.EscrowState. */
const none = 0
const released = 2
const split = 3
const refunded = 4

/**
 * Anyone may pay a settled escrow out, and give back one that has timed out. Whoever brought the buyer's signature, what stands under
 * the id is this payment. The id of a conversion tells nothing of whose it was.
 */
export const goals: readonly Goal[] = [
  goal<readonly [TradePayment]>({
    contract: 'Escrow',
    functionName: 'fundWithPermit',
    isReached: async (read, [terms]) => (await stateOf(read, tradeIdOf(terms))) !== none,
  }),
  goal({ contract: 'Conversion', functionName: 'convert', isReached: async () => false }),
  goal<readonly [string]>({
    contract: 'Escrow',
    functionName: 'release',
    isReached: async (read, [tradeId]) => [released, split].includes(await stateOf(read, tradeId)),
  }),
  goal<readonly [string]>({
    contract: 'Escrow',
    functionName: 'refund',
    isReached: async (read, [tradeId]) => (await stateOf(read, tradeId)) === refunded,
  }),
]

async function stateOf(read: ChainView['read'], tradeId: string): Promise<number> {
  return (await read('Escrow', 'stateOf', [tradeId])) as number
}
