import { type Goal, goal } from '../../module.ts'

/** Anyone may end a listing that has expired, and buyers may leave nothing of it. */
export const goals: readonly Goal[] = [
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
