/**
 * Topology and measure of canonical polygons. Validity and overlay are decided by JTS (package `jsts`), on whole numbers, so
 * that its exact orientation tests see exact input; areas are geodesic on the WGS 84 ellipsoid (GeographicLib).
 */
import geographiclib from 'geographiclib-geodesic'
import InteriorPointArea from 'jsts/org/locationtech/jts/algorithm/InteriorPointArea.js'
import Coordinate from 'jsts/org/locationtech/jts/geom/Coordinate.js'
import GeometryFactory from 'jsts/org/locationtech/jts/geom/GeometryFactory.js'
import OverlayOp from 'jsts/org/locationtech/jts/operation/overlay/OverlayOp.js'
import SnapIfNeededOverlayOp from 'jsts/org/locationtech/jts/operation/overlay/snap/SnapIfNeededOverlayOp.js'
import IsValidOp from 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js'
import { drawnAreaM2 } from './drawnArea.ts'
import { boxOf, type MultiPolygon, type Ring, unitsPerDegree } from './polygon.ts'

/** The few members of JTS geometries that are used; its own types name neither. */
interface JtsRing {
  getCoordinates(): readonly { readonly x: number; readonly y: number }[]
}
interface JtsGeometry {
  getNumGeometries(): number
  getGeometryN(index: number): JtsGeometry
  getGeometryType(): string
  getExteriorRing(): JtsRing
  getNumInteriorRing(): number
  getInteriorRingN(index: number): JtsRing
}

const factory = new GeometryFactory()
const ellipsoid = geographiclib.Geodesic.WGS84

/** What can be wrong with a polygon whose rings are closed and long enough. */
export const invalidities = [
  'holeOutside',
  'nestedHoles',
  'disconnectedInterior',
  'selfIntersection',
  'ringSelfIntersection',
  'nestedParts',
  'duplicateRings',
  'collapsed',
] as const
export type Invalidity = (typeof invalidities)[number]

/** By the numbers of JTS's TopologyValidationError. */
const invalidityOf: Readonly<Record<number, Invalidity>> = {
  2: 'holeOutside',
  3: 'nestedHoles',
  4: 'disconnectedInterior',
  5: 'selfIntersection',
  6: 'ringSelfIntersection',
  7: 'nestedParts',
  8: 'duplicateRings',
  9: 'collapsed',
}

/** Why the polygon bounds no single area of the plane (OGC 06-103r4 section 6.1.11), or null when it does. */
export function findInvalidity(polygon: MultiPolygon): Invalidity | null {
  if (polygon.length === 0 || polygon.some((part) => part.length === 0 || part.some((ring) => ring.length < 4))) {
    return 'collapsed'
  }
  const operation = new IsValidOp(toJts(polygon))
  if (operation.isValid()) return null
  return invalidityOf[Number(operation.getValidationError().getErrorType())] ?? 'selfIntersection'
}

/** Geodesic area in square metres. */
export function areaM2(polygon: MultiPolygon): number {
  return polygon.reduce((sum, [exterior = [], ...holes]) => {
    return sum + ringAreaM2(exterior) - holes.reduce((inner, hole) => inner + ringAreaM2(hole), 0)
  }, 0)
}

/** Area that both cover as they are drawn, in square metres; 0 for neighbours that share an edge or a corner. */
export function sharedAreaM2(a: MultiPolygon, b: MultiPolygon): number {
  if (!boxesMeet(boxOf(a), boxOf(b))) return 0
  const shared = SnapIfNeededOverlayOp.overlayOp(toJts(a), toJts(b), OverlayOp.INTERSECTION) as unknown as JtsGeometry
  let sum = 0
  for (let index = 0; index < shared.getNumGeometries(); index += 1) {
    const piece = shared.getGeometryN(index)
    if (piece.getGeometryType() !== 'Polygon') continue
    sum += drawnAreaM2(pointsOf(piece.getExteriorRing()))
    for (let hole = 0; hole < piece.getNumInteriorRing(); hole += 1)
      sum -= drawnAreaM2(pointsOf(piece.getInteriorRingN(hole)))
  }
  return sum
}

/** A point inside the polygon, in degrees. */
export function insidePoint(polygon: MultiPolygon): { readonly longitude: number; readonly latitude: number } {
  const point = InteriorPointArea.getInteriorPoint(toJts(polygon))
  return { longitude: point.x / unitsPerDegree, latitude: point.y / unitsPerDegree }
}

function ringAreaM2(ring: Ring): number {
  const sum = ellipsoid.Polygon(false)
  for (const [longitude, latitude] of ring.slice(0, -1))
    sum.AddPoint(latitude / unitsPerDegree, longitude / unitsPerDegree)
  return Math.abs(sum.Compute(false, true).area ?? Number.NaN)
}

function toJts(polygon: MultiPolygon) {
  const parts = polygon.map(([exterior = [], ...holes]) => factory.createPolygon(jtsRing(exterior), holes.map(jtsRing)))
  return parts.length === 1 ? parts[0] : factory.createMultiPolygon(parts)
}

function jtsRing(ring: Ring) {
  return factory.createLinearRing(ring.map(([x, y]) => new Coordinate(x, y)))
}

function pointsOf(ring: JtsRing): Ring {
  return ring.getCoordinates().map(({ x, y }) => [x, y] as const)
}

type Box = ReturnType<typeof boxOf>
const boxesMeet = (a: Box, b: Box) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
