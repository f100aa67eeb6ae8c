/** A day of the calendar, or null. Nothing that this product reads is older than a thousand years, and no database knows the year 0. */
export function readIsoDate(value: string): string | null {
  if (!/^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$/.test(value)) return null
  // The engine takes 30 February for 2 March.
  const at = new Date(`${value}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== value ? null : value
}
