/** The way of a trade, from contract to committee. The stories differ in their documents and in what they look at afterwards. */
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { clientOf, emitPt, openWallet, registerParty } from '../parties.ts'
import type { Credentials } from '../sandbox.ts'
import type { Shipment, ShipmentDocument } from '../shipment.ts'
import { signDetached } from '../sign.ts'
import { until } from '../until.ts'
import type { Stage } from './stage.ts'

export interface CaseView {
  readonly caseId: string
  readonly onChainId: string
  readonly state: string
  readonly settled: boolean
  readonly verdict: string | null
  readonly verificationScore: string | null
  readonly threshold: string
  readonly consensus: string | null
  readonly trust: string | null
  readonly surveyedQuantity: string | null
  readonly round: number
  readonly rounds: readonly {
    readonly round: number
    readonly state: string
    readonly reports: number
    readonly reviewQuantity: string | null
  }[]
  readonly committee: readonly number[]
  readonly failure: string | null
  readonly concludedTransaction: string | null
}

export interface EscrowView {
  readonly state: string
  readonly amountPt: string
  readonly tradeFeePt: string
  readonly verificationFeePt: string
  readonly toSellerPt: string
  readonly toBuyerPt: string
  readonly feeBurnedPt: string
  readonly feeSplitPt: readonly string[]
  readonly failure: string | null
  readonly paidOutTransaction: string | null
}

export interface AllocationView {
  readonly state: string
  readonly multiplier: string
  readonly mintedFt: string
  readonly failure: string | null
  readonly transactionHash: string | null
}

export interface TradeCast {
  readonly buyer: AssayClient
  readonly seller: AssayClient
  readonly sovereign: AssayClient
  readonly buyerPartyId: string
  readonly sellerPartyId: string
  readonly sovereignPartyId: string
}

export interface OpenTrade extends TradeCast {
  readonly tradeId: string
  readonly caseId: string
}

/** Standing of a seller that has traded before: lowers its fee (domain.md 2.12, participant signal). */
const sellerSignal = '-0.5'

/** Parties of this story alone: fees and trust depend on what a party did before. */
async function castTrade(
  stage: Stage,
  slug: string,
  country: string,
  totalPt: string,
): Promise<TradeCast & Record<'ids', Record<'buyer' | 'seller' | 'sovereign', Credentials>>> {
  const key = `${stage.run}-${slug}`
  const common = [
    'parties:read',
    'assets:read',
    'assets:write',
    'evidence:read',
    'evidence:write',
    'verification:read',
    'settlement:read',
    'settlement:write',
    'issuance:read',
    'ledger:read',
  ] as const
  const register = (
    name: string,
    role: 'buyer' | 'seller' | 'sovereign',
    more: Partial<Parameters<typeof registerParty>[1]> = {},
  ) =>
    registerParty(
      stage.operator,
      {
        name,
        country,
        type: role === 'sovereign' ? 'state' : 'company',
        roles: [role],
        scopes: [...common, ...(role === 'seller' ? (['verification:write'] as const) : [])],
        ...more,
      },
      `${key}-${role}`,
    )
  const [buyer, seller, sovereign] = await Promise.all([
    register('Sandbox Mills', 'buyer', { country: 'NL' }),
    register('Sandbox Prairie Grain', 'seller', {
      trackRecord: { verified: 17, failed: 3, source: 'Sandbox record of earlier deliveries' },
    }),
    register('Sandbox Ministry of Trade', 'sovereign'),
  ])
  await Promise.all([
    openWallet(stage.operator, buyer.partyId, `${key}-buyer`).then(() =>
      emitPt(stage.operator, buyer.partyId, totalPt, `${key}-buyer`),
    ),
    openWallet(stage.operator, seller.partyId, `${key}-seller`),
    openWallet(stage.operator, sovereign.partyId, `${key}-sovereign`),
    stage.operator.post(
      '/indicators',
      {
        key: 'feeParticipantSignal',
        subject: seller.partyId,
        value: sellerSignal,
        source: 'Sandbox standing of sellers',
        asOf: today(),
      },
      { idempotencyKey: `${key}-signal` },
    ),
  ])
  const ids = { buyer, seller, sovereign }
  return {
    ids,
    buyer: clientOf(stage.url, buyer),
    seller: clientOf(stage.url, seller),
    sovereign: clientOf(stage.url, sovereign),
    buyerPartyId: buyer.partyId,
    sellerPartyId: seller.partyId,
    sovereignPartyId: sovereign.partyId,
  }
}

