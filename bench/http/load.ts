/** One burst of requests over loopback, bounded in time and count; every answer must be a success. */
import { createRequire } from 'node:module'

export interface Target {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  /** Makes each request one of its own; without it all are the same. */
  next?(): { readonly headers: Readonly<Record<string, string>>; readonly body: string }
  /** Hears how many were answered with success. */
  answered?(requests: number): void
}

export interface Burst {
  readonly requests: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export const connections = 64
const requestsMost = 1_000_000
const timeoutSeconds = 20

interface Request {
  headers?: Record<string, string>
  body?: string
}

/** The part of autocannon's result that is used. */
interface Result {
  readonly duration: number
  readonly errors: number
  readonly timeouts: number
  readonly non2xx: number
  readonly '2xx': number
  readonly latency: { readonly p50: number; readonly p99: number }
}

/** It is installed when the bench is run, not with the product, so its types are not there when the product is checked. */
type Autocannon = (options: object) => Promise<Result>

/** @param rate requests per second, sent whether or not answers are late; without it as fast as answers come.
 *  @throws Error when an answer was not a success: a burst with refusals measures the refusals. */
export async function burst(target: Target, seconds: number, rate?: number): Promise<Burst> {
  const { url, method, headers, next } = target
  const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon
  const setupRequest = (request: Request): Request => {
    const own = next?.()
    return own === undefined ? request : { ...request, headers: { ...request.headers, ...own.headers }, body: own.body }
  }
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    maxOverallRequests: requestsMost,
    timeout: timeoutSeconds,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: [{ method, headers: { ...headers }, ...(next === undefined ? {} : { setupRequest }) }],
  })
  const { errors, timeouts, non2xx, '2xx': requests } = result
  if (errors + timeouts + non2xx > 0) {
    throw new Error(
      `${method} ${url}: ${non2xx} refused, ${errors} broken (${timeouts} too late), ${requests} answered`,
    )
  }
  target.answered?.(requests)
  return { requests, perSecond: requests / result.duration, p50Ms: result.latency.p50, p99Ms: result.latency.p99 }
}
