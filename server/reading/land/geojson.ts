/** GeoJSON (RFC 7946) to a canonical polygon, with every objection named by its JSON pointer. */

import type { InputProblem, Place } from '../problems.ts'
import { type Crs, crsOf, wgs84 } from './crs.ts'
import { findInvalidity, type Invalidity } from './geometry.ts'
import { landProblems } from './landProblems.ts'
import { canonicalPolygon, type MultiPolygon } from './polygon.ts'

export interface GeometrySource {
  readonly file: string
  readonly pointer: string
  readonly line?: number
}

type Read<T> =
  | { readonly value: T; readonly problems?: never }
  | { readonly value?: never; readonly problems: readonly InputProblem[] }

const invalidityProblem: Readonly<Record<Invalidity, keyof typeof landProblems>> = {
  selfIntersection: 'PARTS_INTERSECT',
  ringSelfIntersection: 'RING_SELF_INTERSECTION',
  duplicateRings: 'PARTS_INTERSECT',
  nestedParts: 'PARTS_INTERSECT',
  holeOutside: 'HOLE_MISPLACED',
  nestedHoles: 'HOLE_MISPLACED',
  disconnectedInterior: 'INTERIOR_DISCONNECTED',
  collapsed: 'POLYGON_COLLAPSED',
}

/** The system a caller or a `crs` member of GeoJSON 2008 names; WGS 84 when neither does. Two different names are refused. */
export function readCrs(source: GeometrySource, member: unknown, declared: string | undefined): Read<Crs> {
  const named = (member as { properties?: { name?: unknown } } | undefined)?.properties?.name
  const names = [declared, member === undefined || member === null ? undefined : String(named)].filter(
    (name) => name !== undefined,
  )
  const systems = names.map((name) => crsOf(name))
  if (systems.some((crs) => crs === undefined || crs !== systems[0])) {
    return { problems: [landProblems.CRS_UNKNOWN(source.file, { pointer: '/crs', given: names.join(' and ') })] }
  }
  return { value: systems[0] ?? wgs84 }
}

/** A Polygon or MultiPolygon geometry in canonical form. Winding is put right (the standard asks readers not to refuse it),
 *  heights are dropped; everything else that is wrong is a problem. */
export function readPolygon(
  source: GeometrySource,
  geometry: unknown,
  crs: Crs,
  verticesMost: number,
): Read<MultiPolygon> {
  const at = (pointer: string): Place => ({
    pointer: `${source.pointer}${pointer}`,
    ...(source.line === undefined ? {} : { line: source.line }),
  })
  const { type, coordinates } = (typeof geometry === 'object' && geometry !== null ? geometry : {}) as {
    type?: unknown
    coordinates?: unknown
  }
  if ((type !== 'Polygon' && type !== 'MultiPolygon') || !Array.isArray(coordinates)) {
    return { problems: [landProblems.GEOMETRY_TYPE(source.file, { ...at('/type'), given: String(type) })] }
  }
  const problems: InputProblem[] = []
  let positions = 0
  const readPart = (part: unknown, pointer: string): number[][][] => {
    if (!Array.isArray(part) || part.length === 0) {
      problems.push(landProblems.RING_TOO_SHORT(source.file, at(pointer)))
      return []
    }
    return part.map((ring, index) => {
      if (positions > verticesMost) return []
      positions += Array.isArray(ring) ? ring.length : 0
      return readRing(source.file, ring, crs, at(`${pointer}/${index}`), problems)
    })
  }
  const parts =
    type === 'Polygon'
      ? [readPart(coordinates, '/coordinates')]
      : coordinates.map((part, index) => readPart(part, `/coordinates/${index}`))
  if (positions > verticesMost) return { problems: [landProblems.TOO_MANY_POSITIONS(source.file, at('/coordinates'))] }
  if (problems.length > 0) return { problems }
  const polygon = canonicalPolygon(parts)
  const invalidity = findInvalidity(polygon)
  if (invalidity === null) return { value: polygon }
  return { problems: [landProblems[invalidityProblem[invalidity]](source.file, at('/coordinates'))] }
}

function readRing(file: string, ring: unknown, crs: Crs, place: Place, problems: InputProblem[]): number[][] {
  if (!Array.isArray(ring) || ring.length < 4) {
    problems.push(landProblems.RING_TOO_SHORT(file, place))
    return []
  }
  const [west, south, east, north] = crs.bounds
  const points: number[][] = []
  for (const [index, position] of ring.entries()) {
    const here = { ...place, pointer: `${place.pointer}/${index}` }
    const finite =
      Array.isArray(position) && (position.length === 2 || position.length === 3) && position.every(Number.isFinite)
    if (!finite) {
      problems.push(landProblems.POSITION_INVALID(file, here))
      return []
    }
    const [x, y] = position as [number, number]
    if (x < west || x > east || y < south || y > north) {
      problems.push(landProblems.POSITION_OUT_OF_RANGE(file, { ...here, given: crs.code }))
      return []
    }
    points.push([...crs.toWgs84(x, y)])
  }
  const [first, last] = [ring[0], ring.at(-1)] as [number[], number[]]
  if (first[0] !== last[0] || first[1] !== last[1]) problems.push(landProblems.RING_NOT_CLOSED(file, place))
  return points
}
