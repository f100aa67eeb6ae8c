/** One thread of the sweep: forges what it is told to and has every forgery verified as anybody would. */
import { parentPort } from 'node:worker_threads'
import { verifyBundle } from '../../verifier/verifyBundle.ts'
import { makeBundles } from './bundles.ts'
import { forgeriesOf, type Way } from './forgeries.ts'

export interface Task {
  readonly bundle: string
  readonly way: Way
  readonly from: number
  readonly to: number
  /** Of so many places one is forged. */
  readonly every: number
}

export interface Swept {
  readonly tried: number
  /** Forgeries that were not found. */
  readonly survivors: readonly string[]
}

const bundles = await makeBundles()

parentPort!.on('message', async ({ bundle, way, from, to, every }: Task) => {
  const forgeries = forgeriesOf(way, bundles.get(bundle)!)
  const survivors: string[] = []
  let tried = 0
  for (let place = from; place < Math.min(to, forgeries.count); place += every) {
    const forged = forgeries.at(place)
    if (forged === null) continue
    tried++
    if ((await verifyBundle(forged)).ok) survivors.push(`${bundle}: ${way} at ${place}`)
  }
  parentPort!.postMessage({ tried, survivors } satisfies Swept)
})
parentPort!.postMessage({ tried: 0, survivors: [] } satisfies Swept)
