/**
 * The book of all allocations (domain.md 2.1): what each verified export entitles to, what of it was minted, waits or is held,
 * and what the floor left over, so that nothing is ever lost between two numbers. The book is a fold over events; the same
 * events give the same book, which is what makes a correction exact (`allocationRestatement.ts`).
 */

import { inputChecks } from '../checks.ts'
import { describe } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import { quantity } from '../quantity.ts'
import { type Check, fields, flag, list, text, units, variants, whole } from '../shapes.ts'
import { allocationErrors } from './allocationFactors.ts'
import {
  type AllocationLimits,
  applyLimits,
  limitsShape,
  mintFirst,
  release,
  type SupplyState,
} from './allocationLimits.ts'
import { type AllocationInputs, allocationInputsShape, type Fraction, rawAllocationExact } from './ftAllocation.ts'

export const allocationHistoryErrors = defineErrors({
  ALLOCATION_EXPORT_REPEATED: {
    status: 409,
    title: 'This export was allocated before',
    remedy: 'An export is allocated once, ever; correct the earlier one.',
  },
  ALLOCATION_EXPORT_UNKNOWN: {
    status: 404,
    title: 'This export was never allocated',
    remedy: 'Use the `exportId` of an export in the history.',
  },
  ALLOCATION_HISTORY_DISORDERED: {
    status: 422,
    title: 'The event does not fit the history before it',
    remedy: 'Bring the events in the order they happened; `field` names what is out of order.',
  },
})

/** A verified export with the inputs of its formula. */
export interface ExportFacts {
  readonly inputs: AllocationInputs
  /** Both in the unit of the contract. */
  readonly delivered: bigint
  readonly contracted: bigint
}

/** The limits in force when something was done. They are part of the event, so that a later change never touches what is done. */
export interface LimitsOfTheDay extends AllocationLimits {
  /** Length of the trailing average, `fictraAllocation.growthWindowDays`. */
  readonly windowDays: number
}

interface Limited {
  readonly limits: LimitsOfTheDay
}

export type AllocationEvent = { readonly day: number } & (
  | ({ readonly kind: 'allocate'; readonly exportId: string; readonly sovereign: string } & ExportFacts & Limited)
  | ({ readonly kind: 'resolveHold'; readonly exportId: string; readonly approved: boolean } & Limited)
  | ({ readonly kind: 'releaseQueued'; readonly exportId: string } & Limited)
  /** Foundation Token that left a sovereign, for instance in a conversion; base units. */
  | { readonly kind: 'burn'; readonly sovereign: string; readonly amount: bigint }
)

/** Amounts in base units of FT. `minted + queued + held + dropped + remainder` is the exact value of the formula. */
export interface AllocationAccount {
  readonly sovereign: string
  readonly minted: bigint
  readonly queued: bigint
  readonly held: bigint
  /** Refused when the hold was resolved. */
  readonly dropped: bigint
  /** What the floor cut off: less than one base unit. */
  readonly remainder: Fraction
}

export interface AllocationBook {
  readonly accounts: ReadonlyMap<string, AllocationAccount>
  /** What each sovereign would hold after exactly these events; never below zero. */
  readonly holdings: ReadonlyMap<string, bigint>
  /** What a sovereign burned beyond its holdings: possible only in a restated history, and owed by it. */
  readonly overdrawn: ReadonlyMap<string, bigint>
  readonly supply: bigint
}

interface Ledger {
  accounts: Map<string, AllocationAccount>
  holdings: Map<string, bigint>
  overdrawn: Map<string, bigint>
  mintedOn: Map<number, bigint>
  /** What each export was minted on the last day on which it was minted anything. */
  lastMints: Map<string, { readonly day: number; readonly amount: bigint }>
  supply: bigint
  day: number
  /** The longest window of any event: what is older is not looked at again. */
  readonly longestWindow: number
}

const check = inputChecks(allocationErrors.ALLOCATION_INPUT_INVALID)
/** The fold itself says what is wrong with a day, and with what a burn burns. */
const inTheFold: Check<unknown> = () => null
const windowShape = fields({ windowDays: whole(1, 3_650) })
const bothShapes: Check<LimitsOfTheDay> = (value) => limitsShape(value) ?? windowShape(value)
const common = { day: inTheFold, exportId: text, limits: bothShapes }
export const exportShape = { inputs: allocationInputsShape, delivered: units(), contracted: units(1n) }
export const eventsShape = list(
  variants<'kind', AllocationEvent>('kind', {
    allocate: fields({ ...common, kind: text, sovereign: text, ...exportShape }),
    resolveHold: fields({ ...common, kind: text, approved: flag }),
    releaseQueued: fields({ ...common, kind: text }),
    burn: fields({ day: inTheFold, kind: text, sovereign: text, amount: inTheFold }),
  }),
)

/**
 * Folds events, in the order they happened, into the book; each within the limits it carries.
 * @throws ALLOCATION_EXPORT_REPEATED ALLOCATION_EXPORT_UNKNOWN ALLOCATION_HISTORY_DISORDERED ALLOCATION_INPUT_INVALID
 */
