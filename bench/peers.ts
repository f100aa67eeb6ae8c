/** The packages that only measuring needs. They have a lockfile of their own, so that the product's holds nothing of theirs. */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const bench = fileURLToPath(new URL('.', import.meta.url))

/** Installs them when they are absent or older than their lockfile. @returns why that was not possible, or null. */
export function installPeers(): string | null {
  const marker = `${bench}node_modules/.package-lock.json`
  const lock = `${bench}package-lock.json`
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return null
  console.error('Installing what only measuring needs (once) ...')
  const npm = process.env.npm_execpath
  const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  // The peers ask for libraries beside them that their shipped contracts do not need.
  const done = spawnSync(command, [...args, 'ci', '--legacy-peer-deps', '--no-audit', '--no-fund'], {
    cwd: bench,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (done.status === 0) return null
  return `they could not be installed (${done.error?.message ?? 'npm ci failed; the lines above say why'})`
}
