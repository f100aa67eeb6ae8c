/**
 * Restatement (domain.md 2.1 "retroactive correction", 2.4 "retroactive adjustment"): when an inspection or a price is corrected,
 * the history is computed from scratch with the corrected facts, each event within the limits of its own day, and the difference
 * to what was done is booked. Foundation Token that was minted stays minted; a sovereign that received too much owes it, and its next allocations repay.
 */

import { inputChecks } from '../checks.ts'
import { fields, list, mapOf, optional, text, units } from '../shapes.ts'
import { allocationErrors } from './allocationFactors.ts'
import {
  type AllocationAccount,
  type AllocationBook,
  type AllocationEvent,
  allocationBook,
  allocationHistoryErrors,
  type ExportFacts,
  eventsShape,
  exportShape,
} from './allocationHistory.ts'
import type { Fraction } from './ftAllocation.ts'

export interface Correction {
  readonly exportId: string
  /** What was measured or priced anew; the rest stays. */
  readonly facts: Partial<ExportFacts>
}

/** One booked line; base units of FT, positive when the restated history gives more. */
export interface Difference {
  readonly exportId: string
  readonly sovereign: string
  readonly minted: bigint
  readonly queued: bigint
  readonly held: bigint
  readonly dropped: bigint
  /** Of less than one base unit; negative when less is left over. All five together are the difference of the exact values. */
  readonly remainder: Fraction
}

export interface Settlement {
  readonly sovereign: string
  /** To be minted now. */
  readonly due: bigint
  /** To be withheld from the next allocations. */
  readonly owed: bigint
}

export interface Restatement {
  readonly events: readonly AllocationEvent[]
  readonly book: AllocationBook
  /** Exports whose account changed, in the order of their allocation. A correction also moves others, through the shared limits. */
  readonly differences: readonly Difference[]
  /** One line for each sovereign with a difference in what was minted. */
  readonly settlements: readonly Settlement[]
}

const check = inputChecks(allocationErrors.ALLOCATION_INPUT_INVALID)
const accountShape = fields<AllocationAccount>({
  sovereign: text,
  minted: units(),
  queued: units(),
  held: units(),
  dropped: units(),
  remainder: fields({ numerator: units(), denominator: units(1n) }),
})
const bookShape = fields<AllocationBook>({
  accounts: mapOf(accountShape),
  holdings: mapOf(units()),
  overdrawn: mapOf(units()),
  supply: units(),
})
const factsShape = fields<Partial<ExportFacts>>({
  inputs: optional(exportShape.inputs),
  delivered: optional(exportShape.delivered),
  contracted: optional(exportShape.contracted),
})
const correctionShape = fields<Correction>({ exportId: text, facts: factsShape })
const restateShape = { events: eventsShape, actual: bookShape, corrections: list(correctionShape) }

/**
 * The history with its corrections, computed from scratch, and its difference to what was done, booked by export and sovereign.
 * @param actual the book of what was done; differences are against it, so that a second restatement books only what is new.
 * @param corrections later ones of the same export are laid over earlier ones.
 * @throws ALLOCATION_EXPORT_UNKNOWN and what `allocationBook` throws
 */
export function restate(
  events: readonly AllocationEvent[],
  actual: AllocationBook,
  corrections: readonly Correction[],
): Restatement {
  check.all({ events, actual, corrections }, restateShape)
  const corrected = correct(events, corrections)
  const book = allocationBook(corrected)
  const differences: Difference[] = []
  for (const [exportId, account] of book.accounts) {
    const line = differenceOf(exportId, account, actual.accounts.get(exportId))
    if (line !== null) differences.push(line)
  }
  return { events: corrected, book, differences, settlements: settle(differences) }
}

function correct(events: readonly AllocationEvent[], corrections: readonly Correction[]): readonly AllocationEvent[] {
  const facts = new Map<string, Partial<ExportFacts>>()
  for (const correction of corrections) {
    facts.set(correction.exportId, { ...facts.get(correction.exportId), ...correction.facts })
  }
  const found = new Set<string>()
  const corrected = events.map((event) => {
    if (event.kind !== 'allocate') return event
    found.add(event.exportId)
    return { ...event, ...facts.get(event.exportId) }
  })
  for (const exportId of facts.keys()) {
    if (!found.has(exportId)) throw allocationHistoryErrors.ALLOCATION_EXPORT_UNKNOWN({ field: 'exportId', exportId })
  }
  return corrected
}

function differenceOf(
  exportId: string,
  restated: AllocationAccount,
  actual: AllocationAccount | undefined,
): Difference | null {
  if (actual === undefined) throw allocationHistoryErrors.ALLOCATION_EXPORT_UNKNOWN({ field: 'exportId', exportId })
  const minted = restated.minted - actual.minted
  const queued = restated.queued - actual.queued
  const held = restated.held - actual.held
  const dropped = restated.dropped - actual.dropped
  const remainder = difference(restated.remainder, actual.remainder)
  if ([minted, queued, held, dropped, remainder.numerator].every((part) => part === 0n)) return null
  return { exportId, sovereign: restated.sovereign, minted, queued, held, dropped, remainder }
}

/** Exact; over the product of the denominators unless they are one. */
function difference(after: Fraction, before: Fraction): Fraction {
  if (after.denominator === before.denominator) {
    return { numerator: after.numerator - before.numerator, denominator: after.denominator }
  }
  const numerator = after.numerator * before.denominator - before.numerator * after.denominator
  return { numerator, denominator: after.denominator * before.denominator }
}

function settle(differences: readonly Difference[]): readonly Settlement[] {
  const totals = new Map<string, bigint>()
  for (const { sovereign, minted } of differences) totals.set(sovereign, (totals.get(sovereign) ?? 0n) + minted)
  return [...totals]
    .filter(([, total]) => total !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([sovereign, total]) => ({ sovereign, due: total > 0n ? total : 0n, owed: total < 0n ? -total : 0n }))
}
