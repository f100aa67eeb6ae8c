/** G2: every survey finds less than the contract; a review round turns the shortage into a partial outcome (domain.md 2.27). */
import type { Shipment } from '../shipment.ts'
import type { Stage } from './stage.ts'
import { caseUntil, openTrade } from './trade.ts'
import { minted, payout } from './wheat.ts'

export interface ShortageFigures {
  readonly verdict: string
  readonly buyerPt: string
  readonly sellerPt: string
  readonly ftMinted: string
  readonly caseId: string
}

export async function playShortage(stage: Stage, shipment: Shipment): Promise<ShortageFigures> {
  const trade = await openTrade(stage, 'G2', shipment)
  const first = await caseUntil(trade, 'the first round of G2', (view) => view.state === 'enhancedReview')
  const proposedQuantity = first.rounds[0]?.reviewQuantity
  if (!proposedQuantity) throw new Error('the committee proposed no quantity for review')
  stage.say(
    `score ${first.verificationScore}: all surveys agree on ${proposedQuantity} t, a reviewer asks the committee about that`,
  )
  await stage.reviewer.post(
    `/cases/${trade.caseId}/reviews`,
    { proposedQuantity, reason: 'All recognised surveys agree on a shortage' },
    { idempotencyKey: `${stage.run}-G2-review` },
  )
  const concluded = await caseUntil(
    trade,
    'the review of G2',
    (view) => view.state === 'partiallyVerified' && view.settled,
  )
  const escrow = await payout(trade)
  const allocation = await minted(trade)
  stage.say(
    `${concluded.verdict}: ${escrow.toBuyerPt} PT back to the buyer, ${escrow.toSellerPt} PT to the seller, ${allocation.mintedFt} FT`,
  )
  return {
    verdict: concluded.verdict!,
    buyerPt: escrow.toBuyerPt,
    sellerPt: escrow.toSellerPt,
    ftMinted: allocation.mintedFt,
    caseId: trade.caseId,
  }
}
