/**
 * Safety order of an allocation (domain.md 2.1 [R]): a claim key is unique (contract), then the raw amount is tested for
 * anomaly, then capped, then held to the growth limit; what a cap or the growth limit cuts off waits in the queue, and comes out
 * of it inside the same limits. Integer twin of `IAllocation.allocate` and `releaseQueued`.
 */

import { scaledExactly } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraAllocation } from '../programmes/fictraAllocation.ts'
import { mulDivDown } from '../quantity.ts'

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
 * compared with its own share of it, so that a shortage alone is no anomaly.
 */
export function isAnomaly(
  raw: bigint,
  expected: bigint,
  delivered: { readonly quantity: bigint; readonly contracted: bigint },
  deviationBps: number,
): boolean {
  const expectedShare = mulDivDown(expected, delivered.quantity, delivered.contracted)
  const deviation = raw > expectedShare ? raw - expectedShare : expectedShare - raw
  return deviation * 10_000n > expectedShare * BigInt(deviationBps)
}

/**
 * What happens to a raw amount when it is computed, or when a reviewer releases a hold. Below the supply floor nothing limits it
 * (bootstrap rule).
 */
export function applyLimits(
  raw: bigint,
  expected: bigint,
  delivered: { readonly quantity: bigint; readonly contracted: bigint },
  state: SupplyState,
  limits: AllocationLimits,
): AllocationVerdict {
  if (isAnomaly(raw, expected, delivered, limits.deviationBps)) {
    return { state: 'held', minted: 0n, queued: 0n, boundBy: [] }
  }
  return mintFirst(raw, state, limits)
}

/** How much of a whole amount may be minted at once; also what `resolveHold` does. */
export function mintFirst(raw: bigint, state: SupplyState, limits: AllocationLimits): Released {
  return within(raw, state.supply < limits.supplyFloor ? [] : roomsOf(state, limits))
}

/** How much of what waits in the queue may be minted now. The supply floor frees a first mint, never the queue. */
export function release(waiting: bigint, state: SupplyState, limits: AllocationLimits): Released {
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
