/** Emits `api/openapi.json` from the modules' routes. With `--check` nothing is written; a difference ends with code 1. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
// The errors that every operation can answer are declared by these rooms.
import '../server/runtime/errors.ts'
import { assertErrors, openapiDocument } from '../server/http/openapi.ts'
import { loadModules } from './loadModules.ts'

const target = fileURLToPath(new URL('../api/openapi.json', import.meta.url))
const modules = await loadModules()
assertErrors(modules)
const emitted = `${JSON.stringify(openapiDocument(modules), null, 2)}\n`
const current = existsSync(target) ? await readFile(target, 'utf8') : null
if (emitted === current) process.exit(0)
if (process.argv.includes('--check')) {
  console.error('api/openapi.json is out of date. Run `npm run generate` and review the difference: it is our promise.')
  process.exit(1)
}
await mkdir(new URL('../api/', import.meta.url), { recursive: true })
await writeFile(target, emitted)
console.log('wrote api/openapi.json')
