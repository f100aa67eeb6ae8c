import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { methodologiesPage, methodologiesPath } from './methodologiesPage.ts'

test('the page of methodologies says what they declare', async () => {
  expect(await readFile(methodologiesPath, 'utf8')).toBe(await methodologiesPage())
})
