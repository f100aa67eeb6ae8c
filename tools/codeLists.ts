/**
 * Makes server/reading/codes/lists/ again from a folder of published lists: `node_modules/.bin/node tools/codeLists.ts ../shared/data/trade`. A newer edition
 * is named: `--unlocode 2026-1`, `--hs 2028`. `--to FOLDER` writes elsewhere; with `--check` nothing is written, and a difference ends with
 * code 1. The lists are kept short, so that a new edition can be read as a difference: a line is a chapter, or a country.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse/sync'

type Row = Readonly<Record<string, string>>

const { values, positionals } = parseArgs({
  options: {
    unlocode: { type: 'string', default: '2014-2' },
    hs: { type: 'string', default: '2022' },
    to: { type: 'string', default: fileURLToPath(new URL('../server/reading/codes/lists/', import.meta.url)) },
    check: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const [folder] = positionals
/** UN/LOCODE whole, with a column of functions; or a part of it that holds ports only. */
const [whole, part] = ['code-list.csv', 'unlocode-seaports-2014-A-to-NO.csv'] as const
const portsFile = [whole, part].find((name) => folder !== undefined && existsSync(join(folder, name)))
if (folder === undefined || portsFile === undefined || !existsSync(join(folder, 'hs-codes.csv'))) {
  console.error(`Name the folder that holds hs-codes.csv and ${whole} (or ${part}).`)
  process.exit(2)
}

const emitted = {
  'hs.json': { edition: values.hs, chapters: harmonisedSystem(rowsOf('hs-codes.csv')) },
  'unlocode.json': { edition: values.unlocode, ...ports(rowsOf(portsFile)) },
}
for (const [name, list] of Object.entries(emitted)) {
  const path = join(values.to, name)
  const text = `${JSON.stringify(list, null, 2)}\n`
  const current = existsSync(path) ? readFileSync(path, 'utf8') : null
  if (current === text) continue
  if (values.check) {
    console.error(`${name} is out of date. Run \`node_modules/.bin/node tools/codeLists.ts ${folder}\`.`)
    process.exitCode = 1
  } else writeFileSync(path, text)
}

function rowsOf(name: string): readonly Row[] {
  return parse(readFileSync(join(folder!, name)), { columns: true, bom: true }) as Row[]
}

/** By chapter: each heading's two digits, then those of its subheadings. 99 is not the nomenclature's but the statisticians'. */
function harmonisedSystem(rows: readonly Row[]): Record<string, string> {
  const headings = new Map<string, string[]>()
  for (const { hscode = '', level } of rows) {
    if (level !== '6' || hscode.startsWith('99')) continue
    const heading = hscode.slice(0, 4)
    headings.set(heading, [...(headings.get(heading) ?? []), hscode.slice(4)])
  }
  const chapters: Record<string, string> = {}
  for (const [heading, subheadings] of [...headings].sort()) {
    const chapter = heading.slice(0, 2)
    const line = [heading.slice(2), ...subheadings.sort()].join(' ')
    // A key that looks like a number would be sorted before the others.
    const key = `chapter ${chapter}`
    chapters[key] = chapters[key] === undefined ? line : `${chapters[key]}, ${line}`
  }
  return chapters
}

/** By country, as the code itself says it: three letters or digits each, of places with function 1, a port. The part ends within its last country. */
function ports(rows: readonly Row[]): { partly: string | null; ports: Record<string, string> } {
  const countries = new Map<string, Set<string>>()
  for (const row of rows) {
    const [country, place] = placeOf(row)
    // XX: to be taken off the list with the next edition. X in front of a line: removed with this one.
    const gone = row.Status === 'XX' || row.Change === 'X'
    if (!country || !place || gone || !row.Function?.startsWith('1')) continue
    countries.set(country, (countries.get(country) ?? new Set()).add(place))
  }
  const partly = portsFile === part ? (placeOf(rows.at(-1) ?? {})[0] ?? null) : null
  const sorted = [...countries].sort().map(([country, places]) => [country, [...places].sort().join('')])
  return { partly, ports: Object.fromEntries(sorted) }
}

function placeOf({ LOCODE, Country, Location }: Row): readonly (string | undefined)[] {
  return LOCODE === undefined ? [Country, Location] : LOCODE.split(' ')
}
