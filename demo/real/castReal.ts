/** Who takes part when real data is carried: invented parties, remembered between runs, so that a second run finds its trade again. */
import type { Role, Scope } from '@assay/domain/roles.ts'
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { clientOf, emitPt, openWallet, registerParty } from '../parties.ts'
import type { Credentials } from '../sandbox.ts'
import type { RealStage } from './realStage.ts'

const traderScopes: readonly Scope[] = [
  'parties:read',
  'assets:read',
  'assets:write',
  'evidence:read',
  'evidence:write',
  'verification:read',
  'verification:write',
  'settlement:read',
  'settlement:write',
  'issuance:read',
  'ledger:read',
]
const landownerScopes: readonly Scope[] = [
  'parties:read',
  'assets:read',
  'assets:write',
  'evidence:read',
  'evidence:write',
  'verification:read',
  'verification:write',
  'issuance:read',
  'ledger:read',
]

export interface TradeCast {
  readonly buyer: AssayClient
  readonly seller: AssayClient
  readonly sovereign: AssayClient
  readonly buyerPartyId: string
  readonly sellerPartyId: string
  readonly sovereignPartyId: string
}

/** Buyer, seller and the exporting sovereign of one trade; the buyer is given what the trade costs. */
export async function castTrader(
  stage: RealStage,
  of: { readonly name: string; readonly originCountry: string; readonly totalPt: string },
): Promise<TradeCast> {
  const register = (role: 'buyer' | 'seller' | 'sovereign', name: string, country: string, funds: string | null) =>
    stage.memory.recall(`${of.name}/${role}`, async () => {
      const party = await registerWithWallet(stage, { role, name, country, scopes: traderScopes })
      if (funds !== null) await emitPt(stage.treasury, party.partyId, funds, `${party.partyId}-funds`)
      return party
    })
  const [buyer, seller, sovereign] = await Promise.all([
    register('buyer', 'Sandbox buyer of real goods', 'NL', of.totalPt),
    register('seller', 'Sandbox seller of real goods', of.originCountry, null),
    register('sovereign', `Sandbox Ministry of Trade, ${of.originCountry}`, of.originCountry, null),
  ])
  return {
    buyer: clientOf(stage.url, buyer),
    seller: clientOf(stage.url, seller),
    sovereign: clientOf(stage.url, sovereign),
    buyerPartyId: buyer.partyId,
    sellerPartyId: seller.partyId,
    sovereignPartyId: sovereign.partyId,
  }
}

export interface Landowner extends Credentials {
  readonly wallet: string
}

/** Holds every parcel that is registered, whichever folder it comes from: so the same land is found again, not refused. */
export function castLandowner(stage: RealStage): Promise<Landowner> {
  return stage.memory.recall('land/owner', () =>
    registerWithWallet(stage, {
      role: 'landowner',
      name: 'Sandbox Land Trust',
      country: 'EE',
      scopes: landownerScopes,
    }),
  )
}

async function registerWithWallet(
  stage: RealStage,
  of: { readonly role: Role; readonly name: string; readonly country: string; readonly scopes: readonly Scope[] },
): Promise<Landowner> {
  const { role, name, country, scopes } = of
  // A key of this attempt's own: what is remembered is remembered only once it is whole.
  const key = crypto.randomUUID()
  const type = role === 'sovereign' ? 'state' : 'company'
  const party = await registerParty(stage.operator, { name, country, type, roles: [role], scopes }, key)
  return { ...party, wallet: await openWallet(stage.operator, party.partyId, key) }
}
