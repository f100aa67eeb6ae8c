/** The embedded chain: anvil as a child. `safe` is the newest block but one, `finalized` the one before that. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { silentLog } from '../log.ts'
import { keepChainState, withUnpackedState } from './chainState.ts'
import { freePort } from './ports.ts'

export interface EmbeddedChain {
  readonly url: string
  readonly child: ChildProcess
  /** Brings the state file up to date. For whoever ends the child by himself. */
  save(): Promise<void>
  /** Saves, then ends the child. */
  stop(): Promise<void>
}

export interface EmbeddedChainOptions {
  /** 0: any free port. */
  readonly port: number
  /** State file (gzip), loaded at start when it exists and kept up to date from then on. Null: the chain is forgotten. */
  readonly stateFile: string | null
  /** State file to begin with, never written. */
  readonly loadFile?: string
  readonly chainId?: number
  readonly mnemonic?: string
  /** Default 1: final after two blocks. */
  readonly slotsInEpoch?: number
  /** The states of this many blocks are kept in memory and none on disk. Anvil loses the contracts of a state that it has put on
   *  disk, so a reorganisation on a chain of a thousand blocks would leave it without any. */
  readonly statesKept?: number
  /** Time of the first block. */
  readonly timestamp?: Date
}

export const embeddedChainId = 31_337

export async function startAnvil(options: EmbeddedChainOptions): Promise<EmbeddedChain> {
  const port = await freePort('127.0.0.1', options.port)
  const url = `http://127.0.0.1:${port}`
  const { stateFile } = options
  const begin = async (state: string | null) => {
    // No pipes: one that nobody empties for a while would stop the chain.
    const started = spawn(binary(), flagsOf(options, port, state), { detached: true, stdio: 'ignore' })
    await listening(started, url)
    return started
  }
  const kept = stateFile !== null && existsSync(stateFile) ? stateFile : options.loadFile
  const child = kept === undefined ? await begin(null) : await withUnpackedState(kept, begin)
  const keeper = stateFile === null ? null : keepChainState(url, stateFile, silentLog)
  child.once('exit', () => keeper?.stop())
  const save = async () => keeper?.save()
  return {
    url,
    child,
    save,
    async stop() {
      if (!hasEnded(child)) await save()
      await keeper?.stop()
      await end(child)
    },
  }
}

/** @param state unpacked. */
function flagsOf(options: EmbeddedChainOptions, port: number, state: string | null): string[] {
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--quiet']
  flags.push('--chain-id', String(options.chainId ?? embeddedChainId))
  flags.push('--slots-in-an-epoch', String(options.slotsInEpoch ?? 1), '--hardfork', 'prague', '--order', 'fifo')
  if (state !== null) flags.push('--load-state', state)
  if (options.statesKept !== undefined) flags.push('--prune-history', String(options.statesKept))
  if (options.mnemonic !== undefined) flags.push('--mnemonic', options.mnemonic)
  if (options.timestamp !== undefined)
    flags.push('--timestamp', String(Math.floor(options.timestamp.getTime() / 1_000)))
  return flags
}

async function listening(child: ChildProcess, url: string): Promise<void> {
  let failure: Error | null = null
  child.once('error', (error) => {
    failure = error
  })
  while (!(await answers(url))) {
    if (failure !== null) throw failure
    if (hasEnded(child)) {
      throw new Error(`anvil ended before it answered (${child.signalCode ?? `code ${child.exitCode}`})`)
    }
    await new Promise((resume) => setTimeout(resume, 25))
  }
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
  const headers = { 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  )
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await gone
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** The platform's own binary: the npm package's launcher would be a second process between us and the chain. */
function binary(): string {
  const require = createRequire(import.meta.url)
  const launcher = dirname(require.resolve('@foundry-rs/anvil/package.json'))
  const name = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
  const home = dirname(createRequire(join(launcher, 'package.json')).resolve(`${name}/package.json`))
  return join(home, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
}
