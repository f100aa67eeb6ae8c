import { type Address, encodeAbiParameters, type Hex, keccak256, stringToBytes } from 'viem'

/** Things that have an identity on chain. A kind is part of the preimage, so that two kinds never share an id. */
export const onChainKinds = [
  'party',
  'case',
  'parcel',
  'project',
  'listing',
  'purchase',
  'conversion',
  'retirement',
  'reversal',
  'log',
] as const
export type OnChainKind = (typeof onChainKinds)[number]

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The on-chain id of a database row: keccak256 of the UTF-8 bytes of `assay/<kind>/<uuid>`.
 * @throws TypeError unless `id` is a UUID in its lower-case canonical form (RFC 9562 section 4): another spelling would be another id.
 */
export function idOf(kind: OnChainKind, id: string): Hex {
  if (!uuid.test(id)) throw new TypeError(`not a canonical lower-case UUID: ${JSON.stringify(id)}`)
  return keccak256(stringToBytes(`assay/${kind}/${id}`))
}

/** What a trade's payment is: for which delivery, from whom, to whom, how much (base units of PT). */
export interface TradePayment {
  readonly caseId: Hex
  readonly buyer: Address
  readonly seller: Address
  readonly amount: bigint
}

const paymentAbi = [{ type: 'bytes32' }, { type: 'address' }, { type: 'address' }, { type: 'uint128' }] as const

/**
 * The id of a trade's escrow, as `tradeIdOf` in contracts/src/interfaces/IEscrow.sol: nobody chooses it, so nobody can take another's.
 * @throws viem's IntegerOutOfRangeError and kin when a value does not fit its type
 */
export function tradeIdOf({ caseId, buyer, seller, amount }: TradePayment): Hex {
  return keccak256(encodeAbiParameters(paymentAbi, [caseId, buyer, seller, amount]))
}
