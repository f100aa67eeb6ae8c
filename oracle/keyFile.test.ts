import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadKey } from './keyFile.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oracle-key-'))
  path = join(folder, 'node.key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test.each(['', '0x12', `0x${'00'.repeat(32)}`, `0x${'ff'.repeat(32)}`, `${'ab'.repeat(32)}`])(
  'a file holding %j is no key, and the refusal does not repeat it',
  (content) => {
    writeFileSync(path, content, { mode: 0o600 })
    try {
      loadKey(path)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'ORACLE_KEY_INVALID' })
      if (content.length > 10) expect(String(JSON.stringify(error))).not.toContain(content.slice(-20))
    }
  },
)

test('a key that others can read is refused', () => {
  loadKey(path)
  chmodSync(path, 0o644)
  expect(() => loadKey(path)).toThrowError(expect.objectContaining({ code: 'ORACLE_KEY_INVALID' }))
})

test('a key that cannot be read is not replaced', () => {
  expect(() => loadKey(folder)).toThrowError(expect.objectContaining({ code: 'ORACLE_KEY_INVALID' }))
  expect(readdirSync(folder)).toEqual([])
})

test('the key is created once, for its owner alone, and stays', () => {
  const first = loadKey(path)
  const content = readFileSync(path, 'utf8')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(loadKey(path).address).toBe(first.address)
  expect(readFileSync(path, 'utf8')).toBe(content)
  expect(readdirSync(folder)).toEqual(['node.key'])
})
