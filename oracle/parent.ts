/** A node started by another program stops with it, however that program ends: no orphan keeps signing. */

const lookEveryMs = 500

/** Calls `onGone` once when the parent has ended: its channel closes, or the process is adopted by another one. */
export function watchParent(parentPid: number | null, onGone: () => void): () => void {
  let told = false
  const tell = () => {
    if (!told) onGone()
    told = true
  }
  process.once('disconnect', tell)
  const timer = parentPid === null ? null : setInterval(() => process.ppid !== parentPid && tell(), lookEveryMs)
  timer?.unref()
  return () => {
    process.off('disconnect', tell)
    if (timer !== null) clearInterval(timer)
  }
}
