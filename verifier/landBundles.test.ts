import { writeBundle } from '@assay/protocol/bundle.ts'
import { expect, test } from 'vitest'
import { issuanceBundle } from './test/issuanceBundle.ts'
import { measuredField, woodedHill } from './test/land.ts'
import { verifyBundle } from './verifyBundle.ts'

const problems = async (...of: Parameters<typeof issuanceBundle>) => {
  const { findings } = await verifyBundle(writeBundle(await issuanceBundle(...of)))
  return findings.filter(({ outcome }) => outcome === 'failed').map(({ check, says }) => `${check}: ${says}`)
}

test('a forest and a field are recomputed offline, tree by tree and layer by layer', async () => {
  expect(await problems('forestInventory', woodedHill)).toEqual([])
  expect(await problems('croplandSoil', measuredField)).toEqual([])
})

test('a seed that was chosen to suit fails, although everything else was computed with it', async () => {
  expect(await problems('forestInventory', { ...woodedHill, seed: '2' })).toEqual([
    expect.stringMatching(/^methodology: .*the seed, which follows from project and vintage/s),
  ])
})

test('a run with one digit changed fails', async () => {
  const bundle = await issuanceBundle('forestInventory', woodedHill)
  const run = bundle.case.computation.run as { steps: { table?: { rows: string[][] } }[] }
  run.steps[0]!.table!.rows[0]![4] = '70.017622'
  const { findings } = await verifyBundle(writeBundle(bundle))
  expect(findings.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)).toEqual(['methodology'])
})
