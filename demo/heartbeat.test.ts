import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startHeartbeat } from './heartbeat.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('it tells that it goes on only when nothing else was told for a while, and not once it is stopped', () => {
  const told: string[] = []
  const heart = startHeartbeat((line) => told.push(line))
  for (const line of ['one', 'two', 'three']) {
    heart.tell(line)
    vi.advanceTimersByTime(2_000)
  }
  expect(told).toEqual(['one', 'two', 'three'])
  vi.advanceTimersByTime(4_000)
  expect(told.slice(3)).toEqual([expect.stringMatching(/ 7 s$/), expect.stringMatching(/ 10 s$/)])
  heart.stop()
  vi.advanceTimersByTime(60_000)
  expect(told).toHaveLength(5)
})
