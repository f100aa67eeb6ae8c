/** G3: the certificate of origin names another country than the production site; nothing is paid or minted (domain.md 2.27). */
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import { type Address, createPublicClient, http } from 'viem'
import { abis } from '../../contracts/generated/abis.ts'
import type { Shipment } from '../shipment.ts'
import { absent } from './issueOnParcel.ts'
import type { ChainAccess, Stage } from './stage.ts'
import { type AllocationView, type CaseView, caseUntil, type EscrowView, type OpenTrade, openTrade } from './trade.ts'

export interface ForgedOriginFigures {
  readonly verdict: string
  /** Who issued the document that the case names as its ground for rejection. */
  readonly flaggedIssuers: readonly string[]
  readonly escrowPt: string
  readonly ftMinted: string
  readonly caseId: string
}

export async function playForgedOrigin(
  stage: Stage,
  shipment: Shipment,
  chain: ChainAccess,
): Promise<ForgedOriginFigures> {
  const trade = await openTrade(stage, 'G3', shipment)
  const rejected = await caseUntil(trade, 'the case of G3', (view) => view.state === 'rejected' && view.settled)
  const held = await heldInEscrow(trade)
  const allocation = await trade.sovereign.get<AllocationView>(`/allocations/${trade.caseId}`).catch(absent)
  const ft = await ftOf(trade, chain)
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
  const held = items.find(({ balance }) => balance !== '0')
  if (held === undefined) throw new Error('nothing of the buyer is in escrow')
  return held.balance
}

/** What the token itself says that the sovereign holds: of an account that never held anything the ledger has nothing to say. */
async function ftOf(
  { sovereign, sovereignPartyId }: OpenTrade,
  { rpcUrl, foundationToken }: ChainAccess,
): Promise<string> {
  const { wallets } = await sovereign.get<{ wallets: { address: Address }[] }>(`/parties/${sovereignPartyId}`)
  const [wallet] = wallets
  if (wallet === undefined) throw new Error('the sovereign has no wallet')
  const held = await createPublicClient({ transport: http(rpcUrl) }).readContract({
    ...{ address: foundationToken, abi: abis.FoundationToken, functionName: 'balanceOf', args: [wallet.address] },
  })
  return formatQuantity(quantity(held as bigint, 'FT'))
}
