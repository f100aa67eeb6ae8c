/** The folder `--data` names: where it is, and which files of the known sub-folders it has. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reason } from './tally.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const filesMost = 2_000
/** No format of docs/reference/inputs.md takes more. */
const bytesMost = 32 * 1024 * 1024
const endings = ['.json', '.geojson', '.csv']
const subFolders = ['documents', 'trade', 'ais', 'prices', 'land', 'forest']

export interface DataFolder {
  readonly path: string
  /** Files below a sub-folder whose names end so, as paths below the folder, in one order. Empty when there is none. */
  files(under: string, ending: string): readonly string[]
  /** What lies in the sub-folders and cannot be read: too large, a link to nowhere, not permitted. */
  readonly unread: readonly Reason[]
  /** Files there with other endings: in none of the formats. */
  readonly others: readonly string[]
  read(file: string): Uint8Array
  /** Without a byte order mark. */
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
  const found: Found = { files: [], unread: [], others: [] }
  for (const under of subFolders) if (existsSync(join(path, under))) walk(path, under, found, new Set())
  if (found.files.length > filesMost)
    throw new Error(`--data ${given}: ${path} has more than ${filesMost} files ending in ${endings.join(', ')}`)
  const files = found.files.toSorted()
  const read = (file: string) => new Uint8Array(readFileSync(join(path, file)))
  return {
    path,
    files: (under, ending) =>
      files.filter((file) => file.startsWith(`${under}/`) && file.toLowerCase().endsWith(ending)),
    unread: found.unread,
    others: found.others,
    read,
    text: (file) => new TextDecoder().decode(read(file)),
  }
}

interface Found {
  readonly files: string[]
  readonly unread: Reason[]
  readonly others: string[]
}

/**
 * Links are followed: whoever keeps large files elsewhere has nothing but links here. They may lead in a circle or twice to one place,
 * so what was seen is kept by its real place.
 */
function walk(path: string, place: string, found: Found, seen: Set<string>): void {
  const here = join(path, place)
  const unread = (code: string, message: string, given: string) =>
    found.unread.push({ code, message, file: place, given })
  try {
    const real = realpathSync(here)
    if (seen.has(real)) return
    seen.add(real)
    const stats = statSync(real)
    if (stats.isDirectory()) {
      for (const name of readdirSync(here)) walk(path, `${place}/${name}`, found, seen)
    } else if (!stats.isFile() || !endings.some((ending) => place.toLowerCase().endsWith(ending))) {
      found.others.push(place)
    } else if (stats.size > bytesMost) {
      unread('FILE_TOO_LARGE', 'Larger than any format takes', `${stats.size} of ${bytesMost} bytes`)
    } else {
      accessSync(here, constants.R_OK)
      found.files.push(place)
    }
  } catch (error) {
    unread('FILE_UNREADABLE', 'The system does not let it be read', String((error as NodeJS.ErrnoException).code))
  }
}
