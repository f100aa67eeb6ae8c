import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraOracles, oracleTypes } from '../programmes/fictraOracles.ts'
import { parseQuantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  type AssignmentRequest,
  assignCommittee,
  drawCommittee,
  networkConcentration,
  type OracleNode,
} from './oracleAssignment.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
function node(index: number, change: Partial<OracleNode> = {}): OracleNode {
  return {
    nodeId: `N${String(index).padStart(3, '0')}`,
    entity: `E${index}`,
    country: `C${index % 12}`,
    jurisdiction: `J${index % 4}`,
    type: oracleTypes[index % 5]!,
    source: `S${index}`,
    specialties: index % 3 === 0 ? ['agriculture'] : [],
    reputation: exact('90'),
    stakePt: pt('100000'),
    available: true,
    ...change,
  }
}
const network = (size: number, change?: (index: number) => Partial<OracleNode>) =>
  Array.from({ length: size }, (_, index) => node(index, change?.(index)))
const request = (change: Partial<AssignmentRequest> = {}): AssignmentRequest => ({
  size: 7,
  seed: 1n,
  valuePt: pt('1000000'),
  specialty: 'agriculture',
  specialists: 0,
  interested: new Set(),
  ...change,
})
const idsOf = (nodes: readonly OracleNode[]) => nodes.map(({ nodeId }) => nodeId)

test('sizes, specialists and lists that make no sense are refused', () => {
  for (const size of [0, 100, 2.5])
    expect(() => assignCommittee(network(10), request({ size }), initial)).toThrowError(
      refused('ASSIGNMENT_INPUT_INVALID', { field: 'size' }),
    )
  expect(() => assignCommittee(network(10), request({ specialists: 8 }), initial)).toThrowError(
    refused('ASSIGNMENT_INPUT_INVALID', { field: 'specialists' }),
  )
  const twice = refused('ASSIGNMENT_INPUT_INVALID', { field: 'nodes' })
  const away = node(1, { available: false })
  expect(() => assignCommittee([away, away, ...network(40)], request(), initial)).toThrowError(twice)
  const draw = { size: 7, seed: 1n, specialty: 'agriculture', specialists: 0 }
  expect(() => drawCommittee([...network(40), node(1)], draw, initial)).toThrowError(twice)
})

test('the same seed draws the same committee, whatever the order of the register; another seed another one', () => {
  const nodes = network(40)
  const first = idsOf(assignCommittee(nodes, request(), initial))
  expect(first.join(' ')).toBe('N022 N030 N038 N016 N015 N029 N019')
  const unknown = network(40, () => ({ reputation: exact('0') }))
  expect(idsOf(assignCommittee(unknown, request(), initial)).join(' ')).toBe('N022 N030 N038 N016 N015 N029 N019')
  expect(idsOf(assignCommittee(nodes.toReversed(), request(), initial))).toEqual(first)
  expect(idsOf(assignCommittee(nodes, request({ seed: 2n }), initial))).not.toEqual(first)
})

test('2.5: who is not available, staked too little or has an interest is never drawn', () => {
  const nodes = network(12, (index) =>
    index === 0 ? { available: false } : index === 1 ? { stakePt: pt('49999') } : {},
  )
  for (let seed = 0n; seed < 30n; seed++) {
    const drawn = idsOf(assignCommittee(nodes, request({ seed, interested: new Set(['E2']) }), initial))
    for (const id of ['N000', 'N001', 'N002']) expect(drawn).not.toContain(id)
  }
  const just = network(12, () => ({ stakePt: pt('50000') }))
  expect(assignCommittee(just, request(), initial)).toHaveLength(7)
  // 10M of value asks for 100,000 PT of stake.
  const poor = network(12, () => ({ stakePt: pt('99999') }))
  expect(() => assignCommittee(poor, request({ valuePt: pt('10000000') }), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { eligible: 0 }),
  )
})

