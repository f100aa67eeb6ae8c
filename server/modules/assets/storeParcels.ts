import { randomBytes } from 'node:crypto'
import { idOf } from '@assay/protocol/ids.ts'
import { type Hex, stringToHex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { commitmentOf, saltBytes, sealedPolygon } from '../../reading/land/polygon.ts'
import { chunksOf } from './chunksOf.ts'
import { parcelsSubmitted } from './events.ts'
import type { LandIndex } from './landIndex.ts'
import type { PreparedParcel } from './prepareParcel.ts'
import { putFiles } from './putFiles.ts'

/** Titles of one transaction at most: about 6 million gas, a third of what a transaction may use (EIP-7825). */
const titlesMost = 100

export interface AcceptedParcel {
  readonly parcelId: string
  readonly parcel: PreparedParcel
}

/**
 * Writes checked parcels and asks for their titles, a hundred in a transaction. The caller holds the locks of their squares and has
 * added them to the index.
 */
export async function storeParcels(
  context: CommandContext,
  index: LandIndex,
  of: { readonly accepted: readonly AcceptedParcel[]; readonly owner: Hex; readonly batchId: string | null },
): Promise<void> {
  for (const part of chunksOf(of.accepted, titlesMost)) await storePart(context, { ...of, accepted: part })
  await index.store()
}

async function storePart(
  context: CommandContext,
  { accepted, owner, batchId }: { accepted: readonly AcceptedParcel[]; owner: Hex; batchId: string | null },
): Promise<void> {
  const sealed = accepted.map(({ parcel }) => sealedPolygon(parcel.polygon, new Uint8Array(randomBytes(saltBytes))))
  // The store names a file by its SHA-256, which for salt and polygon is the commitment itself.
  const commitments = await putFiles(context, sealed)
  if (commitments.some((commitment, place) => commitment !== commitmentOf(sealed[place]!)))
    throw new Error('the file store does not address by SHA-256')
  const rows = accepted.map(({ parcelId, parcel }, place) => ({
    parcelId,
    parcel,
    onChainId: idOf('parcel', parcelId),
    commitment: commitments[place]!,
  }))
  const intentId = await context.intend({
    from: 'registrar',
    contract: 'LandRegistry',
    functionName: 'register',
    args: [
      rows.map(({ onChainId, commitment, parcel }) => ({
        parcelId: onChainId,
        owner,
        polygonCommitment: `0x${commitment}`,
        geohash: stringToHex(parcel.geohash, { size: 5 }),
        areaM2: BigInt(parcel.areaM2.split('.')[0] ?? '0'),
      })),
    ],
    subject: `titles/${rows[0]!.parcelId}`,
  })
  await context.db
    .insertInto('parcels')
    .values(
      rows.map(({ parcelId, parcel, onChainId, commitment }) => ({
        id: parcelId,
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
      })),
    )
    .execute()
  await context.emit(parcelsSubmitted({ parcelIds: rows.map(({ parcelId }) => parcelId) }))
}
