/** Reading bundles: whole for the parties they belong to and for auditors, with private parts withheld for everybody. */
import { type Bundle, writeBundle } from '@assay/protocol/bundle.ts'
import type { QueryContext } from '../../module.ts'
import { type Page, toPage } from '../../page.ts'
import { reportingErrors } from './errors.ts'

/** The parties a bundle belongs to; null when there is no such bundle. */
export async function ownersOfBundle({ db }: QueryContext, bundleId: string): Promise<readonly string[] | null> {
  const row = await db
    .selectFrom('bundles')
    .select('owner_party_ids')
    .where('bundle_id', '=', bundleId)
    .executeTakeFirst()
  return row?.owner_party_ids ?? null
}

/** The file, canonical JSON to the byte. @throws BUNDLE_NOT_FOUND */
export async function readBundle(
  { db }: QueryContext,
  input: { bundleId: string; withhold: boolean },
): Promise<Uint8Array> {
  const { bundleId, withhold } = input
  const row = await db.selectFrom('bundles').select('content').where('bundle_id', '=', bundleId).executeTakeFirst()
  if (row === undefined) throw reportingErrors.BUNDLE_NOT_FOUND({ bundleId })
  if (!withhold) return new TextEncoder().encode(row.content)
  const { bundle } = JSON.parse(row.content) as { bundle: Bundle }
  return writeBundle(bundle, { withhold: true })
}

/** Bundles by id; the public list says which exist, not what is in them. */
export async function listBundles({ db }: QueryContext, page: Page, filter: { subjectId?: string }) {
  const rows = await db
    .selectFrom('bundles')
    .select(['bundle_id', 'subject_kind', 'subject_id', 'assembled_at'])
    .$if(page.after !== null, (query) => query.where('bundle_id', '>', page.after![0]!))
    .$if(filter.subjectId !== undefined, (query) => query.where('subject_id', '=', filter.subjectId!))
    .orderBy('bundle_id')
    .limit(page.limit + 1)
    .execute()
  return toPage(
    page,
    rows,
    (row) => [row.bundle_id],
    (row) => ({
      bundleId: row.bundle_id,
      subjectKind: row.subject_kind as 'allocation' | 'issuance' | 'retirement',
      subjectId: row.subject_id,
      assembledAt: row.assembled_at.toISOString(),
    }),
  )
}
