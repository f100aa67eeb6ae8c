/** The documents keep their word: links lead somewhere, commands exist, examples run. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { examplesOf } from './examples.ts'
import { moduleOrder } from './imports.ts'

const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(path))

const read = (path: string) => readFileSync(path, 'utf8')
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts)

test('every relative link of every document leads to a file', () => {
  const broken = documents.flatMap((path) =>
    [...read(path).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!.split('#')[0]!)
      .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(normalize(join(dirname(path), target))))
      .map((target) => `${path} -> ${target}`),
  )
  expect(broken).toEqual([])
})

test('every npm command that a document names exists', () => {
  const unknown = documents.flatMap((path) =>
    [...read(path).matchAll(/npm run (?:-s )?([a-z][a-z:]*)/g)]
      .map(([, name]) => name!)
      .filter((name) => !scripts.includes(name))
      .map((name) => `${path}: npm run ${name}`),
  )
  expect(unknown).toEqual([])
})

/** Where people and programs read what to type: documents, remedies of errors, descriptions of operations. */
const whatPeopleType = [...documents, 'api/openapi.json', 'server/main.ts', 'server/app.ts', 'verifier/main.ts']
const withMachinesNode = /(?<![\w/.-])node (?:--?\S+ )*[\w./-]+\.ts\b/g

test('no command hands TypeScript to the Node of the machine, which may be 20 and cannot read it', () => {
  expect('`node verifier/main.ts x`'.match(withMachinesNode)).toHaveLength(1)
  expect('`node_modules/.bin/node verifier/main.ts x`'.match(withMachinesNode)).toBeNull()
  expect(
    whatPeopleType.flatMap((path) =>
      [...read(path).matchAll(withMachinesNode)].map(([command]) => `${path}: ${command}`),
    ),
  ).toEqual([])
})

/** With the oldest Node that the README asks for on the path, npm still runs our programs on ours. */
test.each([
  ['verify', [], 2, 'Usage: npm run -s verify -- bundle.json'],
  ['assay', ['strat'], 1, 'usage: npm run -s assay -- <command>'],
] as const)('npm run -s %s says how it is used, whatever Node the machine has', (script, args, code, says) => {
  const PATH = (process.env.PATH ?? '').split(delimiter).filter((path) => !path.includes('node_modules'))
  const { status, stderr } = spawnSync('npm', ['run', '-s', '--ignore-scripts', script, '--', ...args], {
    encoding: 'utf8',
    env: { ...process.env, PATH: PATH.join(delimiter) },
  })
  expect(stderr).toContain(says)
  expect(status).toBe(code)
})

test('the README stays short enough to be read', () => {
  expect(read('README.md').split('\n').length).toBeLessThan(150)
})

const examples = documents.flatMap((path) =>
  [...read(path).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code], place) => [`${path} #${place + 1}`, code!] as const),
)

test.each(examples)('example %s runs', (name, code) => {
  mkdirSync('tools/.examples', { recursive: true })
  const file = `tools/.examples/${name.replaceAll(/[^a-zA-Z0-9]+/g, '-')}.ts`
  writeFileSync(file, code)
  try {
    execFileSync(process.execPath, [file], { encoding: 'utf8', stdio: 'pipe' })
  } finally {
    rmSync(file)
  }
})

test('every room that ARCHITECTURE.md lists is there', () => {
  const rooms = [...read('ARCHITECTURE.md').matchAll(/^\| `([a-z0-9/]+)`/gm)].map(([, room]) =>
    room!.replace(/\/$/, ''),
  )
  expect(rooms.length).toBeGreaterThan(10)
  expect(rooms.filter((room) => !existsSync(room))).toEqual([])
})

test('every rule of STYLE.md points at a file that shows it', () => {
  const rules = read('STYLE.md')
    .split(/^(?=\d+\. )/m)
    .filter((text) => /^\d+\. /.test(text))
  expect(rules.map((rule) => Number.parseInt(rule, 10))).toEqual(rules.map((_, place) => place + 1))
  expect(rules.length).toBeGreaterThan(10)
  // That the target exists is the business of the first test.
  expect(rules.filter((rule) => !/\]\([^)]+\)/.test(rule))).toEqual([])
})

test('the README of the modules names every module once, from left to right', () => {
  const text = read('server/modules/README.md')
  const listed = [...text.matchAll(/^\| \[([a-z]+)\]\(\1\/README\.md\)/gm)].map(([, name]) => name!)
  expect(listed).toEqual([...moduleOrder])
  const spine = /```\n([\s\S]*?)```/.exec(text)![1]!
  expect(spine.match(/[a-z]+/g)).toEqual([...moduleOrder])
})

const guides = documents.filter((path) => path.startsWith('docs/guides/') && path !== 'docs/guides/README.md')

test('the list of guides names every guide once', () => {
  const listed = [...read('docs/guides/README.md').matchAll(/^\| .*\| \[([a-z-]+\.md)\]/gm)].map(([, name]) => name!)
  expect(listed.toSorted()).toEqual(guides.map((path) => path.replace('docs/guides/', '')).toSorted())
})

test.each(guides)('%s is short, and no example of it escapes being run', (path) => {
  const text = read(path)
  expect(text.split('\n').length).toBeLessThanOrEqual(121)
  const fences = [...text.matchAll(/^```(.*)\n[\s\S]*?^```$/gm)].map(([, mark]) => mark!)
  expect(fences.length).toBeGreaterThan(0)
  expect(fences.filter((mark) => mark !== 'sh run' && mark !== 'ts run')).toEqual([])
})

test('examples of one language that follow each other are one program', () => {
  const text =
    '```ts run\nconst a = 1\n```\nwords\n```ts run\na\n```\n```sh run\nls\n```\n```ts run\nb\n```\n```sh\nno\n```\n'
  expect(examplesOf(text)).toEqual([
    { language: 'ts', code: 'const a = 1\na\n', line: 2 },
    { language: 'sh', code: 'ls\n', line: 9 },
    { language: 'ts', code: 'b\n', line: 12 },
  ])
})
