/** The door of verification: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { contested } from './contested.ts'
import { goals } from './goals.ts'
import { nodesAtWork } from './nodesAtWork.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export { countedReports, type StoredTally } from './broughtReports.ts'
export {
  type CaseFacts,
  caseChallenged,
  caseClosed,
  caseConcluded,
  caseOpened,
  caseRejected,
  caseSettled,
  type SubjectKind,
} from './events.ts'
export { listFruitless } from './listFruitless.ts'
export { listReports } from './listReports.ts'
export {
  type CaseRecord,
  type CaseTermsRecord,
  caseOnChain,
  findCase,
  getCaseTerms,
  isAssigned,
} from './queries.ts'
export { readCaseFile } from './readCaseFile.ts'
export { roundsOf } from './rounds.ts'
export type { StoredAllocationTerms, StoredIssuanceTerms, StoredTerms } from './termsJson.ts'

export const verification: Module = {
  name: 'verification',
  routes,
  reactions,
  projections,
  goals,
  parts: [nodesAtWork, contested],
}
