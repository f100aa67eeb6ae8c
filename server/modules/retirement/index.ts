/** The door of retirement: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { goals } from './goals.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export { readRetirement } from './readRetirement.ts'

export const retirement: Module = { name: 'retirement', routes, reactions, projections, goals }
