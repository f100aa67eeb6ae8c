/**
 * The stories of the sandbox: `node demo/main.ts [--json] [--data DIR]`, against ASSAY_URL with the credentials in STATE_DIR. An
 * ordinary client of the public API; every figure it prints is read from the API or the chain. With `--check` only the arguments are
 * looked at.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Address } from 'viem'
import { startHeartbeat } from './heartbeat.ts'
import { readCottage, readNeighbour, readShipment } from './inputs.ts'
import { playStories, type Story, type StoryInputs } from './playStories.ts'
import { openDataFolder } from './real/dataFolder.ts'
import { openMemory } from './real/memory.ts'
import { playReal } from './real/playReal.ts'
import { openStage } from './stories/openStage.ts'

/** Whoever reads the lines for the first time learns here what their first words stand for. */
const playbill = `Playing the stories, side by side:
  deliveries of wheat  G1 as agreed, G2 short, G3 with a forged origin, G4, twice, before bribed nodes
  a cottage of hemp    G6 its carbon is credited, sold and retired, G7 a part of it burns`

async function main(): Promise<void> {
  const { values: wanted } = parseArgs({
    options: { json: { type: 'boolean' }, data: { type: 'string' }, check: { type: 'boolean' } },
  })
  const data = wanted.data === undefined ? null : openDataFolder(wanted.data)
  if (wanted.check === true) return
  // Started by another program, it ends with it, and is not kept alive by the channel that tells.
  process.once('disconnect', () => process.exit(1))
  process.channel?.unref()
  const url = process.env.ASSAY_URL
  const stateDir = process.env.STATE_DIR ?? '.assay'
  if (url === undefined) throw new Error('ASSAY_URL is not set; `npm run demo` sets it')
  // With --json standard output belongs to the answer.
  const { tell, stop } = startHeartbeat(wanted.json === true ? console.error : console.log)
  const say = (part: Story | 'real', line: string) => tell(`  ${part.padEnd(9)} ${line}`)
  const stage = openStage({ url, stateDir }, (line) => tell(line))
  const chain = readChain(stateDir)
  tell(playbill)
  const stories = await playStories(stage, { readShipment, readCottage, readNeighbour, chain, say })
  const real =
    data === null
      ? {}
      : {
          real: await playReal({
            ...stage,
            data,
            stateDir,
            memory: openMemory(stateDir),
            say: (line) => say('real', line),
          }),
        }
  stop()
  if (wanted.json === true) console.log(JSON.stringify({ ...stories, ...real }))
}

/** The chain itself and where the contracts are, for figures that are asked of nobody else. */
function readChain(stateDir: string): StoryInputs['chain'] {
  const read = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T
  const { rpcUrl, addressBook } = read<{ rpcUrl: string; addressBook: string }>(join(stateDir, 'instance.json'))
  const { contracts } = read<{ contracts: { FoundationToken: Address } }>(addressBook)
  return { rpcUrl, foundationToken: contracts.FoundationToken }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // A mistake in the arguments needs no stack.
    const { code = '', message } = error as Error & { code?: string }
    const isUsage = message.startsWith('--data') || code.startsWith('ERR_PARSE_ARGS')
    console.error(isUsage ? message : error)
    process.exit(1)
  },
)
