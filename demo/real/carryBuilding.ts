/** A land project on a parcel of a folder that does not say what stands on its land: a hemp-lime building, its bill the project's own. */
import { readCottage } from '../inputs.ts'
import { issuanceOf, issueOnParcel } from '../stories/issueOnParcel.ts'
import { until } from '../until.ts'
import type { RealStage } from './realStage.ts'
import type { Land } from './registerLand.ts'

/** What was made of the folder's land, and issued. */
export interface LandProject {
  /** Of its parcel. */
  readonly reference: string
  readonly methodology: string
  readonly caseId: string
  readonly issuedKg: string
}

export async function carryBuilding(stage: RealStage, { owner, client }: Land, parcelId: string): Promise<LandProject> {
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
  return { reference, methodology: 'hempLime', caseId, issuedKg: issuance.issuedKg }
}
