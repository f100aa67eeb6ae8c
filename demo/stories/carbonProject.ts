/** The way of a carbon project, from a GeoJSON parcel to issued credits. Used by the cottage and by the neighbour it shares the pool with. */
import { createHash } from 'node:crypto'
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { ApiProblem } from '../../sdk/typescript/problem.ts'
import { clientOf, openWallet, registerParty } from '../parties.ts'
import { until } from '../until.ts'
import { type HempLimeBuilding, type IssuedProject, issueOnParcel } from './issueOnParcel.ts'
import type { Stage } from './stage.ts'

export interface CarbonProject extends IssuedProject {
  readonly owner: AssayClient
  readonly ownerPartyId: string
  readonly wallet: string
  readonly parcelId: string
}

export interface CarbonInputs extends HempLimeBuilding {
  readonly ownerName: string
  readonly parcel: GeoJsonFeature
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
  const issued = await issueOnParcel(
    owner,
    {
      ...inputs,
      ownerPartyId: credentials.partyId,
      parcelId,
    },
    key,
  )
  return { owner, ownerPartyId: credentials.partyId, wallet, parcelId, ...issued }
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
