import type { FastifyInstance } from 'fastify'
import type Provider from 'oidc-provider'
import { anonymous } from '../authenticate.ts'
import { httpErrors } from '../errors.ts'
import type { Limiter } from '../rateLimit.ts'

/** What of the authorization server is served, and how; the rest of what it could do has no address here. */
const served: Readonly<Record<string, readonly string[]>> = {
  '/.well-known/openid-configuration': ['GET', 'HEAD', 'OPTIONS'],
  '/jwks': ['GET', 'HEAD', 'OPTIONS'],
  '/token': ['POST', 'OPTIONS'],
}

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
        const allowed = served[pathOf(request.url)]
        if (allowed === undefined) throw httpErrors.NOT_FOUND()
        if (!allowed.includes(request.method)) {
          reply.header('allow', allowed.join(', '))
          throw httpErrors.METHOD_NOT_ALLOWED({ allowed })
        }
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

/** Below the mount point, without the query. */
function pathOf(url: string): string {
  return url.slice('/oidc'.length).split('?', 1)[0] ?? ''
}
