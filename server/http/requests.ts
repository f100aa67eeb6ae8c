/** What every request has: an id, security headers, a limit per client, and one log line without personal data. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Redis } from 'ioredis'
import type { Actor } from '../module.ts'
import type { RootLogger } from '../runtime/log.ts'
import { httpErrors } from './errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
  }
  interface FastifyContextConfig {
    operationId?: string
  }
}

/** The caller's own request id when it is harmless in a log, otherwise a new one. */
export function requestIdOf(message: Pick<IncomingMessage, 'headers'>): string {
  const given = message.headers['x-request-id']
  return typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID()
}

/** Nothing of an answer is cached, framed, sniffed or run. Pages with other needs set their own policy. */
export function addSecurityHeaders(app: FastifyInstance, publicUrl: string): void {
  const secure = publicUrl.startsWith('https:')
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
    })
  })
}

/** One line per answer. The path is left out: identifiers are in the operation's own records, and a query may hold names. */
export function addRequestLog(app: FastifyInstance, log: RootLogger): void {
  app.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        requestId: request.id,
        clientId: request.actor?.clientId ?? null,
        partyId: request.actor?.partyId ?? null,
        operation: request.routeOptions.config.operationId ?? request.routeOptions.url ?? null,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
      },
      'answered',
    )
  })
}

export type Limiter = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/**
 * A limit per client and minute: known clients by their id, everybody else by address. Counted in the process, or in Redis
 * when several processes share one. A broken counter lets requests through: it protects, it does not authorise.
 * @returns a function that throws RATE_LIMITED.
 */
export async function addRateLimit(
  app: FastifyInstance,
  options: { readonly redisUrl: string | null; readonly requestsPerMinute: number; readonly log: RootLogger },
): Promise<Limiter> {
  const redis =
    options.redisUrl === null ? null : new Redis(options.redisUrl, { maxRetriesPerRequest: 1, connectTimeout: 1_000 })
  redis?.on('error', (error) => options.log.warn({ error }, 'the rate limit cannot reach Redis'))
  app.addHook('onClose', async () => redis?.disconnect())
  await app.register(rateLimit, {
    global: false,
    skipOnError: true,
    ...(redis === null ? {} : { redis, nameSpace: 'assay-limit-' }),
  })
  const check = app.createRateLimit({
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => (request.actor === null ? `ip:${request.ip}` : `client:${request.actor.clientId}`),
  })
  return async (request, reply) => {
    const limit = await check(request)
    if (limit.isAllowed) return
    reply.headers({ 'x-ratelimit-limit': limit.max, 'x-ratelimit-remaining': limit.remaining })
    if (!limit.isExceeded) return
    reply.header('retry-after', limit.ttlInSeconds)
    throw httpErrors.RATE_LIMITED({ limitPerMinute: limit.max, retryAfterSeconds: limit.ttlInSeconds })
  }
}
