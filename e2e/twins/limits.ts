/**
 * Twin: `Allocation.allocate`, `resolveHold`, `releaseQueued` and `applyLimits`, `release` (domain.md 2.1 "Safety") over random
 * sequences in time. Supply, holdings and what each day minted are kept here; every decision and amount comes from a rule.
 */
import { type AllocationLimits, applyLimits, release, type SupplyState } from '@assay/domain/policy/allocationLimits.ts'
import { type AllocationInputs, rawAllocationDown } from '@assay/domain/policy/ftAllocation.ts'
import { mulDivDown } from '@assay/domain/quantity.ts'
import { type Hex, toFunctionSelector } from 'viem'
import { readArtifact } from '../../contracts/script/compile.ts'
import { bookOf } from './book.ts'
import type { TwinChain, TwinContract } from './chain.ts'
import type { Twin } from './differential.ts'
import type { Random } from './random.ts'
import { refusal, refusalName } from './refusals.ts'
import { decodeWords, encodeCall, padded, type Word } from './words.ts'

const worlds = 96
const worldsPerTransaction = 8
const stepWords = 11
const labels = ['answer', 'state', 'raw', 'minted', 'queued', 'supply', 'held by the sovereign'] as const
const mostSteps = 9
const daySeconds = 86_400
const trailingDays = 30
const states = ['none', 'held', 'queued', 'minted', 'dropped'] as const
/** Buyers of one request share all Payment Token there can be, so one escrow has to be small. */
const mostPt = 10n ** 23n

interface Allocate {
  readonly kind: 'allocate'
  readonly sovereign: number
  readonly ptValue: bigint
  readonly baseMultiplierE4: number
  readonly factorE4: number
  readonly modifierE4: number
  readonly eligibilityBps: number
  readonly expected: bigint
  readonly quantity: bigint
  readonly contracted: bigint
}

type Action =
  | Allocate
  | { readonly kind: 'resolve'; readonly allocation: number; readonly approved: boolean }
  | { readonly kind: 'release'; readonly allocation: number }
  | { readonly kind: 'limits'; readonly limits: AllocationLimits }
  | { readonly kind: 'burn'; readonly sovereign: number; readonly shareE4: number }

interface Step {
  /** Seconds after the beginning. */
  readonly at: number
  readonly action: Action
}

interface Case {
  readonly steps: readonly Step[]
}

