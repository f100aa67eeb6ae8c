import type { CommandContext } from '../../module.ts'
import { assetErrors } from './errors.ts'

/** Clocks of honest senders differ from ours by less. */
const clockToleranceSeconds = 300
/** When it is still yesterday at Greenwich, it is already this much later where the day begins (UTC+14). */
const dayBeginsSeconds = 14 * 3_600

/** Refuses an instant that has not come yet. Errors: DATE_IN_FUTURE. */
export function refuseFutureInstant({ now }: CommandContext, field: string, at: Date): void {
  const latest = new Date(now.getTime() + clockToleranceSeconds * 1_000)
  if (at > latest) throw assetErrors.DATE_IN_FUTURE({ field, latest: latest.toISOString() })
}

/** Refuses a calendar day (RFC 3339) that has begun nowhere on earth. Errors: DATE_IN_FUTURE. */
export function refuseFutureDay({ now }: CommandContext, field: string, day: string): void {
  const latest = new Date(now.getTime() + dayBeginsSeconds * 1_000).toISOString().slice(0, 10)
  if (day > latest) throw assetErrors.DATE_IN_FUTURE({ field, latest })
}
