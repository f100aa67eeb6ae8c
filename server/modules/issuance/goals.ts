import { type ChainView, type Goal, goal } from '../../module.ts'

/** Numbers of IAllocation.AllocationState. */
const queued = 2
const minted = 3
const dropped = 4

/** Anyone may release what is queued; reviewers may decide the same hold twice. Mints carry the id of their case. */
export const goals: readonly Goal[] = [
  goal<readonly [string, boolean]>({
    contract: 'Allocation',
    functionName: 'resolveHold',
    isReached: async (read, [caseId, approved]) =>
      (approved ? [queued, minted] : [dropped]).includes(await stateOf(read, caseId)),
  }),
  goal<readonly [string]>({
    contract: 'Allocation',
    functionName: 'releaseQueued',
    // What may be released now has been: the rest is asked for in another window. Other refusals are of the receiver.
    isReached: async (read, [caseId], error) =>
      error === 'NothingQueued' && [queued, minted].includes(await stateOf(read, caseId)),
  }),
]

async function stateOf(read: ChainView['read'], caseId: string): Promise<number> {
  const { state } = (await read('Allocation', 'getAllocation', [caseId])) as { state: number }
  return state
}
