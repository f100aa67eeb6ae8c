/** The few calls a node makes, over HTTP with OAuth2 client credentials (RFC 6749 section 4.4). */

/** A refusal of the API: an RFC 9457 problem with a stable code. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly retryable: boolean

  constructor(status: number, code: string, title: string, retryable: boolean) {
    super(`${status} ${code}: ${title}`)
    this.status = status
    this.code = code
    this.retryable = retryable
  }
}

export interface Api {
  get(path: string): Promise<unknown>
  post(path: string, body: unknown, idempotencyKey: string): Promise<unknown>
}

export interface ApiOptions {
  readonly apiUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly requestTimeoutMs: number
  /** Ends running requests when the node stops. */
  readonly signal: AbortSignal
}

/** A token is renewed this long before it expires, so that none expires on the way. */
const renewBeforeMs = 30_000
/** No answer of the API is larger; a dossier has at most a few hundred documents. */
const answerLimitBytes = 16 * 1024 * 1024

/** Connects nothing: the first call fetches a token. */
export function createApi(options: ApiOptions): Api {
  let token: { value: string; until: number } | null = null
  const base = options.apiUrl.replace(/\/$/, '')

  async function send(url: string, init: RequestInit): Promise<unknown> {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.requestTimeoutMs)])
    const response = await fetch(url, { ...init, signal, redirect: 'error' })
    const text = await readLimited(response)
    const body = parse(text)
    if (response.ok) return body
    throw problemOf(response.status, body)
  }

  async function authorize(): Promise<string> {
    if (token !== null && Date.now() < token.until) return token.value
    const credentials = `${encodeURIComponent(options.clientId)}:${encodeURIComponent(options.clientSecret)}`
    const answer = (await send(`${base}/oidc/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials' }).toString(),
    })) as { access_token?: unknown; expires_in?: unknown }
    if (typeof answer?.access_token !== 'string' || typeof answer.expires_in !== 'number') {
      throw new ApiProblem(502, 'TOKEN_MALFORMED', 'the token answer is malformed', true)
    }
    token = { value: answer.access_token, until: Date.now() + answer.expires_in * 1000 - renewBeforeMs }
    return token.value
  }

  async function call(path: string, init: RequestInit): Promise<unknown> {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${await authorize()}` }
    try {
      return await send(`${base}/api/v1${path}`, { ...init, headers })
    } catch (error) {
      // The signing key of tokens may have been rotated meanwhile: the next attempt asks for a new token.
      if (error instanceof ApiProblem && error.status === 401) token = null
      throw error
    }
  }

  return {
    get: (path) => call(path, { method: 'GET' }),
    post: (path, body, idempotencyKey) =>
      call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
      }),
  }
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > answerLimitBytes)
      throw new ApiProblem(502, 'ANSWER_TOO_LARGE', 'the answer is larger than allowed', false)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function problemOf(status: number, body: unknown): ApiProblem {
  const { code, title, error, retryable } = (body ?? {}) as Readonly<Record<string, unknown>>
  return new ApiProblem(
    status,
    typeof code === 'string' ? code : typeof error === 'string' ? error : 'UNKNOWN',
    typeof title === 'string' ? title : 'no explanation',
    retryable === true || status === 401 || status === 429 || status >= 500,
  )
}
