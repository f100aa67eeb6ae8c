import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createTestClient, http, publicActions } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmbeddedChain, startAnvil } from './anvil.ts'

let folder: string
let stateFile: string
let chain: EmbeddedChain
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-chain-'))
  stateFile = join(folder, 'chain.json.gz')
  chain = await startAnvil({ port: 0, stateFile })
})
afterEach(async () => {
  await chain.stop()
  await rm(folder, { recursive: true, force: true })
})

const clientOf = ({ url }: EmbeddedChain) =>
  createTestClient({ mode: 'anvil', transport: http(url), cacheTime: 0 }).extend(publicActions)

const readState = async () =>
  JSON.parse(gunzipSync(await readFile(stateFile)).toString()) as { readonly blocks: readonly unknown[] }

async function kill(): Promise<void> {
  const gone = new Promise((resolve) => chain.child.once('exit', resolve))
  chain.child.kill('SIGKILL')
  await gone
}

test('a state that was being written when everything died is not missed: the one before it is whole', async () => {
  await clientOf(chain).mine({ blocks: 3 })
  await chain.save()
  await kill()
  await writeFile(`${stateFile}.new`, (await readFile(stateFile)).subarray(0, 100))
  chain = await startAnvil({ port: 0, stateFile })
  expect(await clientOf(chain).getBlockNumber()).toBe(3n)
})

test('whoever reads the file at any moment reads a whole state', async () => {
  const client = clientOf(chain)
  await chain.save()
  let done = false
  const writing = (async () => {
    for (let n = 0; n < 10; n++) {
      await client.mine({ blocks: 20 })
      await chain.save()
    }
    done = true
  })()
  const seen = new Set<number>()
  while (!done) seen.add((await readState()).blocks.length)
  await writing
  expect(seen.size).toBeGreaterThan(1)
})

test('nothing is written while there is no new block', async () => {
  await clientOf(chain).mine({ blocks: 1 })
  await chain.save()
  const { ino, mtimeMs } = await stat(stateFile)
  await chain.save()
  expect(await stat(stateFile)).toMatchObject({ ino, mtimeMs })
})

test('balance and history are there after a stop and a start', async () => {
  const address = '0x00000000000000000000000000000000000000aa'
  await clientOf(chain).setBalance({ address, value: 5n })
  await clientOf(chain).mine({ blocks: 2 })
  const { hash } = await clientOf(chain).getBlock({ blockNumber: 1n })
  await chain.stop()
  chain = await startAnvil({ port: 0, stateFile })
  expect(await clientOf(chain).getBalance({ address })).toBe(5n)
  expect((await clientOf(chain).getBlock({ blockNumber: 1n })).hash).toBe(hash)
})

test('a state is unpacked for no longer than a start takes, and for as many chains as begin with it', async () => {
  await clientOf(chain).mine({ blocks: 2 })
  await chain.stop()
  const of = { port: 0, stateFile: null, loadFile: stateFile }
  const chains = await Promise.all([startAnvil(of), startAnvil(of)])
  expect(await Promise.all(chains.map((each) => clientOf(each).getBlockNumber()))).toEqual([2n, 2n])
  await Promise.all(chains.map((each) => each.stop()))
  expect(await readdir(folder)).toEqual(['chain.json.gz'])
})

test('a damaged state stops the start instead of beginning another chain', async () => {
  await chain.stop()
  await writeFile(stateFile, (await readFile(stateFile)).subarray(0, 100))
  await expect(startAnvil({ port: 0, stateFile })).rejects.toThrow()
  expect(await readdir(folder)).toEqual(['chain.json.gz'])
})
