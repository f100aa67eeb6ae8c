/** Silence for longer than this reads as if nothing went on. */
const quietMs = 3_000

/** Tells the same lines, and after every while without one that it still goes on, and for how long; until stopped. */
export function startHeartbeat(tell: (line: string) => void): { tell(line: string): void; stop(): void } {
  const from = Date.now()
  const beat = () => tell(`  ...       oracles and chain at work, ${Math.round((Date.now() - from) / 1_000)} s`)
  const timer = setInterval(beat, quietMs)
  return {
    tell(line) {
      timer.refresh()
      tell(line)
    },
    stop: () => clearInterval(timer),
  }
}
