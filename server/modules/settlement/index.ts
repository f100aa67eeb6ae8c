/** The door of settlement: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { goals } from './goals.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export { readConversion, settledConversions } from './conversions.ts'
export { listFeeComputations, readEscrow } from './queries.ts'

export const settlement: Module = { name: 'settlement', routes, reactions, projections, goals }
