/** The door of oracles: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { routes } from './routes.ts'

export { decimalE4 } from './decimalE4.ts'
export { listNodes, type NodeRecord, nodeOfSigner, partiesOfNodes, weightsOfNodes } from './queries.ts'
export { registerNode } from './registerNode.ts'
export { NodeIndex } from './schema.ts'
export { selectCommittee } from './selectCommittee.ts'

export const oracles: Module = { name: 'oracles', routes, reactions: [], projections }
