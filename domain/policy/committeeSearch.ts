/**
 * Which committee of an order drawn is the first that keeps every limit of diversity (domain.md 2.5). Seats by entity and country are
 * a flow; types, jurisdictions and sources are brought by a few nodes that are tried by kind. The search is complete: where it finds none,
 * there is none, and where a network is so contrived that the proof would take too long, it says that instead.
 */
import { type Candidate, type CommitteeLimits, counted, largestFlow } from './seatFlow.ts'

/** Flows computed until the search gives up; a thousand nodes need some dozens. */
const maxFlows = 2_000

/** The first committee in the order drawn that keeps all limits; `impossible` when there is none. */
export function firstCommittee<N extends Candidate>(
  order: readonly N[],
  limits: CommitteeLimits,
): readonly N[] | 'impossible' | 'undecided' {
  const kindOf = entityKinds(order, limits)
  let flows = 0
  const hopeless = new Set<string>()
  const complete = (chosen: readonly N[]): readonly N[] | null => {
    const key = chosen
      .map(({ nodeId }) => nodeId)
      .toSorted()
      .join('\n')
    if (hopeless.has(key) || !withinSeats(chosen, limits) || ++flows > maxFlows) return null
    const filled = largestFlow(order, chosen, limits)
    if (filled !== null && isCommittee(filled, limits)) return filled
    const tried = filled === null ? [] : witnesses(order, chosen, limits, kindOf)
    for (const next of tried) {
      const found = complete([...chosen, next])
      if (found !== null || flows > maxFlows) return found
    }
    hopeless.add(key)
    return null
  }
  let known = complete([])
  let chosen: readonly N[] = []
  for (const node of order) {
    if (known === null || chosen.length === limits.size) break
    const found = known.includes(node) ? known : complete([...chosen, node])
    if (found === null) continue
    known = found
    chosen = [...chosen, node]
  }
  if (known === null) return flows > maxFlows ? 'undecided' : 'impossible'
  return order.filter((node) => known.includes(node))
}

function withinSeats(chosen: readonly Candidate[], { size, perEntity, perCountry }: CommitteeLimits): boolean {
  const most = (of: (node: Candidate) => string) => Math.max(0, ...counted(chosen, of).values())
  return (
    chosen.length <= size && most(({ entity }) => entity) <= perEntity && most(({ country }) => country) <= perCountry
  )
}

/** Seats, entities, countries and specialists are kept by the flow. */
function isCommittee(nodes: readonly Candidate[], { types, jurisdictions, sources }: CommitteeLimits): boolean {
  return (
    counted(nodes, ({ type }) => type).size >= types &&
    counted(nodes, ({ jurisdiction }) => jurisdiction).size >= jurisdictions &&
    counted(nodes, ({ source }) => source).size >= sources
  )
}

/**
 * Nodes of which one belongs to every committee that contains what is chosen: those of a missing type, of a missing jurisdiction or of
 * a missing source, whichever are fewer. Of nodes that could stand in for each other only the first is tried.
 */
function witnesses<N extends Candidate>(
  order: readonly N[],
  chosen: readonly N[],
  limits: CommitteeLimits,
  kindOf: ReadonlyMap<string, string>,
): readonly N[] {
  const free = order.filter((node) => !chosen.includes(node) && withinSeats([...chosen, node], limits))
  const missing = (needed: number, of: (node: N) => string): readonly N[] | null => {
    const there = counted(chosen, of)
    if (there.size >= needed) return null
    const bringing = free.filter((node) => !there.has(of(node)))
    const [short, seats] = [needed - there.size, limits.size - chosen.length]
    return short > seats || counted(bringing, of).size < short ? [] : firstOfEach(bringing, chosen, limits, kindOf)
  }
  const ways = [
    missing(limits.types, ({ type }) => type),
    missing(limits.jurisdictions, ({ jurisdiction }) => jurisdiction),
    missing(limits.sources, ({ source }) => source),
  ].filter((way) => way !== null)
  return ways.toSorted((a, b) => a.length - b.length)[0] ?? []
}

function firstOfEach<N extends Candidate>(
  nodes: readonly N[],
  chosen: readonly N[],
  limits: CommitteeLimits,
  kindOf: ReadonlyMap<string, string>,
): readonly N[] {
  const touched = new Set(chosen.map(({ entity }) => entity))
  const seen = new Map<string, N>()
  for (const node of nodes) {
    const { entity } = node
    const kind = JSON.stringify([touched.has(entity) ? [entity] : kindOf.get(entity), traits(node, limits)])
    if (!seen.has(kind)) seen.set(kind, node)
  }
  return [...seen.values()]
}

/** Entities with nodes of the same traits can stand in for each other. */
function entityKinds(order: readonly Candidate[], limits: CommitteeLimits): ReadonlyMap<string, string> {
  const nodes = new Map<string, string[]>()
  for (const node of order) nodes.set(node.entity, [...(nodes.get(node.entity) ?? []), traits(node, limits)])
  return new Map([...nodes].map(([entity, of]) => [entity, of.toSorted().join('\n')]))
}

function traits(
  { country, jurisdiction, type, source, specialties }: Candidate,
  { specialty }: CommitteeLimits,
): string {
  return JSON.stringify([country, jurisdiction, type, source, specialties.includes(specialty)])
}
