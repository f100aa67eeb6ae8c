/**
 * Vintages and serial numbers of carbon credits (domain.md 2.24). Every kilogram of a credit (project and vintage) has a serial
 * number, given once and in order; a book of blocks says who holds which, what is retired, cancelled or in the buffer. What
 * moves is always the lowest numbers, so that the same events give the same book.
 */
import { defineErrors } from '../errors.ts'

export const serialErrors = defineErrors({
  SERIALS_TOO_FEW: {
    status: 409,
    title: 'The holder has fewer credits than should move',
    remedy: 'Move at most `heldKg`.',
  },
  SERIALS_INVALID: {
    status: 422,
    title: 'A value of the credits is outside its range',
    remedy: 'Correct the value that `field` names.',
  },
})

/** Year x 10 + quarter, as in the credit's id on chain: 20253 is the third quarter of 2025. */
export type Vintage = number

/** The vintage of a completion date: its UTC year and quarter. @throws SERIALS_INVALID */
export function vintageOfCompletion(completedAt: Date): Vintage {
  const year = completedAt.getUTCFullYear()
  if (!(year >= 1970 && year <= 9_999)) throw serialErrors.SERIALS_INVALID({ field: 'completedAt' })
  return year * 10 + Math.floor(completedAt.getUTCMonth() / 3) + 1
}

/** "2025-Q3". @throws SERIALS_INVALID */
export function vintageLabel(vintage: Vintage): string {
  const quarter = vintage % 10
  const sound = Number.isSafeInteger(vintage) && vintage >= 19_701 && vintage <= 99_994 && quarter >= 1 && quarter <= 4
  if (!sound) throw serialErrors.SERIALS_INVALID({ field: 'vintage', given: vintage })
  return `${Math.floor(vintage / 10)}-Q${quarter}`
}

export type SerialState = 'active' | 'buffer' | 'retired' | 'cancelled'

/** Serial numbers `from` to `to`, both included. */
export interface SerialRange {
  readonly from: bigint
  readonly to: bigint
}

export interface SerialBlock extends SerialRange {
  /** The holder; of a retired block the one who retired it, of the buffer the project. */
  readonly holder: string
  readonly state: SerialState
}

/** Blocks without gaps from 1 upwards; neighbours differ in holder or state. */
export type SerialBook = readonly SerialBlock[]

/** The next numbers of an issuance. @throws SERIALS_INVALID */
export function issueSerials(book: SerialBook, kg: bigint, holder: string, state: 'active' | 'buffer'): SerialBook {
  positive(kg)
  const from = (book.at(-1)?.to ?? 0n) + 1n
  return joined([...book, { from, to: from + kg - 1n, holder, state }])
}

export interface SerialMove {
  readonly book: SerialBook
  readonly ranges: readonly SerialRange[]
}

/**
 * Moves the lowest numbers a holder has in a state to another holder or state: a sale is active to active, a retirement active to
 * retired, a reversal buffer to cancelled, the release of a buffer buffer to active. @throws SERIALS_INVALID SERIALS_TOO_FEW
 */
export function moveSerials(
  book: SerialBook,
  from: { readonly holder: string; readonly state: 'active' | 'buffer' },
  to: { readonly holder: string; readonly state: SerialState },
  kg: bigint,
): SerialMove {
  positive(kg)
  const has = book.filter(({ holder, state }) => holder === from.holder && state === from.state)
  const held = has.reduce((total, block) => total + sizeOf(block), 0n)
  if (held < kg) throw serialErrors.SERIALS_TOO_FEW({ heldKg: held.toString(), wantedKg: kg.toString() })
  const ranges: SerialRange[] = []
  let wanted = kg
  const blocks = book.flatMap((block): SerialBlock[] => {
    if (wanted === 0n || block.holder !== from.holder || block.state !== from.state) return [block]
    const last = sizeOf(block) <= wanted ? block.to : block.from + wanted - 1n
    wanted -= last - block.from + 1n
    ranges.push({ from: block.from, to: last })
    const moved = { from: block.from, to: last, ...to }
    return last === block.to ? [moved] : [moved, { ...block, from: last + 1n }]
  })
  return { book: joined(blocks), ranges: joinedRanges(ranges) }
}

/** Kilograms by state, over all holders. */
export function serialTotals(book: SerialBook): Readonly<Record<SerialState, bigint>> {
  const totals = { active: 0n, buffer: 0n, retired: 0n, cancelled: 0n }
  for (const block of book) totals[block.state] += sizeOf(block)
  return totals
}

/** "PROJECT/2025-Q3/1-500": what a certificate prints. */
export function serialLabel(project: string, vintage: Vintage, { from, to }: SerialRange): string {
  return `${project}/${vintageLabel(vintage)}/${from}-${to}`
}

function positive(kg: bigint): void {
  if (kg <= 0n) throw serialErrors.SERIALS_INVALID({ field: 'kg', given: kg.toString() })
}

function sizeOf({ from, to }: SerialRange): bigint {
  return to - from + 1n
}

function joined(blocks: readonly SerialBlock[]): SerialBook {
  const result: SerialBlock[] = []
  for (const block of blocks) {
    const last = result.at(-1)
    if (last !== undefined && last.holder === block.holder && last.state === block.state) {
      result[result.length - 1] = { ...last, to: block.to }
    } else result.push(block)
  }
  return result
}

function joinedRanges(ranges: readonly SerialRange[]): readonly SerialRange[] {
  const result: SerialRange[] = []
  for (const range of ranges) {
    const last = result.at(-1)
    if (last !== undefined && last.to + 1n === range.from) result[result.length - 1] = { from: last.from, to: range.to }
    else result.push(range)
  }
  return result
}
