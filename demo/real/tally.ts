/** What was accepted and what refused, and why, in plain words: the same for documents, positions, prices and parcels. */
import { ApiProblem } from '../../sdk/typescript/problem.ts'

/** One reason why input was refused, as the API words it. */
export interface Reason {
  readonly code: string
  readonly message: string
  readonly file?: string | null
  readonly line?: number | null
  readonly pointer?: string | null
  readonly given?: unknown
}

export interface Tally {
  readonly accepted: number
  readonly refused: number
  accept(count: number): void
  /** One thing was refused, for one or more reasons; it is counted under the first. */
  refuse(reasons: readonly Reason[]): void
  /** A headline, then a line per reason with its count and the first places. */
  lines(what: string): readonly string[]
}

const placesShownMost = 3

export function createTally(): Tally {
  let accepted = 0
  let refused = 0
  const groups = new Map<string, { message: string; count: number; places: string[] }>()
  return {
    get accepted() {
      return accepted
    },
    get refused() {
      return refused
    },
    accept(count) {
      accepted += count
    },
    refuse(reasons) {
      refused += 1
      const [first] = reasons
      if (first === undefined) return
      const group = groups.get(first.code) ?? { message: first.message, count: 0, places: [] }
      groups.set(first.code, group)
      group.count += 1
      if (group.places.length < placesShownMost) group.places.push(placeOf(first))
    },
    lines(what) {
      const largestFirst = [...groups].toSorted(([, a], [, b]) => b.count - a.count)
      return [
        `${what}: ${accepted} accepted, ${refused} refused`,
        ...largestFirst.flatMap(([code, { message, count, places }]) => [
          `  ${count} x ${code}: ${message}`,
          ...places.map((place) => `      ${place}`),
          ...(count > places.length ? [`      and ${count - places.length} more`] : []),
        ]),
      ]
    },
  }
}

/** The first few of many names. */
export function shortList(names: readonly string[]): string {
  const rest = names.length - placesShownMost
  return `${names.slice(0, placesShownMost).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** `land/x.geojson /features/3/properties: declared 10 m2, computed 12 m2`. */
function placeOf({ file, line, pointer, given }: Reason): string {
  const at = `${file ?? ''}${line == null ? '' : `:${line}`}`
  const inside = pointer == null || pointer === '' ? '' : ` ${pointer}`
  return `${at}${inside}${given == null ? '' : `: ${String(given)}`}`
}

/** Why the API refused a file: its problems, or the refusal itself when it names none. Anything but a refusal is thrown. */
export function reasonsOf(error: unknown, file: string): readonly Reason[] {
  if (!(error instanceof ApiProblem) || error.status >= 500 || error.status === 401 || error.status === 403) throw error
  const { problems, title } = error.problem as { problems?: readonly Reason[]; title?: unknown }
  if (problems !== undefined && problems.length > 0) return problems
  return [{ code: error.code, message: String(title ?? error.message), file }]
}
