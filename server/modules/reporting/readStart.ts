import { AssayError } from '@assay/domain/errors.ts'
import type { QueryContext } from '../../module.ts'
import { readTreeHead } from './queries.ts'
import { readOnChain, type SubjectKind } from './readProof.ts'

const latestMost = 12

/** Something that was issued or retired, with its proof. */
export interface Proven {
  readonly bundleId: string
  readonly subjectKind: SubjectKind
  /** The case, or the retirement. */
  readonly subjectId: string
  readonly assembledAt: Date
  /** Foundation Token, or kg CO2e. */
  readonly amount: string
}

export interface Start {
  readonly locale: string
  readonly latest: readonly Proven[]
  /** Null while nothing has been done yet. */
  readonly log: Awaited<ReturnType<typeof readTreeHead>> | null
}

/** What the start page shows of an installation. All of it is public elsewhere: in the list of bundles, in their public copies, on chain. */
export async function readStart(ctx: QueryContext, locale: string): Promise<Start> {
  const rows = await ctx.db
    .selectFrom('bundles')
    .select(['bundle_id', 'subject_kind', 'subject_id', 'assembled_at'])
    .orderBy('assembled_at', 'desc')
    .orderBy('bundle_id')
    .limit(latestMost)
    .execute()
  const latest: Proven[] = []
  for (const row of rows) {
    const subjectKind = row.subject_kind as SubjectKind
    const { amount } = await readOnChain(ctx, subjectKind, row.subject_id)
    const { bundle_id: bundleId, subject_id: subjectId, assembled_at: assembledAt } = row
    latest.push({ bundleId, subjectKind, subjectId, assembledAt, amount })
  }
  return { locale, latest, log: await readTreeHead(ctx).catch(emptyLog) }
}

function emptyLog(error: unknown): null {
  if (error instanceof AssayError && error.code === 'AUDIT_LOG_EMPTY') return null
  throw error
}
