import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export { creditsPurchased } from './events.ts'
export { pendingListedKg, readListing, readPurchase } from './queries.ts'

export const trading: Module = { name: 'trading', routes, reactions, projections }
