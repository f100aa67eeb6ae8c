/** A run of a methodology as a page of plain mathematics, in Markdown: what was counted, every step with its source, the result. */
import type { DeclaredInput, Methodology } from './methodology.ts'
import type { QuantificationRun } from './quantification.ts'
import type { TraceStep } from './trace.ts'

export interface RenderOptions {
  /** Rows of a table that are shown at most; the page says how many it leaves out. */
  readonly rowsMost?: number
}

/** Pure: the same run gives the same page. */
export function renderTrace(run: QuantificationRun, methodology: Methodology, options: RenderOptions = {}): string {
  const rowsMost = options.rowsMost ?? Number.MAX_SAFE_INTEGER
  return `${[
    `# ${text(methodology.title)}, version ${text(run.methodologyVersion)}`,
    `Sources: ${text(methodology.citation)}.`,
    '## Result',
    resultOf(run),
    '## Findings for the verifier',
    run.findings.length === 0 ? 'None.' : list(run.findings),
    '## The project (ISO 14064-2)',
    frameOf(methodology),
    '## Deductions and uncertainty',
    list([...methodology.deductions, methodology.uncertainty]),
    '## Parameters',
    parametersOf(run),
    '## Inputs',
    inputsOf(methodology.inputs),
    '## Steps',
    ...run.steps.map((step, index) => stepOf(step, index + 1, rowsMost)),
  ].join('\n\n')}\n`
}

function resultOf(run: QuantificationRun): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Gross', run.grossKg],
    [
      `Uncertainty, ${run.deductions.uncertaintyShare} of gross (${words(run.uncertaintyMethod)})`,
      run.deductions.uncertaintyKg,
    ],
    ['Buffer', run.deductions.bufferKg],
    ['Net', run.netKg],
    ['Issued to the project', run.issuedKg],
    ['Issued to the buffer pool', run.issuedBufferKg],
    ['Carried to the next issuance', run.carryKg],
  ]
  return table(['', 'kg CO2e'], rows)
}

function parametersOf({ parameters }: QuantificationRun): string {
  const rows = parameters.map(({ key, version }) => [`\`${key}\``, String(version)])
  return table(['Parameter', 'Version'], rows)
}

function frameOf({ frame, pool }: Methodology): string {
  const rows = Object.entries({ pool: words(pool), ...frame }).map(([part, what]) => [words(part), text(what)])
  return table(['', ''], rows)
}

function inputsOf(inputs: readonly DeclaredInput[]): string {
  const modules = inputs.some(({ module }) => module !== undefined)
  const rows = inputs.map(({ pointer, unit, meaning, source, missing, module }) => [
    `\`${pointer}\``,
    text(unit),
    text(meaning),
    text(source),
    text(missing),
    ...(modules ? [text(module ?? '')] : []),
  ])
  return table(['Input', 'Unit', 'Meaning', 'Source', 'When missing', ...(modules ? ['EN 15804'] : [])], rows)
}

function stepOf(step: TraceStep, number: number, rowsMost: number): string {
  const inputs = Object.entries(step.inputs).map(([name, value]) => `${words(name)} = ${text(value)}`)
  const unit = step.unit === '1' ? '' : ` ${step.unit}`
  const over = step.table === undefined ? '' : `, the sum over ${step.table.rows.length}`
  return [
    `### ${number}. ${text(step.step)}`,
    `${text(words(step.rule))}${over}`,
    ...(inputs.length === 0 ? [] : [`with ${inputs.join(', ')}`]),
    ...(step.table === undefined ? [] : [tableOf(step.table, rowsMost)]),
    `**= ${text(step.result)}${text(unit)}**`,
    `_${text(step.source)}_ (\`${step.equation}\`)`,
  ].join('\n\n')
}

function tableOf({ columns, rows }: NonNullable<TraceStep['table']>, rowsMost: number): string {
  const shown = rows.slice(0, rowsMost).map((row) => row.map(text))
  const left = rows.length - shown.length
  const page = table(
    columns.map((column) => text(words(column))),
    shown,
  )
  return left === 0 ? page : `${page}\n\nand ${left} more rows.`
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

function list(entries: readonly string[]): string {
  return entries.map((entry) => `- ${text(entry)}`).join('\n')
}

/** `woodDensity` is wood density. */
function words(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
}

/** Names come from people: nothing of them is markup. */
function text(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&')
}
