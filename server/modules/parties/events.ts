import type { Role } from '@assay/domain/roles.ts'
import { defineEvent } from '../../module.ts'

// Events name ids, never names or contacts: they are read by everybody inside and kept for ever.
export const partyRegistered = defineEvent<{ partyId: string; roles: readonly Role[] }>('parties.partyRegistered')
export const partyRolesChanged = defineEvent<{ partyId: string; roles: readonly Role[] }>('parties.partyRolesChanged')
export const walletRegistered = defineEvent<{ partyId: string; walletId: string; address: string }>(
  'parties.walletRegistered',
)
/** The chain has accepted, finally, that the wallet belongs to the party. */
export const claimAccepted = defineEvent<{ partyId: string; walletId: string; address: string }>(
  'parties.claimAccepted',
)
export const partyFrozen = defineEvent<{ partyId: string; frozen: boolean }>('parties.partyFrozen')
export const clientRevoked = defineEvent<{ partyId: string; clientId: string }>('parties.clientRevoked')
