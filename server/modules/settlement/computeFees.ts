import { exact, formatExact, parseExact } from '@assay/domain/decimal.ts'
import { feeBurnBps } from '@assay/domain/policy/burning.ts'
import { bestDiscount } from '@assay/domain/policy/discounts.ts'
import { dynamicFactor, feePtUp, feeRate, verificationFeePtUp } from '@assay/domain/policy/fees.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import type { VerificationSpeed } from '@assay/domain/programmes/fictraFees.ts'
import { formatQuantity, type Quantity, quantity, toExact } from '@assay/domain/quantity.ts'
import { sql } from 'kysely'
import type { QueryContext } from '../../module.ts'
import { type IndicatorKey, latestIndicator } from '../governance/index.ts'

export interface FeesOfTrade {
  readonly tradeFee: Quantity<'PT'>
  readonly verificationFee: Quantity<'PT'>
  readonly burnBps: number
  readonly computation: {
    readonly baseRate: string
    readonly dynamicFactor: string
    readonly discount: string
    readonly discountBy: string
    readonly rate: string
    readonly volumePt: string
    readonly burnBps: number
    readonly parametersAsOf: string
  }
}

const volumeDays = 30

/**
 * The fees of a trade as the rules of domain.md 2.12 and 2.14 give them at this moment. They are taken from the seller's side, so
 * volume, holdings and standing are the seller's; the volume counts this trade too.
 */
export async function computeFees(
  ctx: QueryContext,
  trade: { sellerPartyId: string; amount: Quantity<'PT'>; heldPt: bigint; speed: VerificationSpeed },
): Promise<FeesOfTrade> {
  const { parameters } = ctx
  const volume = quantity((await volumeBefore(ctx, trade.sellerPartyId)) + trade.amount.value, 'PT')
  const priceUsd = parseExact((await indicatorOf(ctx, 'ptPriceUsd', 'PT')) ?? '1', 'ptPriceUsd')
  const signals = {
    market: await signal(ctx, 'feeMarketSignal', 'PT'),
    participant: await signal(ctx, 'feeParticipantSignal', trade.sellerPartyId),
    economic: await signal(ctx, 'feeEconomicSignal', 'PT'),
  }
  const discount = bestDiscount(
    {
      volumeUsd: toExact(volume).times(priceUsd),
      heldPt: toExact(quantity(trade.heldPt, 'PT')),
      stakingTier: 'none',
    },
    parameters,
  )
  // No corridor and no breaker is in force in this release, so neither moves the fee.
  const conditions = {
    signals,
    corridorPosition: exact(0n),
    discount: discount.share,
    volatilityMultiplier: exact(1n),
  }
  const rate = feeRate('standard', conditions, parameters)
  const burnBps = feeBurnBps(volume, parameters)
  return {
    tradeFee: feePtUp(trade.amount, rate),
    verificationFee: verificationFeePtUp(trade.amount, trade.speed, parameters),
    burnBps,
    computation: {
      baseRate: formatExact(parameters.get(fictra.settlement.fees).standard.base),
      dynamicFactor: formatExact(dynamicFactor(signals, parameters)),
      discount: formatExact(discount.share),
      discountBy: discount.by,
      rate: formatExact(rate),
      volumePt: formatQuantity(volume),
      burnBps,
      parametersAsOf: parameters.asOf,
    },
  }
}

/** PT of the seller's trades funded within the window. */
async function volumeBefore(ctx: QueryContext, sellerPartyId: string): Promise<bigint> {
  const since = new Date(ctx.now.getTime() - volumeDays * 86_400_000)
  const { volume } = await ctx.db
    .selectFrom('escrow_fundings')
    .select(sql<string>`coalesce(sum((terms->>'amount')::numeric), 0)`.as('volume'))
    .where('seller_party_id', '=', sellerPartyId)
    .where('failure', 'is', null)
    .where('requested_at', '>', since)
    .executeTakeFirstOrThrow()
  return BigInt(volume)
}

/** A signal nobody has recorded is neutral. */
async function signal(ctx: QueryContext, key: IndicatorKey, subject: string) {
  return parseExact((await indicatorOf(ctx, key, subject)) ?? '0', key)
}

async function indicatorOf(ctx: QueryContext, key: IndicatorKey, subject: string): Promise<string | undefined> {
  return (await latestIndicator(ctx.db, { key, subject, at: ctx.now }))?.value
}
