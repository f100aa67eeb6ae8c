import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { clientOf } from '../parties.ts'
import { readSandbox } from '../sandbox.ts'
import type { Stage } from './stage.ts'

/** A stage for a run of its own: names, keys and transport documents carry it. Throws when the instance is no sandbox. */
export function openStage({ url, stateDir }: { url: string; stateDir: string }, say: Stage['say']): Stage {
  const sandbox = readSandbox(stateDir)
  if (sandbox === null)
    throw new Error(`${join(stateDir, 'sandbox.json')} is missing: this instance was not seeded as a sandbox`)
  return {
    url,
    run: randomBytes(4).toString('hex'),
    sandbox,
    operator: clientOf(url, sandbox.operator),
    governance: clientOf(url, sandbox.governance),
    treasury: clientOf(url, sandbox.treasury),
    reviewer: clientOf(url, sandbox.reviewer),
    inspector: clientOf(url, sandbox.inspector),
    auditor: clientOf(url, sandbox.auditor),
    say,
  }
}
