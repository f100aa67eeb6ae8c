/** What the rules say of a sequence: supply, holdings and what each day minted are kept here, decisions and amounts are theirs. */
import {
  type AllocationLimits,
  applyLimits,
  mintFirst,
  type Released,
  release,
  type SupplyState,
} from '@assay/domain/policy/allocationLimits.ts'
import { mulDivDown } from '@assay/domain/quantity.ts'
import { type Action, type Allocate, daySeconds, type LimitsCase, rawOf } from './limitsCases.ts'
import { refusal } from './refusals.ts'

const trailingDays = 30
/** In the order of `AllocationState`. */
export const states = ['none', 'held', 'queued', 'minted', 'dropped'] as const

interface Allocation {
  readonly sovereign: number
  readonly raw: bigint
  state: (typeof states)[number]
  minted: bigint
  readonly mintedOn: Map<number, bigint>
}

interface World {
  limits: AllocationLimits
  supply: bigint
  readonly held: [bigint, bigint]
  readonly mintedOn: Map<number, bigint>
  readonly allocations: Allocation[]
}

export interface Walked {
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

/** Step by step: the words the contract answers, and what kind of step it was. */
export function walk({ steps }: LimitsCase): Walked[] {
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
    const verdict = mintFirst(record.raw, supplyOf(world, record, day), world.limits)
    return { refused: 0n, kind: `resolved, ${mint(world, record, day, verdict)}` }
  }
  const nothing = { refused: refusal('NothingQueued'), kind: 'release: NothingQueued' }
  if (record?.state !== 'queued') return nothing
  const verdict = release(record.raw - record.minted, supplyOf(world, record, day), world.limits)
  if (verdict.minted === 0n) return nothing
  return { refused: 0n, kind: `released, ${mint(world, record, day, verdict)}` }
}

function allocate(world: World, action: Allocate, day: number): { refused: bigint; kind: string } {
  const { sovereign } = action
  const record: Allocation = { sovereign, raw: rawOf(action), state: 'none', minted: 0n, mintedOn: new Map() }
  world.allocations.push(record)
  const verdict = applyLimits(record.raw, action.expected, action, supplyOf(world, record, day), world.limits)
  if (verdict.state === 'held') {
    record.state = 'held'
    return { refused: 0n, kind: 'held' }
  }
  return { refused: 0n, kind: mint(world, record, day, verdict) }
}

function mint(world: World, record: Allocation, day: number, verdict: Released): string {
  const { minted } = verdict
  record.minted += minted
  record.state = verdict.state
  world.supply += minted
  world.held[record.sovereign]! += minted
  for (const on of [world.mintedOn, record.mintedOn]) on.set(day, (on.get(day) ?? 0n) + minted)
  return verdict.state === 'minted' ? 'minted' : `queued by ${verdict.boundBy.join(' and ')}`
}

function supplyOf(world: World, { sovereign, mintedOn }: Allocation, day: number): SupplyState {
  let trailingSum = 0n
  for (const [on, minted] of world.mintedOn) if (on < day && on >= day - trailingDays) trailingSum += minted
  return {
    supply: world.supply,
    sovereignHeld: world.held[sovereign]!,
    trailingSum,
    trailingDays,
    mintedToday: world.mintedOn.get(day) ?? 0n,
    ownMintedToday: mintedOn.get(day) ?? 0n,
  }
}

function burnedOf({ held }: World, { sovereign, shareE4 }: Extract<Action, { kind: 'burn' }>): bigint {
  return mulDivDown(held[sovereign]!, BigInt(shareE4), 10_000n)
}
