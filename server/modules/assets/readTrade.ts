/** Questions about trades, for this room and those to its right. */
import type { CommodityCategory } from '@assay/domain/assetClasses.ts'
import type { CustodyStep } from '@assay/domain/dossier.ts'
import type { TradeState } from '@assay/domain/lifecycles.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { formatQuantity } from '@assay/domain/quantity.ts'
import type { Selectable } from 'kysely'
import type { Static } from 'typebox'
import { type Address, getAddress } from 'viem'
import type { CustodySteps, Trades } from '../../generated/rows.ts'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { isListedPort } from '../../reading/codes/portCodes.ts'
import { assetErrors } from './errors.ts'
import type { TradePage, TradeView } from './schema.ts'

type Db = QueryContext['db']

export interface TradeWallets {
  readonly buyer: Address
  readonly seller: Address
}

/** A registered contract. Amounts in base units of PT, mass in whole kilograms. */
export interface TradeRecord {
  readonly tradeId: string
  readonly reference: string
  readonly state: TradeState
  readonly buyerPartyId: string
  readonly sellerPartyId: string
  readonly sovereignPartyId: string
  /** Whose payment the trade's escrow holds, and for whom: fixed when it is first funded, so that every attempt is the same payment. */
  readonly wallets: TradeWallets | null
  readonly commodity: string
  readonly category: CommodityCategory
  readonly hsCode: string
  /** In the unit of the contract, decimal. */
  readonly quantity: string
  readonly unitCode: string
  /** Thousandths of a tonne: what a case carries on chain. */
  readonly quantityKg: bigint
  readonly pricePt: bigint
  readonly totalPt: bigint
  readonly incoterm: Static<typeof TradeView>['incoterm']
  readonly originCountry: string
  readonly productionSite: string
  readonly productionSiteCountry: string
  readonly loadPort: string
  readonly dischargePort: string
  readonly lots: readonly string[]
  readonly highRisk: boolean
  readonly perishable: boolean
  readonly custody: readonly CustodyStep[]
  readonly registeredBy: string | null
  readonly registeredAt: Date
  readonly stateAt: Date
}

export async function findTrade(db: Db, tradeId: string): Promise<TradeRecord | null> {
  const row = await db.selectFrom('trades').selectAll().where('id', '=', tradeId).executeTakeFirst()
  return row === undefined ? null : ((await recordsOf(db, [row]))[0] ?? null)
}

/** Errors: TRADE_NOT_FOUND. */
export async function readTrade(db: Db, tradeId: string): Promise<TradeRecord> {
  const trade = await findTrade(db, tradeId)
  if (trade === null) throw assetErrors.TRADE_NOT_FOUND({ tradeId })
  return trade
}

/** The trades of the actor's party, or all of them for one that may see all; newest last. */
export async function listTrades(
  context: QueryContext,
  query: { readonly limit?: number; readonly cursor?: string; readonly state?: string },
  partyId: string | null,
): Promise<Static<typeof TradePage>> {
  const page = readPage(query)
  const rows = await context.db
    .selectFrom('trades')
    .selectAll()
    .$if(partyId !== null, (q) =>
      q.where((where) =>
        where.or([
          where('buyer_party_id', '=', partyId),
          where('seller_party_id', '=', partyId),
          where('sovereign_party_id', '=', partyId),
        ]),
      ),
    )
    .$if(query.state !== undefined, (q) => q.where('state', '=', query.state ?? ''))
    .$if(page.after !== null, (q) => q.where('id', '>', page.after?.[0] ?? ''))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute()
  const records = await recordsOf(context.db, rows)
  const parameters = await context.parametersAt(context.now)
  return toPage(
    page,
    records,
    ({ tradeId }) => [tradeId],
    (trade) => presentTrade(trade, parameters),
  )
}

/** @param parameters now in force: a port that was added since is not called unlisted any more. */
export function presentTrade(trade: TradeRecord, parameters: ParameterSet): Static<typeof TradeView> {
  const { quantityKg, pricePt, totalPt, custody, registeredAt, stateAt, lots, ...others } = trade
  const { registeredBy: _registrar, wallets: _ofTheEscrow, ...rest } = others
  return {
    ...rest,
    unlistedPorts: [rest.loadPort, rest.dischargePort].filter((code) => !isListedPort(code, parameters)),
    lots: [...lots],
    quantityTonnes: formatQuantity({ value: quantityKg, unit: 't' }),
    pricePt: formatQuantity({ value: pricePt, unit: 'PT' }),
    totalPt: formatQuantity({ value: totalPt, unit: 'PT' }),
    custody: custody.map(({ sequence, checkpoint, at, documentId }) => ({
      sequence,
      checkpoint,
      happenedAt: at,
      documentId,
    })),
    registeredAt: registeredAt.toISOString(),
    stateAt: stateAt.toISOString(),
  }
}

async function recordsOf(db: Db, rows: readonly Selectable<Trades>[]): Promise<TradeRecord[]> {
  if (rows.length === 0) return []
  const steps = await db
    .selectFrom('custody_steps')
    .selectAll()
    .where(
      'trade_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('trade_id')
    .orderBy('sequence')
    .execute()
  return rows.map((row) =>
    tradeOf(
      row,
      steps.filter(({ trade_id: tradeId }) => tradeId === row.id),
    ),
  )
}

/** @param steps of this trade, in their order. */
export function tradeOf(row: Selectable<Trades>, steps: readonly Selectable<CustodySteps>[]): TradeRecord {
  return {
    tradeId: row.id,
    reference: row.reference,
    state: row.state as TradeState,
    buyerPartyId: row.buyer_party_id,
    sellerPartyId: row.seller_party_id,
    sovereignPartyId: row.sovereign_party_id,
    wallets: walletsOf(row),
    commodity: row.commodity,
    category: row.category as CommodityCategory,
    hsCode: row.hs_code,
    quantity: row.quantity.includes('.') ? row.quantity.replace(/\.?0+$/, '') : row.quantity,
    unitCode: row.unit_code,
    quantityKg: BigInt(row.quantity_kg),
    pricePt: BigInt(row.price_pt),
    totalPt: BigInt(row.total_pt),
    incoterm: row.incoterm as TradeRecord['incoterm'],
    originCountry: row.origin_country,
    productionSite: row.production_site,
    productionSiteCountry: row.production_site_country,
    loadPort: row.load_port,
    dischargePort: row.discharge_port,
    lots: row.lots,
    highRisk: row.high_risk,
    perishable: row.perishable,
    custody: steps.map((step) => ({
      sequence: step.sequence,
      checkpoint: step.checkpoint,
      at: step.happened_at?.toISOString() ?? null,
      documentId: step.document_id,
    })),
    registeredBy: row.registered_by,
    registeredAt: row.registered_at,
    stateAt: row.state_at,
  }
}

function walletsOf({ buyer_wallet: buyer, seller_wallet: seller }: Selectable<Trades>): TradeWallets | null {
  return buyer === null || seller === null ? null : { buyer: getAddress(buyer), seller: getAddress(seller) }
}
