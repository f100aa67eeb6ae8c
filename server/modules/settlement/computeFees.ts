import { formatExact } from '@assay/domain/decimal.ts'
import { type TradeFeeInputs, tradeFees } from '@assay/domain/policy/tradeFees.ts'
import type { VerificationSpeed } from '@assay/domain/programmes/fictraFees.ts'
import { fictraFees } from '@assay/domain/programmes/fictraFees.ts'
import { formatQuantity, type Quantity, quantity } from '@assay/domain/quantity.ts'
import { recordingSet, type UsedVersion } from '@assay/domain/recording.ts'
import { sql } from 'kysely'
import type { CommandContext, QueryContext } from '../../module.ts'
import { type IndicatorKey, latestIndicator } from '../governance/index.ts'

export interface FeesOfTrade {
  readonly tradeFee: Quantity<'PT'>
  readonly verificationFee: Quantity<'PT'>
  readonly burnBps: number
  readonly computation: FeeComputation
}

/** How the fees came about, and everything that is needed to compute them again. */
export interface FeeComputation {
  readonly baseRate: string
  readonly dynamicFactor: string
  readonly discount: string
  readonly discountBy: string
  readonly rate: string
  readonly volumePt: string
  readonly burnBps: number
  readonly parametersAsOf: string
  /** Left out of what was computed before results said it. */
  readonly parameters?: readonly UsedVersion[]
  readonly inputs: TradeFeeInputs
}

const volumeDays = 30

/**
 * The fees of a trade as the rules of domain.md 2.12 and 2.14 give them at this moment. They are taken from the seller's side, so
 * volume, holdings and standing are the seller's; the volume counts this trade too.
 */
export async function computeFees(
  ctx: CommandContext,
  trade: { sellerPartyId: string; amount: Quantity<'PT'>; heldPt: bigint; speed: VerificationSpeed },
): Promise<FeesOfTrade> {
  const { set: parameters, used } = recordingSet(ctx.parameters)
  const volume = quantity((await volumeBefore(ctx, trade.sellerPartyId)) + trade.amount.value, 'PT')
  const inputs: TradeFeeInputs = {
    amountPt: formatQuantity(trade.amount),
    volumePt: formatQuantity(volume),
    heldPt: formatQuantity(quantity(trade.heldPt, 'PT')),
    ptPriceUsd: (await indicatorOf(ctx, 'ptPriceUsd', 'PT')) ?? '1',
    // A signal nobody has recorded is neutral.
    signals: {
      market: (await indicatorOf(ctx, 'feeMarketSignal', 'PT')) ?? '0',
      participant: (await indicatorOf(ctx, 'feeParticipantSignal', trade.sellerPartyId)) ?? '0',
      economic: (await indicatorOf(ctx, 'feeEconomicSignal', 'PT')) ?? '0',
    },
    speed: trade.speed,
  }
  const fees = tradeFees(inputs, parameters)
  const { tradeFee, verificationFee, burnBps } = fees
  return {
    ...{ tradeFee, verificationFee, burnBps },
    computation: {
      baseRate: formatExact(parameters.get(fictraFees.fees).standard.base),
      dynamicFactor: formatExact(fees.dynamicFactor),
      discount: formatExact(fees.discount.share),
      discountBy: fees.discount.by,
      rate: formatExact(fees.rate),
      volumePt: formatQuantity(volume),
      burnBps,
      parametersAsOf: parameters.asOf,
      parameters: used(),
      inputs,
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

async function indicatorOf(ctx: QueryContext, key: IndicatorKey, subject: string): Promise<string | undefined> {
  return (await latestIndicator(ctx.db, { key, subject, at: ctx.now }))?.value
}
