import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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

const sources = execFileSync('git', ['ls-files', '*.ts'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && !/\.test\.ts$|generated\//.test(path) && existsSync(path))
  .map((path) => readFileSync(path, 'utf8'))

test('no code is declared in vain', async () => {
  const unused = [...(await loadErrorTable()).keys()].filter((code) => {
    const use = new RegExp(`\\.${code}\\b`)
    return !sources.some((text) => use.test(text))
  })
  expect(unused).toEqual([])
})

test('an operation that a remedy sends people to exists, and is named with its whole path', async () => {
  const { paths } = JSON.parse(await readFile(new URL('../api/openapi.json', import.meta.url), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>
  }
  const wrong: string[] = []
  for (const [code, { remedy }] of await loadErrorTable()) {
    for (const [, method, path] of remedy.matchAll(/\b(GET|POST|PUT|DELETE) (\/[^\s`;,)]*)/g))
      if (paths[path!]?.[method!.toLowerCase()] === undefined) wrong.push(`${code}: ${method} ${path}`)
  }
  expect(wrong).toEqual([])
})

test('a remedy says where to look: never only "the details"', async () => {
  const vague = [...(await loadErrorTable())].filter(([, { remedy }]) =>
    /\bin the details\b|^Check the [a-z]+ id\.$/.test(remedy),
  )
  expect(vague.map(([code]) => code)).toEqual([])
})
