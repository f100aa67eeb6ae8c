/**
 * Which nodes answer a case (domain.md 2.5): drawn by reputation from a seed, so that anybody can repeat the draw, under limits that
 * keep a committee diverse: no entity and no country with too many seats, several types, jurisdictions and data sources, specialists where a
 * case asks for them, nobody with an interest in it.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraOracles, type OracleType, oracleTypes } from '../programmes/fictraOracles.ts'
import type { Quantity } from '../quantity.ts'
import { splitMix64 } from '../random.ts'
import { amount, decimal, fields, flag, list, oneOf, setOf, text, units, whole } from '../shapes.ts'
import { firstCommittee } from './committeeSearch.ts'
import { stakeFor } from './oracleReputation.ts'
import { type CommitteeLimits, counted } from './seatFlow.ts'

export const assignmentErrors = defineErrors({
  ASSIGNMENT_IMPOSSIBLE: {
    status: 409,
    title: 'No committee meets the limits of diversity',
    remedy:
      'Admit more nodes of the kinds the details name as short, or lower the size of the committee by governance.',
  },
  ASSIGNMENT_UNDECIDED: {
    status: 409,
    title: 'The search for a committee ended without an answer',
    remedy: 'Admit nodes of other entities, countries or types, or lower the size of the committee by governance.',
  },
  ASSIGNMENT_INPUT_INVALID: {
    status: 422,
    title: 'A value of the assignment is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => assignmentErrors.ASSIGNMENT_INPUT_INVALID(details))

export interface OracleNode {
  readonly nodeId: string
  /** Who operates it. */
  readonly entity: string
  readonly country: string
  readonly jurisdiction: string
  readonly type: OracleType
  /** Where it has its data from, by name: nodes that look at the same are one source. */
  readonly source: string
  /** Commodity categories it is expert in. */
  readonly specialties: readonly string[]
  /** 0 to 100. */
  readonly reputation: Exact
  readonly stakePt: Quantity<'PT'>
  /** Active and not on probation. */
  readonly available: boolean
}

export interface AssignmentRequest {
  readonly size: number
  readonly seed: bigint
  readonly valuePt: Quantity<'PT'>
  readonly specialty: string
  readonly specialists: number
  /** Entities with an interest in the case: its parties and those that work for them. */
  readonly interested: ReadonlySet<string>
}

const nodesShape = list(
  fields<OracleNode>({
    nodeId: text,
    entity: text,
    country: text,
    jurisdiction: text,
    type: oneOf(oracleTypes),
    source: text,
    specialties: list(text),
    reputation: decimal(exact(0n), exact(100n)),
    stakePt: amount('PT'),
    available: flag,
  }),
)
const requestShape = fields<AssignmentRequest>({
  size: whole(1, 99),
  seed: units(),
  valuePt: amount('PT'),
  specialty: text,
  specialists: whole(),
  interested: setOf(text),
})
const operatorsShape = list(fields<NetworkNode>({ entity: text, country: text, region: text }))

/** The committee, in the order drawn. @throws ASSIGNMENT_IMPOSSIBLE ASSIGNMENT_UNDECIDED ASSIGNMENT_INPUT_INVALID */
export function assignCommittee(
  nodes: readonly OracleNode[],
  request: AssignmentRequest,
  parameters: ParameterSet,
): readonly OracleNode[] {
  check.all({ nodes, request }, { nodes: nodesShape, request: requestShape })
  check.whole(request.specialists, 'specialists', 0, request.size)
  check.that(new Set(nodes.map(({ nodeId }) => nodeId)).size === nodes.length, 'nodes', 'a node is listed twice')
  const diversity = parameters.get(fictraOracles.diversity)
  const stake = stakeFor(request.valuePt, parameters)
  const eligible = nodes.filter(
    ({ available, entity, stakePt }) => available && !request.interested.has(entity) && stakePt.value >= stake.value,
  )
  const seats = (share: Exact) => Math.max(1, share.times(request.size).floor().toNumber())
  const limits: CommitteeLimits = {
    size: request.size,
    perEntity: seats(diversity.entityShare),
    perCountry: seats(diversity.countryShare),
    types: Math.min(diversity.minTypes, request.size),
    jurisdictions: Math.min(diversity.minJurisdictions, request.size),
    sources: Math.min(diversity.minSources, request.size),
    specialists: request.specialists,
    specialty: request.specialty,
  }
  const committee = firstCommittee(drawn(eligible, request.seed), limits)
  if (committee === 'undecided')
    throw assignmentErrors.ASSIGNMENT_UNDECIDED({ size: request.size, eligible: eligible.length })
  if (committee !== 'impossible') return committee
  const kinds = (of: (node: OracleNode) => string) => new Set(eligible.map(of)).size
  throw assignmentErrors.ASSIGNMENT_IMPOSSIBLE({
    size: request.size,
    eligible: eligible.length,
    entities: kinds(({ entity }) => entity),
    countries: kinds(({ country }) => country),
    types: kinds(({ type }) => type),
    jurisdictions: kinds(({ jurisdiction }) => jurisdiction),
    sources: kinds(({ source }) => source),
    specialists: eligible.filter(({ specialties }) => specialties.includes(request.specialty)).length,
  })
}

/** An order drawn without putting back, each node with a chance in proportion to its reputation. The input's order has no influence. */
function drawn(nodes: readonly OracleNode[], seed: bigint): readonly OracleNode[] {
  const bits = splitMix64(seed)
  const left = nodes
    .toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1))
    // One part more, so that a node without reputation is last and not impossible.
    .map((node) => ({ node, weight: scaledDown(node.reputation, 4) + 1n }))
  const order: OracleNode[] = []
  let total = left.reduce((sum, { weight }) => sum + weight, 0n)
  while (left.length > 0) {
    let ticket = (bits() * total) >> 64n
    const index = left.findIndex(({ weight }) => {
      if (ticket < weight) return true
      ticket -= weight
      return false
    })
    const [winner] = left.splice(index, 1)
    total -= winner!.weight
    order.push(winner!.node)
  }
  return order
}

export interface NetworkNode extends Pick<OracleNode, 'entity' | 'country'> {
  readonly region: string
}

export interface NetworkConcentration {
  /** That hold more of the network than they may; shares are of all nodes. */
  readonly entities: readonly string[]
  readonly countries: readonly string[]
  /** With fewer operators than a region needs. */
  readonly thinRegions: readonly string[]
}

/** Where the network is too narrow: who holds too much of it, and which of its regions have too few operators. @throws ASSIGNMENT_INPUT_INVALID */
export function networkConcentration(nodes: readonly NetworkNode[], parameters: ParameterSet): NetworkConcentration {
  check.all({ nodes }, { nodes: operatorsShape })
  const { entityShare, countryShare, operatorsPerRegion } = parameters.get(fictraOracles.diversity)
  const above = (of: (node: NetworkNode) => string, share: Exact) => {
    const limit = share.times(nodes.length)
    return [...counted(nodes, of)].flatMap(([name, count]) => (limit.lessThan(count) ? [name] : [])).toSorted()
  }
  const operators = (region: string) =>
    new Set(nodes.filter((node) => node.region === region).map(({ entity }) => entity))
  const regions = [...new Set(nodes.map(({ region }) => region))].toSorted()
  return {
    entities: above(({ entity }) => entity, entityShare),
    countries: above(({ country }) => country, countryShare),
    thinRegions: regions.filter((region) => operators(region).size < operatorsPerRegion),
  }
}