test('2.5: three types, two jurisdictions, five sources, one seat for each entity and country of a committee of seven', () => {
  const oneType = network(20, () => ({ type: 'commercial' }))
  expect(() => assignCommittee(oneType, request(), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { types: 1 }),
  )
  const twoTypes = network(20, (index) => ({ type: index % 2 === 0 ? 'commercial' : 'auditor' }))
  expect(() => assignCommittee(twoTypes, request(), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { types: 2 }),
  )
  const some = network(20, (index) => ({ type: 'commercial', specialties: index < 4 ? ['agriculture'] : [] }))
  expect(() => assignCommittee(some, request(), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', {
      size: 7,
      eligible: 20,
      entities: 20,
      countries: 12,
      types: 1,
      jurisdictions: 4,
      sources: 20,
      specialists: 4,
    }),
  )
  const oneJurisdiction = network(20, () => ({ jurisdiction: 'J' }))
  expect(() => assignCommittee(oneJurisdiction, request(), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { jurisdictions: 1 }),
  )
  const fourSources = network(20, (index) => ({ source: `S${index % 4}` }))
  expect(() => assignCommittee(fourSources, request(), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { sources: 4 }),
  )
  const sixCountries = network(20, (index) => ({ country: `C${index % 6}` }))
  expect(() => assignCommittee(sixCountries, request(), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { countries: 6 }),
  )
  const sixEntities = network(20, (index) => ({ entity: `E${index % 6}`, country: `C${index}` }))
  expect(() => assignCommittee(sixEntities, request(), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { entities: 6 }),
  )
  // A small committee cannot unite more types than it has seats.
  expect(
    assignCommittee(
      network(1, () => ({ type: 'auditor' })),
      request({ size: 1 }),
      initial,
    ),
  ).toHaveLength(1)
})

test('the search finds the one committee there is', () => {
  // Two nodes of the only second jurisdiction, of which one shares its country with everybody of a third type.
  const nodes = [
    ...network(6, (index) => ({ country: `C${index}`, jurisdiction: 'J', type: 'commercial' })),
    node(6, { country: 'C6', jurisdiction: 'J', type: 'auditor' }),
    node(7, { country: 'C6', jurisdiction: 'K', type: 'industry' }),
    node(8, { country: 'C8', jurisdiction: 'K', type: 'industry' }),
  ]
  for (let seed = 0n; seed < 20n; seed++) {
    const drawn = new Set(idsOf(assignCommittee(nodes, request({ seed }), initial)))
    expect(drawn.has('N006') && drawn.has('N008') && !drawn.has('N007')).toBe(true)
  }
})

test('2.5: specialists where a case asks for them', () => {
  for (let seed = 0n; seed < 20n; seed++) {
    const drawn = assignCommittee(network(40), request({ seed, specialists: 3 }), initial)
    expect(drawn.filter(({ specialties }) => specialties.includes('agriculture')).length).toBeGreaterThanOrEqual(3)
  }
  const none = network(40, () => ({ specialties: ['energy'] }))
  expect(() => assignCommittee(none, request({ specialists: 1 }), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { specialists: 0 }),
  )
})

test('a better reputation is drawn more often, and none at all is still drawn', () => {
  const nodes = network(24, (index) => ({ reputation: exact(index < 12 ? '90' : '30'), country: `C${index}` }))
  let better = 0
  const runs = 200
  for (let seed = 0n; seed < BigInt(runs); seed++)
    better += assignCommittee(nodes, request({ seed }), initial).filter(({ nodeId }) => nodeId < 'N012').length
  // Of 7 seats each about 4.9 go to the better half; a fair coin would give 3.5.
  expect(better / runs).toBeGreaterThan(4.4)
  expect(better / runs).toBeLessThan(5.8)
  expect(
    assignCommittee(
      network(7, (index) => ({ reputation: exact('0'), country: `C${index}` })),
      request(),
      initial,
    ),
  ).toHaveLength(7)
})

/** Whether any committee keeps the limits, by trying all of them. */
function anyCommittee(
  nodes: readonly OracleNode[],
  size: number,
  limits: {
    entity: number
    country: number
    types: number
    jurisdictions: number
    sources: number
    specialists: number
  },
): boolean {
  const fits = (chosen: readonly OracleNode[]) => {
    const kinds = (of: (one: OracleNode) => string) => new Set(chosen.map(of)).size
    const most = (of: (one: OracleNode) => string) =>
      Math.max(...chosen.map((one) => chosen.filter((other) => of(other) === of(one)).length))
    return (
      most(({ entity }) => entity) <= limits.entity &&
      most(({ country }) => country) <= limits.country &&
      kinds(({ type }) => type) >= limits.types &&
      kinds(({ jurisdiction }) => jurisdiction) >= limits.jurisdictions &&
      kinds(({ source }) => source) >= limits.sources &&
      chosen.filter(({ specialties }) => specialties.length > 0).length >= limits.specialists
    )
  }
  const extend = (chosen: readonly OracleNode[], from: number): boolean =>
    chosen.length === size
      ? fits(chosen)
      : nodes.slice(from).some((one, index) => extend([...chosen, one], from + index + 1))
  return extend([], 0)
}

