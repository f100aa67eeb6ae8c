/** G3: the certificate of origin names another country than the production site; nothing is paid or minted (domain.md 2.27). */
import type { Shipment } from '../shipment.ts'
import { absent } from './issueOnParcel.ts'
import type { Stage } from './stage.ts'
import { type AllocationView, caseUntil, type EscrowView, openTrade } from './trade.ts'

export interface ForgedOriginFigures {
  readonly verdict: string
  readonly escrowPt: string
  readonly ftMinted: string
  readonly caseId: string
}

export async function playForgedOrigin(stage: Stage, shipment: Shipment): Promise<ForgedOriginFigures> {
  const trade = await openTrade(stage, 'G3', shipment)
  const rejected = await caseUntil(trade, 'the case of G3', (view) => view.state === 'rejected' && view.settled)
  const held = await heldInEscrow(trade)
  const allocation = await trade.sovereign.get<AllocationView>(`/allocations/${trade.caseId}`).catch(absent)
  const ft = await ftOf(trade)
  if (allocation !== null) throw new Error(`a rejected case has an allocation: ${allocation.state}`)
  stage.say(`${rejected.verdict}: ${held} PT still in escrow, ${ft} FT minted`)
  return { verdict: rejected.verdict!, escrowPt: held, ftMinted: ft, caseId: trade.caseId }
}

interface BalanceView {
  readonly balance: string
  readonly kind: string
}

/** What the ledger, which mirrors the chain, holds for the trade. */
async function heldInEscrow(trade: Awaited<ReturnType<typeof openTrade>>): Promise<string> {
  const escrow = await trade.buyer.get<EscrowView>(`/trades/${trade.tradeId}/escrow`)
  if (escrow.state !== 'funded') throw new Error(`the escrow of a rejected case is ${escrow.state}`)
  const { items } = await trade.buyer.get<{ items: BalanceView[] }>('/balances', {
    asset: 'PT',
    kind: 'escrowed',
    partyId: trade.buyerPartyId,
  })
  return items.find(({ balance }) => balance !== '0')?.balance ?? '0'
}

async function ftOf(trade: Awaited<ReturnType<typeof openTrade>>): Promise<string> {
  const { items } = await trade.sovereign.get<{ items: BalanceView[] }>('/balances', {
    asset: 'FT',
    partyId: trade.sovereignPartyId,
  })
  return items.find(({ kind }) => kind === 'available')?.balance ?? '0'
}
