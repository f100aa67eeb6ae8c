import type { CommandContext } from '../../module.ts'
import { openSealedPolygon, polygonText } from '../../reading/land/polygon.ts'
import { assetErrors } from './errors.ts'
import type { PreparedParcel } from './prepareParcel.ts'

/** The owner's references that are in use, of those asked about. */
export interface ParcelReferences {
  /** Id of the parcel that has the reference, when it is this very land, held and used alike; null when the reference is free.
   *  Errors: PARCEL_REFERENCE_TAKEN. */
  find(parcel: Pick<PreparedParcel, 'reference' | 'polygon' | 'landClass' | 'tenure'>): Promise<string | null>
}

export async function openReferences(
  context: CommandContext,
  ownerPartyId: string,
  references: readonly string[],
): Promise<ParcelReferences> {
  const rows = await context.db
    .selectFrom('parcels')
    .select(['id', 'reference', 'commitment', 'land_class', 'tenure'])
    .where('owner_party_id', '=', ownerPartyId)
    .where('reference', 'in', references.length === 0 ? [''] : references)
    .where('state', '<>', 'refused')
    .execute()
  const known = new Map(rows.map((row) => [row.reference, row]))
  return {
    async find({ reference, polygon, landClass, tenure }) {
      const row = known.get(reference)
      if (row === undefined) return null
      if (row.land_class !== landClass || row.tenure !== tenure)
        throw assetErrors.PARCEL_REFERENCE_TAKEN({ parcelId: row.id, reference })
      const registered = openSealedPolygon(await context.files.get(row.commitment))
      if (polygonText(registered.polygon) !== polygonText(polygon))
        throw assetErrors.PARCEL_REFERENCE_TAKEN({ parcelId: row.id, reference })
      return row.id
    },
  }
}
