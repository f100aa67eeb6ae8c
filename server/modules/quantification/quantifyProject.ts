import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import type { QuantificationRun } from '@assay/domain/methodology/quantification.ts'
import { canonicalBytes } from '@assay/protocol/canonicalJson.ts'
import { quantificationParameters } from '@assay/protocol/caseParameters.ts'
import { parametersHash } from '@assay/protocol/terms.ts'
import type { Static } from 'typebox'
import { keccak256 } from 'viem'
import type { CommandContext } from '../../module.ts'
import { readProject } from '../assets/index.ts'
import { quantificationRecorded } from './events.ts'
import { quantificationInputs } from './quantificationInputs.ts'
import type { QuantifyInput } from './schema.ts'

export type QuantifyProjectInput = Static<typeof QuantifyInput> & { readonly projectId: string }

/**
 * Runs the project's methodology over its buildings or its land of one vintage, and stores the run with everything needed to repeat it.
 * The run id is made of project, methodology, inputs, their documents and parameters: the same question has the same answer and the same id.
 * @throws PROJECT_NOT_FOUND QUANTIFICATION_NOT_POSSIBLE and what the methodology throws
 */
export async function quantifyProject(
  ctx: CommandContext,
  input: QuantifyProjectInput,
): Promise<{ quantificationId: string; run: QuantificationRun }> {
  const project = await readProject(ctx.db, input.projectId)
  const { vintage, inputs, sources } = await quantificationInputs(ctx, project, input)
  const run = methodologyOf(project.methodology).quantify(inputs, ctx.parameters)
  const inputsHash = keccak256(canonicalBytes(inputs))
  const runId = keccak256(
    canonicalBytes({
      projectId: project.projectId,
      vintage,
      methodologyId: project.methodology,
      methodologyVersion: run.methodologyVersion,
      inputsHash,
      sources,
      parametersHash: parametersHash(ctx.parameters.versions(quantificationParameters(project.methodology))),
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
      sources: JSON.stringify(sources),
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
