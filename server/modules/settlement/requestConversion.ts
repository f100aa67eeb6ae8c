import {
  type ConversionQuote,
  type ConversionTerms,
  checkConversion,
  conversionTerms,
  quoteConversion,
} from '@assay/domain/policy/conversion.ts'
import { formatQuantity, parseQuantity, quantity } from '@assay/domain/quantity.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { availableOf, lockFor } from '../ledger/index.ts'
import { walletsOf } from '../parties/index.ts'
import { readConversion } from './conversions.ts'
import { escrowErrors } from './errors.ts'
import type { Conversion, ConversionBody } from './schema.ts'

/**
 * Converts Foundation Token of a sovereign to Payment Token (domain.md 2.8, basic path): its wallet allows exactly the amount and
 * converts, in this order. Without `minOutPt` the quote of this moment is the least it accepts. Terms are the contract's own.
 * Errors: CONVERSION_WALLET_MISSING, CONVERSION_NOTHING, CONVERSION_NOT_COVERED, CONVERSION_BELOW_MINIMUM, CONVERSION_DAILY_LIMIT,
 * CONVERSION_RESERVE_LOW, QUANTITY_INVALID.
 */
export async function requestConversion(
  ctx: CommandContext,
  { partyId, body }: { partyId: string; body: Static<typeof ConversionBody> },
): Promise<Conversion> {
  const amount = parseQuantity(body.amountFt, 'FT', 'amountFt')
  const wallet = (await walletsOf(ctx.db, partyId)).find(({ custodied }) => custodied)?.address
  if (wallet === undefined) throw escrowErrors.CONVERSION_WALLET_MISSING({ partyId })
  await lockFor(ctx, 'conversions')
  const terms = await readTerms(ctx)
  // The contract works under these; a later reader finds with them what it should have worked under.
  conversionTerms(ctx.parameters)
  const quote = quoteConversion(amount, terms)
  const minOut = body.minOutPt === undefined ? quote.netPt : parseQuantity(body.minOutPt, 'PT', 'minOutPt')
  const pending = await pendingOf(ctx, wallet)
  checkConversion(quote, minOut, quantity((await grossToday(ctx)) + pending.grossPt, 'PT'), terms)
  await requireCover(ctx, { wallet, amountFt: amount.value + pending.amountFt, quote, owedPt: pending.netPt })

  const conversionId = ctx.newId()
  const onChainId = idOf('conversion', conversionId)
  const intentId = await send(ctx, { conversionId, onChainId, wallet, amountFt: amount.value, minOutPt: minOut.value })
  await ctx.db
    .insertInto('conversions')
    .values({
      conversion_id: conversionId,
      on_chain_id: onChainId,
      party_id: partyId,
      wallet,
      amount_ft: amount.value,
      min_out_pt: minOut.value,
      quoted_gross_pt: quote.grossPt.value,
      quoted_net_pt: quote.netPt.value,
      intent_id: intentId,
      parameters_used: JSON.stringify(ctx.parametersUsed()),
      requested_at: ctx.now,
    })
    .execute()
  return readConversion(ctx, conversionId)
}

async function readTerms(ctx: CommandContext): Promise<ConversionTerms> {
  const [rateE18, burnBps, feeBps, dailyLimitPt] = (await ctx.chain.read('Conversion', 'terms', [])) as [
    bigint,
    number,
    number,
    bigint,
  ]
  return { rateE18, burnBps, feeBps, dailyLimitPt }
}

/** What the chain has converted on this day (UTC, as the contract counts). */
async function grossToday(ctx: CommandContext): Promise<bigint> {
  const midnight = new Date(`${ctx.now.toISOString().slice(0, 10)}T00:00:00.000Z`)
  const { gross } = await ctx.db
    .selectFrom('conversions_on_chain')
    .select(sql<string>`coalesce(sum(gross_pt), 0)`.as('gross'))
    .where('converted_at', '>=', midnight)
    .executeTakeFirstOrThrow()
  return BigInt(gross)
}

/** Conversions on their way: their FT of this wallet, and the PT that all of them will take. */
async function pendingOf(ctx: CommandContext, wallet: Address) {
  const row = await ctx.db
    .selectFrom('conversions as v')
    .leftJoin('conversions_on_chain as c', 'c.on_chain_id', 'v.on_chain_id')
    .select([
      sql<string>`coalesce(sum(v.amount_ft) filter (where v.wallet = ${wallet}), 0)`.as('amount'),
      sql<string>`coalesce(sum(v.quoted_gross_pt), 0)`.as('gross'),
      sql<string>`coalesce(sum(v.quoted_net_pt), 0)`.as('net'),
    ])
    .where('v.failure', 'is', null)
    .where('c.on_chain_id', 'is', null)
    .executeTakeFirstOrThrow()
  return { amountFt: BigInt(row.amount), grossPt: BigInt(row.gross), netPt: BigInt(row.net) }
}

interface Cover {
  readonly wallet: Address
  /** This conversion and those on their way. */
  readonly amountFt: bigint
  readonly quote: ConversionQuote
  /** PT that conversions on their way will take from the reserve. */
  readonly owedPt: bigint
}

async function requireCover(ctx: CommandContext, { wallet, amountFt, quote, owedPt }: Cover): Promise<void> {
  const heldFt = await availableOf(ctx, wallet, 'FT')
  if (heldFt < amountFt) {
    throw escrowErrors.CONVERSION_NOT_COVERED({ heldFt: formatQuantity(quantity(heldFt, 'FT')) })
  }
  const reservePt = (await ctx.chain.read('PaymentToken', 'balanceOf', [ctx.chain.address('Conversion')])) as bigint
  if (reservePt < quote.netPt.value + owedPt) {
    throw escrowErrors.CONVERSION_RESERVE_LOW({ reservePt: formatQuantity(quantity(reservePt, 'PT')) })
  }
}

interface Send {
  readonly conversionId: string
  readonly onChainId: string
  readonly wallet: Address
  readonly amountFt: bigint
  readonly minOutPt: bigint
}

async function send(ctx: CommandContext, { conversionId, onChainId, wallet, amountFt, minOutPt }: Send) {
  const subject = `conversion/${conversionId}`
  await ctx.intend({
    from: wallet,
    contract: 'FoundationToken',
    functionName: 'approve',
    args: [ctx.chain.address('Conversion'), amountFt],
    salt: conversionId,
    subject,
  })
  return ctx.intend({
    from: wallet,
    contract: 'Conversion',
    functionName: 'convert',
    args: [onChainId, amountFt, minOutPt],
    subject,
  })
}
