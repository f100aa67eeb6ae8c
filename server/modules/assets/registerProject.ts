import { idOf } from '@assay/protocol/ids.ts'
import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import { assetErrors } from './errors.ts'
import { projectRegistered } from './events.ts'
import { readParcel } from './readParcel.ts'
import { type ProjectRecord, readProject } from './readProject.ts'
import type { ProjectInput } from './schema.ts'

/**
 * Registers a carbon project on a titled parcel of its owner; it is active from then on. Sending the same project again answers
 * with the registered one.
 * Errors: PARCEL_NOT_FOUND, PARCEL_NOT_REGISTERED, PROJECT_OWNER_MISMATCH, PROJECT_REFERENCE_TAKEN.
 */
export async function registerProject(
  context: CommandContext,
  input: Static<typeof ProjectInput>,
): Promise<ProjectRecord> {
  const { db, now } = context
  const parcel = await readParcel(db, input.parcelId)
  if (parcel.ownerPartyId !== input.ownerPartyId) throw assetErrors.PROJECT_OWNER_MISMATCH({ field: '/ownerPartyId' })
  if (parcel.state !== 'registered') {
    throw assetErrors.PARCEL_NOT_REGISTERED({ parcelId: parcel.parcelId, state: parcel.state })
  }
  const id = context.newId()
  const inserted = await db
    .insertInto('projects')
    .values({
      id,
      on_chain_id: idOf('project', id),
      reference: input.reference,
      name: input.name,
      owner_party_id: input.ownerPartyId,
      parcel_id: input.parcelId,
      methodology: input.methodology,
      state: 'active',
      registered_by: context.actor.partyId,
      registered_at: now,
      state_at: now,
    })
    .onConflict((conflict) => conflict.columns(['owner_party_id', 'reference']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return sameProjectOrRefuse(context, input)
  await context.emit(projectRegistered({ projectId: id }))
  return readProject(db, id)
}

async function sameProjectOrRefuse({ db }: CommandContext, input: Static<typeof ProjectInput>): Promise<ProjectRecord> {
  const { id } = await db
    .selectFrom('projects')
    .select('id')
    .where('owner_party_id', '=', input.ownerPartyId)
    .where('reference', '=', input.reference)
    .executeTakeFirstOrThrow()
  const project = await readProject(db, id)
  const same =
    project.parcelId === input.parcelId && project.name === input.name && project.methodology === input.methodology
  if (!same) throw assetErrors.PROJECT_REFERENCE_TAKEN({ projectId: id, reference: input.reference })
  return project
}
