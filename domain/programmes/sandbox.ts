/**
 * Values a sandbox is founded with instead of the initial ones, so that days pass in seconds. Nothing else differs between
 * a sandbox and a real installation; each value is inside its parameter's governed range.
 */
import type { JsonValue } from '../codecs.ts'
import { beginning, type ParameterSet } from '../parameters.ts'
import { parametersAt } from './catalogue.ts'

export interface FoundingValue {
  readonly key: string
  readonly value: JsonValue
  readonly reason: string
}

export const sandboxValues: readonly FoundingValue[] = [
  {
    key: 'fictra.verification.challengeWindow',
    value: { byValue: [{ from: '0', value: 2 }], highRisk: 3 },
    reason: 'A sandbox shows the challenge window in seconds instead of days.',
  },
  {
    key: 'fictra.verification.answerSeconds',
    // Longer than a killed process may take to be at work again, so that nobody has to review what a restart delayed.
    value: 90,
    reason: 'A sandbox waits seconds, not minutes, for a node that is down.',
  },
  {
    key: 'fictra.verification.settlementRetrySeconds',
    value: 1,
    reason: 'A sandbox looks at the chain every second.',
  },
  {
    key: 'secretTrees.verification.quorum',
    value: { minReports: 1, consensus: '0.75', threshold: '85', challengeSeconds: 2, deadlineSeconds: 2592000 },
    reason: 'A sandbox shows the challenge window in seconds instead of days.',
  },
  {
    key: 'fictra.settlement.conversion',
    value: { unpaidShare: '0.03', fee: '0.0035', dailyLimitPt: '100000000' },
    reason: 'A sandbox replays its stories many times a day.',
  },
]

/** The parameters of a sandbox as it begins, before anybody changed one. */
export function sandboxParameters(): ParameterSet {
  const founded = sandboxValues.map(({ key, value }) => ({ key, value, version: 2, effectiveFrom: beginning }))
  return parametersAt(founded, new Date(beginning))
}
