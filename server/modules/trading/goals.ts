import { type Goal, goal } from '../../module.ts'

/**
 * Anyone may end a listing that has expired, and buyers may leave nothing of it. To list and to buy is the wallet's own call, sent once: an
 * id that is used up was taken by somebody who saw it on its way.
 */
export const goals: readonly Goal[] = [
  goal({ contract: 'Listings', functionName: 'list', isReached: async () => false }),
  goal({ contract: 'Listings', functionName: 'buy', isReached: async () => false }),
  goal<readonly [string]>({
    contract: 'Listings',
    functionName: 'cancel',
    isReached: async (read, [listingId]) => {
      const { seller, leftKg } = (await read('Listings', 'getListing', [listingId])) as {
        seller: string
        leftKg: bigint
      }
      return BigInt(seller) !== 0n && leftKg === 0n
    },
  }),
]
