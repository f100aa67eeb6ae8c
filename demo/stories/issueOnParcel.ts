/** A hemp-lime building on a registered parcel: project, bill of materials, quantification, case, credits. */
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { ApiProblem } from '../../sdk/typescript/problem.ts'
import { until } from '../until.ts'

/** The factors of the bill hold what is emitted up to the finished building; the parcel was fallow and bare before. */
const buildingStatements = {
  baseline: { kg: '0', source: 'no building would stand on the parcel' },
  leakage: { kg: '0', source: 'the hemp grew on fallow land, nothing is displaced' },
  emissionsKg: { cultivation: '0', processing: '0', transport: '0', construction: '0' },
  emissionsSource: 'the factors of the bill include them (A1 to A5)',
}

export interface HempLimeBuilding {
  readonly slug: string
  readonly ownerName: string
  /** CSV of the building's bill of materials. */
  readonly billOfMaterials: Uint8Array
  readonly completedOn: string
}

export interface IssuedProject {
  readonly projectId: string
  readonly buildingId: string
  readonly caseId: string
  readonly creditId: string
  readonly grossKg: string
  readonly netKg: string
  readonly issuedKg: string
  readonly bufferKg: string
  readonly carryKg: string
  readonly transactionHash: string
}

/** Every command's key begins with `key`, so that what was interrupted can be repeated. */
export async function issueOnParcel(
  owner: AssayClient,
  of: HempLimeBuilding & { readonly ownerPartyId: string; readonly parcelId: string },
  key: string,
): Promise<IssuedProject> {
  const { projectId } = await owner.post<{ projectId: string }>(
    '/projects',
    {
      reference: `${key}-project`.slice(0, 100),
      name: of.ownerName,
      ownerPartyId: of.ownerPartyId,
      parcelId: of.parcelId,
      methodology: 'hempLime',
    },
    { idempotencyKey: `${key}-project` },
  )
  await until(`project ${projectId} to be active`, async () => {
    const project = await owner.get<{ state: string }>(`/projects/${projectId}`)
    return project.state === 'active' ? project : null
  })
  const { buildingId } = await owner.post<{ buildingId: string }>(
    `/projects/${projectId}/buildings`,
    { name: of.slug, completedOn: of.completedOn },
    { idempotencyKey: `${key}-building` },
  )
  await owner.upload('/documents', of.billOfMaterials, 'text/csv', {
    idempotencyKey: `${key}-bill`,
    query: {
      subjectKind: 'building',
      subjectId: buildingId,
      kind: 'billOfMaterials',
      format: 'bill-of-materials-csv',
      fileName: `${of.slug}-bill-of-materials.csv`,
      profile: 'bill-of-materials',
      issuedOn: of.completedOn,
      issuer: of.ownerName,
      issuerCountry: 'EE',
    },
  })
  const quantification = await owner.post<{
    quantificationId: string
    grossKg: string
    netKg: string
    issuedKg: string
    bufferKg: string
    carryKg: string
  }>(
    `/projects/${projectId}/quantifications`,
    { measurements: buildingStatements },
    { idempotencyKey: `${key}-quantification` },
  )
  const { caseId } = await owner.post<{ caseId: string }>(
    '/cases',
    { quantificationId: quantification.quantificationId },
    { idempotencyKey: `${key}-case` },
  )
  const issuance = await until(`credits of ${of.slug}`, () => issuanceOf(owner, caseId))
  return { projectId, buildingId, caseId, ...quantification, ...issuance }
}

interface IssuanceView {
  readonly state: string
  readonly creditId: string | null
  readonly netKg: string
  readonly bufferKg: string
  readonly carryKg: string
  readonly transactionHash: string | null
  readonly failure: string | null
}

/** The credits of a case once they are on chain; null before. */
export async function issuanceOf(owner: AssayClient, caseId: string) {
  const issuance = await owner.get<IssuanceView>(`/issuances/${caseId}`).catch(absent)
  if (issuance?.failure) throw new Error(`the issuance failed: ${issuance.failure}`)
  if (issuance?.state !== 'issued' || issuance.creditId === null || issuance.transactionHash === null) return null
  const { creditId, transactionHash, carryKg, bufferKg } = issuance
  return { creditId, transactionHash, carryKg, bufferKg, issuedKg: issuance.netKg }
}

/** Not there yet. */
export function absent(error: unknown): null {
  if (error instanceof ApiProblem && error.status === 404) return null
  throw error
}
