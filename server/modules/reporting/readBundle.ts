/** Reading bundles: whole for the parties they belong to and for auditors, with private parts withheld for everybody. */
import { type Bundle, type IssuanceBundle, writeBundle } from '@assay/protocol/bundle.ts'
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
  const row = await db
    .selectFrom('bundles')
    .select(['subject_kind', 'content'])
    .where('bundle_id', '=', bundleId)
    .executeTakeFirst()
  if (row === undefined) throw reportingErrors.BUNDLE_NOT_FOUND({ bundleId })
  if (!withhold && row.subject_kind !== 'retirement') return new TextEncoder().encode(row.content)
  const bundle = bundleIn<Bundle>(row)
  return writeBundle(bundle, { withhold, issuances: await issuancesBehind(db, bundle) })
}

/** The issuances that a retirement names, in its order: they are stored once, however often their credits are retired. */
async function issuancesBehind(db: QueryContext['db'], bundle: Bundle): Promise<readonly IssuanceBundle[]> {
  if (bundle.kind !== 'retirement') return []
  const ids = bundle.retirement.issuances.map(({ bundleId }) => bundleId)
  const rows = await db.selectFrom('bundles').select(['bundle_id', 'content']).where('bundle_id', 'in', ids).execute()
  const known = new Map(rows.map((row) => [row.bundle_id, bundleIn<IssuanceBundle>(row)]))
  return ids.map((bundleId) => {
    const issuance = known.get(bundleId)
    if (issuance === undefined) throw reportingErrors.BUNDLE_NOT_FOUND({ bundleId })
    return issuance
  })
}

function bundleIn<B extends Bundle>({ content }: { readonly content: string }): B {
  return (JSON.parse(content) as { bundle: B }).bundle
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
