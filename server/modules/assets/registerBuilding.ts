import { parseQuantity } from '@assay/domain/quantity.ts'
import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import { assetErrors } from './errors.ts'
import { buildingRegistered } from './events.ts'
import { type BuildingRecord, findBuilding, type MaterialLine, readProject } from './readProject.ts'
import { refuseFutureDay } from './refuseFuture.ts'
import type { BuildingInput } from './schema.ts'

/**
 * Registers a building of a project, with its bill of materials or without: then the bill is read from a document later.
 * Sending the same building again answers with the registered one.
 * Errors: PROJECT_NOT_FOUND, BUILDING_CONFLICT, BILL_OF_MATERIALS_CONFLICT, QUANTITY_TOO_PRECISE, DATE_IN_FUTURE.
 */
export async function registerBuilding(
  context: CommandContext,
  projectId: string,
  input: Static<typeof BuildingInput>,
): Promise<BuildingRecord> {
  const { db, now } = context
  await readProject(db, projectId)
  refuseFutureDay(context, '/completedOn', input.completedOn)
  checkMasses(input.billOfMaterials ?? [])
  const id = context.newId()
  const inserted = await db
    .insertInto('buildings')
    .values({
      id,
      project_id: projectId,
      name: input.name,
      completed_on: input.completedOn,
      bill_of_materials: input.billOfMaterials === undefined ? null : JSON.stringify(input.billOfMaterials),
      registered_by: context.actor.partyId,
      registered_at: now,
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return sameBuildingOrRefuse(context, projectId, input)
  await context.emit(buildingRegistered({ buildingId: id, projectId }))
  return (await findBuilding(db, id))!
}

/**
 * Sets the bill of materials that was read from a document. A bill that is already recorded must be the same, line by line.
 * Errors: BUILDING_NOT_FOUND, BILL_OF_MATERIALS_CONFLICT.
 */
export async function recordBillOfMaterials(
  context: CommandContext,
  of: { readonly buildingId: string; readonly documentId: string; readonly lines: readonly MaterialLine[] },
): Promise<void> {
  const row = await context.db
    .selectFrom('buildings')
    .select('bill_of_materials')
    .where('id', '=', of.buildingId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw assetErrors.BUILDING_NOT_FOUND({ buildingId: of.buildingId })
  checkMasses(of.lines)
  const recorded = row.bill_of_materials as MaterialLine[] | null
  if (recorded !== null && billText(recorded) !== billText(of.lines)) {
    throw assetErrors.BILL_OF_MATERIALS_CONFLICT({ buildingId: of.buildingId })
  }
  await context.db
    .updateTable('buildings')
    .set({
      bill_of_materials: JSON.stringify(of.lines),
      // The newest: an earlier document may have been erased, and the lines are the same.
      bill_document_id: of.documentId,
    })
    .where('id', '=', of.buildingId)
    .execute()
}

async function sameBuildingOrRefuse(
  { db }: CommandContext,
  projectId: string,
  input: Static<typeof BuildingInput>,
): Promise<BuildingRecord> {
  const { id } = await db
    .selectFrom('buildings')
    .select('id')
    .where('project_id', '=', projectId)
    .where('name', '=', input.name)
    .executeTakeFirstOrThrow()
  const building = (await findBuilding(db, id))!
  if (building.completedOn !== input.completedOn) throw assetErrors.BUILDING_CONFLICT({ buildingId: id })
  const given = input.billOfMaterials
  if (given !== undefined && billText(given) !== billText(building.billOfMaterials ?? [])) {
    throw assetErrors.BILL_OF_MATERIALS_CONFLICT({ buildingId: id })
  }
  return building
}

function checkMasses(lines: readonly MaterialLine[]): void {
  for (const [index, { massKg }] of lines.entries()) parseQuantity(massKg, 'kg', `/billOfMaterials/${index}/massKg`)
}

/** Members in one order: what comes back from the database has its own. */
function billText(lines: readonly MaterialLine[]): string {
  return JSON.stringify(lines.map(({ section, material, massKg }) => [section, material, massKg]))
}
