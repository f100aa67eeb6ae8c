/**
 * `npm run vectors`: lists every published vector with its file and test, and fails when one has none, or one that does not run or
 * does not expect the vector's numbers. Where domain.md lies beside the project, its own tags are counted too: a line with so many
 * vectors needs so many rows, and the numbers are those that stand there.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Vector, vectors } from '../domain/test/vectors.ts'
import { type FoundTest, formsOf, numbersOf, testsOf } from './vectorTests.ts'

const root = join(import.meta.dirname, '..')
const source = join(root, '..', 'shared', 'domain.md')

export interface VectorFindings {
  readonly rows: readonly string[]
  readonly problems: readonly string[]
  readonly sourceRead: boolean
}

export function findVectors(): VectorFindings {
  const problems: string[] = []
  const rows = vectors.map((vector) => {
    const { section, says, file, test } = vector
    const found = existsSync(join(root, file)) ? problemsOf(vector, testsOf(join(root, file))) : [`there is no ${file}`]
    problems.push(...found.map((problem) => `${section} ${says}: ${problem}`))
    return `${found.length === 0 ? '✓' : '✗'} ${section.padEnd(5)} ${says.padEnd(62)} ${file}  "${test}"`
  })
  const sourceRead = existsSync(source)
  if (sourceRead) problems.push(...againstSource(readFileSync(source, 'utf8').split('\n'), vectors))
  return { rows, problems, sourceRead }
}

/** What a row lacks among the tests of its file. */
export function problemsOf({ numbers, file, test }: Vector, tests: readonly FoundTest[]): readonly string[] {
  const own = tests.filter(({ title }) => title.startsWith(test))
  if (own.length === 0) return [`no test in ${file} begins with "${test}"`]
  const running = own.filter(({ runs }) => runs)
  if (running.length < own.length) return [`"${test}" in ${file} is skipped, left to do, or runs under a condition`]
  const expected = new Set(running.flatMap((one) => [...one.numbers]))
  const missing = wordsOf(numbers).filter((number) => !formsOf(number).some((form) => expected.has(form)))
  return missing.length === 0 ? [] : [`"${test}" expects nothing of ${missing.join(', ')}`]
}

/** How far below its mark the numbers of a vector may stand: a table follows its heading. */
const linesOfVector = 10

/** Lines of the source with more vectors than rows name them, and rows whose mark or numbers the source does not have. */
export function againstSource(text: readonly string[], rows: readonly Vector[]): readonly string[] {
  const problems: string[] = []
  for (const { section, mark, numbers, says } of rows) {
    const at = text.findIndex((line) => line.includes(mark))
    if (at < 0) problems.push(`${section} ${says}: domain.md does not have "${mark}"`)
    const stated = new Set(numbersOf(text.slice(at, at + linesOfVector).join('\n')))
    const strange = wordsOf(numbers).filter((number) => !stated.has(numbersOf(number)[0] ?? ''))
    if (strange.length > 0) problems.push(`${section} ${says}: domain.md does not say ${strange.join(', ')} there`)
  }
  for (const [index, line] of text.entries()) {
    const listed = rows.filter(({ mark }) => line.includes(mark))
    // The first tag explains what the tag means; a heading or an explanation speaks of vectors that follow on lines of their own.
    const speaks = index < 12 || line.startsWith('#') || line.includes('all [TV] numbers become its tests')
    const scenario = /^\*\*G\d\b/.test(line)
    const tags = speaks ? 0 : scenario ? 1 : (line.match(/\[TV\b/g)?.length ?? 0)
    if (tags > listed.length) problems.push(`domain.md line ${index + 1}: ${tags} vectors, ${listed.length} listed`)
    if (tags === 0) continue
    const covered = new Set(listed.flatMap(({ numbers }) => numbersOf(numbers)))
    const left = boldNumbers(line).filter((number) => !covered.has(number))
    if (left.length > 0) problems.push(`domain.md line ${index + 1}: nothing expects its ${left.join(', ')}`)
  }
  return problems
}

/** Results stand in bold type, as names of scenarios do; counts of one to three digits say how a result is read. */
function boldNumbers(line: string): readonly string[] {
  const bold = [...line.matchAll(/\*\*(.+?)\*\*/g)].map(([, inner]) => inner ?? '')
  return bold
    .filter((text) => !/^(?:G\d|\[)/.test(text))
    .flatMap(numbersOf)
    .filter((number) => /\d{4}|\./.test(number))
}

function wordsOf(numbers: string): readonly string[] {
  return numbers.split(' ').filter((word) => word !== '')
}

if (process.argv[1] === import.meta.filename) {
  const { rows, problems, sourceRead } = findVectors()
  console.log(rows.join('\n'))
  console.log(sourceRead ? '' : '\ndomain.md is not beside the project: only the list itself was checked.')
  for (const problem of problems) console.log(`✗ ${problem}`)
  console.log(`${rows.length} vectors, ${problems.length} problems`)
  process.exit(problems.length === 0 ? 0 : 1)
}
