/** Emits the declarations in `docs/reference/methodologies.md`. With `--check` nothing is written; a difference ends with code 1. */
import { readFile, writeFile } from 'node:fs/promises'
import { methodologiesPage, methodologiesPath } from './methodologiesPage.ts'

const emitted = await methodologiesPage()
if (emitted !== (await readFile(methodologiesPath, 'utf8'))) {
  if (process.argv.includes('--check')) {
    console.error('docs/reference/methodologies.md is out of date. Run `npm run generate`.')
    process.exitCode = 1
  } else {
    await writeFile(methodologiesPath, emitted)
    console.log('wrote docs/reference/methodologies.md')
  }
}
