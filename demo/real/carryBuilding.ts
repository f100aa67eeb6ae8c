/** A land project on a parcel of the folder: a hemp-lime building, since no data set of parcels says what stands on them. */
import { readCottage } from '../inputs.ts'
import { issuanceOf, issueOnParcel } from '../stories/issueOnParcel.ts'
import { until } from '../until.ts'
import type { RealStage } from './realStage.ts'
import type { Land } from './registerLand.ts'

/** The credits issued on the parcel; "0" when no parcel is registered. */
export async function carryBuilding(
  stage: RealStage,
  { owner, client, parcelId }: Land,
): Promise<{ issuedKg: string }> {
  if (parcelId === null) {
    stage.say('no parcel is registered, so no land project is carried')
    return { issuedKg: '0' }
  }
  const { billOfMaterials, completedOn } = readCottage(parcelId)
  const building = { slug: 'real', ownerName: 'Sandbox Land Trust', billOfMaterials, completedOn }
  const key = `real-${parcelId}`
  const { caseId } = await stage.memory.recall(`building/${parcelId}`, async () => {
    const issued = await issueOnParcel(client, { ...building, ownerPartyId: owner.partyId, parcelId }, key)
    return { caseId: issued.caseId }
  })
  const issuance = await until('the credits of the building', () => issuanceOf(client, caseId))
  const { reference, areaM2 } = await client.get<{ reference: string; areaM2: string }>(`/parcels/${parcelId}`)
  stage.say(
    `building on parcel ${reference} (${areaM2} m2), its bill of materials the project's own: ${issuance.issuedKg} kg CO2e issued, ${issuance.bufferKg} kg to the buffer`,
  )
  return { issuedKg: issuance.issuedKg }
}
