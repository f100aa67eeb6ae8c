/** Sends that the chain refused are tried again, ever more slowly: what is due must happen without anybody's help. */
const retrySecondsFirst = 30
const retrySecondsMost = 86_400

export const sendAttemptsMost = 30

/** When to try again after `attempt` tries have failed. */
export function nextAttemptAt(now: Date, attempt: number): Date {
  return new Date(now.getTime() + Math.min(retrySecondsFirst * 2 ** (attempt - 1), retrySecondsMost) * 1000)
}
