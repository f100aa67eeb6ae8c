import { roles } from '@assay/domain/roles.ts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { command, query } from '../../module.ts'
import { PageOf, pageQuery, readPage, toPage } from '../../page.ts'
import { decimalE4 } from './decimalE4.ts'
import { listNodes, type NodeRecord } from './queries.ts'
import { registerNode } from './registerNode.ts'
import { NodeInput, NodeView } from './schema.ts'

export const routes = [
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
    query: Type.Object(pageQuery),
    response: PageOf(NodeView),
    errors: ['CURSOR_INVALID'],
    // The register has an end (256 seats), so that a page may be cut from all of it.
    handle: async (ctx, input) => {
      const page = readPage(input.query, ['number'])
      const rest = (await listNodes(ctx)).filter(({ nodeIndex }) => nodeIndex > Number(page.after?.[0] ?? -1))
      return toPage(page, rest, ({ nodeIndex }) => [String(nodeIndex)], presentNode)
    },
  }),
]

function presentNode({ reliabilityE4, reliesOn, ...node }: NodeRecord): Static<typeof NodeView> {
  return { ...node, reliesOn: [...reliesOn], reliability: decimalE4(reliabilityE4) }
}
