import { type ChainView, type Goal, goal } from '../../module.ts'

/** Numbers of IVerification.CaseState and, for none, of Outcome. */
const concluded = 2
const closed = 4
const noOutcome = 0

/** Anyone may bring a result or close a case after its deadline; reviewers may decide the same thing twice. */
export const goals: readonly Goal[] = [
  goal<readonly [string]>({
    contract: 'Verification',
    functionName: 'submitResult',
    // A result stays when it is contested, and even when a contest is upheld.
    isReached: async (read, [caseId]) => (await caseOf(read, caseId)).outcome !== noOutcome,
  }),
  goal<readonly [string]>({
    contract: 'Verification',
    functionName: 'closeCase',
    isReached: async (read, [caseId]) => (await caseOf(read, caseId)).state === closed,
  }),
  goal<readonly [string, string, boolean]>({
    contract: 'Verification',
    functionName: 'resolveChallenge',
    isReached: async (read, [caseId, , upheld]) => (await caseOf(read, caseId)).state === (upheld ? closed : concluded),
  }),
]

async function caseOf(read: ChainView['read'], caseId: string): Promise<{ state: number; outcome: number }> {
  return (await read('Verification', 'getCase', [caseId])) as { state: number; outcome: number }
}
