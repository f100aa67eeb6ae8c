/** The door of parties: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { goals } from './goals.ts'
import { intentFailures } from './reactions.ts'
import { routes } from './routes.ts'

export { clientSecretMatches } from './clientSecret.ts'
export { createClient } from './createClient.ts'
export { freezeParty } from './freezeParty.ts'
export { issueClaim } from './issueClaim.ts'
export {
  actingWallet,
  findCredentials,
  findIdentity,
  findIssuer,
  findParties,
  findParty,
  findPartyOnChain,
  findWallet,
  getParty,
  type IssuerRecord,
  type PartyRecord,
  type WalletRecord,
  walletsOf,
} from './queries.ts'
export { registerIssuer } from './registerIssuer.ts'
export { registerParty } from './registerParty.ts'
export { registerWallet, walletProofText } from './registerWallet.ts'
export { signerIndexOf } from './signerIndexOf.ts'

export const parties: Module = { name: 'parties', routes, reactions: [intentFailures], projections, goals }
