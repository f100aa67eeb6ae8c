import type { Stage } from '../stories/stage.ts'
import { reasonsOf } from './tally.ts'

/** What the API refuses of a folder is said, and the rest of the folder is taken in all the same. */
export async function orRefused<T>(stage: Stage, what: string, without: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    for (const { code, message, given } of reasonsOf(error, what))
      stage.say(`${what} is refused: ${code}: ${message}${given == null ? '' : ` (${String(given)})`}`)
    return without
  }
}
