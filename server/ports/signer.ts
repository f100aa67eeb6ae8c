import { defineErrors } from '@assay/domain/errors.ts'
import type { Address, Hex, TypedDataDefinition } from 'viem'

/** Holds the keys of the installation's wallets. A private key never leaves an implementation. */
export interface Signer {
  /** The address of wallet `index` (`walletIndexes`); creating it the first time. */
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

/** Which wallet of the installation does what: one for each role in the contracts (contracts/script/access.json), so that a key
 *  that is lost loses one role. Wallets of parties begin at `firstOfParties`. */
export const walletIndexes = {
  /** Opens cases, sends what anybody may send, and gives the other wallets money for gas. */
  operator: 0,
  /** Signs claims; governance trusts it as an issuer (`Parties.setIssuer`). It never sends a transaction. */
  claimIssuer: 1,
  /** Receive the shares of trade fees, and the verification fees. */
  operationsFees: 2,
  developmentFees: 3,
  reserveFees: 4,
  verificationFees: 5,
  reviewer: 6,
  /** Pays for the deployment and administers until it is wired; afterwards it has no role. */
  deployer: 7,
  registrar: 8,
  nodeRegistrar: 9,
  compliance: 10,
  treasury: 11,
  anchor: 12,
  /** Of these three the installation sends nothing: what they do waits for its delay, and people do it. */
  admin: 13,
  upgrader: 14,
  governance: 15,
  firstOfParties: 16,
} as const
