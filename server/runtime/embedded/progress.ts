/** Lines for whoever waits: each step when it begins, every second while it lasts, and when it ends. */
export interface Progress {
  /** Runs a step and shows it. `detail` may be changed while it lasts. */
  step<R>(title: string, work: (say: (detail: string) => void) => Promise<R>): Promise<R>
  say(line: string): void
}

export function showProgress(out: NodeJS.WritableStream = process.stdout): Progress {
  const say = (line: string) => {
    out.write(`${line}\n`)
  }
  return {
    say,
    async step(title, work) {
      const from = Date.now()
      const seconds = () => ((Date.now() - from) / 1_000).toFixed(1)
      let detail = ''
      say(`${title} ...`)
      const timer = setInterval(() => say(`  ${title}: ${seconds()} s${detail === '' ? '' : `, ${detail}`}`), 2_000)
      try {
        const result = await work((text) => {
          detail = text
        })
        say(`${title}: done in ${seconds()} s`)
        return result
      } finally {
        clearInterval(timer)
      }
    },
  }
}
