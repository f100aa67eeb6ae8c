/** The guides keep their word: every example runs against one started sandbox, in the order of docs/guides/README.md. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Example, examplesOf } from '../tools/examples.ts'
import { makeClone, runExample } from './guides.ts'
import { end, makeStateFolder, type RunningProgram, start } from './program.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (name: string) => readFileSync(join(root, 'docs', 'guides', name), 'utf8')
const order = ['README.md', ...[...read('README.md').matchAll(/^\| .*\| \[([a-z-]+\.md)\]/gm)].map(([, name]) => name!)]
const examples = order.flatMap((name) =>
  examplesOf(read(name)).map((example) => [`${name}:${example.line}`, example] as const),
)

let stateDir: string
let folder: string
let running: RunningProgram | null = null

beforeAll(async () => {
  stateDir = await makeStateFolder('guides-state')
  folder = await mkdtemp(join(tmpdir(), 'assay-guides-'))
  makeClone(folder, stateDir)
})
afterAll(async () => {
  if (running !== null) await end(running, 'SIGINT')
  await rm(folder, { recursive: true, force: true })
  await rm(stateDir, { recursive: true, force: true })
})

test('there are examples, and those in TypeScript have the right types', () => {
  expect(examples.length).toBeGreaterThan(order.length)
  const files = examples.flatMap(([name, { language, code }]) => {
    if (language === 'sh') return []
    const file = join(folder, `${name.replaceAll(/[^a-z0-9]+/g, '-')}.ts`)
    writeFileSync(file, code)
    return [file]
  })
  const config = join(folder, 'tsconfig.examples.json')
  writeFileSync(config, JSON.stringify({ extends: join(root, 'tsconfig.json'), files, include: [] }))
  expect(typeErrors(config)).toBe('')
})

function typeErrors(config: string): string {
  try {
    return execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', config], { encoding: 'utf8' })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

test('the sandbox starts', { timeout: 500_000 }, async () => {
  running = await start(stateDir, 450_000)
  expect(existsSync(join(stateDir, 'sandbox.json'))).toBe(true)
})

test.each(examples)('%s runs', { timeout: 280_000 }, async (_name: string, example: Example) => {
  await runExample(folder, example, 260_000)
})
