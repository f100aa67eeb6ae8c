/** Routes of land: parcels, projects and buildings. No answer holds coordinates. */
import { Type } from 'typebox'
import { Uuid } from '../../fields.ts'
import type { QueryContext, Route } from '../../module.ts'
import { command, query } from '../../module.ts'
import { partyShown } from '../../page.ts'
import { batchOwner, readBatch } from './batches.ts'
import { findParcel, presentParcel, readParcel } from './readParcel.ts'
import { findProject, listProjects, presentBuilding, presentProject, readProject } from './readProject.ts'
import { registerBuilding } from './registerBuilding.ts'
import { registerParcel } from './registerParcel.ts'
import { parcelFileLimitBytes, registerParcelBatch } from './registerParcelBatch.ts'
import { registerProject } from './registerProject.ts'
import {
  BatchView,
  BuildingInput,
  BuildingView,
  ParcelBatchQuery,
  ParcelInput,
  ParcelParams,
  ParcelView,
  ProjectInput,
  ProjectPage,
  ProjectParams,
  ProjectQuery,
  ProjectView,
} from './schema.ts'

const overseers = ['operator', 'registrar', 'reviewer', 'compliance', 'auditor'] as const
const readers = ['landowner', 'verifier', ...overseers] as const

const ownersOfParcel = async (db: QueryContext['db'], parcelId: string) => {
  const parcel = await findParcel(db, parcelId)
  return parcel === null ? null : [parcel.ownerPartyId]
}
const ownersOfProject = async (db: QueryContext['db'], projectId: string) => {
  const project = await findProject(db, projectId)
  return project === null ? null : [project.ownerPartyId]
}

export const landRoutes: readonly Route[] = [
  command({
    operationId: 'registerParcel',
    path: '/parcels',
    summary: 'Register a parcel of land from a GeoJSON Feature',
    description:
      'Polygon or MultiPolygon of RFC 7946; `crs` may name EPSG:3301. Area is computed on the ellipsoid; land that is already registered is refused. The polygon is kept encrypted; a salted commitment, the area and a location of five characters become public.',
    access: {
      roles: ['landowner', 'registrar', 'operator'],
      scope: 'assets:write',
      owners: async (_context, { body }) => [body.properties.ownerPartyId],
      anyOwner: ['registrar', 'operator'],
    },
    body: ParcelInput,
    response: ParcelView,
    errors: [
      'PARCEL_INPUT_INVALID',
      'PARCEL_OVERLAP',
      'PARCEL_REFERENCE_TAKEN',
      'OWNER_HAS_NO_WALLET',
      'TRADE_PARTIES_INVALID',
    ],
    handle: async (context, { body }) => presentParcel(await registerParcel(context, body)),
  }),
  command({
    operationId: 'registerParcelBatch',
    path: '/parcels/batches',
    summary: 'Register the parcels of a GeoJSON FeatureCollection',
    description:
      'With mode `refuse` one bad feature refuses the file; with `quarantine` good features are registered and the others kept aside with their problems.',
    access: {
      roles: ['landowner', 'registrar', 'operator'],
      scope: 'assets:write',
      owners: async (_context, { query }) => [query.ownerPartyId],
      anyOwner: ['registrar', 'operator'],
    },
    query: ParcelBatchQuery,
    accepts: { mediaTypes: ['application/geo+json', 'application/json'], limitBytes: parcelFileLimitBytes },
    response: BatchView,
    errors: ['PARCEL_INPUT_INVALID', 'BATCH_REFUSED', 'OWNER_HAS_NO_WALLET', 'TRADE_PARTIES_INVALID'],
    handle: async (context, { query, bytes }) => registerParcelBatch(context, query, bytes ?? new Uint8Array()),
  }),
  query({
    operationId: 'readParcelBatch',
    path: '/parcels/batches/{batchId}',
    summary: 'Read a batch of parcels with its quarantine',
    access: {
      roles: readers,
      scope: 'assets:read',
      owners: async (context, { params }) => {
        const batch = await batchOwner(context.db, params.batchId)
        return batch === null ? null : [batch.submittedBy].filter((party) => party !== null)
      },
      anyOwner: overseers,
    },
    params: Type.Object({ batchId: Uuid }),
    response: BatchView,
    errors: ['BATCH_NOT_FOUND'],
    handle: async (context, { params }) => readBatch(context.db, params.batchId),
  }),
  query({
    operationId: 'readParcel',
    path: '/parcels/{parcelId}',
    summary: 'Read a parcel: area, coarse location, commitment, state',
    access: {
      roles: readers,
      scope: 'assets:read',
      owners: (context, { params }) => ownersOfParcel(context.db, params.parcelId),
      anyOwner: ['verifier', ...overseers],
    },
    params: ParcelParams,
    response: ParcelView,
    errors: ['PARCEL_NOT_FOUND'],
    handle: async (context, { params }) => presentParcel(await readParcel(context.db, params.parcelId)),
  }),
  command({
    operationId: 'registerProject',
    path: '/projects',
    summary: 'Register a carbon project on a titled parcel',
    access: {
      roles: ['landowner', 'operator'],
      scope: 'assets:write',
      owners: async (_context, { body }) => [body.ownerPartyId],
      anyOwner: ['operator'],
    },
    body: ProjectInput,
    response: ProjectView,
    errors: ['PARCEL_NOT_FOUND', 'PARCEL_NOT_REGISTERED', 'PROJECT_OWNER_MISMATCH', 'PROJECT_REFERENCE_TAKEN'],
    handle: async (context, { body }) => presentProject(await registerProject(context, body)),
  }),
  query({
    operationId: 'listProjects',
    path: '/projects',
    summary: 'List your projects with their buildings',
    access: { roles: readers, scope: 'assets:read' },
    query: ProjectQuery,
    response: ProjectPage,
    errors: ['CURSOR_INVALID'],
    handle: (context, { query }) => listProjects(context, query, partyShown(context.actor, ['verifier', ...overseers])),
  }),
  query({
    operationId: 'readProject',
    path: '/projects/{projectId}',
    summary: 'Read a project with its buildings',
    access: {
      roles: readers,
      scope: 'assets:read',
      owners: (context, { params }) => ownersOfProject(context.db, params.projectId),
      anyOwner: ['verifier', ...overseers],
    },
    params: ProjectParams,
    response: ProjectView,
    errors: ['PROJECT_NOT_FOUND'],
    handle: async (context, { params }) => presentProject(await readProject(context.db, params.projectId)),
  }),
  command({
    operationId: 'registerBuilding',
    path: '/projects/{projectId}/buildings',
    summary: 'Register a hemp-lime building of a project',
    description: 'The bill of materials may be given here or read from a document of kind `billOfMaterials` later.',
    access: {
      roles: ['landowner', 'operator'],
      scope: 'assets:write',
      owners: (context, { params }) => ownersOfProject(context.db, params.projectId),
      anyOwner: ['operator'],
    },
    params: ProjectParams,
    body: BuildingInput,
    response: BuildingView,
    errors: [
      'PROJECT_NOT_FOUND',
      'BUILDING_CONFLICT',
      'BILL_OF_MATERIALS_CONFLICT',
      'QUANTITY_TOO_PRECISE',
      'DATE_IN_FUTURE',
    ],
    handle: async (context, { params, body }) =>
      presentBuilding(await registerBuilding(context, params.projectId, body)),
  }),
]
