import { formatExact } from '@assay/domain/decimal.ts'
import { strategicValueOf } from '@assay/domain/policy/allocationFactors.ts'
import { type ProcessingLevel, processingLevels } from '@assay/domain/programmes/fictraAllocation.ts'
import type { AllocationBasis } from '@assay/protocol/caseTerms.ts'
import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import type { TradeRecord, TradeWallets } from '../assets/index.ts'
import { type IndicatorKey, latestIndicator } from '../governance/index.ts'
import { verificationErrors } from './errors.ts'

/** Digits of an HS heading: the level at which goods are traded, priced and governed. */
const headingLength = 4

/** Key of governed data about a kind of goods, `HS:1001`. */
export function goodsSubject(hsCode: string): string {
  return `HS:${hsCode.slice(0, headingLength)}`
}

/**
 * Governed data an allocation depends on, as known now. Without a certificate a supply chain scores nothing, and a
 * market nobody reports on does not dampen; everything else must be on record. Which goods are strategic the Council’s table says.
 * @throws INDICATOR_MISSING
 */
export async function allocationBasis(
  ctx: CommandContext,
  trade: TradeRecord,
  { buyer, seller, sovereign }: TradeWallets & { readonly sovereign: Address },
): Promise<AllocationBasis> {
  const goods = goodsSubject(trade.hsCode)
  const origin = `${trade.originCountry}/${goods}`
  const value = async (key: IndicatorKey, subject: string, otherwise?: string): Promise<string> => {
    const indicator = await latestIndicator(ctx.db, { key, subject, at: ctx.now })
    const found = indicator?.value ?? otherwise
    if (found === undefined) throw verificationErrors.INDICATOR_MISSING({ key, subject })
    return found
  }
  return {
    buyer,
    seller,
    sovereign,
    metrics: {
      volatilityRatio: await value('volatilityRatio', goods),
      sustainabilityScore: await value('sustainabilityScore', origin, '0'),
      worldTradeShare: await value('worldTradeShare', origin),
      humanDevelopmentIndex: await value('humanDevelopmentIndex', trade.originCountry),
      strategicValue: formatExact(strategicValueOf(trade.hsCode, ctx.parameters)),
      carbonRatio: await value('carbonRatio', origin),
      processingLevel: processingLevelOf(await value('processingLevel', goods)),
    },
    market: {
      priceRatio: await value('priceRatio', goods, '1'),
      supplyFall: await value('supplyFall', goods, '0'),
      ftVelocity: await value('ftVelocity', 'FT', '0'),
    },
  }
}

function processingLevelOf(level: string): ProcessingLevel {
  const name = processingLevels[Number(level)]
  if (name === undefined) throw verificationErrors.INDICATOR_MISSING({ key: 'processingLevel', level })
  return name
}
