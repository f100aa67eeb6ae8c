import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawnAreaM2 } from './drawnArea.ts'
import { areaM2 } from './geometry.ts'
import { canonicalPolygon } from './polygon.ts'

const degree = 10_000_000
const coordinate = (span: number) => fc.integer({ min: 0, max: span })

test('the whole Earth, and a box of one degree, have their published areas', () => {
  // NGA.STND.0036: the surface of WGS 84 has 510,065,621.724 km2.
  const world = [
    [-180, -90],
    [180, -90],
    [180, 90],
    [-180, 90],
    [-180, -90],
  ].map(([x, y]) => [x! * degree, y! * degree] as const)
  expect(drawnAreaM2(world) / 1e6).toBeCloseTo(510_065_621.724, 2)
  expect(drawnAreaM2([])).toBe(0)
})

test('triangles anywhere have the geodesic area of the same lines in pieces so short that it makes no difference', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(coordinate(degree), coordinate(degree)), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: -88 * degree, max: 87 * degree }),
      (corners, south) => {
        const placed = corners.map(([x, y]) => [x, y + south] as const)
        const pieces = 2_000
        const fine = placed.flatMap(([x, y], index) => {
          const [nextX, nextY] = placed[(index + 1) % 3]!
          const at = (part: number) => [(x + part * (nextX - x)) / degree, (y + part * (nextY - y)) / degree]
          return Array.from({ length: pieces }, (_, piece) => at(piece / pieces))
        })
        const expected = areaM2(canonicalPolygon([[fine]]))
        const drawn = drawnAreaM2([...placed, placed[0]!])
        // Corners of the pieces lie on a grid of a centimetre.
        expect(Math.abs(drawn - expected)).toBeLessThan(1e-6 * expected + 1_000)
      },
    ),
    { numRuns: 20 },
  )
})
