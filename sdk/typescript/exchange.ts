import { ApiProblem } from './problem.ts'

export interface ExchangeOptions {
  /** Longest wait for one answer. Default 30,000. */
  readonly timeoutMs?: number
  /** The most bytes one answer may have. Default 64 MiB, which no answer of the API exceeds. */
  readonly answerLimitBytes?: number
  /** Ends running calls, and the waits between attempts, when it is aborted. */
  readonly signal?: AbortSignal
  readonly fetch?: typeof fetch
}

export interface Answer {
  readonly status: number
  readonly bytes: Uint8Array
}

const answerLimitBytesDefault = 64 * 1024 * 1024

/** One request and its whole answer. A redirection is refused: the token is for this address only. */
export async function exchange(options: ExchangeOptions, target: string, init: RequestInit): Promise<Answer> {
  const { timeoutMs = 30_000, answerLimitBytes = answerLimitBytesDefault, fetch: go = fetch } = options
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
  const response = await go(target, { ...init, signal, redirect: 'error' })
  const bytes = await readLimited(response, answerLimitBytes)
  if (response.ok) return { status: response.status, bytes }
  throw problemOf(response, bytes)
}

async function readLimited(response: Response, limitBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
    size += read.value.length
    if (size > limitBytes) {
      await reader?.cancel()
      throw new ApiProblem(response.status, {
        code: 'ANSWER_TOO_LARGE',
        title: `the answer has more than ${limitBytes} bytes`,
      })
    }
    chunks.push(read.value)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function problemOf(response: Response, bytes: Uint8Array): ApiProblem {
  const after = Number(response.headers.get('retry-after') ?? Number.NaN)
  let problem: Record<string, unknown> = {}
  try {
    problem = Object(JSON.parse(new TextDecoder().decode(bytes))) as Record<string, unknown>
  } catch {
    // What stands between client and API (a proxy) may answer otherwise; the status still says what happened.
  }
  return new ApiProblem(response.status, Number.isFinite(after) ? { ...problem, retryAfterSeconds: after } : problem)
}
