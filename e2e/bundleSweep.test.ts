/**
 * The mutation sweep of the verifier: every byte of every bundle, whole and withheld (of land, whose inputs alone differ from a
 * building's, a sample), exchanged for two others, and everything from it
 * on cut off; bytes removed and inserted; every member removed, and swapped with its neighbour. Then the values of the fast suite, all
 * of them.
 */
import { expect, test } from 'vitest'
import { everyOf, makeBundles } from './bundleSweep/bundles.ts'
import { forgeriesOf, ways } from './bundleSweep/forgeries.ts'
import { sweep } from './bundleSweep/sweep.ts'

const taskSize = 1_000
const bundles = await makeBundles()

test.each(ways)('%s: no forgery of any bundle passes', { timeout: 3_600_000 }, async (way) => {
  const tasks = [...bundles].flatMap(([bundle, bytes]) => {
    const { count } = forgeriesOf(way, bytes)
    const every = everyOf(bundle)
    const size = taskSize * every
    return Array.from({ length: Math.ceil(count / size) }, (_, n) => ({
      ...{ bundle, way, from: n * size, to: (n + 1) * size, every },
    }))
  })
  const { tried, survivors } = await sweep(tasks)
  process.stderr.write(`${way}: ${tried} forgeries\n`)
  expect(survivors).toEqual([])
  expect(tried).toBeGreaterThan(1_000)
})

process.env.SWEEP = 'full'
await import('../verifier/verifyBundle.test.ts')
