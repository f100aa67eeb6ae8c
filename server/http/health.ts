/** `/healthz` says that the process answers; `/readyz` asks every part, and is 503 while one is missing. */
import type { FastifyInstance } from 'fastify'

/** One part of the product as this process sees it. */
export interface PartState {
  readonly part: string
  readonly ready: boolean
  /** For people: what is wrong, or how far it is. */
  readonly detail?: string
}

export function addHealth(app: FastifyInstance, readiness: () => Promise<readonly PartState[]>): void {
  app.get('/healthz', { config: { operationId: 'healthz' }, logLevel: 'silent' }, () => ({ alive: true }))
  app.get('/readyz', { config: { operationId: 'readyz' }, logLevel: 'silent' }, async (_request, reply) => {
    const parts = await readiness()
    const ready = parts.every((part) => part.ready)
    reply.code(ready ? 200 : 503)
    return { ready, parts }
  })
}
