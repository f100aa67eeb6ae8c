/** The newest result of each part, kept where git does not look, and the README's tables, which are made from them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeRun, type Result, renderSection } from './report.ts'

const folder = fileURLToPath(new URL('results', import.meta.url))
const readme = fileURLToPath(new URL('README.md', import.meta.url))
const begin = '<!-- figures: written by `npm run bench -- --readme` -->'
const end = '<!-- end of figures -->'

/** What is measured may leave its state here: beside the results, so on the disk the product would write to. */
export function resultsFolder(): string {
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Few rounds are not to be quoted, and lie where no README is written from. @returns where it was written. */
export function writeResult(part: string, result: Result): string {
  const of = join(resultsFolder(), ...(result.quick ? ['quick'] : []))
  mkdirSync(of, { recursive: true })
  const path = join(of, `${part}.json`)
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`)
  return path
}

/** Of the parts that have a result, in their order. */
export function readResults(parts: readonly string[]): readonly Result[] {
  return parts
    .map((part) => join(folder, `${part}.json`))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Result)
}

export function writeReadme(results: readonly Result[]): void {
  writeFileSync(readme, withFigures(readFileSync(readme, 'utf8'), results))
}

/** The text with its figures exchanged. @throws Error when it has no place for them. */
export function withFigures(text: string, results: readonly Result[]): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`the README has no lines ${begin} and ${end}`)
  const sections = results.map((result) => `${renderSection(result.section, 3)}\n\n${describeRun(result)}\n`)
  return `${text.slice(0, from)}${begin}\n\n${sections.join('\n')}\n${text.slice(to)}`
}
