import { expect, test } from 'vitest'
import { firstCommittee } from './committeeSearch.ts'
import { type Candidate, type CommitteeLimits, counted } from './seatFlow.ts'

const types = ['auditor', 'commercial', 'industry'] as const

/** Nodes from rows of entity, country, jurisdiction, type, source and, for a specialist, a star. */
function nodesOf(rows: string): readonly Candidate[] {
  return rows
    .trim()
    .split('\n')
    .map((row, index) => {
      const [entity, country, jurisdiction, type, source, star] = row.trim().split(' ')
      return {
        ...{ nodeId: `N${index}`, entity: entity!, country: country!, jurisdiction: jurisdiction!, source: source! },
        type: types[Number(type)]!,
        specialties: star === '*' ? ['agriculture'] : [],
      }
    })
}

function limitsOf(change: Partial<CommitteeLimits>): CommitteeLimits {
  const none = { types: 1, jurisdictions: 1, sources: 1, specialists: 0, specialty: 'agriculture' }
  return { size: 3, perEntity: 1, perCountry: 9, ...none, ...change }
}

/** The first of all choices in order that keeps every limit, by trying them all. */
function firstOfAll(nodes: readonly Candidate[], of: CommitteeLimits): readonly Candidate[] | 'impossible' {
  const kinds = (chosen: readonly Candidate[], trait: (node: Candidate) => string) => [
    ...counted(chosen, trait).values(),
  ]
  const keeps = (chosen: readonly Candidate[]) =>
    kinds(chosen, ({ entity }) => entity).every((count) => count <= of.perEntity) &&
    kinds(chosen, ({ country }) => country).every((count) => count <= of.perCountry) &&
    kinds(chosen, ({ type }) => type).length >= of.types &&
    kinds(chosen, ({ jurisdiction }) => jurisdiction).length >= of.jurisdictions &&
    kinds(chosen, ({ source }) => source).length >= of.sources &&
    chosen.filter(({ specialties }) => specialties.includes(of.specialty)).length >= of.specialists
  const extend = (chosen: readonly Candidate[], from: number): readonly Candidate[] | null => {
    if (chosen.length === of.size) return keeps(chosen) ? chosen : null
    for (const [index, node] of nodes.entries()) {
      const found = index < from ? null : extend([...chosen, node], index + 1)
      if (found !== null) return found
    }
    return null
  }
  return extend([], 0) ?? 'impossible'
}

test.each([
  [
    'entities that differ only in their other nodes are no substitutes',
    'E0 C0 J0 0 S2 / E0 C0 J1 0 S1 / E4 C0 J0 1 S0 / E0 C0 J2 1 S1 / E2 C0 J2 0 S2 / E1 C0 J0 1 S0 / E4 C0 J2 0 S1',
    { types: 2, sources: 3, perCountry: 4 },
    'N0 N5 N6',
  ],
  [
    'nor are nodes alike of two entities that both have a seat already',
    'E1 C0 J2 1 S0 / E3 C1 J2 1 S0 / E4 C1 J1 0 S0 / E4 C1 J0 0 S0 / E1 C0 J0 2 S0 / E4 C0 J0 2 S0 / E0 C1 J2 1 S1 / E1 C1 J1 0 S1 * / E2 C1 J1 0 S0 / E3 C1 J0 0 S0 *',
    { size: 6, perEntity: 2, types: 3, jurisdictions: 3, sources: 2, specialists: 2 },
    'N0 N1 N2 N5 N7 N9',
  ],
  [
    'a specialist whose seat was taken from an entity is given back for another',
    'E1 C2 J0 1 S0 * / E0 C2 J0 1 S1 / E1 C2 J1 0 S0 * / E0 C1 J1 0 S1 / E2 C2 J0 1 S0 / E1 C0 J1 1 S0',
    { perCountry: 2, types: 2, jurisdictions: 2, sources: 2, specialists: 1 },
    'N0 N3 N4',
  ],
])('%s', (_, rows, change, expected) => {
  const [nodes, limits] = [nodesOf(rows.replaceAll(' / ', '\n')), limitsOf(change)]
  const found = firstCommittee(nodes, limits)
  expect(found).toEqual(firstOfAll(nodes, limits))
  expect((found as readonly Candidate[]).map(({ nodeId }) => nodeId).join(' ')).toBe(expected)
})

/** As many seats as jurisdictions, sources and countries, each once: a complete mapping of the sums modulo the size. */
function sums(size: number) {
  const nodes = Array.from({ length: size ** 2 }, (_, index) => {
    const [row, column] = [Math.floor(index / size), index % size]
    return `E${index} C${(row + column) % size} J${row} 0 S${column}`
  })
  return firstCommittee(
    nodesOf(nodes.join('\n')),
    limitsOf({ size, perCountry: 1, jurisdictions: size, sources: size }),
  )
}

test('an odd number of seats has such a committee, four have none, and of six the search says that it cannot tell', () => {
  expect(sums(5)).toHaveLength(5)
  // With an even number, rows plus columns and countries differ by half of it: there is none. Proving that by trying outgrows every bound.
  expect(sums(4)).toBe('impossible')
  expect(sums(6)).toBe('undecided')
})
