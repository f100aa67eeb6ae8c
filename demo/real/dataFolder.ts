/** The folder `--data` names: where it is, and which files of the known sub-folders it has. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const filesMost = 2_000

export interface DataFolder {
  readonly path: string
  /** Files below a sub-folder whose names end so, as paths below the folder, in one order. Empty when there is none. */
  files(under: string, ending: string): readonly string[]
  read(file: string): Uint8Array
  text(file: string): string
}

/**
 * Opens the folder. A relative name is looked for where the command was typed, then in the project's root.
 * Throws when there is no such folder, saying where it was looked for.
 */
export function openDataFolder(given: string): DataFolder {
  // npm runs scripts in the project's root and says in INIT_CWD where it was called.
  const bases = isAbsolute(given) ? [''] : [process.env.INIT_CWD ?? process.cwd(), process.cwd(), root]
  const places = [...new Set(bases.map((base) => resolve(base, given)))]
  const path = places.find((place) => existsSync(place))
  if (path === undefined)
    throw new Error(`--data ${given}: there is no such folder; looked for ${places.join(' and ')}`)
  if (!statSync(path).isDirectory()) throw new Error(`--data ${given}: ${path} is a file, a folder is needed`)
  return {
    path,
    files: (under, ending) => listFiles(path, under, ending),
    read: (file) => new Uint8Array(readFileSync(join(path, file))),
    text: (file) => readFileSync(join(path, file), 'utf8'),
  }
}

function listFiles(path: string, under: string, ending: string): readonly string[] {
  const folder = join(path, under)
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(ending))
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
  if (files.length > filesMost) throw new Error(`${folder} has more than ${filesMost} files ending in ${ending}`)
  return files
}
