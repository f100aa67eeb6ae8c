/** Routes of trades: registered by buyer or seller, seen by the parties of the trade. */
import type { QueryContext, Route } from '../../module.ts'
import { command, query } from '../../module.ts'
import { partyShown } from '../../page.ts'
import { listTrades, presentTrade, readTrade } from './readTrade.ts'
import { registerTrade } from './registerTrade.ts'
import { TradeInput, TradePage, TradeParams, TradeQuery, TradeView } from './schema.ts'

/** Roles that may see every trade. */
const overseers = ['operator', 'reviewer', 'compliance', 'governance', 'auditor'] as const

/** Buyer, seller and sovereign of a trade; null when there is none. */
export async function partiesOfTrade(db: QueryContext['db'], tradeId: string): Promise<readonly string[] | null> {
  const trade = await db
    .selectFrom('trades')
    .select(['buyer_party_id', 'seller_party_id', 'sovereign_party_id'])
    .where('id', '=', tradeId)
    .executeTakeFirst()
  return trade === undefined ? null : [trade.buyer_party_id, trade.seller_party_id, trade.sovereign_party_id]
}

export const tradeRoutes: readonly Route[] = [
  command({
    operationId: 'registerTrade',
    path: '/trades',
    summary: 'Register a commodity contract',
    description:
      'The total must be quantity times price to the last base unit. Ports are UN/LOCODE, units UN/ECE Recommendation 20, countries ISO 3166-1, the HS code decides the category. The same contract sent again answers with the registered one.',
    access: {
      roles: ['buyer', 'seller', 'operator'],
      scope: 'assets:write',
      owners: async (_context, { body }) => [body.buyerPartyId, body.sellerPartyId],
      anyOwner: ['operator'],
    },
    body: TradeInput,
    response: TradeView,
    errors: [
      'TRADE_PARTIES_INVALID',
      'TRADE_REFERENCE_TAKEN',
      'TRADE_TOTAL_MISMATCH',
      'TRADE_PRICE_INEXACT',
      'TRADE_CATEGORY_MISMATCH',
      'CODE_UNKNOWN',
      'HS_CODE_INVALID',
      'HS_NOT_A_COMMODITY',
      'DECIMAL_INEXACT',
      'QUANTITY_TOO_PRECISE',
    ],
    handle: async (context, { body }) => presentTrade(await registerTrade(context, body), context.parameters),
  }),
  query({
    operationId: 'listTrades',
    path: '/trades',
    summary: 'List the trades you take part in',
    access: { roles: ['buyer', 'seller', 'sovereign', ...overseers], scope: 'assets:read' },
    query: TradeQuery,
    response: TradePage,
    errors: ['CURSOR_INVALID'],
    handle: (context, { query }) => listTrades(context, query, partyShown(context.actor, overseers)),
  }),
  query({
    operationId: 'readTrade',
    path: '/trades/{tradeId}',
    summary: 'Read a trade with its custody steps',
    access: {
      roles: ['buyer', 'seller', 'sovereign', ...overseers],
      scope: 'assets:read',
      owners: (context, { params }) => partiesOfTrade(context.db, params.tradeId),
      anyOwner: overseers,
    },
    params: TradeParams,
    response: TradeView,
    errors: ['TRADE_NOT_FOUND'],
    handle: async (context, { params }) =>
      presentTrade(await readTrade(context.db, params.tradeId), await context.parametersAt(context.now)),
  }),
]
