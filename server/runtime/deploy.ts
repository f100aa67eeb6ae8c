/** Deploys the contracts for this installation: its wallets hold the roles, the governed parameters set the limits. */
import { type Exact, scaledDown } from '@assay/domain/decimal.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { tierFloors } from '@assay/domain/policy/tierFloors.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'
import type { Address } from 'viem'
import { type Account, toAccount } from 'viem/accounts'
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
  readonly parameters: ParameterSet
  readonly addressBookPath: string
  readonly log: (line: string) => void
}

/** Deploys what is missing and returns where everything is. Idempotent. */
export async function deployProduct(options: DeployOptions): Promise<AddressBook> {
  const { rpcUrl, signer, addressBookPath, log } = options
  const operator = await signer.address(walletIndexes.operator)
  const reviewer = await signer.address(walletIndexes.reviewer)
  const byOperator = [operator]
  return deployContracts({
    rpcUrl,
    deployer: await accountOf(signer, operator),
    roles: {
      admin: byOperator,
      governance: byOperator,
      upgrader: byOperator,
      operator: byOperator,
      registrar: byOperator,
      compliance: byOperator,
      emission: byOperator,
      anchor: byOperator,
      reviewer: [reviewer],
    },
    parameters: await contractParameters(signer, options.parameters),
    issuers: [{ address: await signer.address(walletIndexes.claimIssuer), roles: claimableRoles }],
    addressBookPath,
    log,
  })
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
