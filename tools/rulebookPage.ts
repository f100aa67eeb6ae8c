/** The reference of the rulebook: what every rule says, takes, refuses and gives, with its example computed when it is written. */
import type { Parameter } from '../domain/parameters.ts'
import { unitText } from '../domain/parameterUnits.ts'
import { parameterOf } from '../domain/programmes/catalogue.ts'
import { call, parametersRead } from '../domain/test/rulebook/judge.ts'
import type { RuleExample, Section } from '../domain/test/rulebook/rule.ts'
import { rulebook } from '../domain/test/rulebook/rulebook.ts'
import { vocabulary } from '../domain/test/rulebook/vocabulary.ts'
import { callOf, codeOf, preamble, shown } from './rulebookCode.ts'
import { answersOf, cell, inputsOf } from './rulebookInputs.ts'
import { type FunctionSource, functionsOf, type Types, typesOf } from './rulebookSource.ts'

export const rulebookPath = new URL('../docs/reference/rulebook.md', import.meta.url)

const shortMost = 100
const resultMost = 1_000
/** Code of an input that is long enough to be named. */
const namedFrom = 600

/** What the page knows while it is written. */
interface Page {
  readonly types: Types
  /** Keys of the parameters that its examples read. */
  readonly read: Set<string>
  /** Names of large inputs, by their code. */
  readonly named: Map<string, string>
}

export async function rulebookPage(): Promise<string> {
  const page: Page = { types: await typesOf(), read: new Set(), named: new Map() }
  const sections: string[] = []
  const all = [...rulebook, ...vocabulary]
  for (const section of all) sections.push(await sectionOf(section, page))
  const contents = all.map(({ source, title }) => `- [${source} ${title}](#${anchor(`${source} ${title}`)})`)
  return `# The rulebook

Every rule of \`domain/policy\` and the methodologies, by the section of its source, and after them the words they share. A rule is a
pure function of its inputs and of the governed parameters; this page says of each what it does, which parameters it reads, what it
takes, how it refuses what it must not take, and shows an example with its result. The examples are the table in
\`domain/test/rulebook\`: they are computed when this page is emitted (\`npm run generate\`), and \`tools/rulebook.test.ts\` spoils every
field of every rule's.

How to read an input: \`PT\`, \`FT\`, \`kgCO2e\` and so on are quantities with that unit, whole base units inside; *decimal* is an exact
decimal, its unit in its name or description, a plain share or ratio where none is named; *whole number* counts things, seconds, days, or
is scaled as its name ends (\`E4\`: times 10,000, \`Bps\`: ten-thousandths); *base units* is a whole number of any size. Every rule answers
\`PARAMETER_UNKNOWN\` with the \`key\` when a parameter it reads has no version; what the other codes mean is in [errors.md](errors.md).

The examples are one program, in the order of the page; it begins with these words:

\`\`\`js
${preamble}
\`\`\`

${contents.join('\n')}
- [Parameters](#parameters)

${sections.join('\n\n')}

## Parameters

Every parameter that an example reads, with the value it begins with. \`GET /api/v1/parameters\` has the versions in force.

| Key | What | Unit | Type and range | Default | Authority, notice | Source |
| --- | --- | --- | --- | --- | --- | --- |
${[...page.read]
  .sort()
  .map((key) => parameterRow(parameterOf(key)))
  .join('\n')}
`
}

async function sectionOf({ source, title, rules }: Section, page: Page): Promise<string> {
  const byRule = Map.groupBy(rules, ({ file, name }) => `${file} ${name}`)
  const texts: string[] = []
  for (const examples of byRule.values()) {
    const of = (await functionsOf(examples[0]!.file)).get(examples[0]!.name)!
    texts.push(ruleOf(examples, of, page))
  }
  return [`## ${source} ${title}`, ...texts].join('\n\n')
}

function ruleOf(examples: readonly RuleExample[], of: FunctionSource, page: Page): string {
  const { file } = examples[0]!
  const keys = [...new Set(examples.flatMap(parametersRead))].sort()
  for (const key of keys) page.read.add(key)
  const answered = examples.map((example) => ({ example, answers: answersOf(example, of) }))
  const inputs = new Map(answered.flatMap(({ example, answers }) => inputsOf(example, of, answers, page.types)))
  const parameters = keys.map((key) => `- \`${key}\`: ${parameterText(parameterOf(key))}`)
  const codes = [...new Set([...of.throws, ...answered.flatMap(({ answers }) => answers.codes)])].sort()
  return [
    `### ${of.name}`,
    `\`domain/${file}.ts\`. ${cell(of.says)}`,
    ...(inputs.size === 0
      ? []
      : [`| Input | What it is | Unit, kind and range |\n| --- | --- | --- |\n${[...inputs.values()].join('\n')}`]),
    ...(parameters.length === 0 ? [] : [`Reads:\n\n${parameters.join('\n')}`]),
    codes.length === 0 ? 'It refuses nothing.' : `Refuses with ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    programOf(examples, of, page),
  ].join('\n\n')
}

/** A program that runs after those before it: large inputs get a name, and keep it for the rules that follow. */
function programOf(examples: readonly RuleExample[], of: FunctionSource, { named }: Page): string {
  const { file } = examples[0]!
  const word = `import { ${of.name} } from '@assay/domain/${file}.ts'`
  // What the program begins with is not said again.
  const lines = preamble.includes(word) ? [] : [word]
  for (const example of examples) {
    const args = example.args.map((arg, index) => {
      const code = codeOf(arg)
      const name = of.arguments[index]!.name
      const known = named.get(code)
      if (known !== undefined || code.length < namedFrom || [...named.values()].includes(name)) return known ?? code
      named.set(code, name)
      lines.push('', `const ${name} = ${code}`)
      return name
    })
    const result = call(example, example.args)
    lines.push('', callOf(of.name, args), `// ${result === undefined ? 'not refused' : cut(shown(result))}`)
  }
  return ['```js', ...lines, '```'].join('\n')
}

function parameterText({ title, codec, initial }: Parameter<unknown>): string {
  const value = JSON.stringify(initial)
  return value.length > shortMost || codec.describes.length > shortMost
    ? `${cell(title)}; type and default in [Parameters](#parameters)`
    : `${cell(title)}; ${cell(unitText(codec.unit))}; ${cell(codec.describes)}; default \`${value}\``
}

function parameterRow({ key, title, codec, initial, authority, noticeDays, source }: Parameter<unknown>): string {
  const notice = `${authority}, ${noticeDays} days`
  return `| \`${key}\` | ${cell(title)} | ${cell(unitText(codec.unit))} | ${cell(codec.describes)} | \`${cell(JSON.stringify(initial))}\` | ${notice} | ${cell(source)} |`
}

function cut(text: string): string {
  return text.length <= resultMost ? text : `${text.slice(0, resultMost)} ...`
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}
