/**
 * A limit per client and minute: known clients by their id, everybody else by address. Counted in the process, or in Redis when
 * several processes share one limit. Redis holds no truth: without it each process counts for itself.
 */
import rateLimit, { type RateLimitPluginOptions } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Redis } from 'ioredis'
import type { RootLogger } from '../runtime/log.ts'
import { httpErrors } from './errors.ts'

/** Throws RATE_LIMITED. */
export type Limiter = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

export interface RateLimitOptions {
  readonly redisUrl: string | null
  readonly requestsPerMinute: number
  readonly log: RootLogger
}

type Count = ReturnType<FastifyInstance['createRateLimit']>

/** A request waits this long for Redis; then the connection counts as broken, and nobody waits until it is there again. */
const redisAnswersWithinMs = 250

export async function addRateLimit(app: FastifyInstance, options: RateLimitOptions): Promise<Limiter> {
  const own = await addCounter(app, options, {})
  const redis = options.redisUrl === null ? null : openRedis(options.redisUrl, options.log)
  app.addHook('onClose', async () => redis?.disconnect())
  const shared = redis === null ? null : await addCounter(app, options, { redis, nameSpace: 'assay-limit-' })
  const count: Count = async (request) => (shared === null ? own(request) : shared(request).catch(() => own(request)))
  return async (request, reply) => {
    const limit = await count(request)
    if (limit.isAllowed) return
    reply.headers({ 'x-ratelimit-limit': limit.max, 'x-ratelimit-remaining': limit.remaining })
    if (!limit.isExceeded) return
    reply.header('retry-after', limit.ttlInSeconds)
    throw httpErrors.RATE_LIMITED({ limitPerMinute: limit.max, retryAfterSeconds: limit.ttlInSeconds })
  }
}

/** In a scope of its own, since the plugin keeps one store per scope. */
async function addCounter(
  app: FastifyInstance,
  { requestsPerMinute }: RateLimitOptions,
  store: Pick<RateLimitPluginOptions, 'redis' | 'nameSpace'>,
): Promise<Count> {
  let count: Count | null = null
  await app.register(async (scope) => {
    await scope.register(rateLimit, { global: false, ...store })
    count = scope.createRateLimit({
      max: requestsPerMinute,
      timeWindow: 60_000,
      keyGenerator: (request) => (request.actor === null ? `ip:${request.ip}` : `client:${request.actor.clientId}`),
    })
  })
  if (count === null) throw new TypeError('the scope of the rate limit was not built')
  return count
}

/** Nothing is queued or repeated: a count that comes late is worth nothing. The client reconnects by itself. */
function openRedis(url: string, log: RootLogger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: redisAnswersWithinMs,
    socketTimeout: redisAnswersWithinMs,
  })
  let reached = true
  redis.on('error', (error) => {
    // Each attempt to reconnect fails anew; the outage is told once.
    if (reached) log.warn({ error }, 'Redis does not answer; every process counts requests for itself')
    reached = false
  })
  redis.on('ready', () => {
    if (!reached) log.info({}, 'Redis answers again; the limit is shared')
    reached = true
  })
  return redis
}
