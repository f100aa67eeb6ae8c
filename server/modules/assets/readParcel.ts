/** Questions about parcels. No answer holds coordinates. */
import type { LandClass, Tenure } from '@assay/domain/assetClasses.ts'
import type { ParcelState } from '@assay/domain/lifecycles.ts'
import type { Static } from 'typebox'
import type { Hex } from 'viem'
import type { QueryContext } from '../../module.ts'
import { assetErrors } from './errors.ts'
import type { ParcelView } from './schema.ts'

type Db = QueryContext['db']

export interface ParcelRecord {
  readonly parcelId: string
  readonly onChainId: Hex
  readonly ownerPartyId: string
  readonly reference: string
  readonly state: ParcelState
  readonly landClass: LandClass
  readonly tenure: Tenure
  /** Square metres, two decimals. */
  readonly areaM2: string
  readonly declaredAreaM2: string | null
  readonly geohash: string
  /** bytes32. */
  readonly commitment: Hex
  /** A disputed parcel: nothing is issued on it. */
  readonly locked: boolean
  readonly failure: string | null
  readonly registeredAt: Date
}

export async function findParcel(db: Db, parcelId: string): Promise<ParcelRecord | null> {
  const row = await db
    .selectFrom('parcels')
    .leftJoin('land_titles', 'land_titles.on_chain_id', 'parcels.on_chain_id')
    .selectAll('parcels')
    .select('land_titles.locked')
    .where('parcels.id', '=', parcelId)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    parcelId: row.id,
    onChainId: row.on_chain_id as Hex,
    ownerPartyId: row.owner_party_id,
    reference: row.reference,
    state: row.state as ParcelState,
    landClass: row.land_class as LandClass,
    tenure: row.tenure as Tenure,
    areaM2: row.area_m2,
    declaredAreaM2: row.declared_area_m2,
    geohash: row.geohash,
    commitment: `0x${row.commitment}`,
    locked: row.locked ?? false,
    failure: row.failure,
    registeredAt: row.registered_at,
  }
}

/** Errors: PARCEL_NOT_FOUND. */
export async function readParcel(db: Db, parcelId: string): Promise<ParcelRecord> {
  const parcel = await findParcel(db, parcelId)
  if (parcel === null) throw assetErrors.PARCEL_NOT_FOUND({ parcelId })
  return parcel
}

export function presentParcel(parcel: ParcelRecord): Static<typeof ParcelView> {
  return { ...parcel, registeredAt: parcel.registeredAt.toISOString() }
}
