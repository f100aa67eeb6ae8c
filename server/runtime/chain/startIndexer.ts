import { type Loop, startLoop } from '../loop.ts'
import type { Machine } from '../machine.ts'
import { indexerStep } from './indexer.ts'

/** Follows the chain until stopped. */
export function startIndexer(machine: Machine): Loop {
  return startLoop({
    name: 'indexer',
    pauseMs: machine.config.indexPollMs,
    log: machine.log,
    turn: async () => {
      const outcome = await indexerStep(machine)
      return outcome === 'advanced' || outcome === 'rewound'
    },
  })
}
