/** Emits `docs/reference/errors.md`. With `--check` nothing is written; a difference ends with code 1. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { errorsPage, loadErrorTable } from './errorsPage.ts'

const target = fileURLToPath(new URL('../docs/reference/errors.md', import.meta.url))
const emitted = errorsPage(await loadErrorTable())
const current = existsSync(target) ? await readFile(target, 'utf8') : null
if (emitted === current) process.exit(0)
if (process.argv.includes('--check')) {
  console.error('docs/reference/errors.md is out of date. Run `npm run generate`.')
  process.exit(1)
}
await mkdir(new URL('../docs/reference/', import.meta.url), { recursive: true })
await writeFile(target, emitted)
console.log('wrote docs/reference/errors.md')
