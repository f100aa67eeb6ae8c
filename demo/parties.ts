/** Parties of the sandbox, registered through the public API like any other. */
import type { Role, Scope } from '@assay/domain/roles.ts'
import { type AssayClient, createClient } from '../sdk/typescript/client.ts'
import type { Credentials } from './sandbox.ts'
import { until } from './until.ts'

export interface NewParty {
  readonly name: string
  readonly country: string
  readonly type: 'state' | 'company' | 'association' | 'person'
  readonly roles: readonly Role[]
  readonly scopes: readonly Scope[]
  readonly trackRecord?: { readonly verified: number; readonly failed: number; readonly source: string }
}

/** Registers a party and a client for it. Repeating it with the same key changes nothing but gives a further secret. */
export async function registerParty(operator: AssayClient, party: NewParty, key: string): Promise<Credentials> {
  const { scopes, ...body } = party
  const { partyId } = await operator.post<{ partyId: string }>('/parties', body, { idempotencyKey: `${key}-party` })
  const client = await operator.post<{ clientId: string; clientSecret: string }>(
    `/parties/${partyId}/clients`,
    { name: 'sandbox', scopes },
    { idempotencyKey: `${key}-client` },
  )
  return { partyId, clientId: client.clientId, clientSecret: client.clientSecret }
}

const claimYears = 5

interface WalletView {
  readonly address: string
  readonly claim: unknown
}

/** Gives a party a custodied wallet and a claim on chain; resolves with its address when the chain knows it. */
export async function openWallet(operator: AssayClient, partyId: string, key: string): Promise<string> {
  await operator.post(`/parties/${partyId}/wallets`, { custody: 'custodied' }, { idempotencyKey: `${key}-wallet` })
  const expiresAt = new Date(Date.now() + claimYears * 365 * 86_400_000).toISOString()
  await operator.post(`/parties/${partyId}/claims`, { expiresAt }, { idempotencyKey: `${key}-claim` })
  const party = await until(`the claim of party ${partyId} on chain`, async () => {
    const view = await operator.get<{ wallets: WalletView[] }>(`/parties/${partyId}`)
    return view.wallets[0]?.claim ? view : null
  })
  return party.wallets[0]!.address
}

/** An installation that is being restarted is waited for, about four minutes at most. */
const attemptsMost = 32

export function clientOf(url: string, { clientId, clientSecret }: Credentials): AssayClient {
  return createClient({ url, clientId, clientSecret, attemptsMost })
}

/** Mints Payment Token to a party and waits until it is there. */
export async function emitPt(
  treasury: AssayClient,
  to: string | 'conversionReserve',
  amountPt: string,
  key: string,
): Promise<void> {
  const body =
    to === 'conversionReserve'
      ? { to, amountPt, reason: 'Sovereign buffer reserve of the sandbox' }
      : { to: 'party', partyId: to, amountPt, reason: 'Working balance of a sandbox party' }
  const { emissionId } = await treasury.post<{ emissionId: string }>('/emissions', body, {
    idempotencyKey: `${key}-emission`,
  })
  await until(`emission ${emissionId}`, async () => {
    const emission = await treasury.get<{ state: string; failure: string | null }>(`/emissions/${emissionId}`)
    if (emission.state === 'failed') throw new Error(`the emission failed: ${emission.failure}`)
    return emission.state === 'minted' ? emission : null
  })
}
