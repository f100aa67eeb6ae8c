import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaM2, findInvalidity, insidePoint, sharedAreaM2 } from './geometry.ts'
import { canonicalPolygon, type MultiPolygon } from './polygon.ts'

/** A rectangle of whole units of 1e-7 degree. */
function box(west: number, south: number, width: number, height: number): MultiPolygon {
  const [east, north] = [west + width, south + height]
  return [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  ]
}

const ring = (...points: [number, number][]) => [...points, points[0]!]

test.each([
  ['selfIntersection', [[ring([0, 0], [10, 10], [10, 0], [0, 10])]]],
  ['ringSelfIntersection', [[ring([0, 0], [10, 0], [10, 10], [5, 0], [0, 10])]]],
  ['holeOutside', [[ring([0, 0], [10, 0], [10, 10], [0, 10]), ring([20, 20], [20, 25], [25, 25])]]],
  [
    'nestedHoles',
    [
      [
        ring([0, 0], [90, 0], [90, 90], [0, 90]),
        ring([10, 10], [10, 80], [80, 80], [80, 10]),
        ring([20, 20], [20, 30], [30, 30]),
      ],
    ],
  ],
  ['disconnectedInterior', [[ring([0, 0], [90, 0], [90, 90], [0, 90]), ring([0, 45], [45, 90], [90, 45], [45, 0])]]],
  ['nestedParts', [[ring([0, 0], [90, 0], [90, 90], [0, 90])], [ring([10, 10], [20, 10], [20, 20], [10, 20])]]],
  ['collapsed', [[ring([0, 0], [10, 0])]]],
  ['collapsed', []],
])('%s is recognised', (invalidity, polygon) => {
  expect(findInvalidity(polygon as MultiPolygon)).toBe(invalidity)
})

test('a square with a hole, and parts that touch in a point, are valid', () => {
  expect(
    findInvalidity([[ring([0, 0], [90, 0], [90, 90], [0, 90]), ring([10, 10], [10, 20], [20, 20], [20, 10])]]),
  ).toBeNull()
  expect(
    findInvalidity([[ring([0, 0], [9, 0], [9, 9], [0, 9])], [ring([9, 9], [18, 9], [18, 18], [9, 18])]]),
  ).toBeNull()
})

test('the geodesic area of a degree at the equator is the published one, holes taken off', () => {
  // Karney (2013), Algorithms for geodesics: 1 by 1 degree from the equator on WGS 84 has 12,308.778361469 km2.
  expect(areaM2(box(0, 0, 10_000_000, 10_000_000)) / 1e6).toBeCloseTo(12_308.778361469, 6)
  const [exterior] = box(0, 0, 1_000_000, 1_000_000)[0]!
  const [inner] = box(200_000, 200_000, 100_000, 100_000)[0]!
  expect(areaM2([[exterior!, inner!.toReversed()]])).toBeCloseTo(areaM2([[exterior!]]) - areaM2([[inner!]]), 3)
})

test('neighbours share no area, whatever edge they have in common', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50_000 }),
      fc.integer({ min: 1, max: 50_000 }),
      fc.integer({ min: 1, max: 90_000 }),
      (a, b, height) => {
        const left = box(250_000_000, 580_000_000, a, height)
        expect(sharedAreaM2(left, box(250_000_000 + a, 580_000_000, b, height))).toBe(0)
        expect(sharedAreaM2(left, box(250_000_000 + a, 580_000_000 + height, b, height))).toBe(0)
      },
    ),
  )
})

test('a strip along an edge of half a degree is measured as it is drawn, however long the edge', () => {
  const units = (degrees: number) => Math.round(degrees * 1e7)
  const north = box(units(20), units(60), units(0.5), units(0.1))
  const [west, east, south] = [units(20), units(20.5), units(59.9)]
  // A neighbour to the south whose corner in the middle of the common edge lies so much farther north.
  const reaching = (degrees: number): MultiPolygon => [
    [ring([west, south], [east, south], [east, units(60)], [units(20.25), units(60 + degrees)], [west, units(60)])],
  ]
  // A degree of longitude at 60 N has 55,800 m, one of latitude 111,412 m (NGA.STND.0036 WGS 84, from the radii of curvature).
  for (const degrees of [1e-7, 1e-5, 2e-4, 2.3666e-4, 2.5e-4, 5e-4]) {
    const triangle = (0.5 * 55_800 * degrees * 111_412) / 2
    expect(sharedAreaM2(north, reaching(degrees)) / triangle, `${degrees}`).toBeCloseTo(1, 3)
  }
})

test('what overlaps is measured, in either order', () => {
  const a = box(250_000_000, 580_000_000, 20_000, 10_000)
  const b = box(250_010_000, 580_000_000, 20_000, 10_000)
  const overlap = areaM2(box(250_010_000, 580_000_000, 10_000, 10_000))
  expect(sharedAreaM2(a, b)).toBeCloseTo(overlap, 4)
  expect(sharedAreaM2(b, a)).toBeCloseTo(overlap, 4)
  expect(sharedAreaM2(a, a)).toBeCloseTo(areaM2(a), 4)
})

test('the inner point of a horseshoe lies in the horseshoe', () => {
  const horseshoe: MultiPolygon = [[ring([0, 0], [30, 0], [30, 30], [20, 30], [20, 10], [10, 10], [10, 30], [0, 30])]]
  const { longitude, latitude } = insidePoint(horseshoe)
  const [x, y] = [longitude * 1e7, latitude * 1e7]
  expect(x > 0 && x < 30 && y > 0 && y < 30 && !(x > 10 && x < 20 && y > 10)).toBe(true)
})

const cases = new URL('../../../../shared/data/land/polygon-validity-cases.json', import.meta.url)
test.skipIf(!existsSync(cases))('the validity cases of JTS for polygons come out as published', () => {
  const all = JSON.parse(readFileSync(cases, 'utf8')) as { desc: string; wkt: string; valid: boolean }[]
  // Plane polygons with finite coordinates; the others are refused before topology is asked.
  const polygons = all.filter(({ wkt }) => /^(MULTI)?POLYGON\s*\([-\d\s.,()]*$/.test(wkt))
  const wrong = polygons.filter(({ wkt, valid }) => (findInvalidity(polygonOfWkt(wkt)) === null) !== valid)
  expect(polygons.length).toBeGreaterThan(40)
  expect(wrong.map(({ desc }) => desc)).toEqual([])
})

/** Units of the cases become thousandths of a degree. */
function polygonOfWkt(wkt: string): MultiPolygon {
  const text = wkt
    .replace(/^(MULTI)?POLYGON\s*/, '')
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replaceAll(/(-?[\d.]+)\s+(-?[\d.]+)/g, (_all, x, y) => `[${Number(x) / 1000},${Number(y) / 1000}]`)
  const nested = JSON.parse(text)
  return canonicalPolygon(wkt.startsWith('MULTI') ? nested : [nested])
}