/** Contract, escrow, documents, custody, case. Resolves when the case is open. */
export async function openTrade(
  stage: Stage,
  slug: string,
  shipment: Shipment,
  referencePrefix = '',
): Promise<OpenTrade> {
  const { contract } = shipment
  const key = `${stage.run}-${slug}`
  const { ids, ...cast } = await castTrade(stage, slug, contract.originCountry, contract.totalPt)
  const { tradeId } = await cast.seller.post<{ tradeId: string }>(
    '/trades',
    {
      ...contract,
      lots: contract.lots.map((lot) => `${lot}-${key}`),
      reference: `${referencePrefix}${key}`,
      buyerPartyId: ids.buyer.partyId,
      sellerPartyId: ids.seller.partyId,
      sovereignPartyId: ids.sovereign.partyId,
    },
    { idempotencyKey: `${key}-trade` },
  )
  await cast.buyer.post(`/trades/${tradeId}/funding`, {}, { idempotencyKey: `${key}-funding` })
  await until(`the escrow of ${slug} to be funded`, async () => {
    const trade = await cast.buyer.get<{ state: string }>(`/trades/${tradeId}`)
    const escrow = await cast.buyer.get<EscrowView>(`/trades/${tradeId}/escrow`)
    if (escrow.failure !== null) throw new Error(`funding failed: ${escrow.failure}`)
    return trade.state === 'funded' ? trade : null
  })
  const filed = new Map<string, string>()
  await Promise.all(
    shipment.documents.map(async (document) => filed.set(document.fileName, await file(stage, key, tradeId, document))),
  )
  for (const [place, step] of shipment.custody.entries()) {
    await cast.seller.post(
      `/trades/${tradeId}/custody-steps`,
      {
        sequence: place + 1,
        checkpoint: step.checkpoint,
        happenedAt: step.happenedAt,
        documentId: step.fileName === null ? null : (filed.get(step.fileName) ?? null),
      },
      { idempotencyKey: `${key}-custody-${place}` },
    )
  }
  const { caseId } = await cast.seller.post<{ caseId: string }>(
    '/cases',
    { tradeId },
    { idempotencyKey: `${key}-case` },
  )
  stage.say(
    `${contract.quantity} ${contract.unitCode} for ${contract.totalPt} PT in escrow, ${filed.size} documents filed, case opened`,
  )
  return { ...cast, tradeId, caseId }
}

async function file(stage: Stage, key: string, tradeId: string, document: ShipmentDocument): Promise<string> {
  const issuer = stage.sandbox.issuers.find(({ name }) => name === document.signedBy)
  if (document.signedBy !== null && issuer === undefined)
    throw new Error(`no sandbox issuer is called ${document.signedBy}`)
  const { documentId } = await stage.inspector.upload<{ documentId: string }>(
    '/documents',
    document.bytes,
    document.mediaType,
    {
      idempotencyKey: `${key}-${document.fileName}`,
      query: {
        subjectKind: 'trade',
        subjectId: tradeId,
        kind: document.kind,
        format: document.format,
        fileName: document.fileName,
        ...document.query,
        ...(issuer === undefined ? {} : { signature: await signDetached(issuer, document.bytes) }),
      },
    },
  )
  return documentId
}

/** The case once `done` says so. Throws when it failed. */
export function caseUntil(trade: OpenTrade, what: string, done: (view: CaseView) => boolean): Promise<CaseView> {
  return until(what, async () => {
    const view = await trade.seller.get<CaseView>(`/cases/${trade.caseId}`)
    if (view.failure !== null) throw new Error(`the case failed: ${view.failure}`)
    return done(view) ? view : null
  })
}

export function today(): string {
  return new Date().toISOString().slice(0, 10)
}