test('for all small networks: a committee is found exactly where there is one', () => {
  const one = fc.record({
    entity: fc.integer({ min: 0, max: 4 }),
    country: fc.integer({ min: 0, max: 3 }),
    jurisdiction: fc.integer({ min: 0, max: 2 }),
    type: fc.constantFrom(...oracleTypes.slice(0, 4)),
    source: fc.integer({ min: 0, max: 3 }),
    special: fc.boolean(),
  })
  const limits = fc.record({
    share: fc.constantFrom('0.1', '0.34', '0.5'),
    minTypes: fc.integer({ min: 1, max: 4 }),
    minJurisdictions: fc.integer({ min: 1, max: 3 }),
    minSources: fc.integer({ min: 1, max: 4 }),
    specialists: fc.nat(4),
  })
  const sets = new Map<string, ParameterSet>()
  const diverse = (entityShare: string, minTypes: number, minJurisdictions: number, minSources: number) => {
    const changed = { entityShare, countryShare: '0.5', minTypes, minJurisdictions, minSources }
    const key = JSON.stringify(changed)
    const value = { ...(fictraOracles.diversity.initial as object), ...changed }
    if (!sets.has(key)) sets.set(key, withValue(fictraOracles.diversity, value))
    return sets.get(key)!
  }
  const outcomes = new Set<boolean>()
  fc.assert(
    fc.property(
      fc.array(one, { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 1, max: 5 }),
      limits,
      fc.bigInt(0n, 2n ** 64n - 1n),
      (list, size, of, seed) => {
        const nodes = list.map(({ entity, country, jurisdiction, type, source, special }, index) =>
          node(index, {
            ...{
              entity: `E${entity}`,
              country: `C${country}`,
              jurisdiction: `J${jurisdiction}`,
              type,
              source: `S${source}`,
            },
            specialties: special ? ['agriculture'] : [],
          }),
        )
        const { share, minTypes, minJurisdictions, minSources } = of
        const parameters = diverse(share, minTypes, minJurisdictions, minSources)
        const specialists = Math.min(of.specialists, size)
        const exists = anyCommittee(nodes, size, {
          entity: Math.max(1, Math.floor(size * Number(share))),
          country: Math.max(1, Math.floor(size * 0.5)),
          types: Math.min(minTypes, size),
          jurisdictions: Math.min(minJurisdictions, size),
          sources: Math.min(minSources, size),
          specialists,
        })
        outcomes.add(exists)
        const draw = () => assignCommittee(nodes, request({ size, seed, specialists }), parameters)
        if (exists) expect(draw()).toHaveLength(size)
        else expect(draw).toThrowError(refused('ASSIGNMENT_IMPOSSIBLE', { size }))
      },
    ),
    { numRuns: 300 },
  )
  expect(outcomes.size).toBe(2)
})

test('a thousand nodes: the one way to unite three types is found whatever is drawn first, and its absence is proved', () => {
  // Seven countries for seven seats. The only nodes of other types share two countries, of which one is also the only other jurisdiction.
  const large = (rare: (index: number) => Partial<OracleNode>) =>
    network(1_000, (index) => ({
      ...{ country: `C${index % 7}`, jurisdiction: 'J', type: 'commercial' as const, specialties: [] },
      ...(index < 993 ? { entity: `E${index % 600}` } : rare(index)),
    }))
  const found = large((index) => ({
    entity: 'rare',
    ...(index === 993 ? { entity: 'one', country: 'C0', type: 'auditor', jurisdiction: 'K' } : {}),
    ...(index === 994 ? { entity: 'two', country: 'C1', type: 'industry', specialties: ['agriculture'] } : {}),
    ...(index > 994 ? { country: 'C1', type: 'industry', entity: 'one' } : {}),
  }))
  for (let seed = 0n; seed < 2n; seed++) {
    const ids = idsOf(assignCommittee(found, request({ seed, specialists: 1 }), initial))
    expect(ids).toHaveLength(7)
    expect(ids).toEqual(expect.arrayContaining(['N993', 'N994']))
  }
  const none = large((index) => ({ country: 'C0', type: index % 2 === 0 ? 'auditor' : 'industry' }))
  expect(() => assignCommittee(none, request(), initial)).toThrowError(
    refused('ASSIGNMENT_IMPOSSIBLE', { eligible: 1_000, types: 3 }),
  )
})

