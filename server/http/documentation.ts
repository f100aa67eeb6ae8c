/** `/openapi.json`, the interactive `/docs` (all files are served from here, nothing from the network), and `/problems`. */
import { errorTable } from '@assay/domain/errors.ts'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

export async function addDocumentation(app: FastifyInstance, document: Record<string, unknown>): Promise<void> {
  const json = JSON.stringify(document)
  app.get('/openapi.json', { config: { operationId: 'openapi' } }, (_request, reply) =>
    reply.type('application/json').send(json),
  )
  app.get('/problems', { config: { operationId: 'problems' } }, () => Object.fromEntries(errorTable()))
  await app.register(swagger, { mode: 'static', specification: { document: document as never } })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: { deepLinking: true, docExpansion: 'none', tryItOutEnabled: true },
  })
}
