/** What is measured, and how often. */

export const operations = [
  'transfer FT',
  'transfer PT',
  'quorum 3',
  'quorum 5',
  'quorum 7',
  'quorum 13',
  'allocate',
  'fund escrow',
  'release escrow',
  'retire',
  'retire batch of 10',
  'retire batch of 100',
] as const
export type Operation = (typeof operations)[number]

/** Of each turn; the first one writes where nothing was. */
export type Gas = Readonly<Record<Operation, readonly number[]>>

export const repetitions = 3
/** Of ours, the first time included. */
export const turns = repetitions + 1
export const batches = [1, 10, 100] as const

export function retirementOf(items: (typeof batches)[number]): Operation {
  return items === 1 ? 'retire' : `retire batch of ${items}`
}

/** What somebody else's operation costs that does the work of one of ours, or the nearest to it. */
export interface Measurement {
  readonly operation: Operation
  readonly contender: string
  /** Of each repetition, in this run; of a citation one figure. */
  readonly gas: readonly number[]
  /** Where the figure is from when it was not measured in this run. */
  readonly cited: string | null
}
