import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export { creditAsset } from './accounts.ts'
export { commit, freeOf } from './commitments.ts'
export { foundationBefore } from './foundationBefore.ts'
export { availableOf } from './listBalances.ts'
export { lockFor } from './lockFor.ts'
export { reconcile } from './reconcile.ts'

export const ledger: Module = { name: 'ledger', routes, reactions, projections }
