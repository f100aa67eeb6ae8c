import { type Goal, goal } from '../../module.ts'

/**
 * A retirement is the holder's own call, sent once. An id that is used up was taken by somebody who saw it on its way and burned
 * something else under it: ours has not happened, whatever the contract's refusal sounds like.
 */
export const goals: readonly Goal[] = [
  goal({ contract: 'CarbonCredit', functionName: 'retire', isReached: async () => false }),
]
