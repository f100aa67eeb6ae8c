/** G1: a clean delivery of wheat; the sovereign receives Foundation Token and converts some (domain.md 2.27). */
import type { Shipment } from '../shipment.ts'
import { until } from '../until.ts'
import { absent } from './issueOnParcel.ts'
import type { Stage } from './stage.ts'
import { type AllocationView, caseUntil, type EscrowView, type OpenTrade, openTrade } from './trade.ts'

export interface WheatFigures {
  readonly verificationScore: string
  readonly threshold: string
  readonly consensus: string
  readonly trust: string
  readonly verdict: string
  readonly tradeFeePt: string
  readonly verificationFeePt: string
  readonly feeBurnedPt: string
  readonly feeSplitPt: readonly string[]
  readonly multiplier: string
  readonly ftMinted: string
  readonly conversionNetPt: string
  readonly caseId: string
  readonly transactions: {
    readonly concluded: string
    readonly paidOut: string
    readonly minted: string
    readonly converted: string
  }
}

export async function playWheat(stage: Stage, shipment: Shipment): Promise<WheatFigures> {
  const trade = await openTrade(stage, 'G1', shipment)
  const verified = await caseUntil(trade, 'the case of G1', (view) => view.state === 'verified' && view.settled)
  stage.say(
    `${verified.verdict}: score ${verified.verificationScore} over ${verified.threshold}, consensus ${verified.consensus} %, trust ${verified.trust}`,
  )
  const escrow = await payout(trade)
  const allocation = await minted(trade)
  stage.say(
    `the seller is paid ${escrow.toSellerPt} PT before fees; ${allocation.mintedFt} FT minted at ${allocation.multiplier}`,
  )
  const conversion = await convert(stage, trade, '1000000')
  stage.say(`1000000 FT converted to ${conversion.netPt} PT`)
  return {
    verificationScore: verified.verificationScore!,
    threshold: verified.threshold,
    consensus: verified.consensus!,
    trust: verified.trust!,
    verdict: verified.verdict!,
    tradeFeePt: escrow.tradeFeePt,
    verificationFeePt: escrow.verificationFeePt,
    feeBurnedPt: escrow.feeBurnedPt,
    feeSplitPt: escrow.feeSplitPt,
    multiplier: allocation.multiplier,
    ftMinted: allocation.mintedFt,
    conversionNetPt: conversion.netPt!,
    caseId: trade.caseId,
    transactions: {
      concluded: verified.concludedTransaction!,
      paidOut: escrow.paidOutTransaction!,
      minted: allocation.transactionHash!,
      converted: conversion.transactionHash!,
    },
  }
}

/** The escrow once it is paid out. */
export function payout(trade: OpenTrade): Promise<EscrowView> {
  return until('the escrow to be paid out', async () => {
    const escrow = await trade.seller.get<EscrowView>(`/trades/${trade.tradeId}/escrow`)
    if (escrow.failure !== null) throw new Error(`the escrow failed: ${escrow.failure}`)
    return escrow.state === 'released' || escrow.state === 'split' ? escrow : null
  })
}

/** The allocation once it is minted. */
export function minted(trade: OpenTrade): Promise<AllocationView> {
  return until('Foundation Token to be minted', async () => {
    const allocation = await trade.sovereign.get<AllocationView>(`/allocations/${trade.caseId}`).catch(absent)
    if (allocation?.failure) throw new Error(`the allocation failed: ${allocation.failure}`)
    return allocation?.state === 'minted' ? allocation : null
  })
}

async function convert(stage: Stage, trade: OpenTrade, amountFt: string) {
  const { conversionId } = await trade.sovereign.post<{ conversionId: string }>(
    '/conversions',
    { amountFt },
    { idempotencyKey: `${stage.run}-conversion` },
  )
  return until('the conversion', async () => {
    const view = await trade.sovereign.get<{
      state: string
      netPt: string | null
      failure: string | null
      transactionHash: string | null
    }>(`/conversions/${conversionId}`)
    if (view.failure !== null) throw new Error(`the conversion failed: ${view.failure}`)
    return view.state === 'settled' ? view : null
  })
}
