/** Runs the examples of a guide as its reader would: in a folder that looks like a clone, with the sandbox's state in `.assay`. */
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Example } from '../tools/examples.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A folder with everything of the repository in it, and this state. */
export function makeClone(folder: string, stateDir: string): void {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(root)) {
    if (name !== '.assay' && name !== '.git') symlinkSync(join(root, name), join(folder, name))
  }
  symlinkSync(stateDir, join(folder, '.assay'))
}

/** Runs one example to its end. Throws with everything it wrote when it fails. */
export async function runExample(folder: string, { language, code }: Example, withinMs: number): Promise<string> {
  const [command, args] =
    language === 'sh'
      ? ['bash', ['-euo', 'pipefail', '-c', code]]
      : [process.execPath, ['--input-type=module-typescript', '--eval', code]]
  const child = spawn(command, args as string[], {
    cwd: folder,
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`, STATE_DIR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const late = setTimeout(() => child.kill('SIGKILL'), withinMs)
  const exit = await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(late)
  if (exit !== 0) throw new Error(`ended with ${exit}\n${output}`)
  return output
}
