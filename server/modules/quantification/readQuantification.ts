import type { QuantificationRun } from '@assay/domain/methodology/quantification.ts'
import type { Selectable } from 'kysely'
import type { Static } from 'typebox'
import type { Quantifications } from '../../generated/rows.ts'
import type { QueryContext } from '../../module.ts'
import { quantificationErrors } from './errors.ts'
import type { QuantificationView } from './schema.ts'

export type QuantificationRow = Selectable<Quantifications>

/** @throws QUANTIFICATION_NOT_FOUND */
export async function loadQuantification(ctx: QueryContext, quantificationId: string): Promise<QuantificationRow> {
  const row = await ctx.db
    .selectFrom('quantifications')
    .selectAll()
    .where('id', '=', quantificationId)
    .executeTakeFirst()
  if (row === undefined) throw quantificationErrors.QUANTIFICATION_NOT_FOUND({ quantificationId })
  return row
}

/** A run with its inputs, every step and what it comes to. @throws QUANTIFICATION_NOT_FOUND */
export async function readQuantification(
  ctx: QueryContext,
  quantificationId: string,
): Promise<Static<typeof QuantificationView>> {
  const row = await loadQuantification(ctx, quantificationId)
  const run = row.result as QuantificationRun
  return {
    quantificationId: row.id,
    runId: row.run_id,
    projectId: row.project_id,
    methodologyId: row.methodology_id,
    methodologyVersion: row.methodology_version,
    vintage: row.vintage,
    inputsHash: row.inputs_hash,
    grossKg: run.grossKg,
    netKg: run.netKg,
    issuedKg: run.issuedKg,
    bufferKg: run.issuedBufferKg,
    carryKg: run.carryKg,
    run: row.result,
    parametersAt: row.parameters_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
  }
}
