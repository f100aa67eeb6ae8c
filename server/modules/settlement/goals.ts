import { type ChainView, type Goal, goal } from '../../module.ts'

/** Numbers of IEscrow.EscrowState. */
const released = 2
const split = 3
const refunded = 4

/** What of an escrow's terms says whose it is. */
interface Terms {
  readonly tradeId: string
  readonly caseId: string
  readonly buyer: string
  readonly seller: string
  readonly amount: bigint
}

/**
 * Anyone may pay a settled escrow out, and give back one that has timed out. The id of a trade can be seen on its way and taken by
 * another buyer: funded is it only by these terms. The id of a conversion tells nothing of whose it was.
 */
export const goals: readonly Goal[] = [
  goal<readonly [Terms]>({
    contract: 'Escrow',
    functionName: 'fundWithPermit',
    async isReached(read, [wanted]) {
      const { terms, state } = (await read('Escrow', 'getEscrow', [wanted.tradeId])) as { terms: Terms; state: number }
      const alike = (['caseId', 'buyer', 'seller', 'amount'] as const).every((name) => terms[name] === wanted[name])
      return state !== 0 && alike
    },
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
  const [, state] = (await read('Escrow', 'accountOf', [tradeId])) as readonly [string, number, bigint]
  return state
}
