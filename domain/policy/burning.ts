/** Share of trade fees that is burned, by Payment Token volume of the month (domain.md 2.14). */
import { bandOf } from '../codecs.ts'
import { scaledExactly } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { mulDivDown, type Quantity, quantity, toExact } from '../quantity.ts'

/** Basis points. The tier of the whole month's volume applies to all of its fees (whole-volume tiers [R]). */
export function feeBurnBps(monthlyVolume: Quantity<'PT'>, parameters: ParameterSet): number {
  const share = bandOf(parameters.get(fictraSettlement.feeBurn), toExact(monthlyVolume))
  return Number(scaledExactly(share, 4, 'feeBurn'))
}

export function feeBurnDown(
  fees: Quantity<'PT'>,
  monthlyVolume: Quantity<'PT'>,
  parameters: ParameterSet,
): Quantity<'PT'> {
  return quantity(mulDivDown(fees.value, BigInt(feeBurnBps(monthlyVolume, parameters)), 10_000n), 'PT')
}
