/** Tells which version of the program a state folder was made by: one whose chain or database means something else is not carried over. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineErrors } from '@assay/domain/errors.ts'
import { abis } from '../contracts/generated/abis.ts'

export const stateErrors = defineErrors({
  STATE_FOLDER_OUTDATED: {
    status: 409,
    title: 'The state folder was made by another version of Assay and cannot be used by this one',
    remedy:
      'Run `npm start -- --reset` to forget that state and begin anew, name another folder with STATE_DIR, or go on with the version that made it.',
  },
})

const name = 'state.json'
/** What only an embedded chain or database leaves behind, in this version or an earlier one. */
const traces = ['chain.json', 'chain.json.gz', 'postgres']

/** Raised by hand when a folder of before cannot be used any more although the contracts are the same: other files, roles or seed.
 *  Edited migrations are found by `runtime/migrate.ts`. */
const format = 1
const mark = JSON.stringify({ format, contracts: createHash('sha256').update(JSON.stringify(abis)).digest('hex') })

/** Marks a folder without state as this version's. Errors: STATE_FOLDER_OUTDATED for one with the state of another version. */
export async function claimState(stateDir: string): Promise<void> {
  const path = join(stateDir, name)
  const found = existsSync(path) ? (await readFile(path, 'utf8')).trim() : null
  if (found === mark) return
  if (traces.some((trace) => existsSync(join(stateDir, trace)))) throw stateErrors.STATE_FOLDER_OUTDATED({ stateDir })
  await writeFile(`${path}.new`, `${mark}\n`)
  await rename(`${path}.new`, path)
}
