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

/** What of a node decides where it may sit. */
export interface CommitteeCandidate {
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
}

export interface OracleNode extends CommitteeCandidate {
  readonly stakePt: Quantity<'PT'>
  /** Active and not on probation. */
  readonly available: boolean
}

export interface CommitteeDraw {
  readonly size: number
  readonly seed: bigint
  readonly specialty: string
  readonly specialists: number
}

export interface AssignmentRequest extends CommitteeDraw {
  readonly valuePt: Quantity<'PT'>
  /** Entities with an interest in the case: its parties and those that work for them. */
  readonly interested: ReadonlySet<string>
}

const candidateShape = {
  nodeId: text,
  entity: text,
  country: text,
  jurisdiction: text,
  type: oneOf(oracleTypes),
  source: text,
  specialties: list(text),
  reputation: decimal(exact(0n), exact(100n)),
}
const drawShape = { size: whole(1, 99), seed: units(), specialty: text, specialists: whole() }
const candidatesShape = list(fields<CommitteeCandidate>(candidateShape))
const nodesShape = list(fields<OracleNode>({ ...candidateShape, stakePt: amount('PT'), available: flag }))
const requestShape = fields<AssignmentRequest>({ ...drawShape, valuePt: amount('PT'), interested: setOf(text) })
const operatorsShape = list(fields<NetworkNode>({ entity: text, country: text, region: text }))

/** The committee of those that are available, staked and without an interest, in the order drawn. @throws ASSIGNMENT_IMPOSSIBLE ASSIGNMENT_UNDECIDED ASSIGNMENT_INPUT_INVALID */
export function assignCommittee(
  nodes: readonly OracleNode[],
  request: AssignmentRequest,
  parameters: ParameterSet,
): readonly OracleNode[] {
  check.all({ nodes, request }, { nodes: nodesShape, request: requestShape })
  checkOnce(nodes)
  const stake = stakeFor(request.valuePt, parameters)
  const eligible = nodes.filter(
    ({ available, entity, stakePt }) => available && !request.interested.has(entity) && stakePt.value >= stake.value,
  )
  return drawCommittee(eligible, request, parameters)
}

/** The committee that the limits of diversity leave of these candidates, in the order drawn. @throws ASSIGNMENT_IMPOSSIBLE ASSIGNMENT_UNDECIDED ASSIGNMENT_INPUT_INVALID */
export function drawCommittee<N extends CommitteeCandidate>(
  nodes: readonly N[],
  draw: CommitteeDraw,
  parameters: ParameterSet,
): readonly N[] {
  check.all({ nodes, draw }, { nodes: candidatesShape, draw: fields<CommitteeDraw>(drawShape) })
  check.whole(draw.specialists, 'specialists', 0, draw.size)
  checkOnce(nodes)
  const diversity = parameters.get(fictraOracles.diversity)
  const seats = (share: Exact) => Math.max(1, share.times(draw.size).floor().toNumber())
  const limits: CommitteeLimits = {
    size: draw.size,
    perEntity: seats(diversity.entityShare),
    perCountry: seats(diversity.countryShare),
    types: Math.min(diversity.minTypes, draw.size),
    jurisdictions: Math.min(diversity.minJurisdictions, draw.size),
    sources: Math.min(diversity.minSources, draw.size),
    specialists: draw.specialists,
    specialty: draw.specialty,
  }
  const committee = firstCommittee(orderOf(nodes, draw.seed), limits)
  if (committee === 'undecided')
    throw assignmentErrors.ASSIGNMENT_UNDECIDED({ size: draw.size, eligible: nodes.length })
  if (committee !== 'impossible') return committee
  const kinds = (of: (node: N) => string) => new Set(nodes.map(of)).size
  throw assignmentErrors.ASSIGNMENT_IMPOSSIBLE({
    size: draw.size,
    eligible: nodes.length,
    entities: kinds(({ entity }) => entity),
    countries: kinds(({ country }) => country),
    types: kinds(({ type }) => type),
    jurisdictions: kinds(({ jurisdiction }) => jurisdiction),
    sources: kinds(({ source }) => source),
    specialists: nodes.filter(({ specialties }) => specialties.includes(draw.specialty)).length,
  })
}

function checkOnce(nodes: readonly CommitteeCandidate[]): void {
  check.that(new Set(nodes.map(({ nodeId }) => nodeId)).size === nodes.length, 'nodes', 'a node is listed twice')
}

/** An order drawn without putting back, each node with a chance in proportion to its reputation. The input's order has no influence. */
function orderOf<N extends CommitteeCandidate>(nodes: readonly N[], seed: bigint): readonly N[] {
  const bits = splitMix64(seed)
  const left = nodes
    .toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1))
    // One part more, so that a node without reputation is last and not impossible.
    .map((node) => ({ node, weight: scaledDown(node.reputation, 4) + 1n }))
  const order: N[] = []
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
