/** Every defect of domain.md 2.26 appears in a test that is named after it and proves its absence. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const defects = Array.from({ length: 13 }, (_, place) => place + 1)
const named = new Map<number, string[]>(defects.map((defect) => [defect, []]))

for (const path of globSync('contracts/test/defects/*.t.sol')) {
  for (const [, number, name] of readFileSync(path, 'utf8').matchAll(/^ {4}function test_(\d+)_(\w+)/gm))
    named.get(Number(number))?.push(name!)
}
for (const path of globSync('{domain,protocol,server}/**/*.test.ts')) {
  if (path.includes('node_modules')) continue
  for (const [, number, name] of readFileSync(path, 'utf8').matchAll(
    /^test\('2\.26 no\. (\d+) does not occur: (.+)',/gm,
  ))
    named.get(Number(number))?.push(name!)
}

test.each(defects)('2.26 no. %i has tests that are named after it', (defect) => {
  expect(named.get(defect)).not.toEqual([])
})
