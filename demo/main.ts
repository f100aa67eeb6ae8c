/**
 * The stories of the sandbox: `node demo/main.ts [--json] [--data DIR]`, against ASSAY_URL with the credentials in STATE_DIR. An
 * ordinary client of the public API; every figure it prints is read from the API or the chain.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCottage, readNeighbour, readShipment } from './inputs.ts'
import { clientOf } from './parties.ts'
import { playStories, type Story } from './playStories.ts'
import { readSandbox } from './sandbox.ts'
import type { Stage } from './stories/stage.ts'

async function main(): Promise<void> {
  const json = process.argv.includes('--json')
  const url = process.env.ASSAY_URL
  const stateDir = process.env.STATE_DIR ?? '.assay'
  if (url === undefined) throw new Error('ASSAY_URL is not set; `npm run demo` sets it')
  const sandbox = readSandbox(stateDir)
  if (sandbox === null)
    throw new Error(`${join(stateDir, 'sandbox.json')} is missing: this instance was not seeded as a sandbox`)
  const instance = JSON.parse(readFileSync(join(stateDir, 'instance.json'), 'utf8')) as { rpcUrl: string }
  const stage: Omit<Stage, 'say'> = {
    url,
    run: randomBytes(4).toString('hex'),
    sandbox,
    operator: clientOf(url, sandbox.operator),
    reviewer: clientOf(url, sandbox.reviewer),
    inspector: clientOf(url, sandbox.inspector),
    auditor: clientOf(url, sandbox.auditor),
  }
  const say = (story: Story, line: string) => console.error(`  ${story.padEnd(9)} ${line}`)
  const figures = await playStories(stage, { readShipment, readCottage, readNeighbour, rpcUrl: instance.rpcUrl, say })
  if (json) console.log(JSON.stringify(figures))
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
