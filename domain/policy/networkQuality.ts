/** How well the oracle network verifies (domain.md 2.5): which of its goals it misses, what is an incident, and what too few verify. */
import { inputChecks } from '../checks.ts'
import { exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraOracles } from '../programmes/fictraOracles.ts'
import { fields, list, text, whole } from '../shapes.ts'
import { oracleErrors } from './oracleReputation.ts'

const check = inputChecks((details) => oracleErrors.ORACLE_INPUT_INVALID(details))

/** The verifications of a period. */
export interface NetworkRecord {
  /** Seconds that each took, from the request to the verdict. */
  readonly seconds: readonly number[]
  /** Approved, and found wrong later. */
  readonly wrongApprovals: number
  /** Rejected, and found right later. */
  readonly wrongRefusals: number
  readonly disputed: number
}

export interface NetworkQuality {
  readonly missedGoals: readonly ('speed' | 'accuracy')[]
  readonly incidents: readonly ('accuracy' | 'wrongApprovals' | 'wrongRefusals' | 'disputes')[]
}

const recordShape = fields<NetworkRecord>({
  seconds: list(whole(), 1),
  wrongApprovals: whole(),
  wrongRefusals: whole(),
  disputed: whole(),
})

/**
 * Which goals the verifications of a period miss, and what of them is an incident. Shares are of all of them; a bound that the source
 * states as "above" or "below" does not hold at the bound itself. @throws ORACLE_INPUT_INVALID
 */
export function networkQuality(of: NetworkRecord, parameters: ParameterSet): NetworkQuality {
  check.all({ of }, { of: recordShape })
  const { seconds, wrongApprovals, wrongRefusals, disputed } = of
  const all = seconds.length
  check.whole(wrongApprovals, 'wrongApprovals', 0, all)
  check.whole(wrongRefusals, 'wrongRefusals', 0, all - wrongApprovals)
  check.whole(disputed, 'disputed', 0, all)
  const rule = parameters.get(fictraOracles.quality)
  const fast = seconds.filter((took) => took < rule.withinHours * 3_600).length
  // Counts are compared with shares of all, so that nothing is divided.
  const right = exact(BigInt(all - wrongApprovals - wrongRefusals))
  const below = (count: number, share: typeof rule.disputesBelow) => share.times(all).greaterThan(count)
  const goals = [
    ['speed', rule.withinShare.times(all).lessThanOrEqualTo(fast)],
    ['accuracy', right.greaterThanOrEqualTo(rule.accuracyGoal.times(all))],
  ] as const
  const bounds = [
    ['accuracy', right.greaterThan(rule.accuracyAbove.times(all))],
    ['wrongApprovals', below(wrongApprovals, rule.wrongApprovalsBelow)],
    ['wrongRefusals', below(wrongRefusals, rule.wrongRefusalsBelow)],
    ['disputes', below(disputed, rule.disputesBelow)],
  ] as const
  return {
    missedGoals: goals.flatMap(([name, holds]) => (holds ? [] : [name])),
    incidents: bounds.flatMap(([name, holds]) => (holds ? [] : [name])),
  }
}

/** A node with the kinds of goods it verifies. */
export interface VerifyingNode {
  /** Who operates it. */
  readonly entity: string
  readonly specialties: readonly string[]
}

const verifying = list(fields<VerifyingNode>({ entity: text, specialties: list(text) }))

/** Kinds of goods that fewer operators verify than the governed number; who operates several nodes counts once. @throws ORACLE_INPUT_INVALID */
export function thinSpecialties(
  specialties: readonly string[],
  nodes: readonly VerifyingNode[],
  parameters: ParameterSet,
): readonly string[] {
  check.all({ specialties, nodes }, { specialties: list(text), nodes: verifying })
  const least = parameters.get(fictraOracles.redundancy)
  const operators = (of: string) =>
    new Set(nodes.filter((node) => node.specialties.includes(of)).map(({ entity }) => entity)).size
  return specialties.filter((of) => operators(of) < least)
}
