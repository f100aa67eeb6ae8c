/** The door of quantification: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { routes } from './routes.ts'

export { carryOf, settleQuantification } from './carry.ts'
export { quantificationRecorded } from './events.ts'
export { loadQuantification, type QuantificationRow } from './readQuantification.ts'

export const quantification: Module = { name: 'quantification', routes, reactions: [], projections: [] }
