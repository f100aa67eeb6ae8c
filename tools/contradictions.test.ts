/** Every contradiction that domain.md records has its line in docs/decisions/0013-contradictions.md. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const source = join(root, '..', 'shared', 'domain.md')

/** How often each section is named in the first column of the table. */
function linesOf(page: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const [, section] of page.matchAll(/^\| (2\.\d+(?: no\. \d+)?) \| [^|]+ \| [^|]+ \| [^|]+ \|$/gm)) {
    found.set(section!, (found.get(section!) ?? 0) + 1)
  }
  return found
}

/** Marks [C] by section, as in `[C]`, `[C: ...]`, `[C with ...]`, and the rows of the register. */
function contradictionsOf(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  let section = ''
  for (const line of text.split('\n')) {
    section = /^### (2\.\d+) /.exec(line)?.[1] ?? (/^## [^2]/.test(line) ? '' : section)
    if (section === '') continue
    const row = section === '2.25' ? /^\| (\d+) \|/.exec(line)?.[1] : undefined
    const marks = section === '2.25' ? 0 : (line.match(/\[C[\]: ]/g)?.length ?? 0)
    if (row !== undefined) found.set(`2.25 no. ${row}`, 1)
    if (marks > 0) found.set(section, (found.get(section) ?? 0) + marks)
  }
  return found
}

const page = readFileSync(join(root, 'docs/decisions/0013-contradictions.md'), 'utf8')

test('marks and rows of the register are counted by section', () => {
  const text = '### 2.1 A\none [C] and [C: two]\n### 2.25 R\n| 1 | x |\n| 12 | y [C] |\n## 3. Z\n[C]'
  expect([...contradictionsOf(text)]).toEqual([
    ['2.1', 2],
    ['2.25 no. 1', 1],
    ['2.25 no. 12', 1],
  ])
  expect([...linesOf('| 2.1 | a | b | 1-4 |\n| 2.1 | a | b |\n| 2.25 no. 3 | a | b | - |')]).toEqual([
    ['2.1', 1],
    ['2.25 no. 3', 1],
  ])
})

test.skipIf(!existsSync(source))('every contradiction of domain.md has its line, and no line is of none', () => {
  const recorded = contradictionsOf(readFileSync(source, 'utf8'))
  const lines = linesOf(page)
  expect(Object.fromEntries([...lines].toSorted())).toEqual(Object.fromEntries([...recorded].toSorted()))
})
