/** A trade that is read, and trades that are registered: an ordinary authenticated question and an ordinary command. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { readShipment } from '../../demo/inputs.ts'
import { clientOf, registerParty } from '../../demo/parties.ts'
import { type Credentials, readOperator } from '../../demo/sandbox.ts'
import type { BenchInstance } from '../instance.ts'
import type { Target } from './load.ts'

export interface Targets {
  readonly read: Target
  readonly write: Target
  /** What is read. */
  readonly tradeId: string
  /** @throws Error when there are fewer trades than writes were answered, or more than were sent. */
  checkRows(databaseUrl: string): Promise<void>
}

export async function prepareTargets({ url, stateDir }: Pick<BenchInstance, 'url' | 'stateDir'>): Promise<Targets> {
  const operator = clientOf(url, readOperator(stateDir))
  const { contract } = readShipment('G1', 'bench')
  const register = (role: 'buyer' | 'seller' | 'sovereign') =>
    registerParty(
      operator,
      {
        name: `Bench ${role}`,
        country: contract.originCountry,
        type: role === 'sovereign' ? 'state' : 'company',
        roles: [role],
        scopes: ['assets:read', 'assets:write'],
      },
      `bench-${role}`,
    )
  const [buyer, seller, sovereign] = await Promise.all([register('buyer'), register('seller'), register('sovereign')])
  const trade = (reference: string) => ({
    ...contract,
    reference,
    buyerPartyId: buyer.partyId,
    sellerPartyId: seller.partyId,
    sovereignPartyId: sovereign.partyId,
  })
  const { tradeId } = await clientOf(url, seller).post<{ tradeId: string }>('/trades', trade('bench'))
  const authorization = `Bearer ${await tokenOf(url, seller)}`
  const run = randomBytes(4).toString('hex')
  let [sent, answered] = [0, 0]
  return {
    tradeId,
    read: { url: `${url}/api/v1/trades/${tradeId}`, method: 'GET', headers: { authorization } },
    write: {
      url: `${url}/api/v1/trades`,
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      next() {
        const reference = `bench-${run}-${++sent}`
        return { headers: { 'idempotency-key': reference }, body: JSON.stringify(trade(reference)) }
      },
      answered(requests) {
        answered += requests
      },
    },
    async checkRows(databaseUrl) {
      const rows = await countTrades(databaseUrl, `bench-${run}-%`)
      // A burst ends while requests are on their way: their rows may be there without an answer.
      if (rows < answered || rows > sent)
        throw new Error(`${rows} trades of ${answered} answered and ${sent} sent writes`)
    },
  }
}

async function countTrades(databaseUrl: string, references: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query('select count(*)::int as count from trades where reference like $1', [references])
  await client.end()
  return (rows[0] as { count: number }).count
}

async function tokenOf(url: string, { clientId, clientSecret }: Credentials): Promise<string> {
  const response = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token } = (await response.json()) as { access_token?: string }
  if (access_token === undefined) throw new Error(`no token: ${response.status}`)
  return access_token
}
