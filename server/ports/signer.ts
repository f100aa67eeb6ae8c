import { defineErrors } from '@assay/domain/errors.ts'
import type { Address, Hex, TypedDataDefinition } from 'viem'

/** Holds the keys of the installation's wallets. A private key never leaves an implementation. */
export interface Signer {
  /** The address of wallet `index`; creating it the first time. Index 0 is the operator. */
  address(index: number): Promise<Address>
  /** True when the key of this address is here. */
  holds(address: Address): Promise<boolean>
  signTransaction(from: Address, transaction: SignableTransaction): Promise<Hex>
  signTypedData(from: Address, typedData: TypedDataDefinition): Promise<Hex>
}

/** An EIP-1559 transaction, complete. */
export interface SignableTransaction {
  readonly chainId: number
  readonly nonce: number
  readonly to: Address
  readonly data: Hex
  readonly value: bigint
  readonly gas: bigint
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}

export const signerErrors = defineErrors({
  UNKNOWN_KEY: {
    status: 409,
    title: 'This installation does not hold the key of the address',
    remedy: 'Use a wallet with custody `custodied`; a wallet with a key of its own signs for itself.',
  },
})

/** Which wallet of the installation does what. Wallets of parties begin at `firstOfParties`. */
export const walletIndexes = {
  /** Relays intents and holds the installation's roles in the contracts. */
  operator: 0,
  /** Signs claims; governance trusts it as an issuer (`Parties.setIssuer`). It never sends a transaction. */
  claimIssuer: 1,
  /** Receive the shares of trade fees, and the verification fees. */
  operationsFees: 2,
  developmentFees: 3,
  reserveFees: 4,
  verificationFees: 5,
  /** First holder of the reviewer role in the contracts, which the operator must not hold itself. */
  reviewer: 6,
  firstOfParties: 16,
} as const
