/** Deploys the contracts for this installation: a wallet for each role, the governed parameters for the limits. */
import { type Exact, scaledDown } from '@assay/domain/decimal.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { tierFloors } from '@assay/domain/policy/tierFloors.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'
import type { Address } from 'viem'
import { type Account, toAccount } from 'viem/accounts'
import { type DelaySeconds, type Holder, holderNames, type RoleHolders } from '../../contracts/script/access.ts'
import { deployContracts } from '../../contracts/script/deploy.ts'
import type { ContractParameters } from '../../contracts/script/plan.ts'
import type { SignableTransaction, Signer } from '../ports/signer.ts'
import { walletIndexes } from '../ports/signer.ts'
import type { AddressBook } from './chain/chain.ts'

/** All roles a claim can grant; PROTOCOL is granted by governance only. */
const claimableRoles = 0b111111

export interface DeployOptions {
  readonly rpcUrl: string
  readonly signer: Signer
  /** Of the wallets whose keys are elsewhere; null: the signer's. */
  readonly addresses?: Readonly<Record<'admin' | 'upgrader' | 'governance', Address | null>>
  /** Those of access.json, unless a test has no time to wait. */
  readonly delaySeconds?: DelaySeconds
  readonly parameters: ParameterSet
  readonly addressBookPath: string
  readonly log: (line: string) => void
}

/** Deploys what is missing and returns where everything is. Idempotent. */
export async function deployProduct(options: DeployOptions): Promise<AddressBook> {
  const { rpcUrl, signer, delaySeconds, addressBookPath, log } = options
  return deployContracts({
    rpcUrl,
    deployer: await accountOf(signer, await signer.address(walletIndexes.deployer)),
    roles: await holdersOf(options),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    parameters: await contractParameters(signer, options.parameters),
    issuers: [{ address: await signer.address(walletIndexes.claimIssuer), roles: claimableRoles }],
    addressBookPath,
    log,
  })
}

async function holdersOf({ signer, addresses }: DeployOptions): Promise<RoleHolders> {
  const elsewhere: Partial<Record<Holder, Address | null>> = addresses ?? {}
  const holders = holderNames.map(
    async (holder) => [holder, elsewhere[holder] ?? (await signer.address(walletIndexes[holder]))] as const,
  )
  return Object.fromEntries(await Promise.all(holders)) as RoleHolders
}

/** The contracts' first values, from the governed parameters and the installation's fee wallets. */
async function contractParameters(signer: Signer, set: ParameterSet): Promise<ContractParameters> {
  const [operations, development, reserve, verification] = await Promise.all(
    [
      walletIndexes.operationsFees,
      walletIndexes.developmentFees,
      walletIndexes.reserveFees,
      walletIndexes.verificationFees,
    ].map((index) => signer.address(index)),
  )
  const { standard } = set.get(fictra.fees.fees)
  const limits = set.get(fictra.allocation.limits)
  const conversion = set.get(fictra.settlement.conversion)
  return {
    verification: {
      approvalScoreE4: Number(scaledDown(set.get(fictra.verification.outcomeScores).approveFrom, 4)),
      outlierE4: Number(scaledDown(set.get(fictra.verification.outlierPoints), 4)),
      tiers: tierFloors(set),
    },
    escrow: {
      operations: operations!,
      development: development!,
      reserve: reserve!,
      verification: verification!,
      operationsBps: bpsDown(standard.operations),
      developmentBps: bpsDown(standard.development),
      reserveBps: bpsDown(standard.reserve),
    },
    allocation: {
      supplyFloor: limits.supplyFloorFt.value,
      singleCapBps: bpsDown(limits.singleCap),
      sovereignCapBps: bpsDown(limits.sovereignCap),
      growthBps: bpsDown(limits.growth),
      deviationBps: bpsDown(limits.deviation),
    },
    conversion: {
      rateE18: scaledDown(set.get(fictra.settlement.conversionRate), 18),
      burnBps: bpsDown(conversion.unpaidShare),
      feeBps: bpsDown(conversion.fee),
      dailyLimitPt: conversion.dailyLimitPt.value,
    },
    listings: { commissionBps: bpsDown(set.get(secretTrees.market.commission)), account: operations! },
  }
}

function bpsDown(share: Exact): number {
  return Number(scaledDown(share, 4))
}

/** A wallet of the signer as the client library's account; its key stays where it is. */
export async function accountOf(signer: Signer, address: Address): Promise<Account> {
  return toAccount({
    address,
    signTransaction: (transaction) => signer.signTransaction(address, transaction as unknown as SignableTransaction),
    signTypedData: (typedData) => signer.signTypedData(address, typedData as never),
    signMessage: () => Promise.reject(new Error('wallets of the installation sign transactions and typed data only')),
  })
}
