/** Reasons to stop. A second signal does not wait for anything. */

const lookEveryMs = 1_000
/** A terminal sends Ctrl-C to npm and to us, and npm passes its own on: both are one wish. */
const echoMs = 1_000

export interface StopOptions {
  /** npm may be killed without telling its child; a program it started then stops too. */
  readonly whenNpmEnds?: boolean
}

/** Resolves with the reason when this process is asked to end, or when its parent has gone: a child started with a channel by
 *  its parent closing, whatever closed it. */
export function untilStopped(options: StopOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    let askedAt: number | null = null
    const stop = (reason: string) => {
      const now = performance.now()
      if (askedAt !== null && now - askedAt > echoMs && reason.startsWith('SIG')) process.exit(130)
      askedAt ??= now
      resolve(reason)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal))
    if (process.connected) process.once('disconnect', () => stop('the parent ended'))
    if (options.whenNpmEnds && process.env.npm_lifecycle_event !== undefined) {
      const parent = process.ppid
      setInterval(() => process.ppid !== parent && stop('npm ended'), lookEveryMs).unref()
    }
  })
}
