import geographiclib from 'geographiclib-geodesic'
import { type Ring, unitsPerDegree } from './polygon.ts'

const { a, f } = geographiclib.Geodesic.WGS84
const eccentricity = Math.sqrt(f * (2 - f))
const halfMinorSquared = (a * (1 - f)) ** 2 / 2
const radiansPerUnit = Math.PI / 180 / unitsPerDegree

/** Gauss-Legendre with three nodes: exact to a square millimetre over a degree of latitude. */
const nodes = [
  [0.5 - Math.sqrt(0.15), 5 / 18],
  [0.5, 8 / 18],
  [0.5 + Math.sqrt(0.15), 5 / 18],
] as const

/**
 * Square metres on the ellipsoid inside lines that are straight in longitude and latitude, as RFC 7946 section 3.1.1 draws them. A
 * geodesic leaves such a line by 27 m over half a degree at 60 N: what is a strip between two long lines it would measure as anything.
 */
export function drawnAreaM2(ring: Ring): number {
  const level = ring[0]?.[1] ?? 0
  let sum = 0
  for (const [index, [x, y]] of ring.slice(0, -1).entries()) {
    const [nextX, nextY] = ring[index + 1]!
    const mean = nodes.reduce((total, [at, weight]) => total + weight * zone(level, y + at * (nextY - y)), 0)
    sum += mean * (nextX - x) * radiansPerUnit
  }
  return Math.abs(sum)
}

/** Square metres between two latitudes, per radian of longitude: Snyder (1987), Map Projections, equations 3-12 and 10-17. */
function zone(fromUnits: number, toUnits: number): number {
  return halfMinorSquared * (zoneOf(toUnits) - zoneOf(fromUnits))
}

function zoneOf(latitudeUnits: number): number {
  const sine = Math.sin(latitudeUnits * radiansPerUnit)
  return sine / (1 - (eccentricity * sine) ** 2) + Math.atanh(eccentricity * sine) / eccentricity
}
