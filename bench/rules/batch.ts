/** Inputs of one rule, made from a seed, with two ways to the results: the product's rule, and the same arithmetic bare. */
import { createHash } from 'node:crypto'

export type Result = string | number | bigint

export interface Batch {
  /** The rule of `domain/`, as server, nodes and verifier call it. */
  rule(): readonly Result[]
  /** Its arithmetic on plain bigints that are ready in memory: no checks, no units, no objects. Nothing that gives these
   *  results can do less. */
  bound(): readonly Result[]
}

export interface Rule {
  readonly name: string
  /** @param round makes its inputs differ from those of the other rounds. */
  prepare(round: number, cases: number): Batch
}

/** One list for all results, so that collecting them costs both ways the same and little. */
export function collect<T>(list: readonly T[], compute: (of: T, into: Result[]) => unknown): Result[] {
  const results: Result[] = []
  for (const of of list) compute(of, results)
  return results
}

/** @throws Error when the two have not computed the same: their times would say nothing about each other. */
export function commonDigest(name: string, results: readonly Result[], others: readonly Result[]): string {
  const [one, other] = [results, others].map((list) => createHash('sha256').update(list.join()).digest('hex'))
  if (one !== other)
    throw new Error(`${name}: the rule and its lower bound give different results: ${one} and ${other}`)
  return one!
}
