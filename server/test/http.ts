/** The HTTP server of a harness, on a real socket, with parties that hold tokens from the real authorization server. */
import { randomUUID } from 'node:crypto'
import { roles as allRoles, scopes as allScopes, type Role, type Scope } from '@assay/domain/roles.ts'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { createHttpServer } from '../http/server.ts'
import {
  clientSecretMatches,
  createClient,
  findCredentials,
  findIdentity,
  registerParty,
} from '../modules/parties/index.ts'
import type { Harness } from './harness.ts'

export interface Credentials {
  readonly partyId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly token: string
}

export interface Call {
  readonly token?: string | null
  readonly body?: unknown
  /** Raw bytes instead of a JSON body. */
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** Idempotency key; a fresh one for commands by default, none when null. */
  readonly key?: string | null
}

export interface HttpHarness {
  readonly app: FastifyInstance
  readonly url: string
  /** A new party with a client and its token. */
  grant(of?: { roles?: readonly Role[]; scopes?: readonly Scope[] }): Promise<Credentials>
  tokenOf(client: { clientId: string; clientSecret: string }, scope?: string): Promise<string>
  /** One request over the socket. `path` is whole, e.g. /api/v1/parties. */
  call(method: string, path: string, options?: Call): Promise<Answer>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any
}

export async function startHttp(
  harness: Harness,
  options: Partial<Pick<Config, 'redisUrl' | 'requestsPerMinute'>> = {},
): Promise<HttpHarness> {
  const { db, machine } = harness
  const app = await createHttpServer({
    machine: { ...machine, config: { ...machine.config, ...options } },
    clients: {
      findIdentity: (clientId) => findIdentity(db, clientId),
      findCredentials: (clientId) => findCredentials(db, clientId),
      secretMatches: clientSecretMatches,
    },
    secret: Buffer.alloc(32, 7),
    readiness: async () => [{ part: 'database', ready: true }],
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const http: HttpHarness = {
    app,
    url,
    async grant({ roles = allRoles, scopes = allScopes } = {}) {
      const client = await harness.run(async (context) => {
        const party = await registerParty(context, {
          name: 'Test party',
          country: 'EE',
          type: 'state',
          roles: roles.slice(0, 1),
        })
        // A test may hold roles together that the register would not give to one party.
        await context.db
          .updateTable('parties')
          .set({ roles: [...roles] })
          .where('party_id', '=', party.partyId)
          .execute()
        return createClient(context, { partyId: party.partyId, name: 'test', scopes })
      })
      return { ...client, token: await http.tokenOf(client) }
    },
    async tokenOf({ clientId, clientSecret }, scope) {
      const answer = await fetch(`${url}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) }),
      })
      const body = (await answer.json()) as { access_token?: string }
      if (body.access_token === undefined) throw new Error(`no token: ${answer.status} ${JSON.stringify(body)}`)
      return body.access_token
    },
    call: (method, path, of) => call(url, method, path, of),
    close: () => app.close(),
  }
  return http
}

async function call(url: string, method: string, path: string, of: Call = {}): Promise<Answer> {
  const key = of.key === undefined && method !== 'GET' ? randomUUID() : of.key
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(of.token ? { authorization: `Bearer ${of.token}` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
      ...(of.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...of.headers,
    },
    ...(of.bytes !== undefined ? { body: of.bytes as Uint8Array<ArrayBuffer> } : {}),
    ...(of.body !== undefined ? { body: typeof of.body === 'string' ? of.body : JSON.stringify(of.body) } : {}),
  })
  const text = await response.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: response.status, headers: response.headers, text, json }
}
