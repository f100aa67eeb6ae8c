/** Two APIs share one limit of requests in a real Redis; without it they go on, each counting for itself, and nothing is lost. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './program.ts'
import { type RedisServer, redisInstalled, startRedis } from './redisServer.ts'
import { type SplitProgram, startSplit } from './splitProgram.ts'

const perMinute = 20

describe.skipIf(!redisInstalled)('with redis-server, which has to be installed', () => {
  let redis: RedisServer
  let split: SplitProgram
  let credentials: { clientId: string; clientSecret: string }
  let token: string
  beforeAll(async () => {
    redis = await startRedis()
    const settings = { REDIS_URL: redis.url, REQUESTS_PER_MINUTE: String(perMinute) }
    split = await startSplit({ parts: ['serve'], settings })
    credentials = JSON.parse(await readFile(join(split.clientDir, 'operator.json'), 'utf8'))
    token = (await (await askToken(split.urls[0]!)).json()).access_token
  }, 300_000)
  afterAll(async () => {
    await split?.stop()
    await redis?.stop()
  })

  const askToken = (url: string) =>
    fetch(`${url}/oidc/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    })
  const registerParty = (url: string, key: string) =>
    fetch(`${url}/api/v1/parties`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ name: 'Blue Ferries', country: 'EE', type: 'company', roles: ['creditBuyer'] }),
    })

  /** How many of so many requests to each API were answered; the others were told to come back later. */
  async function answered(requests: number): Promise<readonly number[]> {
    const counts = split.urls.map(() => 0)
    for (let n = 0; n < requests; n++) {
      for (const [api, url] of split.urls.entries()) {
        const { status } = await fetch(`${url}/api/v1/parties?limit=1`, {
          headers: { authorization: `Bearer ${token}` },
        })
        expect([200, 429]).toContain(status)
        if (status === 200) counts[api]!++
      }
    }
    return counts
  }

  /** The APIs reconnect by themselves; Redis knows when they are there. */
  async function untilBothAreConnected(): Promise<void> {
    const client = new Redis(redis.url)
    const others = async () => (String(await client.client('LIST')).match(/^id=/gm) ?? []).length - 1
    await until(
      async () => (await others()) >= 2,
      60_000,
      () => 'the APIs do not come back to Redis',
    )
    client.disconnect()
  }

  test('what one API has answered the other one counts', async () => {
    await untilBothAreConnected()
    expect(await answered(perMinute)).toEqual([perMinute / 2, perMinute / 2])
  })

  test('a killed Redis stops nobody and loses nothing: each API counts for itself, a repeated command acts once', async () => {
    redis.kill('SIGKILL')
    const key = randomUUID()
    const [one, other] = [await registerParty(split.urls[0]!, key), await registerParty(split.urls[1]!, key)]
    expect([one.status, other.status]).toEqual([201, 201])
    expect(await other.text()).toBe(await one.text())
    expect(await answered(perMinute)).toEqual([perMinute - 1, perMinute - 1])
  })

  test('a Redis that is back is used again', async () => {
    redis = await startRedis(Number(new URL(redis.url).port))
    await untilBothAreConnected()
    expect(await answered(perMinute)).toEqual([perMinute / 2, perMinute / 2])
  })

  test('a Redis that hangs holds up nobody', async () => {
    redis.kill('SIGSTOP')
    for (const url of [...split.urls, ...split.urls]) expect((await askToken(url)).status).toBe(200)
  })
})
