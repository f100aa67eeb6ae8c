import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'

const secretBytes = 32

/** The random secret in a file (mode 0600), made at first use. Of two processes that start at once one makes it. */
export async function readOrCreateSecret(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(randomBytes(secretBytes))
    await file.sync()
    await file.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  for (let wait = 0; wait < 50; wait++) {
    const secret = await readFile(path)
    if (secret.length === secretBytes) return secret
    await new Promise((resume) => setTimeout(resume, 20))
  }
  throw new Error(`${path} does not hold a secret of ${secretBytes} bytes; restore it or remove it`)
}
