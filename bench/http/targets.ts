/** A trade that is read, and trades that are registered: an ordinary authenticated question and an ordinary command. */
import { randomBytes } from 'node:crypto'
import { readShipment } from '../../demo/inputs.ts'
import { clientOf, registerParty } from '../../demo/parties.ts'
import { type Credentials, readOperator } from '../../demo/sandbox.ts'
import type { BenchInstance } from '../instance.ts'
import type { Target } from './load.ts'

export interface Targets {
  readonly read: Target
  readonly write: Target
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
  let written = 0
  return {
    read: { url: `${url}/api/v1/trades/${tradeId}`, method: 'GET', headers: { authorization } },
    write: {
      url: `${url}/api/v1/trades`,
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      next() {
        const reference = `bench-${run}-${++written}`
        return { headers: { 'idempotency-key': reference }, body: JSON.stringify(trade(reference)) }
      },
    },
  }
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
