import { expect, test } from 'vitest'
import { cottage, fewDraws, hill, later } from '../test/methodologyInputs.ts'
import { methodologyOf } from './methodologies.ts'
import { renderTrace } from './renderTrace.ts'

const page = (id: string, inputs: unknown, options = {}) => {
  const methodology = methodologyOf(id)
  return renderTrace(methodology.quantify(inputs, fewDraws), methodology, options)
}
const cottagePage = () => page('hempLime', cottage)
const [, other] = later.plots

test('a page says what was computed by which mathematics, from what, after whom', () => {
  const of = cottagePage()
  expect(of).toContain('# Hemp-lime building, version 1.0.0\n')
  expect(of).toContain(
    [
      '### 2. mass frame',
      'volume × density',
      'with volume = 4.5 m3, density = 480 kg/m3',
      '**= 2160 kg**',
      '_domain.md 2.23_ (`hempLime/massByVolume`)',
    ].join('\n\n'),
  )
  expect(of).toContain('| Input | Unit | Meaning | Source | When missing | EN 15804 |\n')
  expect(of).toContain('| Net | 6967.62 |')
  expect(of).toContain('| Uncertainty, 0.1 of gross (minimum) | 910.8 |')
  expect(of).toContain(
    '| `/billOfMaterials/*/scrapKg` | kg | not built in | statement of the owner | nothing was scrapped | A5 |',
  )
  expect(of).toMatch(/^\| `\/seed` \|.+\| {2}\|$/m)
  expect(of).toContain('## Parameters\n\n| Parameter | Version |\n| --- | --- |\n')
  expect(of).toContain('| `secretTrees.issuance.bufferShare` | 1 |')
  expect(of).toContain('## Findings for the verifier\n\nNone.')
  expect(of).toContain('| additionality | Stated in the project document')
})

/** What stands under each heading of the second level. */
const sectionsOf = (of: string) =>
  new Map(
    of.split(/^## /m).map((section) => {
      const [title, ...body] = section.trim().split('\n\n')
      return [title!, body.join('\n\n')]
    }),
  )

test('the result leads from gross to every amount that is issued, held back or carried on', () => {
  const methodology = methodologyOf('hempLime')
  const run = methodology.quantify(cottage, fewDraws)
  const sections = sectionsOf(renderTrace({ ...run, findings: ['one', 'two'] }, methodology))
  expect([...sections.keys()].slice(1)).toEqual([
    ...['Result', 'Findings for the verifier', 'The project (ISO 14064-2)', 'Deductions and uncertainty'],
    ...['Parameters', 'Inputs', 'Steps'],
  ])
  expect(sections.get('# Hemp-lime building, version 1.0.0')).toMatch(/^Sources: .+\.$/)
  const amounts = [...sections.get('Result')!.matchAll(/^\| (\w[^|]*) \| ([\d.]+) \|$/gm)]
  expect(amounts.map(([, , amount]) => amount)).toEqual([
    ...[run.grossKg, run.deductions.uncertaintyKg, run.deductions.bufferKg, run.netKg],
    ...[run.issuedKg, run.issuedBufferKg, run.carryKg],
  ])
  expect(new Set(amounts.map(([, name]) => name)).size).toBe(amounts.length)
  expect(sections.get('Result')).toContain('|  | kg CO2e |\n')
  expect(sections.get('The project (ISO 14064-2)')).toMatch(/^\| {2}\| {2}\|\n/)
  expect(sections.get('Findings for the verifier')).toBe('- one\n- two')
  const listed = sections.get('Deductions and uncertainty')!.split('\n')
  expect(listed).toHaveLength(methodology.deductions.length + 1)
  for (const line of listed) expect(line).toMatch(/^- \w/)
})

test('every row of a table has as many cells as its heading', () => {
  for (const whole of [cottagePage(), page('forestInventory', hill)]) {
    const tables = whole.split('\n\n').filter((block) => block.startsWith('|'))
    const widths = tables.map((block) => block.split('\n').map((row) => row.split(/(?<!\\)\|/).length))
    expect(widths.filter((rows) => new Set(rows).size > 1)).toEqual([])
  }
})

test('every step of the run is on the page, numbered', () => {
  const methodology = methodologyOf('hempLime')
  const { steps } = methodology.quantify(cottage, fewDraws)
  const headings = [...cottagePage().matchAll(/^### (\d+)\. (.*)$/gm)].map(([, number, step]) => [Number(number), step])
  expect(headings).toEqual(steps.map(({ step }, index) => [index + 1, step]))
})

test('one equation over many trees is a table; a long one may be cut and says so', () => {
  const whole = page('forestInventory', hill)
  expect(whole).toContain(
    [
      'coefficient × (wood density × diameter² × height)^exponent, the sum over 2',
      'with coefficient = 0.0673, exponent = 0.976',
      '|  | wood density, g/cm3 | diameter, cm | height, m | kg |\n| --- | --- | --- | --- | --- |\n| 1 | 0.68 | 11 | 15 | 70.017621 |',
    ].join('\n\n'),
  )
  expect(whole).not.toContain('more rows')
  expect(whole).toContain('| Input | Unit | Meaning | Source | When missing |\n')
  const cut = page('forestInventory', hill, { rowsMost: 1 })
  expect(cut).toContain('| 1 | 0.68 | 11 | 15 | 70.017621 |\n\nand 1 more rows.')
  expect(cut).not.toContain('| 2 | 0.6 |')
})

test('names that people gave are text, never markup', () => {
  const plots = [{ ...later.plots[0]!, plot: '<b>|x|</b> \n\t # *A* `_`' }, other!, later.plots[2]!]
  const stockDifference = { ...hill.stockDifference!, later: { plots } }
  const of = page('forestInventory', { ...hill, stockDifference })
  expect(of).toContain('later plot \\<b\\>\\|x\\|\\</b\\> \\# \\*A\\* \\`\\_\\`, aboveground')
  expect(of.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1)
})

test('a page is the same for the same run', () => {
  expect(page('hempLime', cottage)).toBe(cottagePage())
})

test('a step of a table alone has no line of shared inputs', () => {
  const methodology = methodologyOf('forestInventory')
  const run = methodology.quantify(hill, fewDraws)
  const step = run.steps.find(({ inputs }) => Object.keys(inputs).length === 0)!
  const rendered = renderTrace({ ...run, steps: [{ ...step, unit: '1', result: '0.25' }] }, methodology)
  const blocks = sectionsOf(rendered).get('Steps')!.split('\n\n')
  expect(blocks).toHaveLength(5)
  expect(blocks[0]).toBe(`### 1. ${step.step}`)
  expect(blocks[3]).toBe('**= 0.25**')
})
