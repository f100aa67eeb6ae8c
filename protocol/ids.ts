import { type Hex, keccak256, stringToBytes } from 'viem'

/** Things that have an identity on chain. A kind is part of the preimage, so that two kinds never share an id. */
export const onChainKinds = [
  'party',
  'trade',
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
