/** Reading bundles: whole for the parties they belong to and for auditors, with private parts withheld for everybody. */
import type { RetirementBundle } from '@assay/protocol/bundle.ts'
import { canonicalJson, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { publicFormOf } from '@assay/protocol/seal.ts'
import { type Selectable, sql } from 'kysely'
import type { Bundles } from '../../generated/rows.ts'
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

/**
 * The file, canonical JSON to the byte: stored texts in the order of their members. Nothing is parsed or hashed, so that a retirement
 * drawing on many issuances costs no more than its bytes. @throws BUNDLE_NOT_FOUND
 */
export async function readBundle(
  { db }: QueryContext,
  { bundleId, withhold }: { bundleId: string; withhold: boolean },
): Promise<Uint8Array> {
  const row = await db.selectFrom('bundles').selectAll().where('bundle_id', '=', bundleId).executeTakeFirst()
  if (row === undefined) throw reportingErrors.BUNDLE_NOT_FOUND({ bundleId })
  const isRetirement = row.subject_kind === 'retirement'
  const issuances = isRetirement ? `,"issuances":[${await issuancesBehind(db, row)}]` : ''
  const bundle = withhold ? publicOf(row) : bundleOf(row)
  return new TextEncoder().encode(`{"bundle":${bundle},"bundleId":"${bundleId}"${issuances}}`)
}

type Row = Selectable<Bundles>

/** The public forms of the issuances that a retirement names, in its order: they are stored once, however often their credits are retired. */
async function issuancesBehind(db: QueryContext['db'], row: Row): Promise<string> {
  const { retirement } = JSON.parse(publicOf(row)) as RetirementBundle
  const ids = retirement.issuances.map(({ bundleId }) => bundleId)
  const rows = await db.selectFrom('bundles').selectAll().where(sql<boolean>`bundle_id = any(${ids})`).execute()
  const known = new Map(rows.map((issuance) => [issuance.bundle_id, publicOf(issuance)]))
  return ids
    .map((bundleId) => {
      const issuance = known.get(bundleId)
      if (issuance === undefined) throw reportingErrors.BUNDLE_NOT_FOUND({ bundleId })
      return issuance
    })
    .join()
}

/** The whole bundle in its file, which begins with it. */
function bundleOf({ content, bundle_id }: Row): string {
  return content.slice('{"bundle":'.length, content.lastIndexOf(`,"bundleId":"${bundle_id}"`))
}

/** Bundles of before public forms were stored are brought into theirs each time. */
function publicOf(row: Row): string {
  return row.public_content ?? canonicalJson(publicFormOf(JSON.parse(bundleOf(row)) as JsonValue))
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
