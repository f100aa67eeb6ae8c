import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockInstance } from './instanceLock.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay lock-'))
  writeFileSync(join(folder, 'file'), '')
  symlinkSync('/nowhere/at/all', join(folder, 'link'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['is a file', 'file', 'EEXIST'],
  ['lies below a file', 'file/state', 'ENOTDIR'],
  ['is a link to nowhere', 'link', 'ENOENT'],
])('a state folder that %s is refused by name', async (_what, name, reason) => {
  const stateDir = join(folder, name)
  await expect(lockInstance(stateDir)).rejects.toMatchObject({
    ...{ code: 'STATE_FOLDER_UNUSABLE', details: { stateDir, reason } },
  })
})

test('one process has the folder; a lock half written or of a process that is gone counts for nothing', async () => {
  const stateDir = join(folder, 'state')
  for (const left of [null, '', '{"pid":', JSON.stringify({ pid: 1, command: 'no such program' })]) {
    if (left !== null) writeFileSync(join(stateDir, 'instance.lock'), left)
    const unlock = await lockInstance(stateDir)
    await expect(lockInstance(stateDir)).rejects.toMatchObject({ code: 'INSTANCE_RUNNING' })
    await unlock()
  }
})
