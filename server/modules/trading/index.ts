import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { goals } from './goals.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export const trading: Module = { name: 'trading', routes, reactions, projections, goals }
