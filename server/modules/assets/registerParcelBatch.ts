import { AssayError } from '@assay/domain/errors.ts'
import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import { parseJson } from '../../reading/documents/jsonDocument.ts'
import { type GeometrySource, readCrs } from '../../reading/land/geojson.ts'
import { landProblems } from '../../reading/land/landProblems.ts'
import { type InputProblem, InputRefused, type RefusedRow } from '../../reading/problems.ts'
import { readBatch, recordBatch, refuseWhole } from './batches.ts'
import { assetErrors } from './errors.ts'
import type { GridCells } from './landGrid.ts'
import { type LandIndex, openLandIndex } from './landIndex.ts'
import { openReferences, type ParcelReferences } from './parcelReferences.ts'
import { type PreparedParcel, prepareParcel } from './prepareParcel.ts'
import { ownerAddress } from './registerParcel.ts'
import type { BatchView, ParcelBatchQuery } from './schema.ts'
import { type AcceptedParcel, storeParcels } from './storeParcels.ts'

/** Features of one batch at most; each becomes a title on chain. */
export const featuresMost = 5_000
export const parcelFileLimitBytes = 32 * 1024 * 1024

interface Candidate {
  readonly position: number
  readonly feature: unknown
  readonly source: GeometrySource
  readonly parcel: PreparedParcel
  readonly cells: GridCells
}

/**
 * Registers the parcels of a GeoJSON FeatureCollection. With mode `refuse` one bad feature refuses them all; with `quarantine`
 * the good ones are registered and the others kept aside with their problems. Features that overlap each other are judged in
 * the order of the file: the first one counts. A feature that is registered already, under this reference and with this very
 * boundary, is counted as accepted and not stored again.
 * Errors: PARCEL_INPUT_INVALID, BATCH_REFUSED, OWNER_HAS_NO_WALLET, TRADE_PARTIES_INVALID.
 */
export async function registerParcelBatch(
  context: CommandContext,
  query: Static<typeof ParcelBatchQuery>,
  bytes: Uint8Array,
): Promise<Static<typeof BatchView>> {
  const file = query.fileName
  const collection = readCollection(file, bytes)
  const crs = readCrs({ file, pointer: '' }, collection.crs, query.crs)
  if (crs.problems !== undefined) throw assetErrors.PARCEL_INPUT_INVALID({ problems: crs.problems })
  const owner = await ownerAddress(context, query.ownerPartyId)
  const index = await openLandIndex(context)
  const refused: RefusedRow[] = []
  const candidates: Candidate[] = []
  const references = new Set<string>()
  for (const [position, feature] of collection.features.entries()) {
    const source = { file, pointer: `/features/${position}` }
    const prepared = prepareFeature(context, source, feature, query, crs.value)
    if (prepared.problems !== undefined) {
      refused.push({ position, problems: prepared.problems, row: feature })
      continue
    }
    const { parcel } = prepared
    if (references.has(parcel.reference)) {
      const problem = landProblems.PARCEL_REFERENCE_REPEATED(file, { pointer: source.pointer, given: parcel.reference })
      refused.push({ position, problems: [problem], row: feature })
      continue
    }
    references.add(parcel.reference)
    candidates.push({ position, feature, source, parcel, cells: index.cellsOf(parcel.polygon) })
  }
  // Nothing is stored before this: a batch that is to be refused whole need not wait for locks.
  refuseWhole(query.mode, refused, collection.features.length)
  await index.lock(candidates.map(({ cells }) => cells))
  const known = await openReferences(context, query.ownerPartyId, [...references])
  const accepted: AcceptedParcel[] = []
  let registeredBefore = 0
  for (const candidate of candidates) {
    const judged = await judge(index, known, candidate)
    if (judged === 'registered') registeredBefore += 1
    else if (judged !== null) refused.push({ position: candidate.position, problems: [judged], row: candidate.feature })
    else {
      const parcelId = context.newId()
      index.add({ parcelId, polygon: candidate.parcel.polygon, cells: candidate.cells })
      accepted.push({ parcelId, parcel: candidate.parcel })
    }
  }
  refuseWhole(query.mode, refused, collection.features.length)
  refused.sort((a, b) => a.position - b.position)
  const batchId = context.newId()
  await storeParcels(context, index, { accepted, owner, batchId })
  const total = accepted.length + registeredBefore
  await recordBatch(context, batchId, { kind: 'parcels', fileName: file, mode: query.mode }, total, refused)
  return readBatch(context.db, batchId)
}

/** Null when the parcel can be registered, `registered` when it is already, else why it cannot. */
async function judge(
  index: LandIndex,
  known: ParcelReferences,
  { source, parcel, cells }: Candidate,
): Promise<InputProblem | 'registered' | null> {
  try {
    if ((await known.find(parcel)) !== null) return 'registered'
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'PARCEL_REFERENCE_TAKEN') throw error
    return landProblems.PARCEL_REFERENCE_REPEATED(source.file, { pointer: source.pointer, given: parcel.reference })
  }
  const [overlap] = await index.overlaps(parcel.polygon, cells)
  if (overlap === undefined) return null
  const given = overlap.areaM2 === null ? 'could not be decided' : `${overlap.areaM2} m2`
  return landProblems.LAND_OVERLAP(source.file, { pointer: source.pointer, given })
}

function prepareFeature(
  context: CommandContext,
  source: GeometrySource,
  feature: unknown,
  query: Static<typeof ParcelBatchQuery>,
  crs: Parameters<typeof prepareParcel>[4],
): ReturnType<typeof prepareParcel> {
  const { type, id, properties, geometry } = (feature ?? {}) as Record<string, unknown>
  if (type !== 'Feature') {
    return {
      problems: [landProblems.GEOJSON_TYPE(source.file, { pointer: `${source.pointer}/type`, given: String(type) })],
    }
  }
  const members = (typeof properties === 'object' && properties !== null ? properties : {}) as Record<string, unknown>
  const declaration = {
    reference: query.referenceProperty === undefined ? id : members[query.referenceProperty],
    ownerPartyId: query.ownerPartyId,
    landClass: query.landClass,
    tenure: query.tenure,
    declaredArea: query.areaProperty === undefined ? undefined : members[query.areaProperty],
    declaredAreaUnit: query.areaUnit,
  }
  return prepareParcel(context, source, declaration, geometry, crs)
}

function readCollection(file: string, bytes: Uint8Array): { features: readonly unknown[]; crs: unknown } {
  const value = parseOrRefuse(file, bytes)
  const { type, features, crs } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  if (type !== 'FeatureCollection' || !Array.isArray(features)) {
    const problem = landProblems.GEOJSON_TYPE(file, { pointer: '/type', given: String(type) })
    throw assetErrors.PARCEL_INPUT_INVALID({ problems: [problem] })
  }
  if (features.length > featuresMost) {
    const problem = landProblems.GEOJSON_TOO_MANY_FEATURES(file, { pointer: '/features', given: features.length })
    throw assetErrors.PARCEL_INPUT_INVALID({ problems: [problem] })
  }
  return { features, crs }
}

function parseOrRefuse(file: string, bytes: Uint8Array): unknown {
  try {
    return parseJson(file, bytes)
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    throw assetErrors.PARCEL_INPUT_INVALID({ problems: [...error.problems] })
  }
}
