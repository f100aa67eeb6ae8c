import type { Logger } from '../module.ts'

export interface Loop {
  /** Lets the turn at hand finish. */
  stop(): Promise<void>
}

export interface LoopOptions {
  readonly name: string
  readonly pauseMs: number
  readonly log: Logger
  /** One turn; true asks for the next one at once. */
  turn(): Promise<boolean>
}

const longestPauseMs = 5_000

/** Repeats a turn until stopped. A failing turn is logged and repeated after a growing pause; it never ends the process. */
export function startLoop(options: LoopOptions): Loop {
  const { name, pauseMs, log, turn } = options
  let stopped = false
  let wake = () => undefined as undefined
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
        return undefined
      }
    })
  const running = (async () => {
    for (let failures = 0; !stopped; ) {
      try {
        const again = await turn()
        failures = 0
        if (!again && !stopped) await pause(pauseMs)
      } catch (error) {
        failures++
        // The first failure may be a blink; what lasts is said once in a while, not at every turn.
        if (Number.isInteger(Math.log2(failures))) log.warn({ error, failures }, `${name} failed; trying again`)
        if (!stopped) await pause(Math.min(longestPauseMs, pauseMs * 2 ** Math.min(failures, 10)))
      }
    }
  })()
  return {
    stop() {
      stopped = true
      wake()
      return running
    },
  }
}
