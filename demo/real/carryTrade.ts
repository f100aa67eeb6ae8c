/** One trade made of the folder's shipment: contract, escrow, evidence, committee, payout, Foundation Token. */
import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import type { DocumentKind } from '@assay/domain/dossier.ts'
import { ApiProblem } from '../../sdk/typescript/problem.ts'
import { keyOf } from '../issuers.ts'
import { absent } from '../stories/issueOnParcel.ts'
import type { AllocationView, CaseView, EscrowView } from '../stories/trade.ts'
import { until } from '../until.ts'
import { castTrader, type TradeCast } from './castReal.ts'
import type { RealShipment } from './chooseShipment.ts'
import { makeMissing, recordCustody } from './completePapers.ts'
import type { ContractFacts } from './makeDocuments.ts'
import type { RealStage } from './realStage.ts'

export interface RealTrade extends TradeCast {
  readonly tradeId: string
  /** Sets this delivery apart: what a claim is made of. */
  readonly name: string
  readonly facts: ContractFacts
  readonly shipment: RealShipment
}

export function factsOf(shipment: RealShipment, pricePt: string, shippedOn: string): ContractFacts {
  const { lead, hsCode, tonnes, originCountry, loadPort, dischargePort } = shipment
  return {
    number: lead.number,
    hsCode,
    description: lead.description,
    tonnes,
    pricePt,
    seller: lead.shipper.name,
    buyer: lead.receiver?.name ?? 'Sandbox buyer of real goods',
    buyerCountry: lead.receiver?.country ?? dischargePort.slice(0, 2),
    originCountry,
    loadPort,
    dischargePort,
    shippedOn,
  }
}

/** The contract, registered once for this delivery. */
export async function registerTrade(
  stage: RealStage,
  shipment: RealShipment,
  facts: ContractFacts,
): Promise<RealTrade> {
  const { lead, category } = shipment
  const delivery = [facts.number, ...lead.containers, facts.hsCode, facts.loadPort, facts.shippedOn]
  const name = `trade/${keyOf(...delivery).slice(0, 16)}`
  const totalPt = formatExact(parseExact(facts.tonnes, 'tonnes').times(parseExact(facts.pricePt, 'pricePt')))
  const cast = await castTrader(stage, { name, originCountry: facts.originCountry, totalPt })
  const tradeId = await stage.memory.recall(`${name}/trade`, async () => {
    const trade = await cast.seller.post<{ tradeId: string }>('/trades', {
      reference: `real-${lead.number}`,
      buyerPartyId: cast.buyerPartyId,
      sellerPartyId: cast.sellerPartyId,
      sovereignPartyId: cast.sovereignPartyId,
      commodity: facts.description.slice(0, 100),
      category,
      hsCode: facts.hsCode,
      quantity: facts.tonnes,
      unitCode: 'TNE',
      pricePt: facts.pricePt,
      totalPt,
      incoterm: 'CIF',
      originCountry: facts.originCountry,
      productionSite: `Site of ${lead.shipper.name}`,
      productionSiteCountry: facts.originCountry,
      loadPort: facts.loadPort,
      dischargePort: facts.dischargePort,
      lots: lead.containers,
    })
    return trade.tradeId
  })
  return { ...cast, tradeId, name, facts, shipment }
}

/** Makes the papers that are missing, opens the case, and follows it to the end. */
export async function settleTrade(
  stage: RealStage,
  trade: RealTrade,
  filed: ReadonlyMap<DocumentKind, string>,
): Promise<{ readonly ftMinted: string }> {
  if (stage.memory.has(`${trade.name}/case`)) stage.say('an earlier run has carried this delivery; its figures again')
  try {
    await stage.memory.recall(`${trade.name}/case`, async () => {
      await fund(trade)
      await recordCustody(trade, new Map([...filed, ...(await makeMissing(stage, trade, filed))]))
      return openCase(trade)
    })
  } catch (error) {
    // The very delivery was claimed before, by another trade: nothing is issued for it twice.
    if (!(error instanceof ApiProblem) || error.code !== 'CLAIM_KEY_TAKEN') throw error
    stage.say(`no case: ${error.message}`)
    return { ftMinted: '0' }
  }
  const view = await until('the committee on real data', async () => {
    const seen = await trade.seller.get<CaseView>(`/cases/${trade.tradeId}`)
    return isOver(seen) ? seen : null
  })
  stage.say(
    `${view.verdict ?? view.state}: score ${view.verificationScore} over ${view.threshold}, consensus ${view.consensus} %, trust ${view.trust}`,
  )
  if (view.verdict !== 'approved' && view.verdict !== 'partial') return { ftMinted: '0' }
  return mint(stage, trade)
}

/** An earlier run may have been killed between opening the case and remembering it. */
async function openCase({ seller, tradeId }: RealTrade): Promise<string> {
  try {
    await seller.post('/cases', { tradeId })
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'CASE_EXISTS') throw error
  }
  return tradeId
}

const ends: readonly string[] = ['rejected', 'enhancedReview', 'expired', 'closed', 'refused', 'disputed']
const isOver = ({ state, settled }: CaseView) => settled || ends.includes(state)

async function fund({ buyer, tradeId }: RealTrade): Promise<void> {
  const { state } = await buyer.get<{ state: string }>(`/trades/${tradeId}`)
  if (state === 'created') await buyer.post(`/trades/${tradeId}/funding`, {}, { idempotencyKey: `real-${tradeId}` })
  await until('the escrow on real data to be funded', async () => {
    const trade = await buyer.get<{ state: string }>(`/trades/${tradeId}`)
    const escrow = await buyer.get<EscrowView>(`/trades/${tradeId}/escrow`)
    if (escrow.failure !== null) throw new Error(`funding failed: ${escrow.failure}`)
    return trade.state === 'created' ? null : trade
  })
}

/** The payout, and what became of the allocation. */
async function mint(stage: RealStage, { seller, sovereign, tradeId }: RealTrade): Promise<{ ftMinted: string }> {
  const escrow = await until('the payout on real data', async () => {
    const seen = await seller.get<EscrowView>(`/trades/${tradeId}/escrow`)
    if (seen.failure !== null) throw new Error(`the payout failed: ${seen.failure}`)
    return seen.state === 'released' || seen.state === 'split' ? seen : null
  })
  const allocation = await until('Foundation Token on real data', async () => {
    const seen = await sovereign.get<AllocationView>(`/allocations/${tradeId}`).catch(absent)
    if (seen?.failure) throw new Error(`the allocation failed: ${seen.failure}`)
    return seen === null || seen.state === 'computed' ? null : seen
  })
  stage.say(
    `the seller is paid ${escrow.toSellerPt} PT before fees; ${allocation.mintedFt} FT ${allocation.state} at ${allocation.multiplier}`,
  )
  return { ftMinted: allocation.mintedFt }
}
