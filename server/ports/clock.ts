/** Time as the product sees it. The system clock in operation, a controllable one in tests. */
export interface Clock {
  now(): Date
  /** When the job queue, which runs on the database's clock, should look at something due at `at`. */
  jobRunAt(at: Date): Date
}

export const systemClock: Clock = { now: () => new Date(), jobRunAt: (at) => at }
