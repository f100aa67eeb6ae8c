/** The HTTP server: every module's routes, the authorization server, documentation and health, built once per process. */
import type { AssayError } from '@assay/domain/errors.ts'
import accepts from '@fastify/accepts'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Machine } from '../runtime/machine.ts'
import { type ClientIdentity, createAuthenticator } from './authenticate.ts'
import { addDocumentation } from './documentation.ts'
import { httpErrors } from './errors.ts'
import { addHealth, type PartState } from './health.ts'
import { loadSigningKeys } from './oidc/keys.ts'
import { mountProvider } from './oidc/mount.ts'
import { type ClientCredentials, createProvider } from './oidc/provider.ts'
import { forgetOldAnswers } from './once.ts'
import { openapiDocument } from './openapi.ts'
import { addPages, problemPage, sendPage, wantsPage } from './pages.ts'
import { problemMediaType, toAssayError, toProblem } from './problem.ts'
import { addRateLimit } from './rateLimit.ts'
import { addRequestLog, addSecurityHeaders, requestIdOf } from './requests.ts'
import { addRoute } from './route.ts'
import { createSeal } from './seal.ts'

/** What the register of clients tells the server; the parties module provides it at composition. */
export interface ClientRegister {
  findIdentity(clientId: string): Promise<ClientIdentity | null>
  findCredentials(clientId: string): Promise<ClientCredentials | null>
  secretMatches(secret: string, secretHash: string): boolean
}

export interface HttpOptions {
  readonly machine: Machine
  readonly clients: ClientRegister
  /** At least 32 bytes, the same in every process of an installation; seals signing keys and kept answers. */
  readonly secret: Uint8Array
  /** State of every part, for /readyz. */
  readonly readiness: () => Promise<readonly PartState[]>
}

/** Builds the server; the caller listens (`app.listen`) and closes it. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const { machine, clients } = options
  const { config, log } = machine
  const app = Fastify({
    logger: false,
    genReqId: requestIdOf,
    requestIdHeader: false,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    // What fails before any route is found, for example a path that is not percent-encoded text.
    frameworkErrors: (_error, request, reply) => sendProblem(reply, httpErrors.REQUEST_REFUSED(), request.id),
  })
  app.removeContentTypeParser('text/plain')
  app.decorateRequest('actor', null)
  await app.register(accepts, { decorateReply: false })
  addSecurityHeaders(app, config.publicUrl)
  addRequestLog(app, log)
  addProblems(app, machine)

  const limit = await addRateLimit(app, {
    redisUrl: config.redisUrl,
    requestsPerMinute: config.requestsPerMinute,
    log,
  })
  const issuer = `${config.publicUrl}/oidc`
  const keys = await loadSigningKeys(machine.db, createSeal(options.secret, 'signing keys'), machine.clock.now())
  const onError = (error: unknown) => log.error({ error }, 'the authorization server failed')
  mountProvider(app, createProvider({ issuer, signingKeys: keys.signing, ...clients, onError }), limit)

  const authenticate = createAuthenticator({ db: machine.db, issuer, findIdentity: clients.findIdentity })
  const services = { machine, authenticate, limit, seal: createSeal(options.secret, 'answers') }
  for (const module of machine.modules) {
    for (const route of module.routes) addRoute(app, module.name, route, services)
  }
  await addDocumentation(app, openapiDocument(machine.modules))
  addPages(app)
  addHealth(app, options.readiness)
  forgetEveryHour(app, machine)
  return app
}

function forgetEveryHour(app: FastifyInstance, machine: Machine): void {
  const forget = () =>
    forgetOldAnswers(machine).catch((error) => machine.log.warn({ error }, 'old answers could not be forgotten'))
  const timer = setInterval(forget, 3_600_000).unref()
  app.addHook('onClose', async () => clearInterval(timer))
}

/** Every error leaves as a problem; what nobody foresaw is logged with its cause and shown without it. */
function addProblems(app: FastifyInstance, machine: Machine): void {
  app.setErrorHandler((thrown, request, reply) => {
    const error = toAssayError(thrown)
    if (error.status >= 500) {
      machine.log.error({ requestId: request.id, code: error.code, error: thrown }, 'a request failed')
    }
    if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="assay"')
    const detailed =
      error.code === 'BODY_TOO_LARGE'
        ? httpErrors.BODY_TOO_LARGE({ limitBytes: request.routeOptions.bodyLimit })
        : error
    return answerProblem(request, reply, detailed)
  })
  app.setNotFoundHandler((request, reply) => answerProblem(request, reply, httpErrors.NOT_FOUND()))
}

/** A problem for programs, a page for people. */
function answerProblem(request: FastifyRequest, reply: FastifyReply, error: AssayError): FastifyReply {
  reply.header('vary', 'accept')
  if (wantsPage(request)) return sendPage(reply.code(error.status), problemPage(error, request.id))
  return sendProblem(reply, error, request.id)
}

function sendProblem(reply: FastifyReply, error: AssayError, requestId: string): FastifyReply {
  return reply
    .code(error.status)
    .type(problemMediaType)
    .send(JSON.stringify(toProblem(error, requestId)))
}
