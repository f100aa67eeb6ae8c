/** The way of a carbon project, from a GeoJSON parcel to issued credits. Used by the cottage and by the neighbour it shares the pool with. */
import { createHash } from 'node:crypto'
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { ApiProblem } from '../../sdk/typescript/problem.ts'
import { clientOf, openWallet, registerParty } from '../parties.ts'
import { until } from '../until.ts'
import type { Stage } from './stage.ts'

export interface CarbonProject {
  readonly owner: AssayClient
  readonly ownerPartyId: string
  readonly wallet: string
  readonly parcelId: string
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

export interface CarbonInputs {
  readonly slug: string
  readonly ownerName: string
  readonly parcel: GeoJsonFeature
  /** CSV of the building's bill of materials. */
  readonly billOfMaterials: Uint8Array
  readonly completedOn: string
}

export interface GeoJsonFeature {
  readonly type: 'Feature'
  readonly properties: Readonly<Record<string, unknown>>
  readonly geometry: {
    readonly type: string
    readonly coordinates: readonly (readonly (readonly [number, number])[])[]
  }
}

export async function issueCarbonProject(stage: Stage, inputs: CarbonInputs): Promise<CarbonProject> {
  const key = `${stage.run}-${inputs.slug}`
  const credentials = await registerParty(
    stage.operator,
    {
      name: inputs.ownerName,
      country: 'EE',
      type: 'person',
      roles: ['landowner'],
      scopes: [
        'parties:read',
        'assets:read',
        'assets:write',
        'evidence:read',
        'evidence:write',
        'verification:read',
        'verification:write',
        'issuance:read',
        'trading:read',
        'trading:write',
        'ledger:read',
      ],
    },
    key,
  )
  const owner = clientOf(stage.url, credentials)
  const wallet = await openWallet(stage.operator, credentials.partyId, key)
  const parcelId = await registerParcel(owner, credentials.partyId, inputs.parcel, key)
  const { projectId } = await owner.post<{ projectId: string }>(
    '/projects',
    {
      reference: `${key}-project`.slice(0, 100),
      name: inputs.ownerName,
      ownerPartyId: credentials.partyId,
      parcelId,
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
    { name: inputs.slug, completedOn: inputs.completedOn },
    { idempotencyKey: `${key}-building` },
  )
  await owner.upload('/documents', inputs.billOfMaterials, 'text/csv', {
    idempotencyKey: `${key}-bill`,
    query: {
      subjectKind: 'building',
      subjectId: buildingId,
      kind: 'billOfMaterials',
      format: 'bill-of-materials-csv',
      fileName: `${inputs.slug}-bill-of-materials.csv`,
      profile: 'bill-of-materials',
      issuedOn: inputs.completedOn,
      issuer: inputs.ownerName,
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
  }>(`/projects/${projectId}/quantifications`, {}, { idempotencyKey: `${key}-quantification` })
  const { caseId } = await owner.post<{ caseId: string }>(
    '/cases',
    { quantificationId: quantification.quantificationId },
    { idempotencyKey: `${key}-case` },
  )
  const issuance = await until(`credits of ${inputs.slug}`, () => issuanceOf(owner, caseId))
  return {
    owner,
    ownerPartyId: credentials.partyId,
    wallet,
    parcelId,
    projectId,
    buildingId,
    caseId,
    ...quantification,
    ...issuance,
  }
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

async function issuanceOf(owner: AssayClient, caseId: string) {
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

const placesMost = 20

/** Registers the parcel at a place of this run's own: the sandbox is played many times, and land can be claimed only once. */
async function registerParcel(
  owner: AssayClient,
  ownerPartyId: string,
  feature: GeoJsonFeature,
  key: string,
): Promise<string> {
  for (let place = 0; place < placesMost; place++) {
    const moved = moveParcel(feature, `${key}-${place}`)
    const body = {
      ...moved,
      properties: { ...moved.properties, ownerPartyId, reference: `${key}-parcel`.slice(0, 100) },
    }
    try {
      const { parcelId } = await owner.post<{ parcelId: string }>('/parcels', body, {
        idempotencyKey: `${key}-parcel-${place}`,
      })
      await until(`parcel ${parcelId} on chain`, async () => {
        const parcel = await owner.get<{ state: string; failure: string | null }>(`/parcels/${parcelId}`)
        if (parcel.failure !== null) throw new Error(`the parcel was refused: ${parcel.failure}`)
        return parcel.state === 'registered' ? parcel : null
      })
      return parcelId
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'PARCEL_OVERLAP') throw error
    }
  }
  throw new Error(`no free place for a parcel after ${placesMost} attempts`)
}

/** Moves a parcel east by up to 40 degrees along its parallel: the same area, another place. */
function moveParcel(feature: GeoJsonFeature, seed: string): GeoJsonFeature {
  const steps = createHash('sha256').update(seed).digest().readUInt32BE(0) % 400_000
  const shift = (longitude: number) => Number((longitude + steps / 10_000).toFixed(7))
  const coordinates = feature.geometry.coordinates.map((ring) =>
    ring.map(([longitude, latitude]) => [shift(longitude), latitude] as const),
  )
  return { ...feature, geometry: { ...feature.geometry, coordinates } }
}
