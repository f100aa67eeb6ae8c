import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalPolygon, commitmentOf, openSealedPolygon, polygonText, sealedPolygon } from './polygon.ts'

const square = [
  [25, 58],
  [25.001, 58],
  [25.001, 58.001],
  [25, 58.001],
  [25, 58],
]
const hole = [
  [25.0002, 58.0002],
  [25.0004, 58.0002],
  [25.0004, 58.0004],
  [25.0002, 58.0002],
]

test('a salt of another length is refused', () => {
  expect(() => sealedPolygon(canonicalPolygon([[square]]), new Uint8Array(31))).toThrow('32 bytes')
})

test('a ring that vanishes at a centimetre keeps fewer than four positions', () => {
  const dot = [
    [25, 58],
    [25.00000001, 58],
    [25, 58.00000001],
    [25, 58],
  ]
  expect(canonicalPolygon([[dot]])[0]?.[0]?.length).toBeLessThan(4)
})

test('direction, first position, order of holes and repeated positions make no difference', () => {
  const reference = polygonText(canonicalPolygon([[square, hole]]))
  const turned = (ring: number[][], by: number) => {
    const open = ring.slice(0, -1)
    const rotated = [...open.slice(by), ...open.slice(0, by)]
    return [...rotated, rotated[0]!]
  }
  fc.assert(
    fc.property(fc.nat(3), fc.nat(2), fc.boolean(), fc.boolean(), fc.nat(3), (a, b, flipA, flipB, repeat) => {
      const exterior = turned(flipA ? square.toReversed() : square, a)
      const inner = turned(flipB ? hole.toReversed() : hole, b)
      const doubled = exterior.flatMap((position, index) => (index === repeat ? [position, position] : [position]))
      expect(polygonText(canonicalPolygon([[doubled, inner]]))).toBe(reference)
    }),
  )
})

test('RFC 7946 section 3.1.6: exteriors run counter-clockwise, holes clockwise', () => {
  const doubledArea = (ring: readonly (readonly [number, number])[]) =>
    ring.slice(1).reduce((sum, [x, y], index) => sum + ring[index]![0] * y - x * ring[index]![1], 0)
  const [exterior, inner] = canonicalPolygon([[square.toReversed(), hole]])[0]!
  expect(doubledArea(exterior!)).toBeGreaterThan(0)
  expect(doubledArea(inner!)).toBeLessThan(0)
})

test('a commitment opens with salt and polygon, and every salt gives another one', () => {
  const polygon = canonicalPolygon([[square]])
  const sealed = sealedPolygon(polygon, new Uint8Array(32).fill(1))
  expect(openSealedPolygon(sealed).polygon).toEqual(polygon)
  expect(commitmentOf(sealed)).toMatch(/^[0-9a-f]{64}$/)
  expect(commitmentOf(sealedPolygon(polygon, new Uint8Array(32).fill(2)))).not.toBe(commitmentOf(sealed))
})
