/**
 * At least 100,000 random cases or sequences of every twin. TWIN_SEED repeats a run, TWIN_CASES changes how many, and TWIN_CASE
 * repeats one case of the twins chosen with `-t`.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTwinChain, type TwinChain } from './chain.ts'
import { compareTwin } from './differential.ts'
import { twins } from './twins.ts'

/** Every run by hand looks at other cases. CI repeats one seed, so that the same tree has the same answer; it is one that once found a divergence. */
const seed = Number(process.env.TWIN_SEED ?? (process.env.CI ? 1_795_295_190 : Math.floor(Date.now() / 1_000)))
const single = process.env.TWIN_CASE
const most = single === undefined ? Number(process.env.TWIN_CASES ?? 100_000) : 1
const first = single === undefined ? 0 : Number(single)
/** A chain computes on one core. */
let lanes: readonly TwinChain[] = []

beforeAll(async () => {
  lanes = [await openTwinChain(), await openTwinChain()]
})
beforeEach(() => Promise.all(lanes.map((chain) => chain.reset())))
afterAll(() => Promise.all(lanes.map((chain) => chain.stop())))

for (const { title, open, kinds, share = 1 } of twins) {
  const cases = Math.ceil(most * share)
  test(`${title}: ${cases} cases, rules and contract agree`, async () => {
    const done = await compareTwin(await Promise.all(lanes.map(open)), { cases, seed, first })
    const met = [...done.kinds].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${count}`)
    console.log(`${title}: ${done.cases} cases, seed ${seed}, ${done.seconds.toFixed(1)} s; ${met.join(', ')}`)
    // A run that never met a kind has not tested it.
    if (single === undefined && cases >= 10_000)
      expect(kinds.filter((kind) => (done.kinds.get(kind) ?? 0) < cases / 10_000)).toEqual([])
  })
}
