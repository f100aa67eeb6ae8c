import type { Clock } from '../ports/clock.ts'

/** A clock that stands still until it is moved. Jobs with a deadline wait in the queue until `settle` releases them. */
export interface TestClock extends Clock {
  set(at: Date): void
}

/** Where every test begins, on the clock and on the chain. */
export const testEpoch = new Date('2026-01-15T12:00:00.000Z')
const never = new Date('9999-01-01T00:00:00.000Z')

export function testClock(): TestClock {
  let current = testEpoch
  return {
    now: () => current,
    jobRunAt: (at) => (at.getTime() <= current.getTime() ? new Date(0) : never),
    set(at) {
      if (at.getTime() < current.getTime()) throw new RangeError('time does not run backwards')
      current = at
    },
  }
}
