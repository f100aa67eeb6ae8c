import type { FastifyInstance } from 'fastify'
import type Provider from 'oidc-provider'
import { anonymous } from '../authenticate.ts'
import type { Limiter } from '../rateLimit.ts'

/** Serves the authorization server below /oidc. It reads its own bodies, so no parser of ours may touch them. */
export function mountProvider(app: FastifyInstance, provider: Provider, limit: Limiter): void {
  const serve = provider.callback()
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: '/oidc/*',
      config: { operationId: 'oidc' },
      onRequest: limit,
      handler: async (request, reply) => {
        request.actor = anonymous
        for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value as string)
        reply.hijack()
        // The provider sees paths below its mount point and builds its own addresses from `originalUrl`.
        const { raw } = request
        Object.assign(raw, { originalUrl: raw.url })
        raw.url = raw.url!.slice('/oidc'.length)
        await serve(raw, reply.raw)
      },
    })
  })
}
