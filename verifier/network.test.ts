import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { allocationBundle } from './test/allocationBundle.ts'
import { fileOf, retirementBundle } from './test/retirementBundle.ts'

/** Loaded before a program: whoever asks for a name, a connection or a datagram ends with 99. */
const guard = `
import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'
const refuse = () => process.exit(99)
net.Socket.prototype.connect = refuse
dgram.Socket.prototype.send = dgram.Socket.prototype.connect = refuse
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) dns[name] = dns.promises[name] = refuse`
const program = fileURLToPath(new URL('main.ts', import.meta.url))

const guarded = (...args: readonly string[]) => {
  const preload = `data:text/javascript,${encodeURIComponent(guard)}`
  return spawnSync(process.execPath, ['--import', preload, ...args], { encoding: 'utf8' })
}

test('a bundle of any kind is checked without a network', { timeout: 120_000 }, async () => {
  expect(guarded('-e', 'fetch("http://127.0.0.1:8080")').status, 'the guard sees a request').toBe(99)
  const folder = mkdtempSync(join(tmpdir(), 'assay-verifier-'))
  try {
    const path = join(folder, 'bundle.json')
    // The file of a retirement has an issuance in it.
    for (const bundle of [await allocationBundle(), await retirementBundle()]) {
      writeFileSync(path, await fileOf(bundle))
      const { status, stdout } = guarded(program, path)
      expect(status, stdout).toBe(0)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
