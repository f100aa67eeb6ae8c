/**
 * Cursor pagination. A list is read in a fixed order by a unique key; the cursor is that key of the last row shown, opaque
 * to the caller. So a page costs the same wherever it lies, and rows inserted meanwhile are neither repeated nor skipped.
 *
 * ```ts
 * const page = readPage(input.query)                       // { limit, after }
 * const rows = await db.selectFrom('parties').selectAll()
 *   .$if(page.after !== null, (q) => q.where('party_id', '>', page.after![0]!))
 *   .orderBy('party_id').limit(page.limit + 1).execute()
 * return toPage(page, rows, (row) => [row.party_id], present)
 * ```
 */

import { defineErrors } from '@assay/domain/errors.ts'
import type { Role } from '@assay/domain/roles.ts'
import { type TSchema, Type } from 'typebox'

const pageLimitMax = 200
const pageLimitDefault = 50

const pageErrors = defineErrors({
  CURSOR_INVALID: {
    status: 400,
    title: 'The cursor is not one this list has given out',
    remedy: 'Use `nextCursor` of the previous page unchanged, or leave `cursor` out to begin at the start.',
  },
})

/** Spread into the query of every list: `query: Type.Object({ ...pageQuery, state: ... })`. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: pageLimitMax, default: pageLimitDefault, description: 'Rows per page.' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 512, pattern: '^[A-Za-z0-9_-]+$', description: '`nextCursor` of the previous page.' }),
  ),
}

/** Answer of a list: at most `limit` items; `nextCursor` is null on the last page. */
export const PageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item, { maxItems: pageLimitMax }),
    nextCursor: Type.Union([Type.String({ maxLength: 512 }), Type.Null()]),
  })

/** Whose rows a list shows: null for everybody's, to those who oversee. Who acts for no party owns nothing. */
export function partyShown(
  actor: { readonly roles: ReadonlySet<Role>; readonly partyId: string | null },
  overseers: readonly Role[],
): string | null {
  if (overseers.some((role) => actor.roles.has(role))) return null
  return actor.partyId ?? '00000000-0000-0000-0000-000000000000'
}

/** What a list's key is made of; a cursor whose parts have another form was not given out by the list. */
const keyForms = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /** Fits a bigint of the database. */
  number: /^[0-9]{1,18}$/,
  text: /^[^\0]{0,300}$/u,
} as const
type KeyForm = keyof typeof keyForms

export interface Page {
  readonly limit: number
  /** Key of the last row of the previous page, or null at the start. */
  readonly after: readonly string[] | null
  /** What the list's key is made of. */
  readonly key: readonly KeyForm[]
}

/** @param key the parts of the list's key; other ones mean the cursor is of another list. */
export function readPage(
  query: { readonly limit?: number; readonly cursor?: string },
  key: readonly KeyForm[] = ['uuid'],
): Page {
  const limit = query.limit ?? pageLimitDefault
  return { limit, key, after: query.cursor === undefined ? null : decodeCursor(query.cursor, key) }
}

/**
 * Cuts the one row read beyond the limit and says where the next page begins.
 * @throws TypeError for a list whose rows have another key than it told `readPage`: its own cursor would be refused.
 */
export function toPage<Row, Item>(
  page: Page,
  rows: readonly Row[],
  keyOf: (row: Row) => readonly string[],
  present: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  if (last !== undefined && !fits(keyOf(last), page.key))
    throw new TypeError(`a list's key is no ${page.key.join(', ')}`)
  const more = rows.length > page.limit && last !== undefined
  return { items: shown.map(present), nextCursor: more ? encodeCursor(keyOf(last)) : null }
}

function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Throws CURSOR_INVALID for anything that `encodeCursor` could not have made of such a key. */
function decodeCursor(cursor: string, forms: readonly KeyForm[]): readonly string[] {
  let key: unknown
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw pageErrors.CURSOR_INVALID()
  }
  if (!fits(key, forms)) throw pageErrors.CURSOR_INVALID()
  return key
}

function fits(key: unknown, forms: readonly KeyForm[]): key is readonly string[] {
  return (
    Array.isArray(key) &&
    key.length === forms.length &&
    forms.every((form, index) => typeof key[index] === 'string' && keyForms[form].test(key[index]))
  )
}
