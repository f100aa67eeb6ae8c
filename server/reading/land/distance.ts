import geographiclib from 'geographiclib-geodesic'

const ellipsoid = geographiclib.Geodesic.WGS84

/** Length of the geodesic between two positions in degrees, metres. */
export function distanceM(
  a: { longitude: number; latitude: number },
  b: { longitude: number; latitude: number },
): number {
  return ellipsoid.Inverse(a.latitude, a.longitude, b.latitude, b.longitude).s12 ?? Number.NaN
}
