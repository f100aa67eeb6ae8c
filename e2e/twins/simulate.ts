/** Blocks upon the newest one that the chain computes and forgets (`eth_simulateV1`). */
import type { Address, Hex } from 'viem'

/** More than any batch needs; no block of a real chain holds as much. */
const gas = '0xffffffffff'

export interface SimulatedBlock {
  /** Seconds since 1970; null leaves it to the chain. */
  readonly time: number | null
  readonly calls: readonly { readonly to: Address; readonly data: Hex }[]
}

interface SimulatedCall {
  readonly returnData: Hex
  readonly status: Hex
}

/**
 * Not through the client library: a batch is megabytes of hex, which it would parse and format again.
 * @returns data of each call. @throws Error for a call that reverts.
 */
export async function simulate(rpcUrl: string, blocks: readonly SimulatedBlock[]): Promise<Hex[][]> {
  const blockStateCalls = blocks.map(({ time, calls }) => ({
    blockOverrides: { gasLimit: gas, ...(time === null ? {} : { time: `0x${time.toString(16)}` }) },
    calls: calls.map((call) => ({ ...call, gas })),
  }))
  const params = [{ blockStateCalls, validation: false }, 'latest']
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_simulateV1', params }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`the chain answered ${response.status}: ${text.slice(0, 500)}`)
  const { result, error } = JSON.parse(text) as { result?: { calls: SimulatedCall[] }[]; error?: unknown }
  if (result === undefined) throw new Error(`the chain refused: ${JSON.stringify(error).slice(0, 500)}`)
  return result.map(({ calls }) =>
    calls.map(({ returnData, status }) => {
      if (status !== '0x1') throw new Error(`a twin contract reverted: ${returnData.slice(0, 500)}`)
      return returnData
    }),
  )
}
