/**
 * What every fraud heuristic says in the same words (domain.md 2.22): a rule, whom it concerns, why, and by the governed ladder how
 * severe it is, who answers, by when and how. An alert accuses nobody: it asks somebody to look.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { type AlertSeverity, type FraudAnswer, type FraudRule, fictraFraud } from '../programmes/fictraFraud.ts'
import { fields, whole } from '../shapes.ts'

export const fraudErrors = defineErrors({
  FRAUD_INPUT_INVALID: {
    status: 422,
    title: 'A record of the fraud check is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

export const checkFraudInput = inputChecks((details) => fraudErrors.FRAUD_INPUT_INVALID(details))

export interface Alert {
  readonly rule: FraudRule
  readonly severity: AlertSeverity
  /** Accounts, parties or shipments, sorted. */
  readonly subjects: readonly string[]
  readonly reason: string
  readonly escalation: string
  readonly answer: FraudAnswer
  readonly answerBy: Date
}

export function alert(
  rule: FraudRule,
  subjects: readonly string[],
  reason: string,
  at: Date,
  parameters: ParameterSet,
): Alert {
  const { severity, answerHours, escalation, answer } = parameters.get(fictraFraud.answers)[rule]
  const answerBy = new Date(at.getTime() + answerHours * 3_600_000)
  return { rule, severity, subjects: [...new Set(subjects)].toSorted(), reason, escalation, answer, answerBy }
}

export interface Confusion {
  readonly truePositive: number
  readonly falsePositive: number
  readonly trueNegative: number
  readonly falseNegative: number
}

const count = whole(0, 2 ** 50)
const countsShape = fields<Confusion>({
  truePositive: count,
  falsePositive: count,
  trueNegative: count,
  falseNegative: count,
})

/** Targets a model misses; its flags are shown to nobody until the list is empty. @throws FRAUD_INPUT_INVALID */
export function missedTargets(counts: Confusion, parameters: ParameterSet): readonly string[] {
  checkFraudInput.all({ counts }, { counts: countsShape })
  const targets = parameters.get(fictraFraud.modelTargets)
  const { truePositive, falsePositive, trueNegative, falseNegative } = counts
  // A rate of nothing is unknown, and what is unknown is missed.
  const rate = (part: number, whole: number): Exact | null =>
    whole === 0 ? null : exact(BigInt(part)).div(exact(BigInt(whole)))
  const below = (of: Exact | null, limit: Exact) => of?.lessThan(limit) === true
  const above = (of: Exact | null, limit: Exact) => of?.greaterThan(limit) === true
  const reached: readonly (readonly [string, boolean])[] = [
    ['falsePositive', below(rate(falsePositive, falsePositive + trueNegative), targets.falsePositive)],
    ['falseNegative', below(rate(falseNegative, falseNegative + truePositive), targets.falseNegative)],
    ['precision', above(rate(truePositive, truePositive + falsePositive), targets.precision)],
    ['f1', above(rate(2 * truePositive, 2 * truePositive + falsePositive + falseNegative), targets.f1)],
  ]
  return reached.flatMap(([name, holds]) => (holds ? [] : [name]))
}
