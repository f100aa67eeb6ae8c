import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export { type Asset, creditAsset } from './accounts.ts'
export { availableOf } from './listBalances.ts'
export { type Difference, reconcile } from './reconcile.ts'

export const ledger: Module = { name: 'ledger', routes, reactions, projections }
