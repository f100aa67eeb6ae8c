import { randomBytes } from 'node:crypto'
import { idOf } from '@assay/protocol/ids.ts'
import type { Static } from 'typebox'
import { type Hex, stringToHex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { readCrs } from '../../reading/land/geojson.ts'
import { commitmentOf, openSealedPolygon, polygonText, saltBytes, sealedPolygon } from '../../reading/land/polygon.ts'
import { problemsShownMost } from '../../reading/problems.ts'
import { actingWallet, findParty, walletsOf } from '../parties/index.ts'
import { assetErrors } from './errors.ts'
import { parcelSubmitted } from './events.ts'
import type { GridCells } from './landGrid.ts'
import { type LandIndex, openLandIndex } from './landIndex.ts'
import { type PreparedParcel, prepareParcel } from './prepareParcel.ts'
import { type ParcelRecord, readParcel } from './readParcel.ts'
import type { ParcelInput } from './schema.ts'

/**
 * Registers one parcel: valid, measured, free of overlap, its polygon sealed, its title asked for on chain. Land is checked and
 * stored under locks of the squares it touches, so of two writers of the same land one wins and the other is refused.
 * Sending the same parcel again answers with the registered one.
 * Errors: PARCEL_INPUT_INVALID, PARCEL_OVERLAP, PARCEL_REFERENCE_TAKEN, OWNER_HAS_NO_WALLET, TRADE_PARTIES_INVALID.
 */
export async function registerParcel(
  context: CommandContext,
  input: Static<typeof ParcelInput>,
): Promise<ParcelRecord> {
  const source = { file: 'request body', pointer: '' }
  const crs = readCrs(source, input.crs, undefined)
  if (crs.problems !== undefined) throw assetErrors.PARCEL_INPUT_INVALID({ problems: crs.problems })
  const { parcel, problems } = prepareParcel(context, source, input.properties, input.geometry, crs.value)
  if (problems !== undefined) {
    throw assetErrors.PARCEL_INPUT_INVALID({ problems: problems.slice(0, problemsShownMost), count: problems.length })
  }
  const owner = await ownerAddress(context, parcel.ownerPartyId)
  const index = await openLandIndex(context)
  const cells = index.cellsOf(parcel.polygon)
  await index.lock([cells])
  const existing = await findSameReference(context, parcel)
  if (existing !== null) return existing
  const [overlap] = await index.overlaps(parcel.polygon, cells)
  if (overlap !== undefined) throw assetErrors.PARCEL_OVERLAP({ overlapAreaM2: overlap.areaM2 })
  return readParcel(context.db, await storeParcel(context, index, { parcel, cells, owner, batchId: null }))
}

/** The wallet that will hold the title. Errors: OWNER_HAS_NO_WALLET, TRADE_PARTIES_INVALID. */
export async function ownerAddress(context: CommandContext, partyId: string): Promise<Hex> {
  const party = await findParty(context.db, partyId)
  if (party === null || !party.roles.includes('landowner')) {
    throw assetErrors.TRADE_PARTIES_INVALID({ field: '/ownerPartyId', partyId, reason: 'not a registered landowner' })
  }
  const wallets = await walletsOf(context.db, partyId)
  if (wallets.length === 0) throw assetErrors.OWNER_HAS_NO_WALLET({ partyId })
  return (await actingWallet(context.db, partyId)).address
}

/** The parcel that already has the owner's reference, when it is this very land; null when the reference is free.
 *  Errors: PARCEL_REFERENCE_TAKEN. */
export async function findSameReference(context: CommandContext, parcel: PreparedParcel): Promise<ParcelRecord | null> {
  const row = await context.db
    .selectFrom('parcels')
    .select(['id', 'commitment'])
    .where('owner_party_id', '=', parcel.ownerPartyId)
    .where('reference', '=', parcel.reference)
    .where('state', '<>', 'refused')
    .executeTakeFirst()
  if (row === undefined) return null
  const { polygon } = openSealedPolygon(await context.files.get(row.commitment))
  if (polygonText(polygon) !== polygonText(parcel.polygon)) {
    throw assetErrors.PARCEL_REFERENCE_TAKEN({ parcelId: row.id, reference: parcel.reference })
  }
  return readParcel(context.db, row.id)
}

/** Writes a checked parcel and asks for its title. The caller holds the locks of its squares. Returns its id. */
export async function storeParcel(
  context: CommandContext,
  index: LandIndex,
  of: { parcel: PreparedParcel; cells: GridCells; owner: Hex; batchId: string | null },
): Promise<string> {
  const { parcel, cells, owner, batchId } = of
  const id = context.newId()
  const onChainId = idOf('parcel', id)
  const sealed = sealedPolygon(parcel.polygon, new Uint8Array(randomBytes(saltBytes)))
  // The store names a file by its SHA-256, which for salt and polygon is the commitment itself.
  const commitment = await context.files.put(sealed)
  if (commitment !== commitmentOf(sealed)) throw new Error('the file store does not address by SHA-256')
  const intentId = await context.intend({
    from: 'operator',
    contract: 'LandRegistry',
    functionName: 'register',
    args: [
      onChainId,
      owner,
      `0x${commitment}`,
      stringToHex(parcel.geohash, { size: 5 }),
      BigInt(parcel.areaM2.split('.')[0] ?? '0'),
    ],
    subject: `parcel/${id}`,
  })
  await context.db
    .insertInto('parcels')
    .values({
      id,
      on_chain_id: onChainId,
      owner_party_id: parcel.ownerPartyId,
      reference: parcel.reference,
      land_class: parcel.landClass,
      tenure: parcel.tenure,
      area_m2: parcel.areaM2,
      declared_area_m2: parcel.declaredAreaM2,
      vertices: parcel.vertices,
      geohash: parcel.geohash,
      commitment,
      state: 'pending',
      intent_id: intentId,
      batch_id: batchId,
      registered_by: context.actor.partyId,
      registered_at: context.now,
      state_at: context.now,
    })
    .execute()
  await index.add(id, cells)
  await context.emit(parcelSubmitted({ parcelId: id }))
  return id
}
