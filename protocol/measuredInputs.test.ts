import { hill } from '@assay/domain/test/methodologyInputs.ts'
import { document } from '@assay/domain/test/wheat.ts'
import { expect, test } from 'vitest'
import { checkMeasuredInputs, type QuantificationSource } from './measuredInputs.ts'
import { billSha256, treesSha256 } from './measuredLines.ts'
import { cottage, measured } from './test/cases.ts'
import { lies } from './test/lies.ts'

const truth = measured('hempLime', cottage)
const other = document('01950000-0000-7000-8000-000000000001', 'monitoringReport', 'Auditor', 'auditor', {})
const check = (
  methodologyId: string,
  inputs: unknown,
  sources: readonly QuantificationSource[],
  documents = truth.documents,
) => checkMeasuredInputs({ methodologyId, inputs: inputs as never, sources }, [...documents, other])

test.each(lies)('%s is refused', (_name, inputs, named) => {
  const sources = named ?? measured('hempLime', inputs, cottage).sources
  expect(() => check('hempLime', inputs, sources)).toThrow(Error)
})

test('the lines of a bill are its inputs, and a document that is not shown is named', () => {
  expect(check('hempLime', cottage, truth.sources)).toEqual([])
  expect(check('hempLime', cottage, truth.sources, [])).toEqual([truth.sources[0]!.documentId])
})

test('two buildings have a document each, in the order of the inputs', () => {
  const lines = ['One', 'Two'].flatMap((name) =>
    cottage.billOfMaterials.map((line) => ({ ...line, name: `${name}, ${line.name}` })),
  )
  const inputs = { ...cottage, billOfMaterials: lines }
  const documents = ['a', 'b'].map((id) => ({
    ...truth.documents[0]!,
    documentId: id,
    measuredSha256: billSha256(
      cottage.billOfMaterials.map(({ name, material, massKg }) => ({ section: name, material, massKg: massKg! })),
    ),
  }))
  const sources = [
    { documentId: 'a', building: 'One', lines: 3 },
    { documentId: 'b', building: 'Two', lines: 3 },
  ]
  expect(check('hempLime', inputs, sources, documents)).toEqual([])
  expect(() => check('hempLime', inputs, sources.toReversed(), documents)).toThrow('is not of building Two')
  expect(() => check('hempLime', inputs, sources.slice(0, 1), documents)).toThrow('the documents hold 3 lines')
})

const trees = [
  { line: 2, plot: 'A', diameterCm: '11', heightM: '15', woodDensity: '0.68' },
  { line: 3, plot: 'B', diameterCm: '20', heightM: null, woodDensity: '0.5' },
  { line: 4, plot: 'A', diameterCm: '30', heightM: '22', woodDensity: null },
]
const inventory = document('a', 'treeInventory', 'Crew', 'technological', {}, { measuredSha256: treesSha256(trees) })
type Grown = { tree: string; diameterCm: string; heightM?: string; woodDensity?: string }
const plotsOf = (): { plot: string; stratum: string; areaHa: string; trees: Grown[] }[] =>
  ['A', 'B', 'C'].map((plot) => ({
    ...{ plot, stratum: 'hill', areaHa: '0.1' },
    trees: trees
      .filter((tree) => tree.plot === plot)
      .map(({ line, diameterCm, heightM, woodDensity }) => ({
        tree: `line ${line}`,
        diameterCm,
        ...(heightM === null ? {} : { heightM }),
        ...(woodDensity === null ? {} : { woodDensity }),
      })),
  }))
const forest = (change: (plots: ReturnType<typeof plotsOf>) => void = () => undefined, earlier: object = {}) => {
  const plots = plotsOf()
  change(plots)
  return { ...hill, stockDifference: { later: { plots }, earlier } }
}
const later: readonly QuantificationSource[] = [{ documentId: 'a', inventory: 'later' }]

test('an inventory is the trees of its plots, whatever plots have none', () => {
  expect(check('forestInventory', forest(), later, [inventory])).toEqual([])
})

test.each<[string, (plots: ReturnType<typeof plotsOf>) => void]>([
  ['a tree thicker by a tenth of a millimetre', ([a]) => (a!.trees[0]!.diameterCm = '11.01')],
  ['a tree dropped', ([a]) => a!.trees.pop()],
  ['a tree doubled', ([a, b]) => b!.trees.push(a!.trees[0]!)],
  ['a tree moved to another plot', ([a, b]) => b!.trees.push(a!.trees.pop()!)],
  ['a height that nobody measured', ([, b]) => (b!.trees[0]!.heightM = '30')],
  ['a plot counted twice', (plots) => plots.push(plots[0]!)],
  ['a tree of no line', ([a]) => (a!.trees[0]!.tree = 'line 0')],
  ['a biomass beside the trees', ([a]) => Object.assign(a!.trees[0]!, { biomassKg: '1' })],
])('%s is refused', (_name, change) => {
  expect(() => check('forestInventory', forest(change), later, [inventory])).toThrow(Error)
})

test('every inventory needs its document, of its kind, once; what is no inventory needs none', () => {
  const both = forest(undefined, { inventory: { plots: plotsOf() } })
  const earlier = { documentId: 'a', inventory: 'earlier' } as const
  expect(() => check('forestInventory', both, later, [inventory])).toThrow('inventories later,earlier need documents')
  expect(() => check('forestInventory', both, [...later, earlier], [inventory])).toThrow('counted twice')
  expect(() => check('forestInventory', forest(), [], [inventory])).toThrow('need documents')
  expect(() => check('forestInventory', forest(), [earlier], [inventory])).toThrow('need documents')
  expect(() => check('forestInventory', forest(), later, [{ ...inventory, kind: 'monitoringReport' }])).toThrow('kind')
  expect(() => check('croplandSoil', {}, later, [inventory])).toThrow('reads no document')
  expect(check('croplandSoil', {}, [], [])).toEqual([])
  expect(check('forestInventory', { gainLoss: [] }, [], [])).toEqual([])
})
