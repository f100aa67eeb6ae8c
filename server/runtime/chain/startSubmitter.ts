import { type Loop, startLoop } from '../loop.ts'
import type { Machine } from '../machine.ts'
import { submitterStep } from './submitter.ts'

/** Serves the installation's wallets until stopped. */
export function startSubmitter(machine: Machine): Loop {
  return startLoop({
    name: 'submitter',
    pauseMs: machine.config.submitPollMs,
    log: machine.log,
    turn: async () => (await submitterStep(machine)) > 0,
  })
}
