/** What verification tells the rooms to its right. Quantities are whole units of the case as decimal digits: thousandths of a
 *  tonne for a trade, kg CO2e for a quantification. */
import { defineEvent } from '../../module.ts'

/** What a case is about. The case has the same uuid as its subject, so its id on chain is known before it is opened. */
export type SubjectKind = 'trade' | 'quantification'

/** The fields every event of a case carries. */
export type CaseFacts = {
  caseId: string
  /** `idOf('case', caseId)`, the id on chain. */
  onChainId: string
  subjectKind: SubjectKind
  /** The trade, or the quantification. */
  subjectId: string
}

/** The case is open on chain and its committee is asked. */
export const caseOpened = defineEvent<CaseFacts>('verification.caseOpened')

/** A quorum gave an outcome; the challenge window runs. Final on chain. */
export const caseConcluded = defineEvent<
  CaseFacts & { outcome: 'approved' | 'partial' | 'rejected'; quantity: string; round: number; challengeUntil: string }
>('verification.caseConcluded')

/** The paying outcome can no longer be contested, and its block is final: escrow, allocation and issuance may follow. */
export const caseSettled = defineEvent<
  CaseFacts & { outcome: 'approved' | 'partial'; quantity: string; contractedQuantity: string }
>('verification.caseSettled')

/** The rejection can no longer be contested. */
export const caseRejected = defineEvent<CaseFacts>('verification.caseRejected')

/** Someone contests the outcome; nothing may be paid or issued until `caseConcluded`'s window ends anew or the case closes. */
export const caseChallenged = defineEvent<CaseFacts & { reasonHash: string }>('verification.caseChallenged')

/** The case ended without a paying outcome: no quorum, or a challenge was upheld. */
export const caseClosed = defineEvent<CaseFacts & { reasonHash: string }>('verification.caseClosed')

/** Somebody was shown the whole case: its records and everything its terms came from. */
export const caseFileRead = defineEvent<{ caseId: string }>('verification.caseFileRead')

/** A body let its time to decide a challenge pass; the next one decides by then, or there is none above it. */
export const challengeOverdue = defineEvent<
  CaseFacts & { challengeId: string; body: string; nextBody: string | null; decideBy: string | null }
>('verification.challengeOverdue')

/** Inner: a body should have decided a challenge. */
export const challengeDue = defineEvent<{ caseId: string; challengeId: string; body: string }>(
  'verification.challengeDue',
)

/** Inner: every assigned node reported, or the time for reports is over. */
export const roundDue = defineEvent<{ caseId: string; round: number }>('verification.roundDue')

/** Inner: the challenge window should have passed; the chain is asked. */
export const windowDue = defineEvent<{ caseId: string; attempt: number }>('verification.windowDue')

/** Inner: no result can be accepted any more. */
export const deadlineDue = defineEvent<{ caseId: string; attempt: number }>('verification.deadlineDue')
