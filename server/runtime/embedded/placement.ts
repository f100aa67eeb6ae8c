/**
 * PostgreSQL refuses to run as root, so for root it runs as the system user `postgres`, who cannot look into root's home.
 * When the checkout lies in such a place, cluster and binaries move to /var/lib/assay/<hash of the wanted place>.
 */
import { createHash } from 'node:crypto'
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

const fallback = '/var/lib/assay'

/** Where a cluster wanted in `directory` really goes. */
export async function placeCluster(directory: string): Promise<string> {
  if (process.getuid?.() !== 0 || (await reachableByOthers(dirname(resolve(directory))))) return directory
  const name = createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 16)
  return join(fallback, name)
}

/** A path to the same binary that the user `postgres` can execute; copies the whole installation once when needed.
 *  `binary` lies in `<installation>/bin/`. */
export async function placeBinary(binary: string): Promise<string> {
  if (process.getuid?.() !== 0 || (await reachableByOthers(dirname(binary)))) return binary
  const installation = dirname(dirname(binary))
  const name = createHash('sha256')
    .update(`${installation}:${(await stat(binary)).mtimeMs}`)
    .digest('hex')
    .slice(0, 16)
  const target = join(fallback, `postgres-${name}`)
  const placed = join(target, 'bin', binary.slice(dirname(binary).length + 1))
  if (await exists(placed)) return placed
  const beside = `${target}.${process.pid}.part`
  await mkdir(fallback, { recursive: true, mode: 0o755 })
  await rm(beside, { recursive: true, force: true })
  await cp(installation, beside, { recursive: true, verbatimSymlinks: true })
  await rename(beside, target)
  return placed
}

async function reachableByOthers(directory: string): Promise<boolean> {
  for (let at = resolve(directory); ; at = dirname(at)) {
    if (await exists(at)) {
      if (((await stat(at)).mode & 0o001) === 0) return false
    }
    if (at === dirname(at)) return true
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
