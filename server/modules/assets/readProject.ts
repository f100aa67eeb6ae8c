/** Questions about projects and their buildings. */
import type { ProjectState } from '@assay/domain/lifecycles.ts'
import { type Selectable, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Hex } from 'viem'
import type { Buildings, Projects } from '../../generated/rows.ts'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { assetErrors } from './errors.ts'
import type { BillLine, ProjectPage, ProjectQuery, ProjectView } from './schema.ts'

type Db = QueryContext['db']

/** One line of a bill of materials: mass in kg, decimal string. */
export type MaterialLine = Static<typeof BillLine>

export interface BuildingRecord {
  readonly buildingId: string
  readonly projectId: string
  readonly name: string
  /** ISO date; decides the vintage. */
  readonly completedOn: string
  readonly billOfMaterials: readonly MaterialLine[] | null
  /** The document the bill was read from. */
  readonly billDocumentId: string | null
}

export interface ProjectRecord {
  readonly projectId: string
  readonly onChainId: Hex
  readonly reference: string
  readonly name: string
  readonly ownerPartyId: string
  readonly parcelId: string
  readonly methodology: string
  readonly state: ProjectState
  readonly buildings: readonly BuildingRecord[]
  readonly registeredAt: Date
}

export async function findProject(db: Db, projectId: string): Promise<ProjectRecord | null> {
  const rows = await db.selectFrom('projects').selectAll().where('id', '=', projectId).execute()
  return (await recordsOf(db, rows))[0] ?? null
}

/** Projects, oldest first; of one owner, or everybody's when `partyId` is null. Errors: CURSOR_INVALID. */
export async function listProjects(
  { db }: QueryContext,
  query: Static<typeof ProjectQuery>,
  partyId: string | null,
): Promise<Static<typeof ProjectPage>> {
  const page = readPage(query)
  const rows = await db
    .selectFrom('projects')
    .selectAll()
    .$if(partyId !== null, (q) => q.where('owner_party_id', '=', partyId!))
    .$if(query.state !== undefined, (q) => q.where('state', '=', query.state!))
    .$if(page.after !== null, (q) => q.where('id', '>', page.after![0]!))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute()
  return toPage(page, await recordsOf(db, rows), ({ projectId }) => [projectId], presentProject)
}

/** Errors: PROJECT_NOT_FOUND. */
export async function readProject(db: Db, projectId: string): Promise<ProjectRecord> {
  const project = await findProject(db, projectId)
  if (project === null) throw assetErrors.PROJECT_NOT_FOUND({ projectId })
  return project
}

export async function findBuilding(db: Db, buildingId: string): Promise<BuildingRecord | null> {
  const row = await db
    .selectFrom('buildings')
    .selectAll()
    .select(completedDay)
    .where('id', '=', buildingId)
    .executeTakeFirst()
  return row === undefined ? null : buildingOf(row)
}

export function presentProject(project: ProjectRecord): Static<typeof ProjectView> {
  return {
    ...project,
    buildings: project.buildings.map(presentBuilding),
    registeredAt: project.registeredAt.toISOString(),
  }
}

export function presentBuilding(building: BuildingRecord): Static<typeof ProjectView>['buildings'][number] {
  const { billOfMaterials } = building
  return { ...building, billOfMaterials: billOfMaterials === null ? null : [...billOfMaterials] }
}

/** Days are read as text: the driver would turn them into instants of the server's time zone. */
const completedDay = sql<string>`to_char(completed_on, 'YYYY-MM-DD')`.as('completed_day')

async function recordsOf(db: Db, rows: readonly Selectable<Projects>[]): Promise<ProjectRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const buildings = await db
    .selectFrom('buildings')
    .selectAll()
    .select(completedDay)
    .where('project_id', 'in', ids)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    projectId: row.id,
    onChainId: row.on_chain_id as Hex,
    reference: row.reference,
    name: row.name,
    ownerPartyId: row.owner_party_id,
    parcelId: row.parcel_id,
    methodology: row.methodology,
    state: row.state as ProjectState,
    buildings: buildings.filter(({ project_id: projectId }) => projectId === row.id).map(buildingOf),
    registeredAt: row.registered_at,
  }))
}

function buildingOf(row: Selectable<Buildings> & { completed_day: string }): BuildingRecord {
  return {
    buildingId: row.id,
    projectId: row.project_id,
    name: row.name,
    completedOn: row.completed_day,
    billOfMaterials: row.bill_of_materials as MaterialLine[] | null,
    billDocumentId: row.bill_document_id,
  }
}
