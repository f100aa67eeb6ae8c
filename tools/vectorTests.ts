/**
 * What the tests of a file expect, read from their syntax: whether each really runs, and the numbers that stand in its
 * expectations (a title proves nothing).
 */
import { readFileSync } from 'node:fs'
import { parseAst } from 'rolldown/parseAst'
import { exact } from '../domain/decimal.ts'

export interface FoundTest {
  readonly title: string
  /** False for what is skipped, left to do, expected to fail, or run under a condition. */
  readonly runs: boolean
  /** Numbers in its expectations and its table of cases, in one form. */
  readonly numbers: ReadonlySet<string>
}

interface Node {
  readonly type: string
  readonly [member: string]: unknown
}

const running = new Set(['test', 'test.each', 'test.for', 'describe', 'describe.each'])

/** The tests of a file, those of its blocks too. */
export function testsOf(path: string): readonly FoundTest[] {
  const tests: FoundTest[] = []
  collect(parseAst(readFileSync(path, 'utf8'), { lang: 'ts' }) as unknown as Node, true, tests)
  return tests
}

function collect(node: Node, runs: boolean, into: FoundTest[]): void {
  const called = node.type === 'CallExpression' ? calleeOf(node) : null
  const kind = called?.name.split('.')[0]
  const given = (node.arguments as readonly Node[] | undefined) ?? []
  if (called === null || (kind !== 'test' && kind !== 'it' && kind !== 'describe')) {
    for (const child of childrenOf(node)) collect(child, runs, into)
    return
  }
  const here = runs && running.has(called.name) && given.length > 1
  if (kind === 'describe') {
    for (const child of given) collect(child, here, into)
    return
  }
  const numbers = new Set<string>()
  for (const table of called.tables) numbersIn(table, numbers)
  for (const body of given.slice(1)) expectationsIn(body, numbers)
  into.push({ title: titleOf(given[0]), runs: here, numbers })
}

/** `test`, `test.skip`, `test.each` with its table, `test.skipIf`: by name, whatever is called in between. */
function calleeOf(call: Node): { readonly name: string; readonly tables: readonly Node[] } | null {
  let callee = call.callee as Node
  const tables: Node[] = []
  const members: string[] = []
  for (;;) {
    if (callee.type === 'CallExpression') {
      tables.push(...(callee.arguments as readonly Node[]))
      callee = callee.callee as Node
    } else if (callee.type === 'MemberExpression') {
      members.unshift(String((callee.property as Node).name))
      callee = callee.object as Node
    } else break
  }
  return callee.type === 'Identifier' ? { name: [callee.name, ...members].join('.'), tables } : null
}

function titleOf(node: Node | undefined): string {
  if (node?.type === 'Literal') return String(node.value)
  if (node?.type !== 'TemplateLiteral') return ''
  return (node.quasis as readonly Node[]).map(({ value }) => (value as { cooked: string }).cooked).join('')
}

/** What stands in a chain that begins with `expect`: what is expected, and what of. */
function expectationsIn(node: Node, into: Set<string>): void {
  const expects = node.type === 'CallExpression' && calleeOf(node)?.name.split('.')[0] === 'expect'
  if (expects) numbersIn(node, into)
  else for (const child of childrenOf(node)) expectationsIn(child, into)
}

function numbersIn(node: Node, into: Set<string>): void {
  if (node.type === 'Literal') {
    for (const number of numbersOf(String(node.value))) into.add(number)
  } else if (node.type === 'TemplateElement') {
    for (const number of numbersOf((node.value as { cooked: string }).cooked)) into.add(number)
  }
  for (const child of childrenOf(node)) numbersIn(child, into)
}

/** The numbers of a text in one form: `4,602.6725` and `4602.6725`, `.83` and `0.83` are the same. */
export function numbersOf(text: string): readonly string[] {
  const found = text.match(/\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+/g) ?? []
  return found.map((number) => exact(number.replaceAll(',', '').replace(/^\./, '0.') as `${number}`).toFixed())
}

/** How a test may write a published number: as it is, x 10^4 as on chain, a percentage as a share, millions in full. */
export function formsOf(number: string): readonly string[] {
  const value = exact((numbersOf(number)[0] ?? '0') as `${number}`)
  const share = number.endsWith('%') ? [value.div(100)] : []
  const whole = number.endsWith('M') ? [value.times(1_000_000)] : []
  return [value, value.times(10_000), ...share, ...whole].map((form) => form.toFixed())
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flatMap((member) => (Array.isArray(member) ? member : [member]))
    .filter(isNode)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}
