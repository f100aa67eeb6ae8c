// Installs the dependencies when they are absent or older than the lockfile. Runs before `npm start` and `npm test` on
// whatever Node the machine has, so it uses nothing but the standard library.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const marker = `${root}node_modules/.package-lock.json`
const lock = `${root}package-lock.json`
const binary = `${root}node_modules/.bin/node`

const major = Number(process.versions.node.split('.')[0])
if (major < 20) {
  console.error(`Assay needs Node 20 or newer to install; this is Node ${process.versions.node}.`)
  process.exit(1)
}
const current = existsSync(marker) && existsSync(binary) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs
if (!current) {
  console.error('Installing dependencies (once; about a minute) ...')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  // Packages that want a newer Node than the machine's run on the project's own: npm's hundreds of lines about them would hide ours.
  const done = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (done.status !== 0) {
    console.error('The installation failed; nothing was started. The lines above say why.')
    process.exit(done.status ?? 1)
  }
}
