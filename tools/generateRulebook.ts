/** Emits `docs/reference/rulebook.md`. With `--check` nothing is written; a difference ends with code 1. */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { rulebookPage, rulebookPath } from './rulebookPage.ts'

const emitted = await rulebookPage()
if (!existsSync(rulebookPath) || emitted !== (await readFile(rulebookPath, 'utf8'))) {
  if (process.argv.includes('--check')) {
    console.error('docs/reference/rulebook.md is out of date. Run `npm run generate`.')
    process.exitCode = 1
  } else {
    await writeFile(rulebookPath, emitted)
    console.log('wrote docs/reference/rulebook.md')
  }
}
