/** For tests of settlement: a wheat trade between parties of a sandbox, and the terms its committee would sign. */
import { idOf } from '@assay/protocol/ids.ts'
import type { AllocationTerms } from '@assay/protocol/terms.ts'
import { zeroHash } from 'viem'
import type { Harness } from '../../test/harness.ts'
import { registerTrade } from '../assets/index.ts'
import { recordIndicator } from '../governance/index.ts'
import { createParty, type TestParty } from '../ledger/fixtures.ts'

export interface TestTrade {
  readonly tradeId: string
  readonly terms: AllocationTerms
  /** Thousandths of a tonne. */
  readonly contractedQuantity: bigint
}

export interface TradeParties {
  readonly buyer: TestParty
  readonly seller: TestParty
  readonly sovereign: TestParty
}

/** A buyer with 2,500,000 PT per trade, a new seller of good standing, and the exporting state. */
export async function createTradeParties(harness: Harness, name: string, pt = '2500000'): Promise<TradeParties> {
  const buyer = await createParty(harness, { name: `${name} Mills`, roles: ['buyer'], pt })
  const seller = await createParty(harness, { name: `${name} Farmers`, roles: ['seller'], country: 'UA' })
  const sovereign = await createParty(harness, {
    name: `${name} Treasury`,
    roles: ['sovereign'],
    type: 'state',
    country: 'UA',
  })
  const asOf = harness.clock.now().toISOString().slice(0, 10)
  const source = 'sandbox'
  await harness.run(async (ctx) => {
    await recordIndicator(ctx, { key: 'feeMarketSignal', subject: 'PT', value: '0.1', source, asOf })
    await recordIndicator(ctx, {
      key: 'feeParticipantSignal',
      subject: seller.partyId,
      value: '-0.5',
      source,
      asOf,
    })
  })
  return { buyer, seller, sovereign }
}

/** G1 of domain.md 2.27: 10,000 t of wheat at 250 PT, factors VOL .05, SUS .15, TXV .0867, DEV .28, CAR .10. */
export async function createTrade(
  harness: Harness,
  parties: TradeParties,
  reference: string,
  pricePt = 250,
): Promise<TestTrade> {
  const { tradeId, totalPt, quantityKg } = await harness.run((ctx) =>
    registerTrade(ctx, {
      reference,
      buyerPartyId: parties.buyer.partyId,
      sellerPartyId: parties.seller.partyId,
      sovereignPartyId: parties.sovereign.partyId,
      commodity: 'Wheat',
      category: 'agriculture',
      hsCode: '100199',
      quantity: '10000',
      unitCode: 'TNE',
      pricePt: `${pricePt}`,
      totalPt: `${pricePt * 10_000}`,
      incoterm: 'FOB',
      originCountry: 'UA',
      productionSite: 'Sandbox Plains Elevator',
      productionSiteCountry: 'UA',
      loadPort: 'UAODS',
      dischargePort: 'EGALY',
      lots: [`LOT-${reference}`],
    }),
  )
  const terms: AllocationTerms = {
    caseId: idOf('case', tradeId),
    buyer: parties.buyer.wallet,
    seller: parties.seller.wallet,
    sovereign: parties.sovereign.wallet,
    ptValue: totalPt,
    baseMultiplierE4: 17_000,
    factorsE4: [500, 1500, 867, 2800, 0, 1000, 0],
    weightsE4: [1500, 2000, 1000, 2500, 1500, 1000, 500],
    modifierE4: 10_000,
    eligibilityBps: 10_000,
    expected: BigInt(pricePt) * 19_144_890_000_000_000_000_000n,
    parametersHash: zeroHash,
  }
  return { tradeId, terms, contractedQuantity: quantityKg }
}
