/**
 * Vintages and serial numbers of carbon credits (domain.md 2.24). Every kilogram of a credit (project and vintage) has a serial
 * number, given once and in order; a book of blocks says who holds which, what is retired, cancelled or in the buffer. What
 * moves is always the lowest numbers, so that the same events give the same book.
 */

import { inputChecks } from '../checks.ts'
import { describe } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import { fields, instant, list, oneOf, text, units } from '../shapes.ts'

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

const check = inputChecks(serialErrors.SERIALS_INVALID)

/** Year x 10 + quarter, as in the credit's id on chain: 20253 is the third quarter of 2025. */
export type Vintage = number

/** The vintage of a completion date: its UTC year and quarter. @throws SERIALS_INVALID */
export function vintageOfCompletion(completedAt: Date): Vintage {
  check.all({ completedAt }, { completedAt: instant })
  const year = completedAt.getUTCFullYear()
  check.that(year >= 1970, 'completedAt', 'it is before 1970')
  return year * 10 + Math.floor(completedAt.getUTCMonth() / 3) + 1
}

/** "2025-Q3". @throws SERIALS_INVALID */
export function vintageLabel(vintage: Vintage): string {
  const quarter = Number(vintage) % 10
  const sound = Number.isSafeInteger(vintage) && vintage >= 19_701 && vintage <= 99_994 && quarter >= 1 && quarter <= 4
  check.that(sound, 'vintage', `${describe(vintage)} is not a year and its quarter`)
  return `${Math.floor(vintage / 10)}-Q${quarter}`
}

const serialStates = ['active', 'buffer', 'retired', 'cancelled'] as const
export type SerialState = (typeof serialStates)[number]

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

const movable = oneOf(['active', 'buffer'])
const bookShape = list(
  fields<SerialBlock>({ from: units(1n), to: units(1n), holder: text, state: oneOf(serialStates) }),
)

/** The next numbers of an issuance. @throws SERIALS_INVALID */
export function issueSerials(book: SerialBook, kg: bigint, holder: string, state: 'active' | 'buffer'): SerialBook {
  check.all({ book, kg, holder, state }, { book: bookShape, kg: units(1n), holder: text, state: movable })
  checkBlocks(book)
  const from = (book.at(-1)?.to ?? 0n) + 1n
  return joined([...book, { from, to: from + kg - 1n, holder, state }])
}

export interface SerialMove {
  readonly book: SerialBook
  readonly ranges: readonly SerialRange[]
}

const moveShape = {
  book: bookShape,
  from: fields({ holder: text, state: movable }),
  to: fields({ holder: text, state: oneOf(serialStates) }),
  kg: units(1n),
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
  check.all({ book, from, to, kg }, moveShape)
  checkBlocks(book)
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
  return { book: joined(blocks), ranges }
}

/** Kilograms by state, over all holders. @throws SERIALS_INVALID */
export function serialTotals(book: SerialBook): Readonly<Record<SerialState, bigint>> {
  check.all({ book }, { book: bookShape })
  checkBlocks(book)
  const totals = { active: 0n, buffer: 0n, retired: 0n, cancelled: 0n }
  for (const block of book) totals[block.state] += sizeOf(block)
  return totals
}

/** "PROJECT/2025-Q3/1-500": what a certificate prints. @throws SERIALS_INVALID */
export function serialLabel(project: string, vintage: Vintage, range: SerialRange): string {
  check.all({ project, range }, { project: text, range: fields<SerialRange>({ from: units(1n), to: units(1n) }) })
  const { from, to } = range
  check.that(to >= from, 'to', 'it is before the first number')
  return `${project}/${vintageLabel(vintage)}/${from}-${to}`
}

function checkBlocks(book: SerialBook): void {
  let next = 1n
  for (const [index, { from, to }] of book.entries()) {
    check.that(from === next, `book/${index}/from`, `the block does not begin at ${next}`)
    check.that(to >= from, `book/${index}/to`, 'the block ends before it begins')
    next = to + 1n
  }
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
