/** The examples of the reference are one program, and it runs. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rulebook } from '../domain/test/rulebook/rulebook.ts'
import { vocabulary } from '../domain/test/rulebook/vocabulary.ts'
import { rulebookPath } from './rulebookPage.ts'
import { memberOf, typesOf } from './rulebookSource.ts'

test('every example of docs/reference/rulebook.md runs, in the order of the page', () => {
  const blocks = [...readFileSync(rulebookPath, 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code!)
  const rules = new Set(
    [...rulebook, ...vocabulary].flatMap(({ rules }) => rules.map(({ file, name }) => `${file} ${name}`)),
  )
  expect(blocks).toHaveLength(rules.size + 1)
  mkdirSync('tools/.examples', { recursive: true })
  const file = 'tools/.examples/rulebook.ts'
  writeFileSync(file, blocks.join('\n'))
  try {
    execFileSync(process.execPath, [file], { encoding: 'utf8', stdio: 'pipe' })
  } finally {
    rmSync(file)
  }
})

test('members are found through lists, picks, unions and parents, and only where they are', async () => {
  const types = await typesOf()
  expect(memberOf(types, 'readonly PriceAt[]', 'atSeconds')).toEqual({ type: 'number', says: 'Seconds since 1970.' })
  expect(memberOf(types, "Pick<Standing, 'position'>", 'position')?.type).toBe('Exact')
  expect(memberOf(types, 'Stake', 'uptimeFactor')?.says).toBe('How well it performed, within the governed range.')
  expect(memberOf(types, 'SerialBook', 'from')?.type).toBe('bigint')
  expect(memberOf(types, '{ readonly /** x */ own: string }', 'own')?.type).toBe('string')
  expect(memberOf(types, 'FeeConditions', 'market')).toBeNull()
  expect(memberOf(types, '', 'market')).toBeNull()
})
