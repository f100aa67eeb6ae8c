import type { HempLimeInputs } from '@assay/domain/methodology/hempLimeInputs.ts'
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import type { QuantificationRun } from '@assay/domain/methodology/quantification.ts'
import { secretTrees, secretTreesParameters } from '@assay/domain/programmes/secretTrees.ts'
import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { parametersHash } from '@assay/protocol/terms.ts'
import { keccak256 } from 'viem'
import type { CommandContext } from '../../module.ts'
import { type BuildingRecord, type ProjectRecord, readProject } from '../assets/index.ts'
import { carryOf } from './carry.ts'
import { verificationErrors } from './errors.ts'
import { quantificationRecorded } from './events.ts'

/** What the owner states beside the register: measurements of the building site. Absent ones count nothing. */
export type Measurements = Omit<HempLimeInputs, 'methodologyVersion' | 'billOfMaterials' | 'carryInKg'>

export interface QuantifyInput {
  readonly projectId: string
  /** Year x 10 + quarter of completion; needed when the project's buildings were completed in several quarters. */
  readonly vintage?: number
  readonly measurements?: Measurements
}

/**
 * Runs the project's methodology over its buildings of one vintage, and stores the run with everything needed to repeat it.
 * The run id is made of project, methodology, inputs and parameters: the same question has the same answer and the same id.
 * @throws PROJECT_NOT_FOUND QUANTIFICATION_NOT_POSSIBLE and what the methodology throws
 */
export async function quantifyProject(
  ctx: CommandContext,
  input: QuantifyInput,
): Promise<{ quantificationId: string; run: QuantificationRun }> {
  const project = await readProject(ctx.db, input.projectId)
  const { vintage, buildings } = ofVintage(project, input.vintage)
  const methodology = methodologyOf(project.methodology)
  const inputs = {
    ...input.measurements,
    methodologyVersion: ctx.parameters.get(secretTrees.methodology.currentVersion),
    billOfMaterials: buildings.flatMap(linesOf),
    carryInKg: await carryOf(ctx, project.projectId),
  } as unknown as JsonValue
  const run = methodology.quantify(inputs, ctx.parameters)
  const inputsHash = keccak256(canonicalBytes(inputs))
  const runId = keccak256(
    canonicalBytes({
      projectId: project.projectId,
      vintage,
      methodologyId: project.methodology,
      methodologyVersion: run.methodologyVersion,
      inputsHash,
      parametersHash: parametersHash(ctx.parameters.versions(secretTreesParameters)),
    }),
  )
  const id = ctx.newId()
  const stored = await ctx.db
    .insertInto('quantifications')
    .values({
      id,
      run_id: runId,
      project_id: project.projectId,
      owner_party_id: project.ownerPartyId,
      methodology_id: project.methodology,
      methodology_version: run.methodologyVersion,
      vintage,
      inputs: JSON.stringify(inputs),
      inputs_hash: inputsHash,
      result: JSON.stringify(run),
      net_kg: run.issuedKg,
      buffer_kg: run.issuedBufferKg,
      parameters_at: ctx.now,
      submitted_by: ctx.actor.partyId,
      recorded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.column('run_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (stored === undefined) return { quantificationId: await existing(ctx, runId), run }
  await ctx.emit(quantificationRecorded({ quantificationId: id, projectId: project.projectId }), { key: id })
  return { quantificationId: id, run }
}

async function existing(ctx: CommandContext, runId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('quantifications')
    .select('id')
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow()
  return row.id
}

/** The buildings completed in one quarter; a claim covers all of them. */
function ofVintage(
  project: ProjectRecord,
  asked: number | undefined,
): { vintage: number; buildings: readonly BuildingRecord[] } {
  const vintages = [...new Set(project.buildings.map(vintageOf))].sort()
  const vintage = asked ?? (vintages.length === 1 ? vintages[0] : undefined)
  const buildings = project.buildings.filter((building) => vintageOf(building) === vintage)
  if (vintage === undefined || buildings.length === 0) {
    throw verificationErrors.QUANTIFICATION_NOT_POSSIBLE({ projectId: project.projectId, vintages })
  }
  const unbilled = buildings.filter(({ billOfMaterials }) => billOfMaterials === null)
  if (unbilled.length > 0) {
    throw verificationErrors.QUANTIFICATION_NOT_POSSIBLE({ withoutBill: unbilled.map(({ buildingId }) => buildingId) })
  }
  return { vintage, buildings }
}

/** Year x 10 + quarter: 2025-09-15 is 20253. */
export function vintageOf({ completedOn }: Pick<BuildingRecord, 'completedOn'>): number {
  return Number(completedOn.slice(0, 4)) * 10 + Math.ceil(Number(completedOn.slice(5, 7)) / 3)
}

function linesOf({ name, billOfMaterials }: BuildingRecord): HempLimeInputs['billOfMaterials'] {
  return (billOfMaterials ?? []).map(({ section, material, massKg }) => ({
    name: `${name}, ${section}`,
    material,
    massKg,
  }))
}
