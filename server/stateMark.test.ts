import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimState } from './stateMark.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-mark-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFile(join(folder, name), text)
const outdated = expect.objectContaining({ code: 'STATE_FOLDER_OUTDATED', remedy: expect.stringContaining('--reset') })

test.each([
  ['a chain that was not packed yet', () => write('chain.json', '{}')],
  ['a packed chain', () => write('chain.json.gz', '')],
  ['a database', () => mkdir(join(folder, 'postgres'))],
])('%s without a mark is of before there were marks', async (_what, leave) => {
  await leave()
  await expect(claimState(folder)).rejects.toEqual(outdated)
})

test.each([
  ['of an older format', (mark: string) => mark.replace(/"format":\d+/, '"format":0')],
  ['of other contracts', (mark: string) => mark.replace(/[0-9a-f](?="\})/, (digit) => (digit === '0' ? '1' : '0'))],
  ['cut off', (mark: string) => mark.slice(0, 9)],
])('a mark %s is refused, and stays as it is', async (_what, change) => {
  await claimState(folder)
  await write('chain.json.gz', '')
  const own = await readFile(join(folder, 'state.json'), 'utf8')
  const other = change(own)
  expect(other).not.toBe(own)
  await write('state.json', other)
  await expect(claimState(folder)).rejects.toEqual(outdated)
  expect(await readFile(join(folder, 'state.json'), 'utf8')).toBe(other)
})

test('a folder without state is marked whatever else lies in it, and is known again once it has some', async () => {
  await write('instance.lock', '{}')
  await write('state.json', 'of a start that was broken off before it left anything')
  await claimState(folder)
  await write('chain.json.gz', '')
  await mkdir(join(folder, 'postgres'))
  await claimState(folder)
})
