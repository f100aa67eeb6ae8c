/**
 * The canonical polygon: whole units of 1e-7 degree (about 1 cm), rings closed, exteriors counter-clockwise and holes
 * clockwise (RFC 7946 section 3.1.6), each ring begun at its smallest position, holes and parts sorted. Two drawings of the
 * same boundary are the same bytes, so a commitment to it can be opened by anyone who has the polygon and the salt.
 */
import { createHash } from 'node:crypto'

/** [longitude, latitude] in 1e-7 degree. */
export type Point = readonly [number, number]
/** Closed: the last point repeats the first. */
export type Ring = readonly Point[]
/** Exterior first, then holes. */
export type Part = readonly Ring[]
/** One or more parts: every parcel is a multipolygon. */
export type MultiPolygon = readonly Part[]

export const unitsPerDegree = 10_000_000

/** Rings of degrees, not necessarily closed or ordered, in canonical form. A ring that collapses keeps fewer than 4 points. */
export function canonicalPolygon(parts: readonly (readonly (readonly (readonly number[])[])[])[]): MultiPolygon {
  return parts
    .map((rings) => {
      const [exterior = [], ...holes] = rings.map((ring) => openRing(ring))
      return [closeRing(wind(exterior, true)), ...holes.map((hole) => closeRing(wind(hole, false))).sort(byFirst)]
    })
    .sort((a, b) => byFirst(a[0] ?? [], b[0] ?? []))
}

/** UTF-8 text the commitment is made over. */
export function polygonText(polygon: MultiPolygon): string {
  return JSON.stringify(polygon)
}

export const saltBytes = 32

/** Salt followed by the polygon's text: what is stored, and what the commitment is the SHA-256 of. */
export function sealedPolygon(polygon: MultiPolygon, salt: Uint8Array): Uint8Array {
  if (salt.length !== saltBytes) throw new TypeError(`a salt of ${saltBytes} bytes is needed`)
  return new Uint8Array(Buffer.concat([salt, Buffer.from(polygonText(polygon), 'utf8')]))
}

/** Reads back what `sealedPolygon` wrote. */
export function openSealedPolygon(bytes: Uint8Array): { readonly salt: Uint8Array; readonly polygon: MultiPolygon } {
  const text = Buffer.from(bytes.subarray(saltBytes)).toString('utf8')
  return { salt: bytes.subarray(0, saltBytes), polygon: JSON.parse(text) as MultiPolygon }
}

/** Salted SHA-256 of the canonical polygon, lower-case hex. */
export function commitmentOf(sealed: Uint8Array): string {
  return createHash('sha256').update(sealed).digest('hex')
}

/** Smallest box around the polygon: west, south, east, north in 1e-7 degree. */
export function boxOf(polygon: MultiPolygon): readonly [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [exterior = []] of polygon) {
    for (const [x, y] of exterior) {
      west = Math.min(west, x)
      south = Math.min(south, y)
      east = Math.max(east, x)
      north = Math.max(north, y)
    }
  }
  return [west, south, east, north]
}

export function countVertices(polygon: MultiPolygon): number {
  return polygon.reduce((sum, part) => sum + part.reduce((inner, ring) => inner + Math.max(ring.length - 1, 0), 0), 0)
}

/** Rounded to the grid, without repeated points and without the closing one. */
function openRing(ring: readonly (readonly number[])[]): Point[] {
  const points: Point[] = []
  for (const [longitude = Number.NaN, latitude = Number.NaN] of ring) {
    // Adding zero turns -0 into 0: the two would be spelt differently.
    const point: Point = [Math.round(longitude * unitsPerDegree) + 0, Math.round(latitude * unitsPerDegree) + 0]
    if (!same(point, points.at(-1))) points.push(point)
  }
  if (points.length > 1 && same(points[0]!, points.at(-1))) points.pop()
  return points
}

/** Counter-clockwise or clockwise, begun at the smallest point. Twice the area of a box of 360 by 180 degrees needs 2^68, so
 *  the sum is taken in bigint: the sign decides the winding and must be exact. */
function wind(points: readonly Point[], counterClockwise: boolean): readonly Point[] {
  let doubled = 0n
  for (const [index, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(index + 1) % points.length]!
    doubled += BigInt(x) * BigInt(nextY) - BigInt(nextX) * BigInt(y)
  }
  const turned = doubled > 0n === counterClockwise ? [...points] : [...points].reverse()
  const first = turned.reduce((best, point, index) => (compare(point, turned[best]!) < 0 ? index : best), 0)
  return [...turned.slice(first), ...turned.slice(0, first)]
}

function closeRing(points: readonly Point[]): Ring {
  return points.length === 0 ? [] : [...points, points[0]!]
}

const same = (a: Point, b: Point | undefined) => b !== undefined && a[0] === b[0] && a[1] === b[1]
const compare = (a: Point, b: Point) => a[0] - b[0] || a[1] - b[1]

function byFirst(a: Ring, b: Ring): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = compare(a[index]!, b[index]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}
