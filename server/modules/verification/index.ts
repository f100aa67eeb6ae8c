/** The door of verification: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export {
  type CaseFacts,
  caseChallenged,
  caseClosed,
  caseConcluded,
  caseOpened,
  caseRejected,
  caseSettled,
  quantificationRecorded,
  type SubjectKind,
} from './events.ts'
export {
  type CaseRecord,
  type CaseTermsRecord,
  findCase,
  getCaseTerms,
  isAssigned,
  listNodes,
  type NodeRecord,
} from './queries.ts'
export type { StoredAllocationTerms, StoredIssuanceTerms, StoredTerms } from './termsJson.ts'

export const verification: Module = { name: 'verification', routes, reactions, projections }
