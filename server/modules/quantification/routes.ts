import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import type { QuantificationRun } from '@assay/domain/methodology/quantification.ts'
import { renderTrace } from '@assay/domain/methodology/renderTrace.ts'
import { Type } from 'typebox'
import { Uuid } from '../../fields.ts'
import { command, type QueryContext, query } from '../../module.ts'
import { findProject } from '../assets/index.ts'
import { quantifyProject } from './quantifyProject.ts'
import { loadQuantification, readQuantification } from './readQuantification.ts'
import { QuantificationView, QuantifyInput } from './schema.ts'

const QuantificationParams = Type.Object({ quantificationId: Uuid })

const overseers = ['verifier', 'reviewer', 'operator', 'auditor'] as const
/** Who reads a run, as data or as a page: its owner, and those who judge or oversee. */
const reading = {
  access: {
    roles: ['landowner', ...overseers],
    scope: 'verification:read',
    owners: async (ctx: QueryContext, { params }: { params: { quantificationId: string } }) =>
      ownersOfQuantification(ctx, params.quantificationId),
    anyOwner: overseers,
  },
  params: QuantificationParams,
} as const

export const routes = [
  command({
    operationId: 'quantifyProject',
    path: '/projects/{projectId}/quantifications',
    summary: "Run the project's methodology over its buildings or its land of one vintage",
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
    ...reading,
    response: QuantificationView,
    errors: ['QUANTIFICATION_NOT_FOUND'],
    handle: (ctx, { params }) => readQuantification(ctx, params.quantificationId),
  }),
  query({
    operationId: 'getQuantificationTrace',
    path: '/quantifications/{quantificationId}/trace',
    summary: 'The run as a page of plain mathematics, in Markdown: every step with its source, inputs and result',
    ...reading,
    produces: 'text/markdown; charset=utf-8',
    response: Type.Unknown(),
    errors: ['QUANTIFICATION_NOT_FOUND'],
    handle: async (ctx, { params }) => {
      const { result, methodology_id } = await loadQuantification(ctx, params.quantificationId)
      // A run stored before runs named the versions they read names none.
      const run = { parameters: [], ...(result as object) } as unknown as QuantificationRun
      return Buffer.from(renderTrace(run, methodologyOf(methodology_id)))
    },
  }),
]

async function ownersOfProject(ctx: QueryContext, projectId: string): Promise<readonly string[] | null> {
  const project = await findProject(ctx.db, projectId)
  return project === null ? null : [project.ownerPartyId]
}

async function ownersOfQuantification(ctx: QueryContext, id: string): Promise<readonly string[]> {
  return [(await loadQuantification(ctx, id)).owner_party_id]
}
