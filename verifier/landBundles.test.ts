import { field, hill } from '@assay/domain/test/methodologyInputs.ts'
import { writeBundle } from '@assay/protocol/bundle.ts'
import { quantificationSeed } from '@assay/protocol/quantificationSeed.ts'
import { expect, test } from 'vitest'
import { issuanceBundle, project } from './test/issuanceBundle.ts'
import { verifyBundle } from './verifyBundle.ts'

/** The hill with its trees named by the lines of the inventory, as the server names them. */
const { stockDifference } = hill
let line = 1
const later = {
  plots: stockDifference!.later.plots.map((of) => ({
    ...of,
    trees: of.trees.map((tree) => {
      line += 1
      return { ...tree, tree: `line ${line}` }
    }),
  })),
}
const wooded = { ...hill, stockDifference: { ...stockDifference!, later } }
const seed = quantificationSeed(project.projectId, project.vintage)
const problems = async (...of: Parameters<typeof issuanceBundle>) => {
  const { findings } = await verifyBundle(writeBundle(await issuanceBundle(...of)))
  return findings.filter(({ outcome }) => outcome === 'failed').map(({ check, says }) => `${check}: ${says}`)
}

test('a forest and a field are recomputed offline, tree by tree and layer by layer', async () => {
  expect(await problems('forestInventory', { ...wooded, seed })).toEqual([])
  expect(await problems('croplandSoil', { ...field, seed })).toEqual([])
})

test('a seed that was chosen to suit fails, although everything else was computed with it', async () => {
  expect(await problems('forestInventory', { ...wooded, seed: '2' })).toEqual([
    expect.stringMatching(/^methodology: .*the seed, which follows from project and vintage/s),
  ])
})

test('a run with one digit changed fails', async () => {
  const bundle = await issuanceBundle('forestInventory', { ...wooded, seed })
  const run = bundle.case.computation.run as { steps: { table?: { rows: string[][] } }[] }
  run.steps[0]!.table!.rows[0]![4] = '70.017622'
  const { findings } = await verifyBundle(writeBundle(bundle))
  expect(findings.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)).toEqual(['methodology'])
})
