/** For tests of assets and the rooms to its right: parties with wallets, squares of land, a contract. */
import type { Role } from '@assay/domain/roles.ts'
import type { Static } from 'typebox'
import type { Actor } from '../../module.ts'
import type { Harness } from '../../test/harness.ts'
import { issueClaim, registerParty, registerWallet } from '../parties/index.ts'
import type { ParcelInput, TradeInput } from './schema.ts'

export interface FixtureParty {
  readonly partyId: string
  readonly actor: Actor
}

/** A registered party; with `chain` it has a custodied wallet whose claim the chain has accepted. */
export async function fixtureParty(
  harness: Harness,
  roles: readonly Role[],
  of: { country?: string; chain?: boolean; name?: string } = {},
): Promise<FixtureParty> {
  const type = roles.includes('sovereign') ? 'state' : 'company'
  const name = of.name ?? `Fixture ${roles.join(' and ')}`
  const { partyId } = await harness.run((context) =>
    registerParty(context, { name, country: of.country ?? 'EE', type, roles: [...roles] }),
  )
  if (of.chain === true) {
    await harness.run((context) => registerWallet(context, { partyId, custody: 'custodied' }))
    const expiresAt = new Date(harness.clock.now().getTime() + 300 * 86_400_000).toISOString()
    await harness.run((context) => issueClaim(context, { partyId, expiresAt }))
    await harness.settle()
  }
  return { partyId, actor: harness.as({ partyId, roles }) }
}

/** A square field, in thousandths of a degree from 25 east, 58 north: about 59 by 111 m for size 1. */
export function fieldFeature(
  ownerPartyId: string,
  reference: string,
  at: { x: number; y: number; size?: number },
): Static<typeof ParcelInput> {
  const [west, south, size] = [25 + at.x / 1000, 58 + at.y / 1000, (at.size ?? 1) / 1000]
  const [east, north] = [west + size, south + size]
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return {
    type: 'Feature',
    properties: { reference, ownerPartyId, landClass: 'cropland', tenure: 'freehold' },
    geometry: { type: 'Polygon', coordinates: [ring] },
  }
}

/** A wheat contract of 10,000 t at 250 PT. */
export function wheatContract(
  of: Pick<Static<typeof TradeInput>, 'buyerPartyId' | 'sellerPartyId' | 'sovereignPartyId'> &
    Partial<Static<typeof TradeInput>>,
): Static<typeof TradeInput> {
  return {
    reference: 'WHEAT-1',
    commodity: 'Wheat',
    category: 'agriculture',
    hsCode: '1001.99',
    quantity: '10000',
    unitCode: 'TNE',
    pricePt: '250',
    totalPt: '2500000',
    incoterm: 'CIF',
    originCountry: 'EE',
    productionSite: 'Fixture Elevator',
    productionSiteCountry: 'EE',
    loadPort: 'EETLL',
    dischargePort: 'NLRTM',
    lots: ['LOT-1'],
    ...of,
  }
}
