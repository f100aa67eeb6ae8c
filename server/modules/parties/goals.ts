import { type ChainView, type Goal, goal } from '../../module.ts'

interface Standing {
  readonly partyId: string
  readonly roles: number
  readonly expiresAt: bigint
  readonly issuer: string
}

/** Anyone may bring a signed claim. */
export const goals: readonly Goal[] = [
  goal<readonly [Standing & { readonly account: string }]>({
    contract: 'Parties',
    functionName: 'acceptClaim',
    isReached: async (read, [claim]) => {
      const found = await standingOf(read, claim.account)
      return (
        found.partyId === claim.partyId &&
        found.roles === claim.roles &&
        BigInt(found.expiresAt) === BigInt(claim.expiresAt)
      )
    },
  }),
  goal<readonly [string]>({
    contract: 'Parties',
    functionName: 'revokeClaim',
    isReached: async (read, [account]) => BigInt((await standingOf(read, account)).issuer) === 0n,
  }),
]

async function standingOf(read: ChainView['read'], account: string): Promise<Standing> {
  return (await read('Parties', 'party', [account])) as Standing
}
