import { roles } from '@assay/domain/roles.ts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { command, query } from '../../module.ts'
import { listAssignments } from './listAssignments.ts'
import { decimalE4 } from './listReports.ts'
import { listNodes, type NodeRecord } from './queries.ts'
import { registerNode } from './registerNode.ts'
import { AssignmentView, NodeInput, NodeView } from './schema.ts'

export const nodeRoutes = [
  command({
    operationId: 'registerNode',
    path: '/nodes',
    summary: 'Register an oracle node or verifier with its key and policy, or change it',
    description: 'The same signing key names the same node. A committee is drawn only from nodes the chain knows.',
    access: { roles: ['governance'], scope: 'governance:write' },
    body: NodeInput,
    response: NodeView,
    errors: ['PARTY_NOT_FOUND', 'NODE_SIGNER_TAKEN', 'NODE_REGISTER_FULL'],
    handle: async (ctx, { body }) => presentNode(await registerNode(ctx, body)),
  }),
  query({
    operationId: 'listNodes',
    path: '/nodes',
    summary: 'All oracle nodes and verifiers with their published policies',
    access: { roles, scope: 'verification:read' },
    response: Type.Object({ items: Type.Array(NodeView, { maxItems: 256 }) }),
    handle: async (ctx) => ({ items: (await listNodes(ctx)).map(presentNode) }),
  }),
  query({
    operationId: 'listAssignments',
    path: '/oracle/assignments',
    summary: 'Open rounds that your nodes are asked about and have not answered',
    access: { roles: ['oracle', 'verifier'], scope: 'verification:report' },
    response: Type.Object({ items: Type.Array(AssignmentView, { maxItems: 200 }) }),
    handle: async (ctx) => ({
      items: ctx.actor.partyId === null ? [] : [...(await listAssignments(ctx, ctx.actor.partyId))],
    }),
  }),
]

function presentNode({ reliabilityE4, reliesOn, ...node }: NodeRecord): Static<typeof NodeView> {
  return { ...node, reliesOn: [...reliesOn], reliability: decimalE4(reliabilityE4) }
}
