/**
 * A thin client of the Assay API: it keeps an access token, gives every command an idempotency key, repeats what may be
 * repeated, and turns problems into `ApiProblem`.
 *
 * ```ts
 * const assay = createClient({ url: 'http://127.0.0.1:8080', clientId, clientSecret })
 * const trade = await assay.post<{ tradeId: string }>('/trades', { ... })
 * for await (const party of assay.list<{ partyId: string }>('/parties')) ...
 * ```
 */
import { type Answer, type ExchangeOptions, exchange } from './exchange.ts'
import { ApiProblem } from './problem.ts'

export interface ClientOptions extends ExchangeOptions {
  /** Where the installation answers, without /api/v1. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** Scopes to ask for. Default: all of the client. */
  readonly scopes?: readonly string[]
  /** How often a request is sent at most. Default 6. */
  readonly attemptsMost?: number
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface CommandOptions {
  /** Default: a fresh UUID. Give one to be able to repeat the command after a crash of your own. */
  readonly idempotencyKey?: string
  readonly query?: Query
}

/** Paths are below /api/v1 and begin with a slash. Errors of all calls: ApiProblem, or what `fetch` throws in the end. */
export interface AssayClient {
  get<T>(path: string, query?: Query): Promise<T>
  /** All items of a list, page by page. */
  list<T>(path: string, query?: Query): AsyncGenerator<T>
  /** Every row of a list that is known to be short. */
  all<T>(path: string, query?: Query): Promise<T[]>
  post<T>(path: string, body?: unknown, options?: CommandOptions): Promise<T>
  put<T>(path: string, body: unknown, options?: CommandOptions): Promise<T>
  delete<T>(path: string, options?: CommandOptions): Promise<T>
  /** Sends raw bytes, for example a document of evidence. */
  upload<T>(path: string, bytes: Uint8Array, mediaType: string, options?: CommandOptions): Promise<T>
  /** Reads raw bytes, for example a certificate. @param limits of this answer, where they are others than the client's */
  download(path: string, query?: Query, limits?: Pick<ExchangeOptions, 'answerLimitBytes'>): Promise<Uint8Array>
}

/** A token is renewed this long before it ends, so that none ends on the way. */
const renewBeforeMs = 30_000
const waitFirstMs = 200
const waitMostMs = 10_000

/** Connects nothing: the first call gets a token. */
export function createClient(options: ClientOptions): AssayClient {
  const send = createSender(options)
  const json = async ({ status, bytes }: Answer) =>
    status === 204 ? null : JSON.parse(new TextDecoder().decode(bytes))
  const command = async (
    method: string,
    path: string,
    body: BodyInit | undefined,
    type: string | undefined,
    of: CommandOptions = {},
  ) =>
    json(
      await send(method, path, of.query, {
        ...(body === undefined ? {} : { body }),
        headers: {
          'idempotency-key': of.idempotencyKey ?? crypto.randomUUID(),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
      }),
    )
  const client: AssayClient = {
    get: async (path, query) => json(await send('GET', path, query, {})),
    async *list<T>(path: string, query?: Query) {
      let cursor: string | undefined
      do {
        const page = await client.get<{ items: T[]; nextCursor: string | null }>(path, { ...query, cursor })
        yield* page.items
        // A page without items is the last one, whatever it says: no list is walked without end.
        cursor = page.items.length === 0 ? undefined : (page.nextCursor ?? undefined)
      } while (cursor !== undefined)
    },
    async all<T>(path: string, query?: Query) {
      const rows: T[] = []
      for await (const row of client.list<T>(path, query)) rows.push(row)
      return rows
    },
    post: (path, body, of) =>
      body === undefined
        ? command('POST', path, undefined, undefined, of)
        : command('POST', path, JSON.stringify(body), 'application/json', of),
    put: (path, body, of) => command('PUT', path, JSON.stringify(body), 'application/json', of),
    delete: (path, of) => command('DELETE', path, undefined, undefined, of),
    upload: (path, bytes, mediaType, of) => command('POST', path, bytes as Uint8Array<ArrayBuffer>, mediaType, of),
    download: async (path, query, limits) => (await send('GET', path, query, {}, limits)).bytes,
  }
  return client
}

type Sender = (
  method: string,
  path: string,
  query: Query | undefined,
  init: RequestInit,
  limits?: Partial<ExchangeOptions>,
) => Promise<Answer>

/** Sends until an answer stands: an answer below 500, other than 429, or a refused token that a new one does not cure. */
function createSender(options: ClientOptions): Sender {
  const { url, attemptsMost = 6, signal } = options
  const base = url.replace(/\/$/, '')
  const tokens = createTokens(options, base)
  return async (method, path, query, init, limits) => {
    const target = `${base}/api/v1${path}${queryText(query)}`
    for (let attempt = 1; ; attempt++) {
      try {
        const authorization = `Bearer ${await tokens.get()}`
        const headers = { ...(init.headers as Record<string, string>), authorization }
        return await exchange({ ...options, ...limits }, target, { ...init, method, headers })
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) tokens.forget()
        if (signal?.aborted || attempt >= attemptsMost || !mayRepeat(error, attempt)) throw error
        await wait(attempt, error, signal)
      }
    }
  }
}

/** A command carries its idempotency key, so repeating it is as safe as repeating a question. */
function mayRepeat(error: unknown, attempt: number): boolean {
  if (!(error instanceof ApiProblem)) return true
  // A token can end or be revoked between two looks at the clock; a second new one would be refused like the first.
  return error.status === 401 ? error.code === 'TOKEN_INVALID' && attempt === 1 : error.retryable
}

function wait(attempt: number, error: unknown, signal: AbortSignal | undefined): Promise<void> {
  const asked = error instanceof ApiProblem ? Number(error.problem.retryAfterSeconds) * 1_000 : Number.NaN
  const backOff = Math.min(waitFirstMs * 2 ** (attempt - 1), waitMostMs) * (0.5 + Math.random() / 2)
  const milliseconds = Number.isFinite(asked) ? Math.min(asked, 60_000) : backOff
  return new Promise((resume, stop) => {
    const end = () => {
      clearTimeout(timer)
      stop(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resume()
    }, milliseconds)
    signal?.addEventListener('abort', end, { once: true })
  })
}

/** One token for all concurrent calls. */
function createTokens(options: ClientOptions, base: string) {
  const { clientId, clientSecret, scopes } = options
  let current: { readonly token: Promise<string>; until: number } | null = null
  const renew = async (): Promise<{ token: string; until: number }> => {
    const asked = Date.now()
    const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`
    const { bytes } = await exchange(options, `${base}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(credentials)}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(scopes === undefined ? {} : { scope: scopes.join(' ') }),
      }),
    })
    const answer = JSON.parse(new TextDecoder().decode(bytes)) as { access_token: string; expires_in: number }
    return { token: answer.access_token, until: asked + answer.expires_in * 1_000 - renewBeforeMs }
  }
  return {
    get(): Promise<string> {
      if (current !== null && Date.now() < current.until) return current.token
      const renewal = renew()
      // Callers that come while the answer is on its way wait for the same one.
      const entry = { token: renewal.then(({ token }) => token), until: Number.POSITIVE_INFINITY }
      current = entry
      renewal.then(
        ({ until }) => {
          entry.until = until
        },
        () => {
          if (current === entry) current = null
        },
      )
      return entry.token
    },
    forget(): void {
      current = null
    },
  }
}

function queryText(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}
