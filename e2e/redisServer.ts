/** A real Redis for a test, on a free port and without a file. Null where `redis-server` is not installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { Redis } from 'ioredis'
import { freePort } from '../server/runtime/embedded/ports.ts'
import { hasEnded, until } from './program.ts'

export interface RedisServer {
  readonly url: string
  readonly child: ChildProcess
  kill(signal: NodeJS.Signals): void
  stop(): Promise<void>
}

export const redisInstalled = spawnSync('redis-server', ['--version']).status === 0

/** @param port 0: any free one. Another server may have had it before. */
export async function startRedis(port = 0): Promise<RedisServer> {
  const own = await freePort('127.0.0.1', port)
  const flags = ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()]
  const child = spawn('redis-server', flags, { stdio: 'ignore' })
  const url = `redis://127.0.0.1:${own}`
  await until(
    () => hasEnded(child) || answers(url),
    10_000,
    () => `Redis does not answer at ${url}`,
  )
  if (hasEnded(child)) throw new Error(`redis-server ended with ${child.exitCode}`)
  return {
    url,
    child,
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (hasEnded(child)) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}
