import { expect } from 'vitest'

/** An input that does not fit is refused by its field, and whoever gave it reads why. */
export function expectRefused(attempt: () => unknown, field: string): void {
  expect(attempt).toThrowError(expect.objectContaining({ status: 422, details: expect.objectContaining({ field }) }))
  expect(attempt, 'without a reason').not.toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ reason: '' }) }),
  )
}
