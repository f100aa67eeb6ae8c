import { concatHex, type Hex, keccak256, toHex } from 'viem'
import { expect, test } from 'vitest'
import { broughtReports } from './broughtReports.ts'

const report = (node_index: number, score_e4: number) => ({
  node_index,
  score_e4,
  digest: toHex(node_index + 1, { size: 32 }),
})
const hashOf = (reports: readonly { digest: string }[]) =>
  keccak256(concatHex(reports.map(({ digest }) => digest as Hex)))
const seven = [70, 80, 80, 80, 80, 90, 90].map((score, index) => report(index, score * 10_000))

test('reports that nobody gave us, too few of them, or in an order the contract refuses, are not found', () => {
  expect(broughtReports(seven, hashOf([report(9, 900_000)]), 1)).toBeNull()
  expect(broughtReports(seven, hashOf(seven.slice(0, 4)), 5)).toBeNull()
  expect(broughtReports(seven, hashOf(seven.toReversed()), 3)).toBeNull()
  expect(broughtReports([], hashOf(seven), 1)).toBeNull()
})

test('any choice of them is found', () => {
  for (const order of [
    [0, 1, 2, 3, 4, 5, 6],
    [1, 2, 3, 4, 5, 6],
    [1, 3, 4, 6],
    [0, 2, 6],
  ]) {
    const brought = order.map((index) => seven[index]!)
    expect(broughtReports(seven, hashOf(brought), 3)).toEqual(brought)
  }
})

test('of thirteen, the last choice is found, and a hash of nothing of theirs ends', () => {
  const alike = Array.from({ length: 13 }, (_, index) => report(index, 940_625))
  const last = alike.slice(4)
  expect(broughtReports(alike, hashOf(last), 9)).toEqual(last)
  expect(broughtReports(alike, toHex(1, { size: 32 }), 9)).toBeNull()
})
