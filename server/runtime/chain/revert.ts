import { type Abi, BaseError, decodeErrorResult, type Hex } from 'viem'

/** Why a contract refused. `name` is the custom error's name, `Error` for a reason string, `Panic`, or `unknown`. */
export interface Revert {
  readonly name: string
  /** `AlreadyAllocated(0x12..)`: name and arguments, for people and for `chain.intentFailed`. */
  readonly text: string
}

/** Finds the revert in an error of the JSON-RPC client. Null when it is something else: no answer, a bad nonce, no money. */
export function decodeRevert(error: unknown, abis: readonly Abi[]): Revert | null {
  const data = revertData(error)
  if (data === null) return null
  if (data === '0x') return { name: 'unknown', text: 'reverted without a reason' }
  for (const abi of abis) {
    try {
      const { errorName, args } = decodeErrorResult({ abi, data })
      return { name: errorName, text: `${errorName}(${(args ?? []).map(String).join(', ')})` }
    } catch {
      // Not an error of this contract; a callee's may be in the next.
    }
  }
  return { name: 'unknown', text: `unknown error ${data.slice(0, 10)}` }
}

/** The bytes a node returns with error code 3 ("execution reverted"), wherever the client has wrapped them. */
function revertData(error: unknown): Hex | null {
  let found: Hex | null = null
  let reverted = false
  const look = (cause: unknown): boolean => {
    if (cause === null || typeof cause !== 'object') return false
    const { code, data, message } = cause as { code?: unknown; data?: unknown; message?: unknown }
    if (code === 3 || (typeof message === 'string' && /execution reverted|revert/i.test(message) && code !== undefined))
      reverted = true
    const bytes = typeof data === 'object' && data !== null ? (data as { data?: unknown }).data : data
    if (typeof bytes === 'string' && /^0x([0-9a-f]{2})*$/i.test(bytes)) found ??= bytes as Hex
    return false
  }
  if (error instanceof BaseError) error.walk(look)
  else look(error)
  if (found !== null) return found
  return reverted ? '0x' : null
}
