/** The door of issuance: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { allocationProjections } from './allocationChain.ts'
import { creditProjections } from './creditChain.ts'
import { goals } from './goals.ts'
import { owed } from './owed.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export { dueAfterFinality } from './finality.ts'
export { listAllocated, listIssued, readAllocation, readIssuance } from './queries.ts'
export { readCredit, requireNotSuspended } from './readCredit.ts'
export { readReversal } from './readReversal.ts'
export { nextAttemptAt } from './retry.ts'
export { creditIdOf, vintageLabel, vintageOf } from './terms.ts'

export const issuance: Module = {
  name: 'issuance',
  routes,
  reactions,
  projections: [...allocationProjections, ...creditProjections],
  goals,
  parts: [owed],
}
