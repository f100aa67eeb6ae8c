import type { Address, Hex, TypedDataDefinition } from 'viem'

/** Holds the keys of the installation's wallets. A private key never leaves an implementation. */
export interface Signer {
  /** The address of wallet `index`; creating it the first time. Index 0 is the operator. */
  address(index: number): Promise<Address>
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