test('a network so contrived that no search ends is named as one', () => {
  const nodes = network(36, (index) => {
    const [row, column] = [Math.floor(index / 6), index % 6]
    return { country: `C${(row + column) % 6}`, jurisdiction: `J${row}`, source: `S${column}` }
  })
  const all = { entityShare: '0.1', countryShare: '0.1', minTypes: 1, minJurisdictions: 6, minSources: 6 }
  const value = { ...(fictraOracles.diversity.initial as object), ...all }
  const contrived = withValue(fictraOracles.diversity, value)
  expect(() => assignCommittee(nodes, request({ size: 6 }), contrived)).toThrowError(
    refused('ASSIGNMENT_UNDECIDED', { size: 6, eligible: 36 }),
  )
})

test('for all networks: every committee keeps every limit', () => {
  const some = fc.array(
    fc.record({
      entity: fc.integer({ min: 0, max: 15 }),
      country: fc.integer({ min: 0, max: 9 }),
      jurisdiction: fc.integer({ min: 0, max: 2 }),
      type: fc.constantFrom(...oracleTypes),
      source: fc.integer({ min: 0, max: 9 }),
      reputation: fc.integer({ min: 0, max: 100 }),
    }),
    { minLength: 5, maxLength: 40 },
  )
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 15 }), fc.bigInt(0n, 2n ** 64n), (list, size, seed) => {
      const nodes = list.map(({ entity, country, jurisdiction, type, source, reputation }, index) =>
        node(index, {
          entity: `E${entity}`,
          country: `C${country}`,
          jurisdiction: `J${jurisdiction}`,
          type,
          source: `S${source}`,
          reputation: exact(BigInt(reputation)),
        }),
      )
      let committee: readonly OracleNode[]
      try {
        committee = assignCommittee(nodes, request({ size, seed }), initial)
      } catch (error) {
        expect(error).toMatchObject({ code: 'ASSIGNMENT_IMPOSSIBLE' })
        return
      }
      const most = (of: (one: OracleNode) => string) =>
        Math.max(...committee.map((one) => committee.filter((other) => of(other) === of(one)).length))
      const kinds = (of: (one: OracleNode) => string) => new Set(committee.map(of)).size
      expect(committee).toHaveLength(size)
      expect(kinds(({ nodeId }) => nodeId)).toBe(size)
      expect(most(({ entity }) => entity)).toBeLessThanOrEqual(Math.max(1, Math.floor(size * 0.1)))
      expect(most(({ country }) => country)).toBeLessThanOrEqual(Math.max(1, Math.floor(size * 0.25)))
      expect(kinds(({ type }) => type)).toBeGreaterThanOrEqual(Math.min(3, size))
      expect(kinds(({ jurisdiction }) => jurisdiction)).toBeGreaterThanOrEqual(Math.min(2, size))
      expect(kinds(({ source }) => source)).toBeGreaterThanOrEqual(Math.min(5, size))
    }),
    { numRuns: 60 },
  )
})

test('2.5: no entity above 10 %, no country above 25 % of the network, five operators in each of its regions', () => {
  const of = (entity: string, country: string, region = 'R') => ({ entity, country, region })
  const ten = Array.from({ length: 10 }, (_, index) => of(`E${index}`, `C${index % 4}`))
  expect(networkConcentration(ten, initial)).toEqual({ entities: [], countries: ['C0', 'C1'], thinRegions: [] })
  expect(networkConcentration([...ten.slice(1), of('E1', 'C9')], initial).entities).toEqual(['E1'])
  expect(networkConcentration([], initial)).toEqual({ entities: [], countries: [], thinRegions: [] })
  const split = ten.map((node, index) => ({ ...node, region: index < 5 ? 'north' : 'south' }))
  expect(networkConcentration(split, initial).thinRegions).toEqual([])
  expect(networkConcentration(split.slice(1, 9), initial).thinRegions).toEqual(['north', 'south'])
  // Two nodes of one operator are one operator.
  expect(networkConcentration([...split.slice(1), of('E1', 'C9', 'north')], initial).thinRegions).toEqual(['north'])
})
