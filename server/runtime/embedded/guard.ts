/**
 * The guard ends the children of a process that was itself killed. It is a child whose standard input closes when its parent
 * is gone, however that happened; then it stops every process it was told of. Lines on its input: `+PID SIGNAL`, `-PID`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Guard {
  readonly child: ChildProcess
  /** Stops `child` with `signal` should this process die without doing it. Forgotten when the child ends. */
  watch(child: ChildProcess, signal: 'SIGINT' | 'SIGTERM'): void
  stop(): void
}

export function startGuard(): Guard {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.unref()
  const tell = (line: string) => {
    if (child.stdin?.writable) child.stdin.write(`${line}\n`)
  }
  child.stdin?.on('error', () => undefined)
  ;(child.stdin as unknown as { unref?: () => void }).unref?.()
  return {
    child,
    watch(other, signal) {
      tell(`+${other.pid} ${signal}`)
      other.once('exit', () => tell(`-${other.pid}`))
    },
    stop() {
      child.kill('SIGKILL')
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Ctrl-C reaches the whole terminal; the guard outlives everybody else.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  const watched = new Map<number, NodeJS.Signals>()
  let rest = ''
  for await (const chunk of process.stdin) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [pid, signal] = line.slice(1).split(' ')
      if (line.startsWith('+')) watched.set(Number(pid), signal as NodeJS.Signals)
      else watched.delete(Number(pid))
    }
  }
  // Newest first: those that use a service end before it.
  for (const [pid, signal] of [...watched].reverse()) {
    try {
      process.kill(pid, signal)
    } catch {
      // Already gone.
    }
  }
  process.exit(0)
}
