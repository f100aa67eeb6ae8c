/**
 * A land project on a stand of the folder's forest register, carried to issuance by the gain-loss method: the ground is the registered
 * parcel, species and age are the register's, the rates are published defaults. Their uncertainty is stated and deducted, so that of what
 * grows in a year about a tenth is issued.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exact, formatExact } from '@assay/domain/decimal.ts'
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { issuanceOf } from '../stories/issueOnParcel.ts'
import { until } from '../until.ts'
import type { LandProject } from './carryBuilding.ts'
import type { Stand } from './chooseStand.ts'
import { withProgress } from './progress.ts'
import type { RealStage } from './realStage.ts'
import type { Land } from './registerLand.ts'

/** IPCC 2006 Guidelines, Vol 4 Ch 4: what no register of stands says. Of several values the one that earns least. */
const defaults = {
  /** Table 4.9, temperate continental forest of Europe above 20 years: 4.0 (0.5 to 7.5) t of dry matter per hectare and year. */
  growth: { tPerHaYear: '4', share: '0.875' },
  /** Table 4.4, temperate forest: from 0.20 on. */
  rootToShoot: '0.2',
}
/** The year before the demonstration. */
const vintage = 20_254
const zero = '0'
/** Assumed, and said: nothing is taken out of the stand, and without the project its growth would be felled. */
const nothing = {
  woodRemoval: { m3PerYear: zero, expansionTPerM3: zero, share: zero },
  fuelwood: { treesM3PerYear: zero, expansionTPerM3: zero, partsM3PerYear: zero, densityTPerM3: zero, share: zero },
  disturbance: { haPerYear: zero, biomassTPerHa: zero, shareLost: zero, share: zero },
}
const account = {
  ...{ baselineKg: zero, leakageKg: zero },
  emissionsKg: { preparation: zero, fertiliser: zero, fuel: zero, burning: zero },
}

interface Parcel {
  readonly parcelId: string
  readonly reference: string
  readonly areaM2: string
}

export async function carryStand(
  stage: RealStage,
  { owner, client }: Land,
  parcelId: string,
  stand: Stand,
): Promise<LandProject> {
  const parcel = await client.get<Parcel>(`/parcels/${parcelId}`)
  const { caseId, quantificationId } = await stage.memory.recall(`stand/${parcelId}`, () =>
    openClaim(client, owner.partyId, parcel, stand),
  )
  const { issuedKg, bufferKg } = await withProgress(stage, 'issuing the credits of the stand', () =>
    until('the credits of the stand', () => issuanceOf(client, caseId)),
  )
  const tracePage = join(stage.stateDir, `stand-${quantificationId}.md`)
  writeFileSync(tracePage, await client.download(`/quantifications/${quantificationId}/trace`))
  const { reference, areaM2 } = parcel
  stage.say(
    `stand ${reference} (${stand.species}, ${stand.ageYears} years, ${areaM2} m2): ${issuedKg} kg CO2e issued for the growth of a year, ${bufferKg} kg to the buffer`,
  )
  stage.say(
    '  growth and roots by IPCC 2006 Tables 4.9 and 4.4; assumed: nothing is felled, and without the project all growth would be',
  )
  stage.say(`  every step: ${tracePage}`)
  return { reference, methodology: 'forestInventory', caseId, issuedKg }
}

/** Project, paper, quantification and case; the keys name the parcel, so that what was interrupted is repeated, not doubled. */
async function openClaim(client: AssayClient, ownerPartyId: string, parcel: Parcel, stand: Stand) {
  const key = (of: string) => ({ idempotencyKey: `real-stand-${parcel.parcelId}-${of}` })
  const { parcelId, reference } = parcel
  const project = { reference, name: 'Forest stand', ownerPartyId, parcelId, methodology: 'forestInventory' }
  const { projectId } = await client.post<{ projectId: string }>('/projects', project, key('project'))
  await client.upload('/documents', extractOf(parcel, stand), 'application/json', {
    ...key('extract'),
    query: {
      ...{ subjectKind: 'project', subjectId: projectId },
      ...{ kind: 'monitoringReport', format: 'certificate-json', fileName: 'made-register-extract.json' },
    },
  })
  const stratum = stand.species
  const forest = {
    strata: [{ stratum, areaHa: formatExact(exact(parcel.areaM2 as `${number}`).div(exact('10000'))) }],
    years: '1',
    gainLoss: [{ stratum, growth: defaults.growth, ...nothing }],
    rootToShoot: defaults.rootToShoot,
    ...account,
  }
  const { quantificationId } = await client.post<{ quantificationId: string }>(
    `/projects/${projectId}/quantifications`,
    { vintage, forest },
    key('quantification'),
  )
  const { caseId } = await client.post<{ caseId: string }>('/cases', { quantificationId }, key('case'))
  return { caseId, quantificationId }
}

/** What the register says of the stand, written down by the owner: nobody has signed it, and it scores as that. */
function extractOf({ reference, areaM2 }: Parcel, { species, ageYears }: Stand): Uint8Array {
  const extract = {
    ...{ format: 'assay/certificate/1', sandbox: true, kind: 'monitoringReport' },
    ...{ number: `MADE-${reference}`, issuedOn: '2026-01-01' },
    issuer: { name: 'Sandbox Land Trust', country: 'EE' },
    states: {},
    remarks: [
      'Made for the demonstration from the feature of the forest register that the parcel was registered from.',
      `Stand ${reference}: main species ${species}, age ${ageYears} years, ${areaM2} m2 as computed.`,
    ],
  }
  return Buffer.from(JSON.stringify(extract, null, 2))
}
