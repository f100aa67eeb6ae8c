/**
 * Column profiles: the shipped ones, and each party's own. A name is looked up among the shipped ones and those of whoever files, so
 * nobody takes a name from anybody, and nobody's file is read as somebody else meant another one.
 */
import type { Static } from 'typebox'
import type { CommandContext, QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import {
  type ColumnProfile,
  type CsvFormat,
  csvFormats,
  defaultProfiles,
  formatRoles,
  shippedProfiles,
} from '../../reading/documents/columnProfiles.ts'
import type { FormatName } from '../../reading/documents/formats.ts'
import { evidenceErrors } from './errors.ts'
import type { ProfilePage, ProfileView } from './schema.ts'

/** Declares a profile of the caller's party. The same again changes nothing. Errors: PROFILE_CONFLICT, PROFILE_INVALID. */
export async function declareProfile(
  context: CommandContext,
  profile: ColumnProfile,
): Promise<Static<typeof ProfileView>> {
  checkRoles(profile)
  if (shippedProfiles.some(({ name }) => name === profile.name)) {
    throw evidenceErrors.PROFILE_CONFLICT({ name: profile.name })
  }
  const inserted = await context.db
    .insertInto('column_profiles')
    .values({
      id: context.newId(),
      name: profile.name,
      format: profile.format,
      kind: profile.format,
      definition: JSON.stringify(profile),
      owner_party_id: context.actor.partyId,
      declared_at: context.now,
    })
    .onConflict((conflict) => conflict.columns(['owner_party_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) {
    const existing = await findProfile(context.db, profile.name, context.actor.partyId)
    if (profileText(existing) !== profileText(profile)) throw evidenceErrors.PROFILE_CONFLICT({ name: profile.name })
  }
  return { shipped: false, ...profile }
}

/**
 * The profile a file is read with: the one named, or the format's own. Undefined for a format without columns.
 * @param partyId of whoever filed it. Errors: PROFILE_NOT_FOUND.
 */
export async function profileFor(
  db: QueryContext['db'],
  format: FormatName,
  name: string | undefined,
  partyId: string | null,
): Promise<ColumnProfile | undefined> {
  if (!(csvFormats as readonly string[]).includes(format)) return undefined
  const profile = name === undefined ? defaultProfiles[format as CsvFormat] : await findProfile(db, name, partyId)
  if (profile === undefined || profile.format !== format) {
    throw evidenceErrors.PROFILE_NOT_FOUND({ profile: name ?? null, format })
  }
  return profile
}

/** Profiles by name: the shipped ones, then those the caller's party declared. Errors: CURSOR_INVALID. */
export async function listProfiles(
  { db, actor }: QueryContext,
  query: { readonly limit?: number; readonly cursor?: string },
): Promise<Static<typeof ProfilePage>> {
  const page = readPage(query, ['text', 'text'])
  const [origin, after] = page.after ?? ['shipped', '']
  const shipped = shippedProfiles
    .filter(({ name }) => origin === 'shipped' && name > after!)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const rows = await db
    .selectFrom('column_profiles')
    .select('definition')
    .where('owner_party_id', 'is not distinct from', actor.partyId)
    .$if(origin !== 'shipped', (q) => q.where('name', '>', after!))
    .orderBy('name')
    .limit(page.limit + 1)
    .execute()
  const declared = rows.map(({ definition }) => definition as ColumnProfile)
  return toPage(
    page,
    [
      ...shipped.map((profile) => ({ shipped: true, profile })),
      ...declared.map((profile) => ({ shipped: false, profile })),
    ],
    (row) => [row.shipped ? 'shipped' : 'declared', row.profile.name],
    (row) => ({ shipped: row.shipped, ...row.profile }),
  )
}

async function findProfile(
  db: QueryContext['db'],
  name: string,
  partyId: string | null,
): Promise<ColumnProfile | undefined> {
  const shipped = shippedProfiles.find((profile) => profile.name === name)
  if (shipped !== undefined) return shipped
  const row = await db
    .selectFrom('column_profiles')
    .select('definition')
    .where('owner_party_id', 'is not distinct from', partyId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.definition as ColumnProfile | undefined
}

function checkRoles({ format, columns, constants, values }: ColumnProfile): void {
  const { required, optional } = formatRoles[format]
  for (const role of required) {
    if (columns[role] === undefined && constants?.[role] === undefined) {
      throw evidenceErrors.PROFILE_INVALID({ field: `/columns/${role}`, reason: 'the format needs this role' })
    }
  }
  for (const [member, roles] of Object.entries({ columns, constants, values })) {
    for (const role of Object.keys(roles ?? {})) {
      if (![...required, ...optional].includes(role)) {
        throw evidenceErrors.PROFILE_INVALID({
          field: `/${member}/${role}`,
          reason: 'the format has no such role',
          roles: [...required, ...optional],
        })
      }
    }
  }
}

/** Members in one order: what comes back from the database has its own. */
function profileText(profile: ColumnProfile | undefined): string {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, member]) => [key, sorted(member)])
      : value
  return JSON.stringify(sorted(profile))
}
