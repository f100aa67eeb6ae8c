/**
 * Lanes of real business that go on while processes die: deliveries of wheat (clean, short, with a forged origin), and cottages whose
 * credits are sold and retired.
 */
import { readCottage, readShipment } from '../../demo/inputs.ts'
import type { Shipment } from '../../demo/shipment.ts'
import { playCottage } from '../../demo/stories/cottage.ts'
import { absent } from '../../demo/stories/issueOnParcel.ts'
import { openStage } from '../../demo/stories/openStage.ts'
import { playShortage } from '../../demo/stories/shortage.ts'
import type { Stage } from '../../demo/stories/stage.ts'
import { type AllocationView, caseUntil, type EscrowView, openTrade } from '../../demo/stories/trade.ts'
import { minted, payout } from '../../demo/stories/wheat.ts'
import { until } from '../../demo/until.ts'

export interface Delivery {
  readonly kind: 'G1' | 'G2' | 'G3'
  readonly mintedFt: string
  readonly toSellerPt: string
  readonly toBuyerPt: string
}
/** One after the other: as many clean ones as others. */
const kinds = ['G1', 'G2', 'G1', 'G3'] as const

export interface Cottage {
  readonly caseId: string
  readonly creditId: string
  readonly retirementId: string
  readonly issuedKg: string
  readonly retiredKg: string
  readonly circulatingKg: string
}

/** What the clients were told in the end. */
export interface Told {
  readonly deliveries: readonly Delivery[]
  readonly cottages: readonly Cottage[]
}

/** Plays one story after the other in each lane for as long as `more` says so, and until every kind has begun; then finishes those
 *  under way. */
export async function runLoad(
  of: { url: string; stateDir: string },
  lanes: { deliveries: number; cottages: number },
  more: () => boolean,
  say: (line: string) => void,
): Promise<Told> {
  const deliveries: Delivery[] = []
  const cottages: Cottage[] = []
  let begun = 0
  const lane = async (begin: number, play: () => Promise<void>) => {
    // Not all at the same step of the way: points come up all the time.
    await new Promise((resume) => setTimeout(resume, begin * 4_000))
    do await play()
    while (more() || begun < kinds.length)
  }
  const playDelivery = async () => {
    const delivery = await deliver(
      openStage(of, () => undefined),
      kinds[begun++ % kinds.length]!,
    )
    deliveries.push(delivery)
    const { kind, mintedFt, toSellerPt } = delivery
    say(`delivery ${deliveries.length}, ${kind}: ${mintedFt} FT minted, ${toSellerPt} PT paid out`)
  }
  const playProject = async () => {
    const cottage = await build(openStage(of, () => undefined))
    cottages.push(cottage)
    say(`cottage ${cottages.length}: ${cottage.issuedKg} kg issued, ${cottage.retiredKg} kg retired`)
  }
  await Promise.all([
    ...Array.from({ length: lanes.deliveries }, (_, n) => lane(n * 2, playDelivery)),
    ...Array.from({ length: lanes.cottages }, (_, n) => lane(n * 2 + 1, playProject)),
  ])
  return { deliveries, cottages }
}

async function deliver(stage: Stage, kind: Delivery['kind']): Promise<Delivery> {
  const shipment = readShipment(kind, stage.run)
  if (kind === 'G2') {
    const { ftMinted, buyerPt, sellerPt } = await playShortage(stage, shipment)
    return { kind, mintedFt: ftMinted, toSellerPt: sellerPt, toBuyerPt: buyerPt }
  }
  if (kind === 'G3') return refund(stage, shipment)
  const trade = await openTrade(stage, kind, shipment)
  await caseUntil(trade, 'the delivery to be verified', (view) => view.state === 'verified' && view.settled)
  const { toSellerPt, toBuyerPt } = await payout(trade)
  const { mintedFt } = await minted(trade)
  return { kind, mintedFt, toSellerPt, toBuyerPt }
}

async function refund(stage: Stage, shipment: Shipment): Promise<Delivery> {
  const trade = await openTrade(stage, 'G3', shipment)
  await caseUntil(trade, 'the forged delivery to be rejected', (view) => view.state === 'rejected' && view.settled)
  await trade.buyer.post(`/trades/${trade.tradeId}/refund`, {}, { idempotencyKey: `${stage.run}-refund` })
  const { toSellerPt, toBuyerPt } = await until('the refund', async () => {
    const escrow = await trade.buyer.get<EscrowView>(`/trades/${trade.tradeId}/escrow`)
    return escrow.state === 'refunded' ? escrow : null
  })
  const allocation = await trade.sovereign.get<AllocationView>(`/allocations/${trade.caseId}`).catch(absent)
  return { kind: 'G3', mintedFt: allocation?.mintedFt ?? '0', toSellerPt, toBuyerPt }
}

async function build(stage: Stage): Promise<Cottage> {
  const { figures, project } = await playCottage(stage, readCottage(stage.run))
  const { creditId, retirementId, issuedKg, retiredKg, circulatingKg } = figures
  return { caseId: project.caseId, creditId, retirementId, issuedKg, retiredKg, circulatingKg }
}
