import { type AssayClient, createClient } from '@assay/sdk/client.ts'
import type { OracleConfig } from './config.ts'

/** A node asks again by itself, at its own pace: a call is repeated once, which also cures a token that has ended. */
const attemptsMost = 2
/** No answer that a node asks for is larger; a case file has at most a few hundred documents. */
const answerLimitBytes = 16 * 1024 * 1024

/** The API as a node calls it. @param signal ends running calls when the node stops */
export function connect(config: OracleConfig, signal?: AbortSignal): AssayClient {
  const { apiUrl: url, clientId, clientSecret, requestTimeoutMs: timeoutMs } = config
  return createClient({ url, clientId, clientSecret, timeoutMs, attemptsMost, answerLimitBytes, signal })
}
