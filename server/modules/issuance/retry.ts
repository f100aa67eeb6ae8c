/** Sends that the chain refused are tried again, ever more slowly and in the end once a day, for as long as they are owed: a cause that
 *  lasts for weeks (a freeze, a lock) must not lose what is owed, and when it ends nobody has to help. */
const retrySecondsFirst = 30
const retrySecondsMost = 86_400

/** When to try again after `attempt` tries have failed. */
export function nextAttemptAt(now: Date, attempt: number): Date {
  return new Date(now.getTime() + Math.min(retrySecondsFirst * 2 ** (attempt - 1), retrySecondsMost) * 1000)
}