export async function limitsTwin(chain: TwinChain): Promise<Twin<Case>> {
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
    generate,
    valid,
    expected: (of) => walk(of).flatMap(({ answer }) => answer),
    run: (cases) => runWorlds(chain, contract, begin, cases),
    kinds,
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

// ------------------------------------------------------------------------------------------------------------- generation

function generate(random: Random): Case {
  const size = random.pick([40n, 10n ** 6n, 10n ** 18n, mostPt])
  const steps: Step[] = [{ at: 0, action: { kind: 'limits', limits: limitsOf(random, size) } }]
  const allocations: Allocate[] = []
  let at = 0
  for (let left = random.integer(2, mostSteps - 1); left > 0; left--) {
    at += pauseOf(random)
    const kind = allocations.length < 2 ? 0 : random.integer(0, 11)
    const allocation = random.integer(0, Math.max(0, allocations.length - 1))
    if (kind < 5) {
      const action = allocateOf(random, size)
      allocations.push(action)
      steps.push({ at, action })
    } else if (kind < 9) steps.push({ at, action: { kind: 'release', allocation } })
    else if (kind < 10) steps.push({ at, action: { kind: 'resolve', allocation, approved: random.chance(0.8) } })
    else if (kind < 11) steps.push({ at, action: { kind: 'limits', limits: limitsOf(random, size) } })
    else
      steps.push({ at, action: { kind: 'burn', sovereign: random.integer(0, 1), shareE4: random.integer(0, 10_000) } })
  }
  return { steps }
}

/** To the same moment, the last second of a day, midnight, within the window, exactly at its end, or past it. */
function pauseOf(random: Random): number {
  const days = random.pick([0, 0, 1, 1, 2, 7, 29, 30, 31, 32, random.integer(0, 70)])
  return days * daySeconds + random.pick([0, 0, daySeconds - 1, 1, daySeconds / 2])
}

function limitsOf(random: Random, size: bigint): AllocationLimits {
  const bps = () => random.pick([500, 1000, 2500, 10_000, random.integer(1, 10_000)])
  return {
    supplyFloor: random.pick([0n, size, size, 3n * size, random.magnitude(0n, size * 10n)]),
    singleCapBps: bps(),
    sovereignCapBps: random.pick([10_000, 10_000, bps()]),
    growthBps: random.pick([2000, 0, 10_000, random.integer(0, 10_000)]),
    deviationBps: random.pick([3500, 3500, 10_000, random.integer(1, 10_000)]),
  }
}

function allocateOf(random: Random, size: bigint): Allocate {
  const contracted = random.magnitude(1n, (1n << 128n) - 1n)
  const draft = {
    kind: 'allocate' as const,
    sovereign: random.integer(0, 1),
    ptValue: random.bigint(1n, size),
    baseMultiplierE4: random.chance(0.8) ? random.integer(9000, 22_000) : random.integer(1, 100_000),
    factorE4: random.chance(0.5) ? 0 : random.integer(-5000, 5000),
    modifierE4: random.chance(0.7) ? 10_000 : random.integer(0, 10_000),
    eligibilityBps: random.pick([10_000, 10_000, 9000, 0]),
    expected: 0n,
    quantity: random.chance(0.7) ? contracted : random.bigint(1n, contracted),
    contracted,
  }
  return { ...draft, expected: expectedOf(random, draft) }
}

/** Close to the whole amount, or at the distance of 35 % where an anomaly begins. */
function expectedOf(random: Random, draft: Allocate): bigint {
  const whole = rawOf({ ...draft, quantity: draft.contracted })
  const kind = random.integer(0, 9)
  if (kind < 6) return whole
  if (kind === 6) return random.magnitude(0n, 1n << 90n)
  const edge = kind === 7 ? (whole * 10_000n) / 13_500n : (whole * 10_000n) / 6500n
  const expected = edge + BigInt(random.integer(-1, 1))
  return expected < 0n ? 0n : expected
}

function valid({ steps }: Case): boolean {
  return steps.every(({ at, action }, index) => {
    if (at < (steps[index - 1]?.at ?? 0)) return false
    if (action.kind === 'limits') {
      const { singleCapBps, sovereignCapBps, deviationBps } = action.limits
      return singleCapBps > 0 && sovereignCapBps > 0 && deviationBps > 0
    }
    if (action.kind !== 'allocate') return true
    return (
      action.ptValue > 0n && action.baseMultiplierE4 > 0 && action.quantity > 0n && action.quantity <= action.contracted
    )
  })
}

// ------------------------------------------------------------------------------------------------------------------ rules

interface Allocation {
  readonly sovereign: number
  readonly raw: bigint
  state: (typeof states)[number]
  minted: bigint
}

interface World {
  limits: AllocationLimits
  supply: bigint
  readonly held: [bigint, bigint]
  readonly mintedOn: Map<number, bigint>
  readonly allocations: Allocation[]
}

interface Walked {
  readonly answer: bigint[]
  readonly kind: string
}

/** Limits nobody has set yet are the contract's own at its birth. */
const firstLimits: AllocationLimits = {
  supplyFloor: 0n,
  singleCapBps: 1,
  sovereignCapBps: 1,
  growthBps: 0,
  deviationBps: 1,
}

function walk({ steps }: Case): Walked[] {
  const world: World = { limits: firstLimits, supply: 0n, held: [0n, 0n], mintedOn: new Map(), allocations: [] }
  return steps.map(({ at, action }) => {
    const day = Math.floor(at / daySeconds)
    const number =
      action.kind === 'allocate' ? world.allocations.length : 'allocation' in action ? action.allocation : -1
    const { refused, kind } = take(world, action, day)
    const record = world.allocations[number]
    const held = record === undefined ? 0n : world.held[record.sovereign]!
    const queued = record?.state === 'queued' ? record.raw - record.minted : 0n
    const state = BigInt(states.indexOf(record?.state ?? 'none'))
    return { answer: [refused, state, record?.raw ?? 0n, record?.minted ?? 0n, queued, world.supply, held], kind }
  })
}

function take(world: World, action: Action, day: number): { refused: bigint; kind: string } {
  if (action.kind === 'limits') {
    world.limits = action.limits
    return { refused: 0n, kind: 'limits' }
  }
  if (action.kind === 'burn') {
    const burned = burnedOf(world, action)
    world.held[action.sovereign]! -= burned
    world.supply -= burned
    return { refused: 0n, kind: 'burn' }
  }
  if (action.kind === 'allocate') return allocate(world, action, day)
  const record = world.allocations[action.allocation]
  if (action.kind === 'resolve') {
    if (record?.state !== 'held') return { refused: refusal('NotHeld'), kind: 'resolve: NotHeld' }
    if (!action.approved) {
      record.state = 'dropped'
      return { refused: 0n, kind: 'dropped' }
    }
    return { refused: 0n, kind: `resolved, ${mintRest(world, record, day)}` }
  }
  const nothing = { refused: refusal('NothingQueued'), kind: 'release: NothingQueued' }
  if (record?.state !== 'queued') return nothing
  if (release(record.raw - record.minted, supplyOf(world, record, day), world.limits).minted === 0n) return nothing
  return { refused: 0n, kind: `released, ${mintRest(world, record, day)}` }
}

function allocate(world: World, action: Allocate, day: number): { refused: bigint; kind: string } {
  const record: Allocation = { sovereign: action.sovereign, raw: rawOf(action), state: 'none', minted: 0n }
  world.allocations.push(record)
  const verdict = applyLimits(record.raw, action.expected, action, supplyOf(world, record, day), world.limits)
  if (verdict.state === 'held') {
    record.state = 'held'
    return { refused: 0n, kind: 'held' }
  }
  return { refused: 0n, kind: mintRest(world, record, day) }
}

function mintRest(world: World, record: Allocation, day: number): string {
  const verdict = release(record.raw - record.minted, supplyOf(world, record, day), world.limits)
  record.minted += verdict.minted
  record.state = verdict.state
  world.supply += verdict.minted
  world.held[record.sovereign]! += verdict.minted
  world.mintedOn.set(day, (world.mintedOn.get(day) ?? 0n) + verdict.minted)
  return verdict.state === 'minted' ? 'minted' : `queued by ${verdict.boundBy.join(' and ')}`
}

function supplyOf(world: World, { sovereign }: Allocation, day: number): SupplyState {
  let trailingSum = 0n
  for (const [on, minted] of world.mintedOn) if (on < day && on >= day - trailingDays) trailingSum += minted
  return {
    supply: world.supply,
    sovereignHeld: world.held[sovereign]!,
    trailingSum,
    trailingDays,
    mintedToday: world.mintedOn.get(day) ?? 0n,
  }
}

function burnedOf({ held }: World, { sovereign, shareE4 }: Extract<Action, { kind: 'burn' }>): bigint {
  return mulDivDown(held[sovereign]!, BigInt(shareE4), 10_000n)
}

function rawOf(action: Allocate): bigint {
  const { ptValue, baseMultiplierE4, factorE4, modifierE4, eligibilityBps, expected } = action
  const inputs: AllocationInputs = {
    ptValue,
    baseMultiplierE4,
    factorsE4: [factorE4, 0, 0, 0, 0, 0, 0],
    weightsE4: [10_000, 0, 0, 0, 0, 0, 0],
    modifierE4,
    eligibilityBps,
    expected,
  }
  return rawAllocationDown(inputs, action.quantity, action.contracted).value
}

function kinds(of: Case): string[] {
  return walk(of).map(({ kind }) => kind)
}

// ------------------------------------------------------------------------------------------------------------------ chain

const runSelector: Hex = toFunctionSelector('run(uint256[])')

/** A block for each moment at which anything happens in any world; in it, the worlds' steps in order. */
async function runWorlds(
  chain: TwinChain,
  contract: TwinContract,
  begin: number,
  cases: readonly Case[],
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
function wordsOf(of: Case): Word[][] {
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
