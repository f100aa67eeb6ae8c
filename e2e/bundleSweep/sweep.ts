/** Spreads forgeries over all cores. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Swept, Task } from './worker.ts'

/** Sweeps every task; a thread that dies fails the sweep. */
export async function sweep(tasks: readonly Task[]): Promise<Swept> {
  const waiting = [...tasks].reverse()
  const survivors: string[] = []
  let tried = 0
  const thread = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url))
      worker.on('error', reject)
      worker.on('message', (swept: Swept) => {
        tried += swept.tried
        survivors.push(...swept.survivors)
        const task = waiting.pop()
        if (task === undefined) worker.terminate().then(() => resolve(), reject)
        else worker.postMessage(task)
      })
    })
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, thread))
  return { tried, survivors }
}
