/** Fuzz per verb: whatever changes the state of a contract of ours has a fuzz test of what it does, not only of who may call it. */
import { globSync, readFileSync } from 'node:fs'
import type { Abi } from 'viem'
import { expect, test } from 'vitest'
import { abis } from '../generated/abis.ts'
import { proxied } from './plan.ts'

/** What contracts inherit from OpenZeppelin, which tests it; our own rules about it are in `_update` and in its tests. */
const inherited = new Set([
  'approve',
  'initialize',
  'permit',
  'safeBatchTransferFrom',
  'safeTransferFrom',
  'setApprovalForAll',
  'setAuthority',
  'transfer',
  'transferFrom',
])

/** Fuzz tests as text, but those that only try callers. */
const fuzzed = globSync('contracts/test/**/*.t.sol').flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/^ {4}function testFuzz_[\s\S]*?^ {4}}$/gm)]
    .map(([text]) => text)
    .filter((text) => !text.includes('expectUnauthorized(')),
)

const verbs = proxied.flatMap((contract) =>
  (abis[contract] as Abi).flatMap((item) =>
    item.type === 'function' && item.stateMutability === 'nonpayable' && !inherited.has(item.name)
      ? [`${contract[0]!.toLowerCase()}${contract.slice(1)}.${item.name}`]
      : [],
  ),
)

test('the walk sees verbs and fuzz tests', () => {
  expect(verbs.length).toBeGreaterThan(40)
  expect(fuzzed.length).toBeGreaterThan(40)
})

test.each(verbs)('%s has a fuzz test', (verb) => {
  expect(fuzzed.some((text) => text.includes(`${verb}(`) || text.includes(`${verb},`))).toBe(true)
})
