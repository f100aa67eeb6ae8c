import type { Role } from '@assay/domain/roles.ts'

/** Bits of `PartyRoles` (contracts/src/interfaces/IParties.sol) by what a party is here. Other roles do not exist on chain. */
const bits: Partial<Record<Role, number>> = {
  buyer: 1 << 0,
  seller: 1 << 0,
  sovereign: 1 << 1,
  landowner: 1 << 2,
  verifier: 1 << 3,
  creditBuyer: 1 << 4,
  oracle: 1 << 5,
}

/** Roles that a claim can put on chain. */
export const claimableRoles = Object.keys(bits) as readonly Role[]

/** The word of a claim; 0 when none of the roles exists on chain. */
export function roleBits(roles: readonly Role[]): number {
  return roles.reduce((word, role) => word | (bits[role] ?? 0), 0)
}

const chainNames = ['trader', 'sovereign', 'landowner', 'verifier', 'creditBuyer', 'oracle', 'protocol'] as const
export type ChainRole = (typeof chainNames)[number]
export const chainRoles: readonly ChainRole[] = chainNames

/** Names of the bits in a word. */
export function namesOfBits(word: number): ChainRole[] {
  return chainNames.filter((_name, index) => (word & (1 << index)) !== 0)
}
