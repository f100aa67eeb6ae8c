import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const name = 'stories.played'

/** True when the stories were played to their end on this state. */
export async function readStoriesMark(stateDir: string): Promise<boolean> {
  return access(join(stateDir, name)).then(
    () => true,
    () => false,
  )
}

export async function writeStoriesMark(stateDir: string): Promise<void> {
  await writeFile(join(stateDir, name), `${new Date().toISOString()}\n`)
}
