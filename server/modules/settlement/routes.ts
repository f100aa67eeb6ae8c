import { Type } from 'typebox'
import { Uuid } from '../../fields.ts'
import { type CommandContext, command, query, type Route } from '../../module.ts'
import { partyShown } from '../../page.ts'
import { findTrade, presentTrade, TradeView } from '../assets/index.ts'
import { cancelTrade } from './cancelTrade.ts'
import { listConversions, partyOfConversion, readConversion } from './conversions.ts'
import { escrowErrors } from './errors.ts'
import { fundEscrow } from './fundEscrow.ts'
import { partiesOfEscrow, readEscrow } from './queries.ts'
import { refundEscrow } from './refundEscrow.ts'
import { requestConversion } from './requestConversion.ts'
import {
  Conversion,
  ConversionBody,
  ConversionPage,
  ConversionQuery,
  Escrow,
  FundingBody,
  TradeParams,
} from './schema.ts'

const overseers = ['operator', 'auditor', 'compliance'] as const

export const routes: readonly Route[] = [
  command({
    operationId: 'fundEscrow',
    path: '/trades/{tradeId}/funding',
    summary: 'Put the contract value into escrow, with the buyer wallet’s permit and consent',
    access: {
      roles: ['buyer'],
      scope: 'settlement:write',
      owners: async (ctx, { params }) => buyerOf(ctx, params.tradeId),
    },
    params: TradeParams,
    body: FundingBody,
    response: Escrow,
    status: 202,
    errors: [
      'TRADE_NOT_FOUND',
      'TRADE_CANCELLED',
      'ESCROW_EXISTS',
      'ESCROW_WALLET_MISSING',
      'ESCROW_NOT_COVERED',
      'FEE_INPUT_INVALID',
    ],
    handle: (ctx, { params, body }) => fundEscrow(ctx, { ...params, speed: body.verification ?? 'standard' }),
  }),
  command({
    operationId: 'cancelTrade',
    path: '/trades/{tradeId}/cancel',
    summary: 'Cancel a trade that nobody has paid',
    description:
      'By buyer or seller. Refused once the trade is funded and while its funding is on the way; cancelling again changes nothing.',
    access: {
      roles: ['buyer', 'seller'],
      scope: 'settlement:write',
      owners: async (ctx, { params }) => tradersOf(ctx, params.tradeId),
    },
    params: TradeParams,
    response: TradeView,
    errors: ['TRADE_NOT_FOUND', 'TRADE_NOT_CANCELLABLE'],
    handle: async (ctx, { params }) => presentTrade(await cancelTrade(ctx, params), ctx.parameters),
  }),
  query({
    operationId: 'readEscrow',
    path: '/trades/{tradeId}/escrow',
    summary: 'The escrow of a trade: money, fees, payout',
    access: {
      roles: ['buyer', 'seller', 'sovereign', ...overseers],
      scope: 'settlement:read',
      owners: (ctx, { params }) => partiesOfEscrow(ctx, params.tradeId),
      anyOwner: overseers,
    },
    params: TradeParams,
    response: Escrow,
    errors: ['ESCROW_NOT_FOUND'],
    handle: (ctx, { params }) => readEscrow(ctx, params.tradeId),
  }),
  command({
    operationId: 'refundEscrow',
    path: '/trades/{tradeId}/refund',
    summary: 'Pay the buyer back after a rejection, a closed case or the timeout',
    access: {
      roles: ['buyer', 'operator'],
      scope: 'settlement:write',
      owners: async (ctx, { params }) => buyerOf(ctx, params.tradeId),
      anyOwner: ['operator'],
    },
    params: TradeParams,
    response: Escrow,
    status: 202,
    errors: ['ESCROW_NOT_FOUND', 'ESCROW_NOT_REFUNDABLE'],
    handle: (ctx, { params }) => refundEscrow(ctx, params),
  }),
  command({
    operationId: 'requestConversion',
    path: '/conversions',
    summary: 'Convert Foundation Token of the sovereign to Payment Token',
    access: { roles: ['sovereign'], scope: 'settlement:write' },
    body: ConversionBody,
    response: Conversion,
    status: 202,
    errors: [
      'CONVERSION_WALLET_MISSING',
      'CONVERSION_NOTHING',
      'CONVERSION_NOT_COVERED',
      'CONVERSION_BELOW_MINIMUM',
      'CONVERSION_DAILY_LIMIT',
      'CONVERSION_RESERVE_LOW',
      'QUANTITY_INVALID',
      'QUANTITY_TOO_LARGE',
    ],
    handle: (ctx, { body }) => requestConversion(ctx, { partyId: actingParty(ctx), body }),
  }),
  query({
    operationId: 'listConversions',
    path: '/conversions',
    summary: 'List your conversions',
    access: { roles: ['sovereign', ...overseers], scope: 'settlement:read' },
    query: ConversionQuery,
    response: ConversionPage,
    errors: ['CURSOR_INVALID'],
    handle: (ctx, { query }) => listConversions(ctx, query, partyShown(ctx.actor, overseers)),
  }),
  query({
    operationId: 'readConversion',
    path: '/conversions/{conversionId}',
    summary: 'A conversion: what was asked for and what the chain paid',
    access: {
      roles: ['sovereign', ...overseers],
      scope: 'settlement:read',
      owners: (ctx, { params }) => partyOfConversion(ctx, params.conversionId),
      anyOwner: overseers,
    },
    params: Type.Object({ conversionId: Uuid }),
    response: Conversion,
    errors: ['CONVERSION_NOT_FOUND'],
    handle: (ctx, { params }) => readConversion(ctx, params.conversionId),
  }),
]

function actingParty(ctx: CommandContext): string {
  if (ctx.actor.partyId === null) throw escrowErrors.CONVERSION_WALLET_MISSING()
  return ctx.actor.partyId
}

async function tradersOf(ctx: Parameters<typeof partiesOfEscrow>[0], tradeId: string): Promise<string[] | null> {
  const trade = await findTrade(ctx.db, tradeId)
  return trade === null ? null : [trade.buyerPartyId, trade.sellerPartyId]
}

async function buyerOf(...of: Parameters<typeof tradersOf>): Promise<string[] | null> {
  return (await tradersOf(...of))?.slice(0, 1) ?? null
}
