/** A deployment for the tests in TypeScript: a wallet for every role, and parameters. */
import { type Address, parseEther } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { type Holder, holderNames, type RoleHolders } from '../script/access.ts'
import type { ContractParameters } from '../script/plan.ts'

export const account = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey())

export function walletPerRole(): { wallets: Readonly<Record<Holder, PrivateKeyAccount>>; roles: RoleHolders } {
  const wallets = holderNames.map((holder) => [holder, account()] as const)
  return {
    wallets: Object.fromEntries(wallets) as Record<Holder, PrivateKeyAccount>,
    roles: Object.fromEntries(wallets.map(([holder, { address }]) => [holder, address])) as RoleHolders,
  }
}

const fees: Address = account().address

export const parameters: ContractParameters = {
  verification: {
    approvalScoreE4: 850_000,
    outlierE4: 150_000,
    tiers: [
      {
        programme: 'commodity',
        minReports: 3,
        minCommittee: 7,
        minConsensusBps: 7500,
        minScoreThresholdE4: 765_000,
        minWindowSeconds: 172_800,
      },
    ],
  },
  escrow: {
    operations: fees,
    development: fees,
    reserve: fees,
    verification: fees,
    operationsBps: 6000,
    developmentBps: 3000,
    reserveBps: 1000,
  },
  allocation: {
    supplyFloor: parseEther('1000000'),
    singleCapBps: 500,
    sovereignCapBps: 1000,
    growthBps: 2000,
    deviationBps: 3500,
  },
  conversion: { rateE18: parseEther('1'), burnBps: 300, feeBps: 35, dailyLimitPt: parseEther('5000000') },
  listings: { commissionBps: 500, account: fees },
}
