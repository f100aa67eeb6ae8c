/**
 * `npm run vectors`: lists every published vector with its file and test, and fails when one has none. Where domain.md lies beside
 * the project, its own tags are counted too: a line with so many vectors needs so many rows.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { vectors } from '../domain/test/vectors.ts'

const root = join(import.meta.dirname, '..')
const source = join(root, '..', 'shared', 'domain.md')

export interface VectorFindings {
  readonly rows: readonly string[]
  readonly problems: readonly string[]
  readonly sourceRead: boolean
}

export function findVectors(): VectorFindings {
  const problems: string[] = []
  const rows = vectors.map(({ section, says, file, test }) => {
    const path = join(root, file)
    // The title is a literal of a test: it follows a quotation mark.
    const found =
      existsSync(path) && ["'", '`', '"'].some((mark) => readFileSync(path, 'utf8').includes(`${mark}${test}`))
    if (!found) problems.push(`${section} ${says}: no test in ${file} begins with "${test}"`)
    return `${found ? '✓' : '✗'} ${section.padEnd(5)} ${says.padEnd(62)} ${file}  "${test}"`
  })
  const sourceRead = existsSync(source)
  if (sourceRead) problems.push(...unlisted(readFileSync(source, 'utf8')))
  return { rows, problems, sourceRead }
}

/** Lines of the source with more vectors than rows name them, and rows whose mark the source does not have. */
function unlisted(text: string): readonly string[] {
  const problems: string[] = []
  // The first tag explains what the tag means.
  const lines = text.split('\n').slice(12)
  for (const { section, mark, says } of vectors) {
    if (!text.includes(mark)) problems.push(`${section} ${says}: domain.md does not have "${mark}"`)
  }
  for (const [index, line] of lines.entries()) {
    const tags = line.match(/\[TV\b/g)?.length ?? 0
    const listed = vectors.filter(({ mark }) => line.includes(mark)).length
    // A heading or an explanation speaks of vectors; the vectors follow on lines of their own.
    const speaks = line.startsWith('#') || line.includes('all [TV] numbers become its tests')
    if (tags > listed && !speaks) problems.push(`domain.md line ${index + 13}: ${tags} vectors, ${listed} listed`)
  }
  return problems
}

if (process.argv[1] === import.meta.filename) {
  const { rows, problems, sourceRead } = findVectors()
  console.log(rows.join('\n'))
  console.log(sourceRead ? '' : '\ndomain.md is not beside the project: only the list itself was checked.')
  for (const problem of problems) console.log(`✗ ${problem}`)
  console.log(`${rows.length} vectors, ${problems.length} problems`)
  process.exit(problems.length === 0 ? 0 : 1)
}
