/**
 * Makes server/reading/codes/lists/ again from a folder of published lists: `node tools/codeLists.ts ../shared/data/trade`. With
 * `--check` nothing is written; a difference ends with code 1. The lists are kept short, so that a new edition can be read as a
 * difference: a line is a chapter, or a country.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'

type Row = Readonly<Record<string, string>>

const lists = fileURLToPath(new URL('../server/reading/codes/lists/', import.meta.url))
const check = process.argv.includes('--check')
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'))
if (folder === undefined) {
  console.error('Name the folder that holds hs-codes.csv and unlocode-seaports-2014-A-to-NO.csv.')
  process.exit(2)
}

const emitted = {
  'hs2022.json': harmonisedSystem(rowsOf('hs-codes.csv')),
  'unlocode2014.json': ports(rowsOf('unlocode-seaports-2014-A-to-NO.csv')),
}
for (const [name, list] of Object.entries(emitted)) {
  const path = join(lists, name)
  const text = `${JSON.stringify(list, null, 2)}\n`
  const current = existsSync(path) ? readFileSync(path, 'utf8') : null
  if (current === text) continue
  if (check) {
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

/** By country, as the code itself says it: three letters or digits each. The file ends within its last country. */
function ports(rows: readonly Row[]): object {
  const countries = new Map<string, Set<string>>()
  for (const { LOCODE = '', Status } of rows) {
    const [country, place] = LOCODE.split(' ')
    // XX: to be taken off the list with the next edition.
    if (country === undefined || place === undefined || Status === 'XX') continue
    countries.set(country, (countries.get(country) ?? new Set()).add(place))
  }
  const partly = rows.at(-1)?.LOCODE?.slice(0, 2)
  const sorted = [...countries].sort().map(([country, places]) => [country, [...places].sort().join('')])
  return { partly, ports: Object.fromEntries(sorted) }
}
