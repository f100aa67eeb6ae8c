/**
 * A registry that lacks the binaries of other platforms makes npm leave them out of the lockfile, and `npm ci` then refuses it.
 * This adds the missing optional entries (version, platform), so that the lockfile is whole on every platform. `--check` only looks.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Entry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const path = 'package-lock.json'
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Entry> }
const systems = ['darwin', 'win32', 'android', 'freebsd', 'openharmony', 'linux', 'netbsd', 'openbsd', 'sunos', 'aix']
const processors: Record<string, string> = {
  x64: 'x64',
  amd64: 'x64',
  arm64: 'arm64',
  arm: 'arm',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loong64',
}

function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> | null {
  const words = name.toLowerCase().split(/[-/]/)
  const os = systems.find((system) => words.includes(system))
  const cpu = Object.keys(processors).find((word) => words.includes(word))
  if (os === undefined || cpu === undefined) return null
  const libc = words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {}
  return { cpu: [processors[cpu]!], ...libc, os: [os] }
}

const added: string[] = []
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] ?? lock.packages[`${place}/node_modules/${name}`]) continue
    const platform = platformOf(name)
    if (platform === null || !/^\d/.test(version)) continue
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platform,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    }
    added.push(name)
  }
}

if (process.argv.includes('--check')) {
  if (added.length > 0)
    console.error(
      `The lockfile lacks ${added.length} platform packages; run node_modules/.bin/node tools/completeLock.ts`,
    )
  process.exit(added.length > 0 ? 1 : 0)
}
const [root, ...rest] = Object.entries(lock.packages)
lock.packages = Object.fromEntries([root!, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))])
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added.length} platform packages added`)
