import type { Static } from 'typebox'
import type { Hex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { readCrs } from '../../reading/land/geojson.ts'
import { problemsShownMost } from '../../reading/problems.ts'
import { actingWallet, findParty, walletsOf } from '../parties/index.ts'
import { assetErrors } from './errors.ts'
import { openLandIndex } from './landIndex.ts'
import { openReferences } from './parcelReferences.ts'
import { prepareParcel } from './prepareParcel.ts'
import { type ParcelRecord, readParcel } from './readParcel.ts'
import type { ParcelInput } from './schema.ts'
import { storeParcels } from './storeParcels.ts'

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
  const known = await openReferences(context, parcel.ownerPartyId, [parcel.reference])
  const existing = await known.find(parcel)
  if (existing !== null) return readParcel(context.db, existing)
  const [overlap] = await index.overlaps(parcel.polygon, cells)
  if (overlap !== undefined) throw assetErrors.PARCEL_OVERLAP({ overlapAreaM2: overlap.areaM2 })
  const parcelId = context.newId()
  index.add({ parcelId, polygon: parcel.polygon, cells })
  await storeParcels(context, index, { accepted: [{ parcelId, parcel }], owner, batchId: null })
  return readParcel(context.db, parcelId)
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
