import { defineProblems } from '../problems.ts'

/** What can be wrong with a parcel's GeoJSON. Coordinates are never repeated in a problem. */
export const landProblems = defineProblems({
  GEOJSON_TYPE: {
    message: 'The object is not the GeoJSON type that is expected here',
    remedy: 'Send a Feature for one parcel, a FeatureCollection for a batch (RFC 7946 sections 3.2, 3.3).',
  },
  GEOJSON_TOO_MANY_FEATURES: {
    message: 'The collection has more features than a batch may have',
    remedy: 'Split the collection; docs/reference/inputs.md names the limit.',
  },
  GEOMETRY_TYPE: {
    message: 'The geometry is not a Polygon or MultiPolygon',
    remedy: 'A parcel is an area: send a Polygon or MultiPolygon (RFC 7946 sections 3.1.6, 3.1.7).',
  },
  POSITION_INVALID: {
    message: 'A position is not two or three finite numbers',
    remedy: 'Write each position as [longitude, latitude] (RFC 7946 section 3.1.1).',
  },
  POSITION_OUT_OF_RANGE: {
    message: 'A position lies outside the declared coordinate reference system',
    remedy: 'Longitude and latitude are degrees in this order; declare projected coordinates with `crs` (EPSG:3301).',
  },
  RING_TOO_SHORT: {
    message: 'A ring has fewer than four positions',
    remedy:
      'A linear ring has at least three corners and repeats the first position at the end (RFC 7946 section 3.1.6).',
  },
  RING_NOT_CLOSED: {
    message: 'The first and last position of a ring differ',
    remedy: 'Repeat the first position at the end of the ring (RFC 7946 section 3.1.6).',
  },
  TOO_MANY_POSITIONS: {
    message: 'The geometry has more positions than a parcel may have',
    remedy: 'Simplify the boundary or register the land as several parcels.',
  },
  CRS_UNKNOWN: {
    message: 'The coordinate reference system is not supported',
    remedy: 'Send WGS 84 longitude and latitude, or declare EPSG:3301.',
  },
  RING_SELF_INTERSECTION: { message: 'A ring crosses or touches itself', remedy: 'Redraw the boundary without loops.' },
  PARTS_INTERSECT: {
    message: 'Rings of the geometry cross, overlap or repeat each other',
    remedy: 'Holes lie inside their exterior and parts apart from each other; redraw the rings.',
  },
  HOLE_MISPLACED: {
    message: 'A hole lies outside its exterior ring or inside another hole',
    remedy: 'Put every hole directly inside the exterior ring it is cut from.',
  },
  INTERIOR_DISCONNECTED: {
    message: 'Holes cut the area apart',
    remedy: 'Draw the pieces as parts of a MultiPolygon.',
  },
  POLYGON_COLLAPSED: {
    message: 'The area vanishes at a resolution of 1 cm',
    remedy: 'Check that the coordinates have enough decimals and the declared reference system is right.',
  },
  PARTS_TOO_FAR: {
    message: 'The parcel reaches over more than one degree of longitude or latitude',
    remedy: 'Register parts that lie far apart as parcels of their own.',
  },
  AREA_OUT_OF_RANGE: {
    message: 'The area is smaller or larger than a parcel may be',
    remedy: 'Check the reference system; parameters inputs.land.areaMinM2 and areaMaxHa hold the limits.',
  },
  AREA_MISMATCH: {
    message: 'The declared area differs from the computed geodesic area by more than the tolerance',
    remedy:
      'Correct the boundary or the declared area and its unit; parameter secretTrees.registry.areaTolerance holds the tolerance.',
  },
  DECLARED_AREA_INVALID: {
    message: 'The declared area is not a positive decimal with a unit',
    remedy: 'Send digits with a decimal point and the unit `m2` or `ha`.',
  },
  PARCEL_REFERENCE_INVALID: {
    message: 'The parcel has no usable reference',
    remedy: 'Give each parcel the reference of its land register, 1 to 100 characters.',
  },
  PARCEL_REFERENCE_REPEATED: {
    message: 'Another row of the batch or another parcel of the owner has this reference',
    remedy: 'Remove the repeated row, or correct the reference.',
  },
  PARCEL_PROPERTY_INVALID: {
    message: 'A property of the parcel is not one of the allowed words',
    remedy: 'Use the land classes and tenures of docs/reference/inputs.md.',
  },
  LAND_OVERLAP: {
    message: 'The parcel overlaps registered land, or an earlier row of the batch',
    remedy: 'Correct the boundary; neighbours may share edges but not area.',
  },
})
