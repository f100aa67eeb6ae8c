import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharedAreaM2 } from '../../reading/land/geometry.ts'
import type { MultiPolygon } from '../../reading/land/polygon.ts'
import { gridCells, isTooWide, squareNames } from './landGrid.ts'

const nameOf = squareNames(new Uint8Array(32).fill(7))

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

/** What landIndex.ts looks for. */
function meet(a: ReturnType<typeof gridCells>, b: ReturnType<typeof gridCells>): boolean {
  const covering = new Set(a.covering)
  const above = new Set(a.above)
  return b.covering.some((cell) => covering.has(cell) || above.has(cell)) || b.above.some((cell) => covering.has(cell))
}

const somewhere = fc.tuple(
  fc.integer({ min: -1_799_000_000, max: 1_780_000_000 }),
  fc.integer({ min: -899_000_000, max: 880_000_000 }),
)
const size = fc.oneof(fc.integer({ min: 10, max: 2_000 }), fc.integer({ min: 10, max: 9_000_000 }))

test('two polygons that meet share a square, whatever their sizes, and a lock', () => {
  fc.assert(
    fc.property(
      somewhere,
      size,
      size,
      size,
      size,
      fc.double({ min: 0, max: 1, noNaN: true }),
      ([west, south], w, h, w2, h2, at) => {
        const a = box(west, south, w, h)
        const b = box(west + Math.floor(w * at), south + Math.floor(h * at), w2, h2)
        const [cellsA, cellsB] = [gridCells(a, nameOf), gridCells(b, nameOf)]
        expect(meet(cellsA, cellsB)).toBe(true)
        expect(meet(cellsB, cellsA)).toBe(true)
        expect(cellsA.locks.some((lock) => cellsB.locks.includes(lock))).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})

test('a parcel needs few squares, and another key gives other names', () => {
  fc.assert(
    fc.property(somewhere, size, size, ([west, south], w, h) => {
      const cells = gridCells(box(west, south, w, h), nameOf)
      expect(cells.covering.length).toBeLessThanOrEqual(16)
      expect(cells.above.length).toBeLessThanOrEqual(13 * 16)
      const others = new Set(gridCells(box(west, south, w, h), squareNames(new Uint8Array(32).fill(8))).covering)
      expect(cells.covering.some((cell) => others.has(cell))).toBe(false)
    }),
  )
})

test('distant parcels share no covering square', () => {
  const [a, b] = [box(20_000_000, 20_000_000, 5_000, 5_000), box(20_500_000, 20_000_000, 5_000, 5_000)]
  expect(sharedAreaM2(a, b)).toBe(0)
  expect(meet(gridCells(a, nameOf), gridCells(b, nameOf))).toBe(false)
})

test('a parcel that reaches over more than a degree is too wide', () => {
  expect(isTooWide(box(0, 0, 10_000_001, 5))).toBe(true)
  expect(isTooWide(box(0, 0, 10_000_000, 10_000_000))).toBe(false)
})
