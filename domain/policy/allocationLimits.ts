/**
 * Safety order of an allocation (domain.md 2.1 [R]): a claim key is unique (contract), then the raw amount is tested for
 * anomaly, then capped, then held to the growth limit; what a cap or the growth limit cuts off waits in the queue, and comes out
 * of it inside the same limits. Integer twin of `IAllocation.allocate` and `releaseQueued`.
 */

import { inputChecks } from '../checks.ts'
import { scaledExactly } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraAllocation } from '../programmes/fictraAllocation.ts'
import { mulDivDown } from '../quantity.ts'
import { fields, units, whole } from '../shapes.ts'
import { allocationErrors } from './allocationFactors.ts'

/** The arguments of `IAllocation.setLimits`. Amounts in base units of FT. */
export interface AllocationLimits {
  readonly supplyFloor: bigint
  readonly singleCapBps: number
  readonly sovereignCapBps: number
  readonly growthBps: number
  readonly deviationBps: number
}

/** Base units of FT. */
export interface SupplyState {
  readonly supply: bigint
  /** What this sovereign holds. */
  readonly sovereignHeld: bigint
  /** Minted on the full days of the trailing window (30 days by contract). */
  readonly trailingSum: bigint
  readonly trailingDays: number
  readonly mintedToday: bigint
  /** Of it, for this allocation. */
  readonly ownMintedToday: bigint
}

export type Limit = 'singleCap' | 'sovereignCap' | 'growth'

export type AllocationVerdict =
  | { readonly state: 'held'; readonly minted: 0n; readonly queued: 0n; readonly boundBy: readonly [] }
  | {
      readonly state: 'minted' | 'queued'
      readonly minted: bigint
      readonly queued: bigint
      readonly boundBy: readonly Limit[]
    }

const check = inputChecks(allocationErrors.ALLOCATION_INPUT_INVALID)
const bpsMost = 1_000_000
const deliveredShape = fields({ quantity: units(), contracted: units(1n) })
const stateShape = fields<SupplyState>({
  supply: units(),
  sovereignHeld: units(),
  trailingSum: units(),
  trailingDays: whole(1, 3_650),
  mintedToday: units(),
  ownMintedToday: units(),
})
export const limitsShape = fields<AllocationLimits>({
  supplyFloor: units(),
  singleCapBps: whole(0, bpsMost),
  sovereignCapBps: whole(0, bpsMost),
  growthBps: whole(0, bpsMost),
  deviationBps: whole(0, bpsMost),
})
const anomalyShape = { raw: units(), expected: units(), delivered: deliveredShape, deviationBps: whole(0, bpsMost) }

/** The governed limits in the integers of the contract. */
export function allocationLimits(parameters: ParameterSet): AllocationLimits {
  const limits = parameters.get(fictraAllocation.limits)
  const bps = (name: 'singleCap' | 'sovereignCap' | 'growth' | 'deviation') =>
    Number(scaledExactly(limits[name], 4, name))
  return {
    supplyFloor: limits.supplyFloorFt.value,
    singleCapBps: bps('singleCap'),
    sovereignCapBps: bps('sovereignCap'),
    growthBps: bps('growth'),
    deviationBps: bps('deviation'),
  }
}

/**
 * True when |raw / expected - 1| is above (not at) the limit. `expected` is for the whole contract; a partial delivery is
 * compared with its own share of it, so that a shortage alone is no anomaly. @throws ALLOCATION_INPUT_INVALID
 */
export function isAnomaly(
  raw: bigint,
  expected: bigint,
  delivered: { readonly quantity: bigint; readonly contracted: bigint },
  deviationBps: number,
): boolean {
  check.all({ raw, expected, delivered, deviationBps }, anomalyShape)
  const expectedShare = mulDivDown(expected, delivered.quantity, delivered.contracted)
  const deviation = raw > expectedShare ? raw - expectedShare : expectedShare - raw
  return deviation * 10_000n > expectedShare * BigInt(deviationBps)
}

/**
 * What happens to a raw amount when it is computed, or when a reviewer releases a hold. Below the supply floor nothing limits it
 * (bootstrap rule). @throws ALLOCATION_INPUT_INVALID
 */
export function applyLimits(
  raw: bigint,
  expected: bigint,
  delivered: { readonly quantity: bigint; readonly contracted: bigint },
  state: SupplyState,
  limits: AllocationLimits,
): AllocationVerdict {
  check.all({ state, limits }, { state: stateShape, limits: limitsShape })
  if (isAnomaly(raw, expected, delivered, limits.deviationBps)) {
    return { state: 'held', minted: 0n, queued: 0n, boundBy: [] }
  }
  return within(raw, firstRooms(state, limits))
}

/** How much of a whole amount may be minted at once; also what `resolveHold` does. @throws ALLOCATION_INPUT_INVALID */
export function mintFirst(raw: bigint, state: SupplyState, limits: AllocationLimits): Released {
  check.all({ raw, state, limits }, { raw: units(), state: stateShape, limits: limitsShape })
  return within(raw, firstRooms(state, limits))
}

/** How much of what waits in the queue may be minted now. The supply floor frees a first mint, never the queue. @throws ALLOCATION_INPUT_INVALID */
export function release(waiting: bigint, state: SupplyState, limits: AllocationLimits): Released {
  check.all({ waiting, state, limits }, { waiting: units(), state: stateShape, limits: limitsShape })
  return within(waiting, roomsOf(state, limits))
}

export type Released = Exclude<AllocationVerdict, { state: 'held' }>

interface Room {
  readonly limit: Limit
  readonly room: bigint
}

function within(waiting: bigint, rooms: readonly Room[]): Released {
  let minted = waiting
  for (const { room } of rooms) if (room < minted) minted = room
  const boundBy = rooms.filter(({ room }) => room < waiting).map(({ limit }) => limit)
  return { state: minted === waiting ? 'minted' : 'queued', minted, queued: waiting - minted, boundBy }
}

function firstRooms(state: SupplyState, limits: AllocationLimits): readonly Room[] {
  return state.supply < limits.supplyFloor ? [] : roomsOf(state, limits)
}

/** Shares of the supply, which counts as the floor while it is below. An allocation has its share once a day; while there is no
 *  average to grow from, all of them together have it once a day. */
function roomsOf(state: SupplyState, limits: AllocationLimits): readonly Room[] {
  const below = state.supply < limits.supplyFloor
  const supply = below ? limits.supplyFloor : state.supply
  const ofSupply = (bps: number) => mulDivDown(supply, BigInt(bps), 10_000n)
  const above = (allowed: bigint, used: bigint) => (allowed > used ? allowed - used : 0n)
  const single = ofSupply(limits.singleCapBps)
  // Average of a day times (1 + growth), with one floor.
  const perDay =
    state.trailingSum === 0n
      ? single
      : mulDivDown(state.trailingSum, BigInt(10_000 + limits.growthBps), 10_000n * BigInt(state.trailingDays))
  return [
    { limit: 'singleCap', room: above(single, state.ownMintedToday) },
    { limit: 'sovereignCap', room: above(ofSupply(limits.sovereignCapBps), state.sovereignHeld) },
    { limit: 'growth', room: above(perDay, state.mintedToday) },
  ]
}
