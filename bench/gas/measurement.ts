import type { Operation } from './operations.ts'

/** What somebody else's operation costs that does the work of one of ours, or the nearest to it. */
export interface Measurement {
  readonly operation: Operation
  readonly contender: string
  /** Of each repetition, in this run; of a citation one figure. */
  readonly gas: readonly number[]
  /** Where the figure is from when it was not measured in this run. */
  readonly cited: string | null
}
