/** The part of `docs/reference/methodologies.md` that the declarations of the methodologies say. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { methodologies } from '@assay/domain/methodology/methodologies.ts'
import type { DeclaredEquation, Methodology } from '@assay/domain/methodology/methodology.ts'

export const methodologiesPath = fileURLToPath(new URL('../docs/reference/methodologies.md', import.meta.url))

const begin = '<!-- declarations: emitted by tools/generateMethodologies.ts -->'
const end = '<!-- end of declarations -->'

/** The page with its declarations as they are now; the rest is written by hand. */
export async function methodologiesPage(): Promise<string> {
  const page = await readFile(methodologiesPath, 'utf8')
  const [before, rest] = [page.indexOf(begin), page.indexOf(end)]
  if (before === -1 || rest === -1)
    throw new Error('docs/reference/methodologies.md has lost the marks of its declarations')
  return `${page.slice(0, before + begin.length)}\n${methodologies.map(sectionOf).join('\n')}\n${page.slice(rest)}`
}

function sectionOf(of: Methodology): string {
  const modules = of.inputs.some(({ module }) => module !== undefined)
  return `
## ${of.title}

\`${of.id}\`, pool \`${of.pool}\`. ${of.citation}.

| ISO 14064-2 | |
| --- | --- |
${Object.entries(of.frame)
  .map(([part, what]) => `| ${part} | ${what} |`)
  .join('\n')}

${of.uncertainty}

${of.deductions.map((deduction) => `- ${deduction}`).join('\n')}

Constants: ${of.parameters.map(({ key }) => `\`${key}\``).join(', ')}.

| Input | Unit | Meaning | Source | When missing |${modules ? ' EN 15804 |' : ''}
| --- | --- | --- | --- | --- |${modules ? ' --- |' : ''}
${of.inputs
  .map(
    ({ pointer, unit, meaning, source, missing, module }) =>
      `| \`${pointer}\` | ${unit} | ${meaning} | ${source} | ${missing} |${modules ? ` ${module ?? ''} |` : ''}`,
  )
  .join('\n')}

| Equation | Mathematics | Inputs | Result | Source |
| --- | --- | --- | --- | --- |
${of.equations.map(equationRow).join('\n')}
${of.rules.map(({ id, rule, citation }) => `| \`${id}\` | ${rule} | | | ${citation} |`).join('\n')}
`
}

function equationRow({ id, rule, inputs, output, citation }: DeclaredEquation): string {
  const taken = Object.entries(inputs).map(([name, unit]) => (unit === '1' ? name : `${name} in ${unit}`))
  return `| \`${id}\` | ${rule} | ${taken.join(', ')} | ${output === '1' ? 'number' : output} | ${citation} |`
}
