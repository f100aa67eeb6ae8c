import { landClasses, tenures } from '@assay/domain/assetClasses.ts'
import { type Exact, exact, parseExact } from '@assay/domain/decimal.ts'
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'
import { toExact } from '@assay/domain/quantity.ts'
import geohash from 'ngeohash'
import type { CommandContext } from '../../module.ts'
import type { Crs } from '../../reading/land/crs.ts'
import { type GeometrySource, readPolygon } from '../../reading/land/geojson.ts'
import { areaM2, insidePoint } from '../../reading/land/geometry.ts'
import { landProblems } from '../../reading/land/landProblems.ts'
import { countVertices, type MultiPolygon } from '../../reading/land/polygon.ts'
import type { InputProblem, Place } from '../../reading/problems.ts'
import { isTooWide } from './landGrid.ts'

/** What a caller says of a parcel beside its geometry. */
export interface ParcelDeclaration {
  readonly reference: unknown
  readonly ownerPartyId: string
  readonly landClass: string
  readonly tenure: string
  readonly declaredArea?: unknown
  readonly declaredAreaUnit?: unknown
}

/** A parcel that passed every check that needs no other parcel. */
export interface PreparedParcel {
  readonly reference: string
  readonly ownerPartyId: string
  readonly landClass: string
  readonly tenure: string
  readonly polygon: MultiPolygon
  /** Geodesic, two decimals. */
  readonly areaM2: string
  readonly declaredAreaM2: string | null
  readonly vertices: number
  readonly geohash: string
}

type Prepared =
  | { readonly parcel: PreparedParcel; readonly problems?: never }
  | { readonly parcel?: never; readonly problems: readonly InputProblem[] }

/** Reads and measures one parcel; answers all problems at once and never stores anything. */
export function prepareParcel(
  { parameters }: Pick<CommandContext, 'parameters'>,
  source: GeometrySource,
  declaration: ParcelDeclaration,
  geometry: unknown,
  crs: Crs,
): Prepared {
  const problems: InputProblem[] = []
  const at = (pointer: string, given?: unknown): Place => ({ pointer: `${source.pointer}${pointer}`, given })
  const { reference: named } = declaration
  // Registers number their parcels, some with more digits than a JSON number keeps; a list or an object is no name of anything.
  const reference = typeof named === 'string' || Number.isSafeInteger(named) ? String(named).trim() : ''
  if (!/^[^\p{Cc}]{1,100}$/u.test(reference)) {
    problems.push(landProblems.PARCEL_REFERENCE_INVALID(source.file, at('/properties')))
  }
  if (!(landClasses as readonly string[]).includes(declaration.landClass)) {
    problems.push(landProblems.PARCEL_PROPERTY_INVALID(source.file, at('/properties/landClass', declaration.landClass)))
  }
  if (!(tenures as readonly string[]).includes(declaration.tenure)) {
    problems.push(landProblems.PARCEL_PROPERTY_INVALID(source.file, at('/properties/tenure', declaration.tenure)))
  }
  const declared = readDeclaredArea(declaration)
  if (declared === 'invalid') {
    problems.push(landProblems.DECLARED_AREA_INVALID(source.file, at('/properties', declaration.declaredArea)))
  }
  const read = readPolygon(
    { ...source, pointer: `${source.pointer}/geometry` },
    geometry,
    crs,
    parameters.get(inputs.land.verticesMost),
  )
  if (read.problems !== undefined) return { problems: [...problems, ...read.problems] }
  const polygon = read.value
  const area = parseExact(areaM2(polygon).toFixed(2), 'area')
  if (isTooWide(polygon)) problems.push(landProblems.PARTS_TOO_FAR(source.file, at('/geometry')))
  const smallest = toExact(parameters.get(inputs.land.areaMinM2))
  const largest = toExact(parameters.get(inputs.land.areaMaxHa)).times(10_000)
  if (area.lessThan(smallest) || area.greaterThan(largest)) {
    problems.push(landProblems.AREA_OUT_OF_RANGE(source.file, at('/geometry', `${area.toFixed(2)} m2`)))
  } else if (declared !== null && declared !== 'invalid') {
    const allowed = allowedDifference(declared, parameters.get(secretTrees.registry.areaTolerance))
    if (area.minus(declared.areaM2).abs().greaterThan(allowed)) {
      const given = `declared ${declared.areaM2.toFixed(2)} m2, computed ${area.toFixed(2)} m2`
      problems.push(landProblems.AREA_MISMATCH(source.file, at('/properties', given)))
    }
  }
  if (problems.length > 0) return { problems }
  const { latitude, longitude } = insidePoint(polygon)
  return {
    parcel: {
      reference,
      ownerPartyId: declaration.ownerPartyId,
      landClass: declaration.landClass,
      tenure: declaration.tenure,
      polygon,
      areaM2: area.toFixed(2),
      declaredAreaM2: declared === null || declared === 'invalid' ? null : declared.areaM2.toFixed(2),
      vertices: countVertices(polygon),
      geohash: geohash.encode(latitude, longitude, parameters.get(secretTrees.registry.publicGeohashLength)),
    },
  }
}

interface DeclaredArea {
  readonly areaM2: Exact
  /** Half a unit of the last decimal written: "0.6 ha" may mean 0.55 to 0.65. A whole number allows nothing: it need not be rounded. */
  readonly roundingM2: Exact
}

const unitM2: Readonly<Record<string, bigint>> = { m2: 1n, ha: 10_000n }

function readDeclaredArea({ declaredArea, declaredAreaUnit }: ParcelDeclaration): DeclaredArea | null | 'invalid' {
  if (declaredArea === undefined || declaredArea === null || declaredArea === '') return null
  const text = typeof declaredArea === 'number' ? String(declaredArea) : declaredArea
  const unit = unitM2[String(declaredAreaUnit ?? '')]
  if (typeof text !== 'string' || !/^[0-9]{1,12}(\.[0-9]{1,6})?$/.test(text) || unit === undefined) return 'invalid'
  const value = exact(text as `${number}`)
  if (value.isZero()) return 'invalid'
  const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0
  const roundingM2 = decimals === 0 ? exact(0n) : exact(unit).div(exact(2n * 10n ** BigInt(decimals)))
  return { areaM2: value.times(exact(unit)), roundingM2 }
}

/** The tolerated share of the declared area, or the rounding of the declaration where that is more. */
function allowedDifference({ areaM2: declared, roundingM2 }: DeclaredArea, share: Exact): Exact {
  const tolerated = declared.times(share)
  return tolerated.greaterThan(roundingM2) ? tolerated : roundingM2
}
