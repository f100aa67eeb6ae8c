/** Where allocations gather (domain.md 2.1): regions that hold too much of the supply, sovereigns that receive too much of a quarter. */
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraAllocation } from '../programmes/fictraAllocation.ts'
import type { Quantity } from '../quantity.ts'
import { amount, fields, list, text } from '../shapes.ts'
import { allocationErrors } from './allocationFactors.ts'

const check = inputChecks((details) => allocationErrors.ALLOCATION_INPUT_INVALID(details))

/** What a sovereign has, once for each. */
export interface SovereignShare {
  readonly sovereign: string
  readonly region: string
  readonly held: Quantity<'FT'>
  /** Allocated to it in the quarter. */
  readonly allocated: Quantity<'FT'>
}

export interface AllocationConcentration {
  readonly regions: readonly string[]
  readonly sovereigns: readonly string[]
}

const ft = amount('FT')
const sharesShape = list(fields<SovereignShare>({ sovereign: text, region: text, held: ft, allocated: ft }))
const total = (amounts: readonly Quantity<'FT'>[]) => amounts.reduce((sum, { value }) => sum + value, 0n)

/**
 * Regions and sovereigns above their share, for the Council to look at: an allocation is not refused for it. None below the supply
 * from which the caps of an allocation hold. @throws ALLOCATION_INPUT_INVALID
 */
export function allocationConcentration(
  supply: Quantity<'FT'>,
  shares: readonly SovereignShare[],
  parameters: ParameterSet,
): AllocationConcentration {
  check.all({ supply, shares }, { supply: ft, shares: sharesShape })
  const sovereigns = shares.map(({ sovereign }) => sovereign)
  check.that(new Set(sovereigns).size === sovereigns.length, 'shares', 'a sovereign is listed twice')
  check.that(total(shares.map(({ held }) => held)) <= supply.value, 'shares', 'more is held than there is')
  if (supply.value < parameters.get(fictraAllocation.limits).supplyFloorFt.value) return { regions: [], sovereigns: [] }
  const { regionCap, quarterShare } = parameters.get(fictraAllocation.concentration)
  const above = (part: bigint, share: Exact, whole: bigint) => exact(part).greaterThan(share.times(exact(whole)))
  const heldIn = (region: string) => total(shares.filter((of) => of.region === region).map(({ held }) => held))
  const quarter = total(shares.map(({ allocated }) => allocated))
  return {
    regions: [...new Set(shares.map(({ region }) => region))]
      .filter((region) => above(heldIn(region), regionCap, supply.value))
      .toSorted(),
    sovereigns: shares
      .filter(({ allocated }) => above(allocated.value, quarterShare, quarter))
      .map(({ sovereign }) => sovereign)
      .toSorted(),
  }
}
