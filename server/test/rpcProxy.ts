/**
 * A JSON-RPC proxy that behaves as badly as public nodes and their chains do: loses, repeats, delays and reorders, lets the base fee
 * jump, and enforces the rule a bare development chain does not have: a replacement must pay at least a tenth more.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Hex,
  keccak256,
  numberToHex,
  parseTransaction,
  recoverTransactionAddress,
  type TransactionSerialized,
} from 'viem'

interface Call {
  readonly id: number
  readonly method: string
  readonly params?: readonly unknown[]
}

/** Shares of calls, 0 to 1. */
export interface Faults {
  /** The call never reaches the node. */
  readonly loseRequest: number
  /** The node acts, but its answer is lost. */
  readonly loseAnswer: number
  /** The node gets the call twice. */
  readonly repeat: number
  /** The answer waits up to `delayMs`, so that later ones overtake it. */
  readonly delay: number
  readonly delayMs: number
  /** Before the call the base fee of the next block becomes anything up to `spikeWei`. */
  readonly spike: number
  readonly spikeWei: bigint
  /** Only these methods are touched; all when absent. */
  readonly methods?: readonly string[]
}

type Kind = 'loseRequest' | 'loseAnswer' | 'repeat' | 'delay' | 'spike'

const noFaults: Faults = { loseRequest: 0, loseAnswer: 0, repeat: 0, delay: 0, delayMs: 0, spike: 0, spikeWei: 0n }

export interface RpcProxy {
  readonly url: string
  /** How many times a fault of each kind has happened. */
  readonly happened: Record<Kind | 'underpriced', number>
  setFaults(faults: Partial<Faults>): void
  close(): Promise<void>
}

interface Fee {
  readonly hash: Hex
  readonly max: bigint
  readonly tip: bigint
}

/** @param random from 0 to below 1; seeded by the test, so that a failure can be repeated. */
export async function startRpcProxy(target: string, random: () => number): Promise<RpcProxy> {
  let faults = noFaults
  const pooled = new Map<string, Fee>()
  const happened = { loseRequest: 0, loseAnswer: 0, repeat: 0, delay: 0, spike: 0, underpriced: 0 }

  const strikes = (kind: Kind, calls: readonly Call[]) => {
    const touched = faults.methods === undefined || calls.some(({ method }) => faults.methods?.includes(method))
    if (!touched || random() >= faults[kind]) return false
    happened[kind]++
    return true
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const parsed = JSON.parse(body) as Call | Call[]
    const calls = Array.isArray(parsed) ? parsed : [parsed]
    if (strikes('loseRequest', calls)) return void response.destroy()
    if (strikes('spike', calls)) await spike()
    if (strikes('repeat', calls)) await forward(target, calls)
    const answers = await answer(calls)
    if (strikes('delay', calls)) await new Promise((resume) => setTimeout(resume, random() * faults.delayMs))
    if (strikes('loseAnswer', calls)) return void response.destroy()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(Array.isArray(parsed) ? answers : answers[0]))
  }

  async function spike(): Promise<void> {
    const baseFeeWei = 1n + (faults.spikeWei * BigInt(Math.floor(random() * 1_000))) / 1_000n
    const params = [numberToHex(baseFeeWei)]
    await forward(target, [{ id: 1, method: 'anvil_setNextBlockBaseFeePerGas', params }])
  }

  async function answer(calls: readonly Call[]): Promise<unknown[]> {
    const answers: unknown[] = []
    for (const call of calls) {
      const refusal = call.method === 'eth_sendRawTransaction' ? await refuse(String(call.params?.[0]) as Hex) : null
      if (refusal === null) answers.push(...(await forward(target, [call])))
      else answers.push({ jsonrpc: '2.0', id: call.id, error: { code: -32_000, message: refusal } })
    }
    return answers
  }

  /** As in go-ethereum's pool: both fees at least 10 % above those of the transaction with the same sender and nonce. */
  async function refuse(raw: Hex): Promise<string | null> {
    const transaction = parseTransaction(raw)
    const from = await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized })
    const slot = `${from}:${transaction.nonce ?? 0}`
    const fee = {
      hash: keccak256(raw),
      max: transaction.maxFeePerGas ?? 0n,
      tip: transaction.maxPriorityFeePerGas ?? 0n,
    }
    const known = pooled.get(slot)
    if (known !== undefined && known.hash !== fee.hash) {
      if (fee.max * 10n < known.max * 11n || fee.tip * 10n < known.tip * 11n) {
        happened.underpriced++
        return 'replacement transaction underpriced'
      }
    }
    pooled.set(slot, fee)
    return null
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    happened,
    setFaults(next) {
      faults = { ...noFaults, ...next }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function forward(target: string, calls: readonly Call[]): Promise<unknown[]> {
  const response = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(calls.map((call) => ({ jsonrpc: '2.0', ...call }))),
  })
  return (await response.json()) as unknown[]
}

/** A small seeded generator (mulberry32): the same seed, the same faults. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
