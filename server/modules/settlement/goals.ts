import { type ChainView, type Goal, goal } from '../../module.ts'

/** Numbers of IEscrow.EscrowState. */
const released = 2
const split = 3
const refunded = 4

/** Anyone may pay a settled escrow out, and give back one that has timed out. */
export const goals: readonly Goal[] = [
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
  const [, state] = (await read('Escrow', 'accountOf', [tradeId])) as readonly [string, number, bigint]
  return state
}
