import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadErrorTable } from './errorsPage.ts'

const page = fileURLToPath(new URL('../docs/reference/errors.md', import.meta.url))

test('the page and the tables name the same codes with the same status, title and remedy, both ways', async () => {
  const table = await loadErrorTable()
  const documented = new Map(
    [
      ...(await readFile(page, 'utf8')).matchAll(/^\| `([A-Z0-9_]+)` \| (\d{3}) \| (.*?) \| (.*?) \| (yes|no) \|$/gm),
    ].map(
      ([, code, status, title, remedy, again]) => [code!, { status: Number(status), title, remedy, again }] as const,
    ),
  )
  expect(
    [...table.keys()].filter((code) => !documented.has(code)),
    'undocumented',
  ).toEqual([])
  expect(
    [...documented.keys()].filter((code) => !table.has(code)),
    'documented but gone',
  ).toEqual([])
  for (const [code, row] of table) {
    const { status, title, remedy, again } = documented.get(code)!
    expect({ code, status, title, remedy, again }).toEqual({
      code,
      status: row.status,
      title: row.title.replaceAll('|', '\\|'),
      remedy: row.remedy.replaceAll('|', '\\|'),
      again: row.retryable ? 'yes' : 'no',
    })
  }
})

test('codes are upper snake case, statuses are errors of HTTP, titles carry no values', async () => {
  for (const [code, row] of await loadErrorTable()) {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/)
    expect(row.status, code).toBeGreaterThanOrEqual(400)
    expect(row.status, code).toBeLessThan(600)
    expect(row.title, code).not.toMatch(/\$\{|\{\w+\}/)
    expect(row.remedy.length, code).toBeGreaterThan(8)
  }
})
