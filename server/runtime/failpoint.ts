/**
 * Failpoints: places where a crash test kills the process. Unarmed they cost a comparison. Armed by the configuration
 * (`FAILPOINT=name` or `name@3` for the third passage); the process dies as by `kill -9`, nothing is flushed.
 */
let armed: { readonly name: string; left: number } | null = null

export function armFailpoint(setting: string | null): void {
  const [name, count] = (setting ?? '').split('@')
  armed = name ? { name, left: Number(count ?? 1) } : null
}

/** Dies here when armed with this name. Every command also passes `before:<action>` and `after:<action>`, just before and
 *  after its commit. */
export function failpoint(name: string): void {
  if (armed === null || armed.name !== name || --armed.left > 0) return
  process.kill(process.pid, 'SIGKILL')
}
