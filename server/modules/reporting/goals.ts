import { type Goal, goal } from '../../module.ts'

/** Two processes may bring the same head; an older one than stands there was overtaken and is missed by nobody. */
export const goals: readonly Goal[] = [
  goal<readonly [string, bigint, string]>({
    contract: 'AuditAnchor',
    functionName: 'anchor',
    isReached: async (read, [logId, treeSize, root]) => {
      const [size, anchored] = (await read('AuditAnchor', 'head', [logId])) as readonly [bigint, string, bigint]
      return size === treeSize && anchored === root
    },
  }),
]
