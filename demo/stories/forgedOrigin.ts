/** G3: the certificate of origin names another country than the production site; nothing is paid or minted (domain.md 2.27). */
import type { Shipment } from '../shipment.ts'
import { absent } from './issueOnParcel.ts'
import type { Stage } from './stage.ts'
import { type AllocationView, type CaseView, caseUntil, type EscrowView, type OpenTrade, openTrade } from './trade.ts'

export interface ForgedOriginFigures {
  readonly verdict: string
  /** Who issued the document that the case names as its ground for rejection. */
  readonly flaggedIssuers: readonly string[]
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
  const flaggedIssuers = await issuersFlagged(trade, rejected)
  stage.say(`${rejected.verdict}: ${flaggedIssuers.join(', ')} flagged, ${held} PT still in escrow, ${ft} FT minted`)
  return { verdict: rejected.verdict!, flaggedIssuers, escrowPt: held, ftMinted: ft, caseId: trade.caseId }
}

/** The case names documents; whose they are, their records say. */
async function issuersFlagged(trade: OpenTrade, { explanation }: CaseView): Promise<readonly string[]> {
  const grounds = explanation?.flags.filter(({ severity }) => severity === 'critical') ?? []
  const names = new Set<string>()
  for (const documentId of grounds.flatMap(({ documentIds }) => documentIds)) {
    const { issuer } = await trade.seller.get<{ issuer: { name: string } }>(`/documents/${documentId}`)
    names.add(issuer.name)
  }
  return [...names]
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
