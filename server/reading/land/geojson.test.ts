import { expect, test } from 'vitest'
import { crsOf, wgs84 } from './crs.ts'
import { readCrs, readPolygon } from './geojson.ts'
import { areaM2 } from './geometry.ts'

const source = { file: 'land.geojson', pointer: '/features/3/geometry' }
const ring = [
  [25, 58],
  [25.001, 58],
  [25.001, 58.001],
  [25, 58],
]
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings })
const read = (geometry: unknown, crs = wgs84, most = 100) => readPolygon(source, geometry, crs, most)

test.each([
  ['nothing', null, 'GEOMETRY_TYPE', '/type'],
  ['a point', { type: 'Point', coordinates: [25, 58] }, 'GEOMETRY_TYPE', '/type'],
  ['a polygon without coordinates', { type: 'Polygon' }, 'GEOMETRY_TYPE', '/type'],
  ['no ring', polygon(), 'RING_TOO_SHORT', '/coordinates'],
  ['three positions', polygon(ring.slice(1)), 'RING_TOO_SHORT', '/coordinates/0'],
  ['an open ring', polygon([...ring.slice(0, 3), [25, 58.0001]]), 'RING_NOT_CLOSED', '/coordinates/0'],
  ['text for a number', polygon([ring[0], ['25', 58], ring[2], ring[0]]), 'POSITION_INVALID', '/coordinates/0/1'],
  ['four numbers', polygon([ring[0], [25, 58, 1, 2], ring[2], ring[0]]), 'POSITION_INVALID', '/coordinates/0/1'],
  [
    'a latitude beyond the pole',
    polygon(ring.map(([x, y]) => [x, y! + 100])),
    'POSITION_OUT_OF_RANGE',
    '/coordinates/0/0',
  ],
  [
    'metres without a reference system',
    polygon(ring.map(([x, y]) => [x! * 1e4, y! * 1e5])),
    'POSITION_OUT_OF_RANGE',
    '/coordinates/0/0',
  ],
  [
    'a bow tie',
    polygon([
      [25, 58],
      [25.001, 58.001],
      [25.001, 58],
      [25, 58.001],
      [25, 58],
    ]),
    'PARTS_INTERSECT',
    '/coordinates',
  ],
  [
    'a hole beside the area',
    polygon(ring, [
      [26, 58],
      [26, 58.001],
      [26.001, 58],
      [26, 58],
    ]),
    'HOLE_MISPLACED',
    '/coordinates',
  ],
  [
    'a dot',
    polygon([
      [25, 58],
      [25.00000001, 58],
      [25, 58.00000001],
      [25, 58],
    ]),
    'POLYGON_COLLAPSED',
    '/coordinates',
  ],
])('%s is refused with its place', (_name, geometry, code, pointer) => {
  const { problems } = read(geometry)
  expect(problems).toEqual([
    expect.objectContaining({ code, pointer: `${source.pointer}${pointer}`, file: 'land.geojson' }),
  ])
  expect(JSON.stringify(problems)).not.toMatch(/58\.00|25\.00/)
})

test('more positions than allowed are refused before they are judged', () => {
  const many = Array.from({ length: 200 }, () => [25, 58])
  expect(read(polygon(many)).problems).toEqual([expect.objectContaining({ code: 'TOO_MANY_POSITIONS' })])
})

test('heights are dropped, winding is put right, a MultiPolygon keeps its parts', () => {
  const withHeights = ring.map(([x, y]) => [x, y, 45.2])
  expect(read(polygon(withHeights)).value).toEqual(read(polygon(ring.toReversed())).value)
  const far = ring.map(([x, y]) => [x! + 0.01, y])
  expect(read({ type: 'MultiPolygon', coordinates: [[far], [ring]] }).value).toHaveLength(2)
})

test('EPSG:3301 metres become degrees; the area stays', () => {
  const square = [
    [659_000, 6_474_000],
    [659_100, 6_474_000],
    [659_100, 6_474_100],
    [659_000, 6_474_100],
    [659_000, 6_474_000],
  ]
  const { value } = read(polygon(square), crsOf('EPSG:3301'))
  expect(areaM2(value!)).toBeGreaterThan(9_980)
  expect(areaM2(value!)).toBeLessThan(10_020)
  const [longitude, latitude] = value![0]![0]![0]!
  // Tartu lies at 26.7 degrees east, 58.4 north.
  expect([Math.round(longitude / 1e6) / 10, Math.round(latitude / 1e6) / 10]).toEqual([26.7, 58.4])
  expect(read(polygon(ring), crsOf('EPSG:3301')).problems?.[0]?.code).toBe('POSITION_OUT_OF_RANGE')
})

test('a reference system is named once, or not at all', () => {
  const estonian = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3301' } }
  expect(readCrs(source, undefined, undefined).value?.code).toBe('EPSG:4326')
  expect(readCrs(source, estonian, undefined).value?.code).toBe('EPSG:3301')
  expect(readCrs(source, estonian, 'EPSG:3301').value?.code).toBe('EPSG:3301')
  for (const [member, declared] of [
    [estonian, 'EPSG:4326'],
    [undefined, 'EPSG:2154'],
    [{ type: 'link' }, undefined],
  ] as const) {
    expect(readCrs(source, member, declared).problems).toEqual([
      expect.objectContaining({ code: 'CRS_UNKNOWN', pointer: '/crs' }),
    ])
  }
})
