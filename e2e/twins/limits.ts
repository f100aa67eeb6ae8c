/**
 * Twin: `Allocation.allocate`, `resolveHold`, `releaseQueued` and `applyLimits`, `release` (domain.md 2.1 "Safety") over random
 * sequences in time, one in each of many worlds.
 */
import { type Hex, toFunctionSelector } from 'viem'
import { readArtifact } from '../../contracts/script/compile.ts'
import { bookOf } from './book.ts'
import type { TwinChain, TwinContract } from './chain.ts'
import type { Twin } from './differential.ts'
import { type Allocate, daySeconds, generateLimits, type LimitsCase, validLimits } from './limitsCases.ts'
import { states, type Walked, walk } from './limitsRules.ts'
import { refusalName } from './refusals.ts'
import { decodeWords, encodeCall, padded, type Word } from './words.ts'

const worlds = 96
const worldsPerTransaction = 8
const stepWords = 11
const labels = ['answer', 'state', 'raw', 'minted', 'queued', 'supply', 'held by the sovereign'] as const

export async function limitsTwin(chain: TwinChain): Promise<Twin<LimitsCase>> {
  const contract = await chain.deploy('LimitsTwin', [bookOf(chain)], { admin: true })
  await contract.send('begin', [])
  const token = await chain.implementationOf('FoundationToken')
  const creation = readArtifact('Allocation').bytecode
  for (let i = 0; i < worlds; i += worldsPerTransaction)
    await contract.send('grow', [worldsPerTransaction, token, creation])
  // The day after tomorrow at midnight, so that offsets fall on whole days.
  const begin = (Math.floor((await chain.time()) / daySeconds) + 2) * daySeconds
  return {
    name: 'limits, holds and queues',
    batch: worlds,
    generate: generateLimits,
    valid: validLimits,
    expected: (of) => walk(of).flatMap(({ answer }) => answer),
    run: (cases) => runWorlds(chain, contract, begin, cases),
    kinds: (of) => walk(of).map(({ kind }) => kind),
    label: (index, { steps }) => {
      const number = Math.floor(index / labels.length)
      return `step ${number} (${steps[number]?.action.kind}), ${labels[index % labels.length]}`
    },
    show: (index, word) => {
      if (index % labels.length === 0) return refusalName(word)
      return index % labels.length === 1 ? (states[Number(word)] ?? word.toString()) : word.toString()
    },
  }
}

const runSelector: Hex = toFunctionSelector('run(uint256[])')

/** A block for each moment at which anything happens in any world; in it, the worlds' steps in order. */
async function runWorlds(
  chain: TwinChain,
  contract: TwinContract,
  begin: number,
  cases: readonly LimitsCase[],
): Promise<bigint[][]> {
  const moments = [...new Set(cases.flatMap(({ steps }) => steps.map(({ at }) => at)))].sort((a, b) => a - b)
  const encoded = cases.map(wordsOf)
  const owners: number[][] = []
  const blocks = moments.map((moment) => {
    const words: Word[] = []
    const of: number[] = []
    for (const [world, { steps }] of cases.entries()) {
      for (const [index, { at }] of steps.entries()) {
        if (at !== moment) continue
        words.push(world, ...encoded[world]![index]!)
        of.push(world)
      }
    }
    owners.push(of)
    return { time: begin + moment, calls: [{ to: contract.address, data: encodeCall(runSelector, [], words) }] }
  })
  const answers: bigint[][] = cases.map(() => [])
  for (const [block, [data]] of (await chain.simulate(blocks)).entries()) {
    const words = decodeWords(data!)
    for (const [i, world] of owners[block]!.entries()) {
      answers[world]!.push(...words.slice(i * labels.length, (i + 1) * labels.length))
    }
  }
  return answers
}

/** Each step without its world. What a burn takes follows from the rules so far, as its amount is a share. */
function wordsOf(of: LimitsCase): Word[][] {
  let allocations = 0
  const walked = walk(of)
  return of.steps.map(({ action }, index) => {
    const words = (): Word[] => {
      if (action.kind === 'allocate') return [0, allocations++, ...allocateWords(action)]
      if (action.kind === 'resolve') return [1, action.allocation, action.approved]
      if (action.kind === 'release') return [2, action.allocation]
      if (action.kind === 'burn') return [4, 2 ** 32, action.sovereign, burnedAt(walked, index)]
      const { supplyFloor, singleCapBps, sovereignCapBps, growthBps, deviationBps } = action.limits
      return [3, 2 ** 32, supplyFloor, singleCapBps, sovereignCapBps, growthBps, deviationBps]
    }
    return padded(words(), stepWords - 1)
  })
}

function burnedAt(walked: readonly Walked[], index: number): bigint {
  const supply = (of: Walked | undefined) => of?.answer[5] ?? 0n
  return supply(walked[index - 1]) - supply(walked[index])
}

function allocateWords(of: Allocate): Word[] {
  const eligibility = (BigInt(of.eligibilityBps) << 128n) | of.expected
  const { sovereign, ptValue, baseMultiplierE4, factorE4, modifierE4, quantity, contracted } = of
  return [sovereign, ptValue, baseMultiplierE4, factorE4, modifierE4, eligibility, quantity, contracted]
}
