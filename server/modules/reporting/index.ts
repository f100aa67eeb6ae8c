/** The only door of reporting. */
import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { goals } from './goals.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { timers } from './timers.ts'

export { recordAuditEntry } from './recordAuditEntry.ts'
export { reportLog } from './reportLog.ts'

export const reportingModule: Module = { name: 'reporting', routes, reactions, projections, timers, goals }
