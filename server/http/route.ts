/** One `Route` of a module as a Fastify route: authenticate, authorise, validate, run, answer. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Actor, QueryContext, Route } from '../module.ts'
import { chooseLocale } from '../pages/locale.ts'
import type { Caller, Machine } from '../runtime/machine.ts'
import { ask, transact } from '../runtime/transact.ts'
import { anonymous } from './authenticate.ts'
import { assertAccess, authorize, authorizeOwner } from './authorize.ts'
import { httpErrors } from './errors.ts'
import { answerOnce, fingerprintOf, readIdempotencyKey } from './once.ts'
import { sendPage } from './pages.ts'
import { problemMediaType } from './problem.ts'
import type { Limiter } from './rateLimit.ts'
import type { Seal } from './seal.ts'
import { compileAnswer, compileInput } from './validate.ts'

/** A JSON body is at most this large; uploads say their own limit. */
export const jsonLimitBytes = 1_048_576

export interface RouteServices {
  readonly machine: Machine
  readonly authenticate: (authorization: string | undefined) => Promise<Actor>
  readonly limit: Limiter
  readonly seal: Seal
}

interface Input {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly bytes?: Uint8Array
  readonly mediaType?: string
}

/** The whole path of a route as OpenAPI writes it. */
export function pathOf(route: Pick<Route, 'path' | 'root'>): string {
  return route.root ? route.path : `/api/v1${route.path}`
}

/** @throws TypeError when the declaration is not safe to serve. */
export function addRoute(app: FastifyInstance, moduleName: string, route: Route, services: RouteServices): void {
  assertAccess(route)
  const read = createReader(route)
  const answer =
    route.method === 'GET' ? createQuery(moduleName, route, services) : createCommand(moduleName, route, services)
  app.register(async (scope) => {
    if (route.accepts !== undefined) {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    }
    scope.route({
      method: route.method,
      url: pathOf(route).replaceAll(/\{(\w+)\}/g, ':$1'),
      bodyLimit: route.accepts?.limitBytes ?? jsonLimitBytes,
      config: { operationId: route.operationId },
      onRequest: (request, reply) => admit(route, services, request, reply),
      handler: (request, reply) => answer(request, reply, read(request)),
    })
  })
}

/** Before the body is read: who is it, not too often, and may they. */
async function admit(
  route: Route,
  services: RouteServices,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { access } = route
  if (access === 'public') {
    await services.limit(request, reply)
    request.actor = anonymous
    return
  }
  try {
    request.actor = await services.authenticate(request.headers.authorization)
  } finally {
    await services.limit(request, reply)
  }
  authorize(access, request.actor, route.method)
}

function createReader(route: Route): (request: FastifyRequest) => Input {
  const none = Type.Object({})
  const params = compileInput(route.params ?? none, 'params')
  const query = compileInput(route.query ?? none, 'query')
  const body = compileInput(route.body ?? none, 'body')
  return (request) => {
    const base = { params: params(request.params), query: query(request.query) }
    if (route.accepts !== undefined)
      return { ...base, body: undefined, ...readBytes(route.accepts, request, base.query) }
    // A request without a body is fine where none is declared; an undeclared one is refused like any unknown property.
    if (route.body === undefined && (request.body === undefined || request.body === null))
      return { ...base, body: undefined }
    return { ...base, body: body(request.body ?? null) }
  }
}

function readBytes(
  accepts: NonNullable<Route['accepts']>,
  request: FastifyRequest,
  query: unknown,
): { bytes: Uint8Array; mediaType: string } {
  const allowed = accepts.mediaTypesFor?.(query as never) ?? accepts.mediaTypes
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (!allowed.includes(mediaType) || !Buffer.isBuffer(request.body)) {
    throw httpErrors.MEDIA_TYPE_UNSUPPORTED({ accepts: [...allowed] })
  }
  return { bytes: request.body, mediaType }
}

type Answering = (request: FastifyRequest, reply: FastifyReply, input: Input) => Promise<unknown>

function createQuery(moduleName: string, route: Route, { machine }: RouteServices): Answering {
  const render = createRenderer(route)
  const isPage = route.produces?.startsWith('text/html') === true
  return async (request, reply, given) => {
    const input = isPage ? { ...given, locale: chooseLocale(request.languages()) } : given
    const answer = async (context: QueryContext) => {
      if (route.access !== 'public') await authorizeOwner(route.access, context, input)
      return route.handle(context as never, input as never)
    }
    const audit = { action: `${moduleName}.${route.operationId}`, input: given }
    const result = await (route.audited
      ? transact(machine, callerOf(request), audit, answer)
      : ask(machine, callerOf(request), answer))
    reply.code(route.status ?? 200)
    if (!(result instanceof Uint8Array)) return reply.type('application/json').send(render(result))
    if (route.produces === undefined) throw new TypeError(`${route.operationId} answered bytes without \`produces\``)
    if (isPage) return sendPage(reply.header('vary', 'accept-language'), Buffer.from(result))
    return reply.type(route.produces).send(Buffer.from(result))
  }
}

function createCommand(moduleName: string, route: Route, { machine, seal }: RouteServices): Answering {
  const render = createRenderer(route)
  const { access } = route
  if (access === 'public') throw new TypeError(`${route.operationId}: a command cannot be public`)
  const status = route.status ?? 201
  return async (request, reply, input) => {
    const key = readIdempotencyKey(request.headers['idempotency-key'])
    const once = {
      key,
      fingerprint: fingerprintOf(route.operationId, input),
      action: `${moduleName}.${route.operationId}`,
      input,
    }
    const answer = await answerOnce(machine, callerOf(request), once, seal, async (context) => {
      await authorizeOwner(access, context, input)
      return { status, body: render(await route.handle(context as never, input as never)) }
    })
    if (answer.replayed) reply.header('idempotent-replayed', 'true')
    reply.code(answer.status).type(answer.status < 400 ? 'application/json' : problemMediaType)
    return reply.send(answer.status === 204 ? undefined : answer.body)
  }
}

/** JSON of an answer, after checking that it is what the operation promises: a property too many would be a leak. */
function createRenderer(route: Route): (result: unknown) => string {
  const check = compileAnswer(route.response)
  return (result) => {
    const wrong = check(result)
    if (wrong !== null) throw new TypeError(`the answer of ${route.operationId} breaks its schema: ${wrong}`)
    return JSON.stringify(result ?? null)
  }
}

function callerOf(request: FastifyRequest): Caller {
  return { actor: request.actor ?? anonymous, requestId: request.id }
}
