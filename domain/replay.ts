/**
 * Replay of a proposed parameter change against history: every past computation is repeated with the parameters of its day and
 * with the proposal in their place; the difference shows whom the change would have moved, and by how much, before anybody
 * votes on it (domain.md 2.1: a simulation run is required before any change).
 */
import { AssayError, defineErrors } from './errors.ts'
import { parameterErrors } from './parameterErrors.ts'
import type { Parameter, ParameterSet, ParameterVersion } from './parameters.ts'
import { beginning, parameterSetAt } from './parameters.ts'
import { turnsOf } from './phasing.ts'
import type { Quantity, Unit } from './quantity.ts'

export const replayErrors = defineErrors({
  REPLAY_NOT_REPEATABLE: {
    status: 500,
    title: 'A past computation does not give its own result again',
    remedy:
      'Report this with the `id`: its record or the rulebook was altered, or the contracts worked under other terms than the governed ones.',
  },
})

/** What a computation gave to somebody; negative when it took. */
export interface Amount {
  readonly party: string
  /** What the amount is, in one word: `allocation`, `fee`, `credits`. */
  readonly of: string
  readonly quantity: Quantity
}

export interface PastComputation {
  readonly id: string
  /** Instant whose parameters it used. */
  readonly asOf: Date
  /** The amounts as recorded then; when given, the repetition must equal them. */
  readonly recorded?: readonly Amount[]
  /** Repeats the computation from its recorded inputs. `at` gives the set of another instant, for what was decided later. */
  compute(parameters: ParameterSet, at: (instant: Date) => ParameterSet): readonly Amount[]
}

export interface Movement {
  readonly party: string
  readonly of: string
  readonly unit: Unit
  /** Base units, summed over all computations. */
  readonly before: bigint
  readonly after: bigint
  readonly difference: bigint
}

export interface Replay {
  readonly computations: number
  readonly changed: readonly string[]
  /** Computations that the proposal would have refused, with the code of the refusal. */
  readonly refused: readonly { readonly id: string; readonly code: string }[]
  /** One row for each party, kind and unit, also where nothing moves; sorted by party, kind and unit. */
  readonly movements: readonly Movement[]
}

/**
 * Repeats `history` under the parameters of each computation's day and under the same with `proposed` in force throughout.
 * A computation that the proposal refuses counts as giving nothing. The order of the history has no influence.
 * @param stored all parameter versions ever announced.
 * @throws PARAMETER_UNKNOWN, PARAMETER_INVALID when the proposal is not a value of the parameter, REPLAY_NOT_REPEATABLE
 */
export function replayChange(
  proposed: Pick<ParameterVersion, 'key' | 'value'>,
  history: readonly PastComputation[],
  stored: readonly ParameterVersion[],
  catalogue: readonly Parameter<unknown>[],
): Replay {
  const parameter = catalogue.find(({ key }) => key === proposed.key)
  if (parameter === undefined) throw parameterErrors.PARAMETER_UNKNOWN({ key: proposed.key })
  parameter.codec.decode(proposed.value, '', proposed.key)
  const others = stored.filter(({ key }) => key !== proposed.key)
  const always = { ...proposed, version: 1, effectiveFrom: beginning }
  const ofTheDay = setsBetweenChanges(catalogue, stored)
  const underProposal = setsBetweenChanges(catalogue, [...others, always])
  const totals = new Map<string, Movement>()
  const changed: string[] = []
  const refused: { id: string; code: string }[] = []
  for (const past of history) {
    const before = repeat(past, ofTheDay)
    const answer = attempt(past, underProposal)
    if ('code' in answer) refused.push({ id: past.id, code: answer.code })
    const after = 'code' in answer ? [] : answer.amounts
    if (!sameAmounts(before, after)) changed.push(past.id)
    for (const amount of before) book(totals, amount, 'before')
    for (const amount of after) book(totals, amount, 'after')
  }
  return {
    computations: history.length,
    changed: changed.toSorted(),
    refused: refused.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    movements: [...totals.keys()].toSorted().map((id) => totals.get(id)!),
  }
}

/** The set in force at a moment, built once for all moments between two changes. */
function setsBetweenChanges(catalogue: readonly Parameter<unknown>[], stored: readonly ParameterVersion[]): SetAt {
  const known = new Map(catalogue.map((parameter) => [parameter.key, parameter]))
  const turns = stored.flatMap((row) => turnsOf(known.get(row.key), row).map((at) => at.toISOString()))
  const changes = [...new Set([beginning, ...turns])].toSorted()
  const sets = new Map<string, ParameterSet>()
  return (asOf) => {
    const at = asOf.toISOString()
    const change = changes.findLast((instant) => instant <= at) ?? beginning
    const known = sets.get(change)
    if (known !== undefined) return known
    const set = parameterSetAt(catalogue, stored, new Date(change))
    sets.set(change, set)
    return set
  }
}

type SetAt = (instant: Date) => ParameterSet

function repeat(past: PastComputation, at: SetAt): readonly Amount[] {
  const answer = attempt(past, at)
  // What was done once is not refused under its own rules: then the record is not of what was done.
  if ('code' in answer) throw replayErrors.REPLAY_NOT_REPEATABLE({ id: past.id, refused: answer.code })
  if (past.recorded !== undefined && !sameAmounts(past.recorded, answer.amounts)) {
    throw replayErrors.REPLAY_NOT_REPEATABLE({ id: past.id })
  }
  return answer.amounts
}

function attempt(
  past: PastComputation,
  at: SetAt,
): { readonly amounts: readonly Amount[] } | { readonly code: string } {
  try {
    return { amounts: past.compute(at(past.asOf), at) }
  } catch (error) {
    if (error instanceof AssayError) return { code: error.code }
    throw error
  }
}

function idOf({ party, of, quantity: { unit } }: Amount): string {
  return JSON.stringify([party, of, unit])
}

/** Equal sums for each party, kind and unit; the order and the splitting of amounts do not matter. */
function sameAmounts(a: readonly Amount[], b: readonly Amount[]): boolean {
  const sums = new Map<string, bigint>()
  for (const amount of a) sums.set(idOf(amount), (sums.get(idOf(amount)) ?? 0n) + amount.quantity.value)
  for (const amount of b) sums.set(idOf(amount), (sums.get(idOf(amount)) ?? 0n) - amount.quantity.value)
  return [...sums.values()].every((difference) => difference === 0n)
}

function book(totals: Map<string, Movement>, amount: Amount, side: 'before' | 'after'): void {
  const { party, of, quantity } = amount
  const id = idOf(amount)
  const row = totals.get(id) ?? { party, of, unit: quantity.unit, before: 0n, after: 0n, difference: 0n }
  const next = { ...row, [side]: row[side] + quantity.value }
  totals.set(id, { ...next, difference: next.after - next.before })
}
