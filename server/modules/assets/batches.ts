/** Imports of many rows: accepted rows where they belong, the others in quarantine, the rows themselves in the file store. */
import type { Static } from 'typebox'
import type { CommandContext, QueryContext } from '../../module.ts'
import { type BatchMode, type InputProblem, problemsShownMost, type RefusedRow } from '../../reading/problems.ts'
import { chunksOf } from './chunksOf.ts'
import { assetErrors } from './errors.ts'
import { putFiles } from './putFiles.ts'
import type { BatchView } from './schema.ts'

export interface BatchOf {
  readonly kind: 'parcels' | 'documents' | 'rows'
  readonly fileName: string
  readonly mode: BatchMode
}

/** Throws when the caller wants all or nothing and a row was refused. Errors: BATCH_REFUSED. */
export function refuseWhole(mode: BatchMode, refused: readonly RefusedRow[], total: number): void {
  if (mode !== 'refuse' || refused.length === 0) return
  const problems = refused.flatMap((row) => row.problems)
  throw assetErrors.BATCH_REFUSED({
    rows: total,
    refused: refused.length,
    problems: problems.slice(0, problemsShownMost),
    count: problems.length,
  })
}

/** Records the batch and its quarantine. Returns its id. */
export async function recordBatch(
  context: CommandContext,
  batchId: string,
  of: BatchOf,
  accepted: number,
  refused: readonly RefusedRow[],
): Promise<void> {
  await context.db
    .insertInto('import_batches')
    .values({
      id: batchId,
      kind: of.kind,
      file_name: of.fileName,
      mode: of.mode,
      accepted,
      quarantined: refused.length,
      submitted_by: context.actor.partyId,
      submitted_at: context.now,
    })
    .execute()
  for (const part of chunksOf(refused, rowsMost)) {
    const encoder = new TextEncoder()
    const rowFiles = await putFiles(
      context,
      part.map(({ position, row }) => encoder.encode(JSON.stringify({ batchId, position, row }))),
    )
    await context.db
      .insertInto('quarantined_rows')
      .values(
        part.map(({ position, problems }, place) => ({
          batch_id: batchId,
          position,
          problems: JSON.stringify(problems.slice(0, problemsShownMost)),
          row_file: rowFiles[place]!,
        })),
      )
      .execute()
  }
}

/** Rows of one statement at most. */
const rowsMost = 1_000

/** Who sent a batch; null when there is none of this id. */
export async function batchOwner(
  db: QueryContext['db'],
  batchId: string,
): Promise<{ submittedBy: string | null } | null> {
  const row = await db.selectFrom('import_batches').select('submitted_by').where('id', '=', batchId).executeTakeFirst()
  return row === undefined ? null : { submittedBy: row.submitted_by }
}

/** The batch with its quarantine. Errors: BATCH_NOT_FOUND. */
export async function readBatch(db: QueryContext['db'], batchId: string): Promise<Static<typeof BatchView>> {
  const batch = await db.selectFrom('import_batches').selectAll().where('id', '=', batchId).executeTakeFirst()
  if (batch === undefined) throw assetErrors.BATCH_NOT_FOUND({ batchId })
  const rows = await db
    .selectFrom('quarantined_rows')
    .select(['position', 'problems'])
    .where('batch_id', '=', batchId)
    .orderBy('position')
    .execute()
  const made = await madeBy(db, batchId, batch.kind as BatchOf['kind'])
  return {
    batchId,
    mode: batch.mode as BatchMode,
    fileName: batch.file_name,
    accepted: batch.accepted,
    quarantined: batch.quarantined,
    pending: made.filter(({ state }) => state === 'pending').length,
    ids: made.map(({ id }) => id),
    rows: rows.map(({ position, problems }) => ({ position, problems: problems as InputProblem[] })),
  }
}

/** What the accepted rows became, in order. Documents wait for nothing. */
function madeBy(db: QueryContext['db'], batchId: string, kind: BatchOf['kind']) {
  if (kind === 'parcels')
    return db.selectFrom('parcels').select(['id', 'state']).where('batch_id', '=', batchId).orderBy('id').execute()
  return db.selectFrom('documents').select(['id', 'state']).where('batch_id', '=', batchId).orderBy('id').execute()
}
