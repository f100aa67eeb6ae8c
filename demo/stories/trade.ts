/** The way of a trade, from contract to committee. The stories differ in their documents and in what they look at afterwards. */
import type { Shipment, ShipmentDocument } from '../shipment.ts'
import { signDetached } from '../sign.ts'
import { until } from '../until.ts'
import { castTrade, type TradeCast } from './castTrade.ts'
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
  readonly explanation: {
    readonly flags: readonly { readonly severity: string; readonly documentIds: readonly string[] }[]
  } | null
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

/** Paid into escrow, its documents and custody filed: ready to be submitted. */
export interface FiledTrade extends TradeCast {
  readonly tradeId: string
}

export interface OpenTrade extends FiledTrade {
  readonly caseId: string
}

/** Contract, escrow, documents, custody, case. Resolves when the case is open. */
export async function openTrade(
  stage: Stage,
  slug: string,
  shipment: Shipment,
  referencePrefix = '',
): Promise<OpenTrade> {
  const { contract } = shipment
  const cast = await castTrade(stage, slug, contract.originCountry, contract.totalPt)
  const trade = await submitTrade(stage, await fileTrade(stage, cast, shipment, referencePrefix))
  stage.say(
    `${contract.quantity} ${contract.unitCode === 'TNE' ? 't' : contract.unitCode} for ${contract.totalPt} PT in escrow, ${shipment.documents.length} documents filed, case opened`,
  )
  return trade
}

/** Contract, escrow, documents and custody of one delivery of this run. */
export async function fileTrade(
  stage: Stage,
  cast: TradeCast,
  { contract, documents, custody }: Shipment,
  referencePrefix = '',
): Promise<FiledTrade> {
  const key = keyOf(stage, cast)
  const { tradeId } = await cast.seller.post<{ tradeId: string }>(
    '/trades',
    {
      ...contract,
      lots: contract.lots.map((lot) => `${lot}-${key}`),
      reference: `${referencePrefix}${key}`,
      buyerPartyId: cast.buyerPartyId,
      sellerPartyId: cast.sellerPartyId,
      sovereignPartyId: cast.sovereignPartyId,
    },
    { idempotencyKey: `${key}-trade` },
  )
  await cast.buyer.post(`/trades/${tradeId}/funding`, {}, { idempotencyKey: `${key}-funding` })
  await until(`the escrow of ${cast.slug} to be funded`, async () => {
    const trade = await cast.buyer.get<{ state: string }>(`/trades/${tradeId}`)
    const escrow = await cast.buyer.get<EscrowView>(`/trades/${tradeId}/escrow`)
    if (escrow.failure !== null) throw new Error(`funding failed: ${escrow.failure}`)
    return trade.state === 'funded' ? trade : null
  })
  const filed = new Map<string, string>()
  await Promise.all(
    documents.map(async (document) => filed.set(document.fileName, await file(stage, key, tradeId, document))),
  )
  for (const [place, step] of custody.entries()) {
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
  return { ...cast, tradeId }
}

/** Asks for verification: the committee is drawn and the chain is told. */
export async function submitTrade(stage: Stage, trade: FiledTrade): Promise<OpenTrade> {
  const { caseId } = await trade.seller.post<{ caseId: string }>(
    '/cases',
    { tradeId: trade.tradeId },
    { idempotencyKey: `${keyOf(stage, trade)}-case` },
  )
  return { ...trade, caseId }
}

/** What this run's commands about a cast are named by. */
function keyOf(stage: Stage, cast: TradeCast): string {
  return `${stage.run}-${cast.slug}`
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
