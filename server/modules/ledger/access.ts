import type { Role } from '@assay/domain/roles.ts'
import type { Actor } from '../../module.ts'

/** Who may see every account. */
export const ledgerViewers = ['operator', 'auditor', 'compliance'] as const satisfies readonly Role[]

/** Who has accounts. */
export const accountHolders = [
  'buyer',
  'seller',
  'sovereign',
  'landowner',
  'creditBuyer',
] as const satisfies readonly Role[]

export function seesAll(actor: Actor): boolean {
  return ledgerViewers.some((role) => actor.roles.has(role))
}
