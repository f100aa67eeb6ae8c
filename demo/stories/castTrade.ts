/** Who takes part in the trades of a story, registered like anybody. */
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { clientOf, emitPt, openWallet, registerParty } from '../parties.ts'
import type { Stage } from './stage.ts'

/** Who takes part in trades; one cast may trade many times. */
export interface TradeCast {
  readonly slug: string
  readonly buyer: AssayClient
  readonly seller: AssayClient
  readonly sovereign: AssayClient
  readonly buyerPartyId: string
  readonly sellerPartyId: string
  readonly sovereignPartyId: string
}

/** Standing of a seller that has traded before: lowers its fee (domain.md 2.12, participant signal). */
const sellerSignal = '-0.5'

/** Parties of this story alone: fees and trust depend on what a party did before. The buyer gets what the trades will cost. */
export async function castTrade(stage: Stage, slug: string, country: string, totalPt: string): Promise<TradeCast> {
  const key = `${stage.run}-${slug}`
  const common = [
    'parties:read',
    'assets:read',
    'assets:write',
    'evidence:read',
    'evidence:write',
    'verification:read',
    'settlement:read',
    'settlement:write',
    'issuance:read',
    'ledger:read',
  ] as const
  const register = (
    name: string,
    role: 'buyer' | 'seller' | 'sovereign',
    more: Partial<Parameters<typeof registerParty>[1]> = {},
  ) =>
    registerParty(
      stage.operator,
      {
        name,
        country,
        type: role === 'sovereign' ? 'state' : 'company',
        roles: [role],
        scopes: [...common, ...(role === 'seller' ? (['verification:write'] as const) : [])],
        ...more,
      },
      `${key}-${role}`,
    )
  const [buyer, seller, sovereign] = await Promise.all([
    register('Sandbox Mills', 'buyer', { country: 'NL' }),
    register('Sandbox Prairie Grain', 'seller', {
      trackRecord: { verified: 17, failed: 3, source: 'Sandbox record of earlier deliveries' },
    }),
    register('Sandbox Ministry of Trade', 'sovereign'),
  ])
  await Promise.all([
    openWallet(stage.operator, buyer.partyId, `${key}-buyer`).then(() =>
      emitPt(stage.treasury, buyer.partyId, totalPt, `${key}-buyer`),
    ),
    openWallet(stage.operator, seller.partyId, `${key}-seller`),
    openWallet(stage.operator, sovereign.partyId, `${key}-sovereign`),
    stage.governance.post(
      '/indicators',
      {
        key: 'feeParticipantSignal',
        subject: seller.partyId,
        value: sellerSignal,
        source: 'Sandbox standing of sellers',
        asOf: today(),
      },
      { idempotencyKey: `${key}-signal` },
    ),
  ])
  return {
    slug,
    buyer: clientOf(stage.url, buyer),
    seller: clientOf(stage.url, seller),
    sovereign: clientOf(stage.url, sovereign),
    buyerPartyId: buyer.partyId,
    sellerPartyId: seller.partyId,
    sovereignPartyId: sovereign.partyId,
  }
}

export function today(): string {
  return new Date().toISOString().slice(0, 10)
}
