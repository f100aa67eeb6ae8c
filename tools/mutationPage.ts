/**
 * Writes docs/reference/mutation.md from the report of the last `npm run mutation`: scores, and every surviving mutant with the
 * judgement of tools/mutationJudgements.ts. Fails when a survivor is not judged, when a judgement has lost its survivor, and when
 * the report is not of the whole domain.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { judgements } from './mutationJudgements.ts'

interface Place {
  readonly line: number
  readonly column: number
}
interface Mutant {
  readonly status: string
  readonly replacement?: string
  readonly location: { readonly start: Place; readonly end: Place }
}
interface Survivor {
  readonly file: string
  readonly line: number
  /** The line of the source, and what the mutant made of a part of it. */
  readonly code: string
  readonly part: string
  readonly became: string
}

const pathOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))
const read = (name: string) => readFileSync(pathOf(name), 'utf8')
const report = JSON.parse(read('node_modules/.cache/assay/mutation.json')) as {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}
const files = Object.entries(report.files).toSorted(([a], [b]) => (a < b ? -1 : 1))

const survivors: readonly Survivor[] = files.flatMap(([path, { source, mutants }]) => {
  const lines = source.split('\n')
  return mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .toSorted((a, b) => a.location.start.line - b.location.start.line)
    .map(({ location: { start, end }, replacement }) => {
      const code = lines[start.line - 1]!
      const part = code.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined)
      return {
        file: path.replace('domain/', ''),
        line: start.line,
        code: code.trim(),
        part: start.line === end.line ? part : `${part} …`,
        became: (replacement ?? '').replace(/\s+/g, ' '),
      }
    })
})

const judgementOf = (of: Survivor) =>
  judgements.findIndex(
    ({ file, code, part, became }) =>
      (file ?? of.file) === of.file &&
      code.test(of.code) &&
      (part ?? /^/).test(of.part) &&
      (became ?? /^/).test(of.became),
  )
const judged = survivors.map((of) => ({ ...of, by: judgementOf(of) }))
const open = judged.filter(({ by }) => by === -1)
const lost = judgements.filter((_, index) => !judged.some(({ by }) => by === index))

function scoreOf(of: readonly Mutant[]): string {
  const count = (...wanted: readonly string[]) => of.filter(({ status }) => wanted.includes(status)).length
  const [caught, left, still] = [count('Killed', 'Timeout'), count('Survived', 'NoCoverage'), count('Ignored')]
  return `${((caught / (caught + left)) * 100).toFixed(1)} % | ${caught} | ${left} | ${still} |`
}

function scores(): string {
  const groups = Map.groupBy(files, ([path]) => path.match(/^domain\/(methodology|policy)\//)?.[1] ?? 'root')
  const rows = [...groups].map(([name, of]) => {
    const mutants = of.flatMap(([, file]) => file.mutants)
    return `| ${name === 'root' ? '`domain/*.ts`' : `\`domain/${name}/\``} | ${of.length} | ${scoreOf(mutants)}`
  })
  const all = files.flatMap(([, file]) => file.mutants)
  return [
    '| Files | Number | Score | Caught | Survived | Ignored |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    `| **All** | ${files.length} | ${scoreOf(all)}`,
  ].join('\n')
}

const cell = (text: string) => `\`${text.replace(/`/g, "'").replace(/\|/g, '\\|').slice(0, 80)}\``

function table(): string {
  const rows = judged.map(
    ({ file, line, part, became, by }) =>
      `| \`${file}:${line}\` | ${cell(part)} | ${cell(became)} | ${judgements[by]?.why ?? 'A gap: no test asks for it yet.'} |`,
  )
  return ['| Where | Was | Became | Judgement |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Files of the tree that are not as the report measured them. */
const changed = files
  .filter(([path, { source }]) => !existsSync(pathOf(path)) || read(path) !== source)
  .map(([path]) => path)

/** Files of rules that the report does not know; one without a function has no mutants. */
const missing = globSync('domain/{*,methodology/*,policy/*}.ts', { cwd: pathOf('') })
  .filter((path) => !path.endsWith('.test.ts') && !(path in report.files) && /=>|function /.test(read(path)))
  .toSorted()

function measured(): string {
  const commit = execFileSync('git', ['log', '-1', '--format=%h', '--', 'domain'], { encoding: 'utf8' }).trim()
  const since = [...changed, ...missing].map((path) => `\`${path}\``).join(', ')
  return `Compared with commit \`${commit}\`: ${since === '' ? 'every file is as it was measured' : `changed since the measurement: ${since}`}.`
}

const page = pathOf('docs/reference/mutation.md')
const [begin, end] = ['<!-- report: emitted by tools/mutationPage.ts -->', '<!-- end of report -->']
const written = read('docs/reference/mutation.md')
const emitted = `${begin}\n\n${measured()}\n\n${scores()}\n\n${table()}\n\n`
writeFileSync(page, written.slice(0, written.indexOf(begin)) + emitted + written.slice(written.indexOf(end)))

for (const of of open) console.error(`not judged: ${of.file}:${of.line} ${of.code}: ${of.part} -> ${of.became}`)
for (const { file, code } of lost) console.error(`no such survivor any more: ${file ?? ''} ${code}`)
for (const path of missing) console.error(`not in the report: ${path}`)
process.exitCode = open.length + lost.length + missing.length === 0 ? 0 : 1
