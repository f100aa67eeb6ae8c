import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { checkImport, type ImportFact, moduleOrder } from './imports.ts'

const files = globSync('{domain,protocol,oracle,verifier,sdk/typescript,server,demo,simulator}/**/*.ts', {
  exclude: (name) => name.includes('node_modules'),
})

/** Packages that do not lie in a folder of their own name. */
const packages: Readonly<Record<string, string>> = { sdk: 'sdk/typescript', reading: 'server/reading' }

function importsOf(file: string): ImportFact[] {
  const text = readFileSync(file, 'utf8')
  const pattern = /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]/g
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = match[1]!
    const own = /^@assay\/([a-z]+)\/(.+)$/.exec(specifier)
    const target = specifier.startsWith('.')
      ? normalize(join(dirname(file), specifier))
      : own
        ? `${packages[own[1]!] ?? own[1]}/${own[2]}`
        : null
    return { file: normalize(file), specifier, target }
  })
}

test('the checker refuses what the rules refuse', () => {
  const wrong: [string, string][] = [
    ['domain/quantity.ts', 'server/config.ts'],
    ['domain/quantity.ts', 'protocol/ids.ts'],
    ['verifier/main.ts', 'server/config.ts'],
    ['oracle/main.ts', 'server/modules/parties/index.ts'],
    ['server/modules/assets/registerTrade.ts', 'server/runtime/transact.ts'],
    ['server/modules/assets/registerTrade.ts', 'server/http/server.ts'],
    ['server/modules/assets/registerTrade.ts', 'server/modules/verification/index.ts'],
    ['server/modules/verification/openCase.ts', 'server/modules/assets/registerTrade.ts'],
    ['server/runtime/submitter.ts', 'server/modules/parties/index.ts'],
    ['server/runtime/submitter.ts', 'server/app.ts'],
    ['demo/main.ts', 'bench/figures.ts'],
    ['server/runtime/submitter.ts', 'bench/figures.ts'],
  ]
  for (const [file, target] of wrong)
    expect(checkImport({ file, specifier: target, target }), `${file} -> ${target}`).not.toBeNull()
})

test('the checker allows what the rules allow', () => {
  const right: [string, string][] = [
    ['protocol/terms.ts', 'domain/errors.ts'],
    ['verifier/main.ts', 'protocol/merkle.ts'],
    ['server/modules/verification/openCase.ts', 'server/modules/assets/index.ts'],
    ['server/modules/verification/openCase.ts', 'server/modules/verification/errors.ts'],
    ['server/app.ts', 'server/runtime/transact.ts'],
    ['server/modules/assets/registerTrade.ts', 'server/module.ts'],
    ['server/modules/assets/registerTrade.test.ts', 'server/test/harness.ts'],
    ['bench/instance.ts', 'server/start.ts'],
  ]
  for (const [file, target] of right)
    expect(checkImport({ file, specifier: target, target }), `${file} -> ${target}`).toBeNull()
})

test('every import of the tree goes in the allowed direction', () => {
  expect(files.length).toBeGreaterThan(20)
  const refused = files.flatMap(importsOf).flatMap((fact) => {
    const reason = checkImport(fact)
    return reason ? [`${fact.file} imports ${fact.specifier}: ${reason}`] : []
  })
  expect(refused).toEqual([])
})

test('modules ask for records of the machine room and never read its tables', () => {
  const migration = readFileSync('server/migrations/0001-runtime.sql', 'utf8')
  const tables = [...migration.matchAll(/^create table (\w+)/gm)].map((match) => match[1]!)
  const reads = new RegExp(`(?:\\b(?:from|join|into|update)\\s+|')(?:${tables.join('|')})(?:'|\\s|\\.)`, 'i')
  for (const line of [
    "selectFrom('events')",
    'select id from chain_logs where',
    "innerJoin('chain_intents', 'chain_intents.id'",
  ])
    expect(line).toMatch(reads)
  const modules = files.filter((file) => file.startsWith('server/modules/') && !/(\.test|\/fixtures)\.ts$/.test(file))
  expect(modules.length).toBeGreaterThan(100)
  const found = modules.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => reads.test(line) && !/^\s*(\/\/|\/?\*)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(found).toEqual([])
})

test('the order of modules names every module folder', () => {
  const folders = new Set(files.flatMap((file) => /^server\/modules\/([^/]+)\//.exec(file)?.[1] ?? []))
  for (const folder of folders) expect(moduleOrder).toContain(folder)
})
