/** Burns of Payment Token by quarter, by algorithm and by milestone, and the buy-back (domain.md 2.14). */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type BurnMilestone,
  burnMilestones,
  fictraBurning,
  type MarketMood,
  marketMoods,
} from '../programmes/fictraBurning.ts'
import { mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { amount, decimal, fields, oneOf, orNull, setOf, whole } from '../shapes.ts'
import { burnErrors } from './burning.ts'
import { secondsPerDay } from './programmeTime.ts'

export const periodicBurnErrors = defineErrors({
  BURN_TOO_SOON: {
    status: 409,
    title: 'The last algorithmic burn is too short ago',
    remedy: 'Wait until second `notBeforeSeconds` of the programme.',
    retryable: true,
  },
})
const check = inputChecks(burnErrors.BURN_INPUT_INVALID)

/** After a quarter: the amount of the highest volume it was above; a volume of exactly the bound is not above it. @throws BURN_INPUT_INVALID */
export function quarterlyBurnPt(volume: Quantity<'PT'>, parameters: ParameterSet): Quantity<'PT'> {
  check.amount(volume, 'PT', 'volume')
  const row = parameters.get(fictraBurning.quarterly).findLast(({ abovePt }) => volume.value > abovePt.value)
  return row?.burnPt ?? quantity(0n, 'PT')
}

export interface AlgorithmicBurn {
  readonly nowSeconds: number
  /** When the last one took place, null when there was none. */
  readonly lastSeconds: number | null
  /** From 1 in a calm market to 3 in a volatile one. */
  readonly volatilityFactor: Exact
  readonly supplyFactor: Exact
  /** Of the corridor (`boundaryBurnFactor`). */
  readonly boundaryFactor: Exact
}

/** base x volatility x supply x boundary, at most once in the spacing. @throws BURN_INPUT_INVALID BURN_TOO_SOON */
export function algorithmicBurnDown(burn: AlgorithmicBurn, parameters: ParameterSet): Quantity<'PT'> {
  const rule = parameters.get(fictraBurning.algorithmic)
  const shape = fields<AlgorithmicBurn>({
    nowSeconds: whole(),
    lastSeconds: orNull(whole()),
    volatilityFactor: decimal(rule.volatilityLeast, rule.volatilityMost),
    supplyFactor: decimal(rule.supplyLeast, rule.supplyMost),
    boundaryFactor: decimal(exact(0n), exact(2n)),
  })
  check.all({ burn }, { burn: shape })
  if (burn.lastSeconds !== null) {
    check.whole(burn.lastSeconds, 'lastSeconds', 0, burn.nowSeconds)
    const notBeforeSeconds = burn.lastSeconds + rule.spacingDays * secondsPerDay
    if (burn.nowSeconds < notBeforeSeconds) throw periodicBurnErrors.BURN_TOO_SOON({ notBeforeSeconds })
  }
  const burned = exact(rule.basePt.value)
    .times(burn.volatilityFactor)
    .times(burn.supplyFactor)
    .times(burn.boundaryFactor)
  return quantity(scaledDown(burned, 0), 'PT')
}

/** What of a quarter's revenue buys back PT: more when the market falls. @throws BURN_INPUT_INVALID */
export function buyBackDown(revenue: Quantity<'PT'>, mood: MarketMood, parameters: ParameterSet): Quantity<'PT'> {
  check.all({ revenue, mood }, { revenue: amount('PT'), mood: oneOf(marketMoods) })
  const share = parameters.get(fictraBurning.buyBack)[mood]
  return quantity(mulDivDown(revenue.value, scaledDown(share, 6), 10n ** 6n), 'PT')
}

/** What milestones now reached burn; each burns once, ever. @throws BURN_INPUT_INVALID */
export function milestoneBurnPt(
  reached: ReadonlySet<BurnMilestone>,
  burned: ReadonlySet<BurnMilestone>,
  parameters: ParameterSet,
): Quantity<'PT'> {
  const milestones = setOf(oneOf(burnMilestones))
  check.all({ reached, burned }, { reached: milestones, burned: milestones })
  const amounts = parameters.get(fictraBurning.milestones)
  const due = burnMilestones.filter((milestone) => reached.has(milestone) && !burned.has(milestone))
  return quantity(
    due.reduce((sum, milestone) => sum + amounts[milestone].value, 0n),
    'PT',
  )
}