export function allocationBook(events: readonly AllocationEvent[]): AllocationBook {
  check.all({ events }, { events: eventsShape })
  const ledger: Ledger = {
    accounts: new Map(),
    holdings: new Map(),
    overdrawn: new Map(),
    mintedOn: new Map(),
    lastMints: new Map(),
    supply: 0n,
    day: 0,
    longestWindow: events.reduce(
      (most, event) => ('limits' in event ? Math.max(most, event.limits.windowDays) : most),
      1,
    ),
  }
  for (const event of events) {
    if (!Number.isSafeInteger(event.day) || event.day < ledger.day) {
      throw allocationHistoryErrors.ALLOCATION_HISTORY_DISORDERED({
        field: 'day',
        given: describe(event.day),
        notBefore: ledger.day,
      })
    }
    ledger.day = event.day
    if (event.kind === 'burn') burn(ledger, event.sovereign, event.amount)
    else apply(ledger, event)
  }
  const { accounts, holdings, overdrawn, supply } = ledger
  return { accounts, holdings, overdrawn, supply }
}

type ExportEvent = Exclude<AllocationEvent, { kind: 'burn' }>

function apply(ledger: Ledger, event: ExportEvent): void {
  const { limits } = event
  const known = ledger.accounts.get(event.exportId)
  if (event.kind === 'allocate') {
    if (known !== undefined)
      throw allocationHistoryErrors.ALLOCATION_EXPORT_REPEATED({ field: 'exportId', exportId: event.exportId })
    const { raw, remainder } = entitlement(event)
    const delivery = { quantity: event.delivered, contracted: event.contracted }
    const state = stateOf(ledger, event.exportId, event.sovereign, limits.windowDays)
    const verdict = applyLimits(raw, event.inputs.expected, delivery, state, limits)
    const nothing = { sovereign: event.sovereign, minted: 0n, queued: 0n, held: 0n, dropped: 0n, remainder }
    if (verdict.state === 'held') ledger.accounts.set(event.exportId, { ...nothing, held: raw })
    else mint(ledger, event.exportId, { ...nothing, queued: raw }, verdict.minted)
    return
  }
  if (known === undefined)
    throw allocationHistoryErrors.ALLOCATION_EXPORT_UNKNOWN({ field: 'exportId', exportId: event.exportId })
  if (event.kind === 'resolveHold' && !event.approved) {
    ledger.accounts.set(event.exportId, { ...known, held: 0n, dropped: known.dropped + known.held })
    return
  }
  // An event that finds nothing to do leaves the book as it is: a correction may have taken its cause away.
  const waiting = event.kind === 'resolveHold' ? known.held : known.queued
  if (waiting === 0n) return
  const state = stateOf(ledger, event.exportId, known.sovereign, limits.windowDays)
  const { minted } = (event.kind === 'resolveHold' ? mintFirst : release)(waiting, state, limits)
  // An account waits for a decision or in the queue, never for both.
  mint(ledger, event.exportId, { ...known, held: 0n, queued: waiting }, minted)
}

function entitlement({ inputs, delivered, contracted }: ExportFacts): { raw: bigint; remainder: Fraction } {
  const { numerator, denominator } = rawAllocationExact(inputs, delivered, contracted)
  const raw = quantity(numerator / denominator, 'FT', 'ft').value
  return { raw, remainder: { numerator: numerator % denominator, denominator } }
}

function stateOf(ledger: Ledger, exportId: string, sovereign: string, windowDays: number): SupplyState {
  const last = ledger.lastMints.get(exportId)
  let trailingSum = 0n
  for (const [day, minted] of ledger.mintedOn) {
    if (day < ledger.day - ledger.longestWindow) ledger.mintedOn.delete(day)
    else if (day < ledger.day && day >= ledger.day - windowDays) trailingSum += minted
  }
  return {
    supply: ledger.supply,
    sovereignHeld: ledger.holdings.get(sovereign) ?? 0n,
    trailingSum,
    trailingDays: windowDays,
    mintedToday: ledger.mintedOn.get(ledger.day) ?? 0n,
    ownMintedToday: last?.day === ledger.day ? last.amount : 0n,
  }
}

function mint(ledger: Ledger, exportId: string, account: AllocationAccount, amount: bigint): void {
  const { sovereign, minted, queued } = account
  ledger.accounts.set(exportId, { ...account, minted: minted + amount, queued: queued - amount })
  ledger.mintedOn.set(ledger.day, (ledger.mintedOn.get(ledger.day) ?? 0n) + amount)
  const last = ledger.lastMints.get(exportId)
  const earlier = last?.day === ledger.day ? last.amount : 0n
  ledger.lastMints.set(exportId, { day: ledger.day, amount: earlier + amount })
  const owed = ledger.overdrawn.get(sovereign) ?? 0n
  const repaid = owed < amount ? owed : amount
  if (repaid > 0n) ledger.overdrawn.set(sovereign, owed - repaid)
  ledger.holdings.set(sovereign, (ledger.holdings.get(sovereign) ?? 0n) + amount - repaid)
  ledger.supply += amount - repaid
}

function burn(ledger: Ledger, sovereign: string, amount: bigint): void {
  if (typeof amount !== 'bigint' || amount <= 0n) {
    throw allocationHistoryErrors.ALLOCATION_HISTORY_DISORDERED({ field: 'amount', given: describe(amount) })
  }
  const held = ledger.holdings.get(sovereign) ?? 0n
  const covered = held < amount ? held : amount
  ledger.holdings.set(sovereign, held - covered)
  ledger.supply -= covered
  if (covered < amount) {
    ledger.overdrawn.set(sovereign, (ledger.overdrawn.get(sovereign) ?? 0n) + amount - covered)
  }
}
