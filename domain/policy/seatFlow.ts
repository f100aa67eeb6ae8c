/**
 * Fills the seats of a committee under limits by entity and by country with as many specialists as can be: a flow of the least cost
 * from entities over their nodes to countries, one seat after the other along the cheapest way (successive shortest paths).
 */
import type { OracleType } from '../programmes/fictraOracles.ts'

export interface Candidate {
  readonly nodeId: string
  readonly entity: string
  readonly country: string
  readonly jurisdiction: string
  readonly type: OracleType
  readonly source: string
  readonly specialties: readonly string[]
}

export interface CommitteeLimits {
  readonly size: number
  readonly perEntity: number
  readonly perCountry: number
  readonly types: number
  readonly jurisdictions: number
  readonly sources: number
  readonly specialists: number
  readonly specialty: string
}

/** To an entity or a country over nodes that can still be seated, and seated ones that are given back. */
interface Way {
  readonly cost: number
  /** Nodes whose seat changes on the way. */
  readonly nodes: readonly number[]
}

/** What is chosen and enough others to fill the committee; null when the seats or the specialists cannot be had. */
export function largestFlow<N extends Candidate>(
  order: readonly N[],
  chosen: readonly N[],
  limits: CommitteeLimits,
): readonly N[] | null {
  const ids = new Set(chosen.map(({ nodeId }) => nodeId))
  const others = order.filter(({ nodeId }) => !ids.has(nodeId))
  const seated = others.map(() => false)
  const taken = {
    entity: counted(chosen, ({ entity }) => entity),
    country: counted(chosen, ({ country }) => country),
  }
  const costs = others.map(({ specialties }) => (specialties.includes(limits.specialty) ? 0 : 1))
  for (let seats = chosen.length; seats < limits.size; seats++) {
    const way = cheapestWay(others, seated, costs, taken, limits)
    if (way === null) return null
    const [first, last] = [others[way.nodes[0]!]!, others[way.nodes.at(-1)!]!]
    taken.entity.set(first.entity, (taken.entity.get(first.entity) ?? 0) + 1)
    taken.country.set(last.country, (taken.country.get(last.country) ?? 0) + 1)
    for (const index of way.nodes) seated[index] = !seated[index]
  }
  const filled = [...chosen, ...others.filter((_, index) => seated[index])]
  const specialists = filled.filter(({ specialties }) => specialties.includes(limits.specialty)).length
  return specialists >= limits.specialists ? filled : null
}

/** From an entity with a free seat to a country with one; Bellman and Ford, as giving a seat back may cost less than nothing. */
function cheapestWay(
  others: readonly Candidate[],
  seated: readonly boolean[],
  costs: readonly number[],
  taken: { readonly entity: ReadonlyMap<string, number>; readonly country: ReadonlyMap<string, number> },
  { perEntity, perCountry }: CommitteeLimits,
): Way | null {
  const toEntity = new Map<string, Way>()
  const toCountry = new Map<string, Way>()
  for (const { entity } of others) {
    if ((taken.entity.get(entity) ?? 0) < perEntity) toEntity.set(entity, { cost: 0, nodes: [] })
  }
  let shorter = true
  while (shorter) {
    shorter = false
    for (const [index, { entity, country }] of others.entries()) {
      const [from, to] = seated[index] ? [toCountry.get(country), toEntity] : [toEntity.get(entity), toCountry]
      if (from === undefined) continue
      const cost = from.cost + (seated[index] ? -costs[index]! : costs[index]!)
      const target = seated[index] ? entity : country
      const known = to.get(target)
      if (known !== undefined && known.cost <= cost) continue
      to.set(target, { cost, nodes: [...from.nodes, index] })
      shorter = true
    }
  }
  let best: Way | null = null
  for (const [country, way] of toCountry) {
    if ((taken.country.get(country) ?? 0) < perCountry && (best === null || way.cost < best.cost)) best = way
  }
  return best
}

/** How many nodes there are of each kind. */
export function counted<N>(nodes: readonly N[], of: (node: N) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const node of nodes) counts.set(of(node), (counts.get(of(node)) ?? 0) + 1)
  return counts
}
