import { Type } from 'typebox'
import { Uuid } from '../../fields.ts'
import { command, type QueryContext, query } from '../../module.ts'
import { findProject } from '../assets/index.ts'
import { quantifyProject } from './quantifyProject.ts'
import { loadQuantification, readQuantification } from './readQuantification.ts'
import { QuantificationView, QuantifyInput } from './schema.ts'

const QuantificationParams = Type.Object({ quantificationId: Uuid })

export const quantificationRoutes = [
  command({
    operationId: 'quantifyProject',
    path: '/projects/{projectId}/quantifications',
    summary: "Run the project's methodology over its buildings of one vintage",
    description: 'The same project, inputs and parameters are the same run and answer with the same quantification.',
    access: {
      roles: ['landowner', 'operator'],
      scope: 'verification:write',
      owners: async (ctx, { params }) => ownersOfProject(ctx, params.projectId),
      anyOwner: ['operator'],
    },
    params: Type.Object({ projectId: Uuid }),
    body: QuantifyInput,
    response: QuantificationView,
    errors: [
      'PROJECT_NOT_FOUND',
      'QUANTIFICATION_NOT_POSSIBLE',
      'METHODOLOGY_UNKNOWN',
      'METHODOLOGY_INPUT_INVALID',
      'DECIMAL_INVALID',
    ],
    async handle(ctx, { params, body }) {
      const { quantificationId } = await quantifyProject(ctx, { ...params, ...body })
      return readQuantification(ctx, quantificationId)
    },
  }),
  query({
    operationId: 'getQuantification',
    path: '/quantifications/{quantificationId}',
    summary: 'A run with its inputs, every step and what it comes to',
    access: {
      roles: ['landowner', 'verifier', 'reviewer', 'operator', 'auditor'],
      scope: 'verification:read',
      owners: async (ctx, { params }) => ownersOfQuantification(ctx, params.quantificationId),
      anyOwner: ['verifier', 'reviewer', 'operator', 'auditor'],
    },
    params: QuantificationParams,
    response: QuantificationView,
    errors: ['QUANTIFICATION_NOT_FOUND'],
    handle: (ctx, { params }) => readQuantification(ctx, params.quantificationId),
  }),
]

async function ownersOfProject(ctx: QueryContext, projectId: string): Promise<readonly string[] | null> {
  const project = await findProject(ctx.db, projectId)
  return project === null ? null : [project.ownerPartyId]
}

async function ownersOfQuantification(ctx: QueryContext, id: string): Promise<readonly string[]> {
  return [(await loadQuantification(ctx, id)).owner_party_id]
}
