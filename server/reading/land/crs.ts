/**
 * Coordinate reference systems a parcel may be declared in. GeoJSON of RFC 7946 knows WGS 84 longitude and latitude only
 * (section 4); older files name another system in a `crs` member, and registers of land export what their country surveys in.
 * A system is a row: its names, its projection and the box it is meant for.
 */
import proj4 from 'proj4'

export interface Crs {
  readonly code: string
  /** Names that mean this system in a `crs` member or query. */
  readonly names: readonly string[]
  /** Box of valid coordinates in the system's own unit: west, south, east, north. */
  readonly bounds: readonly [number, number, number, number]
  /** To WGS 84 degrees, [longitude, latitude]. */
  toWgs84(x: number, y: number): readonly [number, number]
}

/** L-EST97: Lambert conformal conic on GRS 80, EPSG registry entry 3301; within a metre of WGS 84 without a shift. */
const estonia = proj4(
  '+proj=lcc +lat_0=57.5175539305556 +lon_0=24 +lat_1=59.3333333333333 +lat_2=58 +x_0=500000 +y_0=6375000 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs',
  'WGS84',
)

const systems: readonly Crs[] = [
  {
    code: 'EPSG:4326',
    names: [
      'EPSG:4326',
      'urn:ogc:def:crs:OGC:1.3:CRS84',
      'urn:ogc:def:crs:OGC::CRS84',
      'urn:ogc:def:crs:EPSG::4326',
      'OGC:CRS84',
    ],
    bounds: [-180, -90, 180, 90],
    toWgs84: (longitude, latitude) => [longitude, latitude],
  },
  {
    code: 'EPSG:3301',
    names: ['EPSG:3301', 'urn:ogc:def:crs:EPSG::3301'],
    bounds: [282_560.43, 6_349_093.15, 734_245.6, 6_658_861.38],
    toWgs84(x, y) {
      const [longitude = Number.NaN, latitude = Number.NaN] = estonia.forward([x, y])
      return [longitude, latitude]
    },
  },
]

export const wgs84: Crs = systems[0]!

/** The system of a name, or undefined when the product has no row for it. */
export function crsOf(name: string): Crs | undefined {
  return systems.find(({ names }) => names.includes(name))
}
