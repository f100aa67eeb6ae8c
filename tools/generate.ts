/**
 * Emits what is derived: `server/generated/rows.ts` and `server/generated/schema.sql` from a freshly migrated PostgreSQL, then the
 * contracts' ABIs, `api/openapi.json`, `docs/reference/errors.md`, `docs/reference/rulebook.md` and the declarations of
 * `docs/reference/methodologies.md`, each by its own program. With `--check` nothing is written; a difference ends with code 1.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../server/runtime/database.ts'
import { startPostgres } from '../server/runtime/embedded/postgres.ts'
import { migrate } from '../server/runtime/migrate.ts'
import { describeRows, describeSchema } from './describeDatabase.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')
const drifted: string[] = []

const emitted = await emitDatabase()
for (const [path, text] of Object.entries(emitted)) await writeOrCompare(path, text)
for (const program of [
  'generateAbis.ts',
  'generateOpenapi.ts',
  'generateErrors.ts',
  'generateMethodologies.ts',
  'generateRulebook.ts',
])
  emitWith(program)
if (drifted.length > 0) {
  console.error(`Out of date: ${drifted.join(', ')}. Run \`npm run generate\` and commit the result.`)
  process.exitCode = 1
}

async function emitDatabase(): Promise<Record<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), 'assay-generate-'))
  const server = await startPostgres({ directory, port: 0, durable: false, database: 'generate' })
  const { pool, close } = openDatabase({ url: server.url, poolSize: 4 })
  try {
    await migrate(pool)
    return {
      'server/generated/rows.ts': await describeRows(pool),
      'server/generated/schema.sql': await describeSchema(pool),
    }
  } finally {
    await close()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function writeOrCompare(path: string, text: string): Promise<void> {
  const target = join(root, path)
  const current = existsSync(target) ? await readFile(target, 'utf8') : null
  if (current === text) return
  if (check) drifted.push(path)
  else {
    await mkdir(join(target, '..'), { recursive: true })
    await writeFile(target, text)
    console.log(`wrote ${path}`)
  }
}

/** The other parts belong to their rooms; they take the same flag and say themselves what is out of date. */
function emitWith(name: string): void {
  const program = fileURLToPath(new URL(name, import.meta.url))
  const { status } = spawnSync(process.execPath, [program, ...(check ? ['--check'] : [])], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
