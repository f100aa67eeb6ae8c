/**
 * Runs random cases through the rules of `domain/` and through the contracts, and compares every word of the answers. The first
 * divergence ends the run: it is made as small as it gets and shown with all its inputs and the seed that repeats it.
 */
import { type Random, randomOf } from './random.ts'
import { simpler } from './simpler.ts'

export interface Twin<Case> {
  readonly name: string
  /** Cases in one request to the chain. */
  readonly batch: number
  generate(random: Random): Case
  /** False for what `generate` would not make; keeps the search for a smaller divergence inside the contract's types. */
  valid(candidate: Case): boolean
  /** What the rules say, word for word as the contract answers. */
  expected(of: Case): readonly bigint[]
  /** What the contracts say; null where a case could not be carried out at all. */
  run(cases: readonly Case[]): Promise<readonly (readonly bigint[] | null)[]>
  /** Which kinds of case this is, so that a run can prove it met them all. */
  kinds(of: Case, answer: readonly bigint[]): readonly string[]
  /** Meaning of each word of the answer. */
  label(index: number, of: Case): string
  /** A word as people read it. */
  show?(index: number, word: bigint, of: Case): string
}

export interface Comparison {
  readonly cases: number
  readonly seconds: number
  readonly kinds: ReadonlyMap<string, number>
}

export interface Run {
  readonly cases: number
  readonly seed: number
  /** Index of the first case; with `cases` 1 it repeats a single one. */
  readonly first?: number
}

/** While a chain computes one batch, the next one is made ready. */
const requestsPerLane = 2
const shrinkMs = 10_000

/**
 * @param lanes the same twin on one chain or more, which share the cases.
 * @throws Error that shows the first divergence.
 */
export async function compareTwin<Case>(lanes: readonly Twin<Case>[], run: Run): Promise<Comparison> {
  const started = performance.now()
  const kinds = new Map<string, number>()
  const first = run.first ?? 0
  let next = first
  let failure: Error | null = null
  const work = async (twin: Twin<Case>): Promise<void> => {
    while (failure === null && next < first + run.cases) {
      const from = next
      next += twin.batch
      const found = await compareBatch(twin, run.seed, from, Math.min(next, first + run.cases), kinds)
      // The first one found is looked into; the batches beside it only end.
      if (found !== null && failure === null) {
        failure = found.failure
        if (found.of !== undefined) failure = await divergence(twin, found.of, { seed: run.seed, index: found.index })
      }
    }
  }
  await Promise.all(lanes.flatMap((twin) => Array.from({ length: requestsPerLane }, () => work(twin))))
  if (failure !== null) throw failure
  return { cases: run.cases, seconds: (performance.now() - started) / 1_000, kinds }
}

interface Found<Case> {
  readonly failure: Error
  readonly index: number
  /** Undefined when the case cannot be carried out at all. */
  readonly of?: Case
}

async function compareBatch<Case>(
  twin: Twin<Case>,
  seed: number,
  from: number,
  until: number,
  kinds: Map<string, number>,
): Promise<Found<Case> | null> {
  const cases = Array.from({ length: until - from }, (_, i) => twin.generate(randomOf(seed, twin.name, from + i)))
  const answering = twin.run(cases)
  // The rules are asked while the chain is busy.
  const expected = cases.map((of) => twin.expected(of))
  const answers = await answering
  for (const [i, of] of cases.entries()) {
    const answer = answers[i]!
    const index = from + i
    if (answer === null) {
      return {
        failure: new Error(`${twin.name}: case ${index} of seed ${seed} cannot be carried out: ${textOf(of)}`),
        index,
      }
    }
    if (differs(expected[i]!, answer)) return { failure: new Error(`${twin.name}: case ${index} diverges`), index, of }
    for (const kind of twin.kinds(of, answer)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return null
}

function differs(expected: readonly bigint[], answer: readonly bigint[]): boolean {
  return expected.length !== answer.length || expected.some((word, i) => word !== answer[i])
}

async function divergence<Case>(
  twin: Twin<Case>,
  found: Case,
  { seed, index }: { seed: number; index: number },
): Promise<Error> {
  const of = await shrink(twin, found)
  const expected = twin.expected(of)
  const answer = (await twin.run([of]))[0] ?? []
  const show = (i: number, word: bigint | undefined) =>
    word === undefined ? 'nothing' : (twin.show?.(i, word, of) ?? word.toString())
  const lines = Array.from({ length: Math.max(expected.length, answer.length) }, (_, i) => i)
    .filter((i) => expected[i] !== answer[i])
    .map((i) => `  ${twin.label(i, of)}: rules ${show(i, expected[i])}, contract ${show(i, answer[i])}`)
  return new Error(
    [
      `${twin.name}: the rules and the contract diverge (seed ${seed}, case ${index}; smallest form found)`,
      ...lines,
      `inputs: ${textOf(of)}`,
      `as generated: ${textOf(found)}`,
    ].join('\n'),
  )
}

/** The simplest case near the one found on which both still diverge, as far as some seconds lead. */
async function shrink<Case>(twin: Twin<Case>, found: Case): Promise<Case> {
  const until = performance.now() + shrinkMs
  let smallest = found
  for (let improved = true; improved; ) {
    improved = false
    for (let place = 0; place < simpler(smallest).length && performance.now() < until; ) {
      const better = await firstDiverging(twin, simpler(smallest)[place]!.slice(0, twin.batch))
      if (better === null) place++
      else {
        smallest = better
        improved = true
      }
    }
  }
  return smallest
}

async function firstDiverging<Case>(twin: Twin<Case>, candidates: readonly Case[]): Promise<Case | null> {
  const valid = candidates.filter((candidate) => twin.valid(candidate))
  if (valid.length === 0) return null
  const answers = await twin.run(valid)
  const index = valid.findIndex((candidate, i) => {
    const answer = answers[i]
    return answer !== null && answer !== undefined && differs(twin.expected(candidate), answer)
  })
  return index === -1 ? null : valid[index]!
}

function textOf(of: unknown): string {
  return JSON.stringify(of, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
}
