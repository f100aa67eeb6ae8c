/** One instance per state folder, and no process left over from one that died. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineErrors } from '@assay/domain/errors.ts'

export const instanceErrors = defineErrors({
  INSTANCE_RUNNING: {
    status: 409,
    title: 'Assay already runs on this state folder',
    remedy: 'Use the running instance, stop it first, or name another folder with STATE_DIR.',
  },
  STATE_FOLDER_UNUSABLE: {
    status: 507,
    title: 'The state folder cannot be written',
    remedy: '`reason` says why: free some space, correct the permissions, or name another folder with STATE_DIR.',
  },
})

interface Holder {
  readonly pid: number
  /** Distinguishes the process from a later one with the same number. */
  readonly command: string
}

/** Takes the folder for this process. Errors: INSTANCE_RUNNING, STATE_FOLDER_UNUSABLE. */
export async function lockInstance(stateDir: string): Promise<() => Promise<void>> {
  const path = join(stateDir, 'instance.lock')
  const own: Holder = { pid: process.pid, command: commandOf(process.pid) ?? '' }
  await mkdir(stateDir, { recursive: true }).catch((cause: unknown) => {
    throw unusable(stateDir, cause)
  })
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const file = await open(path, 'wx')
      await file.writeFile(JSON.stringify(own))
      await file.close()
      // Two that found the same stale lock may both have removed it: whoever wrote last has it.
      await new Promise((resume) => setTimeout(resume, 50))
      if ((await readHolder(path))?.pid === process.pid) return () => rm(path, { force: true })
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(stateDir, cause)
    }
    const holder = await readHolder(path)
    if (holder !== null && isAlive(holder)) throw instanceErrors.INSTANCE_RUNNING({ stateDir, pid: holder.pid })
    await rm(path, { force: true })
  }
  throw instanceErrors.INSTANCE_RUNNING({ stateDir })
}

function unusable(stateDir: string, cause: unknown) {
  const { code = 'unknown' } = cause as NodeJS.ErrnoException
  return instanceErrors.STATE_FOLDER_UNUSABLE({ stateDir, reason: code }, { cause })
}

/** Remembers the children, so that the next start can end those that outlived a kill of everybody who watched them. */
export async function rememberChildren(stateDir: string, pids: readonly number[]): Promise<void> {
  const holders = pids.map((pid) => ({ pid, command: commandOf(pid) ?? '' }))
  await writeFile(join(stateDir, 'children.json'), JSON.stringify(holders))
}

/** Ends what an earlier instance left behind. Returns how many there were. */
export async function endLeftovers(stateDir: string): Promise<number> {
  const text = await readFile(join(stateDir, 'children.json'), 'utf8').catch(() => '[]')
  const left = parseHolders(text).filter(isAlive)
  for (const { pid } of left) process.kill(pid, 'SIGINT')
  for (let wait = 0; wait < 100 && left.some(isAlive); wait++) await new Promise((resume) => setTimeout(resume, 100))
  for (const holder of left.filter(isAlive)) process.kill(holder.pid, 'SIGKILL')
  return left.length
}

function parseHolders(text: string): Holder[] {
  try {
    return JSON.parse(text) as Holder[]
  } catch {
    // Cut off by a kill while it was written.
    return []
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  return readFile(path, 'utf8').then(
    (text) => (parseHolders(`[${text}]`)[0] as Holder | undefined) ?? null,
    () => null,
  )
}

function isAlive(holder: Holder): boolean {
  return holder.command !== '' && commandOf(holder.pid) === holder.command
}

/** What tells a process from a later one with the same number: its start time and command line. Null when there is none. */
function commandOf(pid: number): string | null {
  if (process.platform === 'linux') return identityFromProc(pid)
  try {
    const fields = ['-o', 'lstart=', '-o', 'args=', '-p', String(pid)]
    return execFileSync('ps', fields, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
  } catch {
    return null
  }
}

function identityFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; state and start time are the 1st and 20th field after it (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return null
    return `${fields[19]} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()}`
  } catch {
    return null
  }
}
