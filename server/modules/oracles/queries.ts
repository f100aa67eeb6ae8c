/** Questions about the register of nodes, for this room and those to its right. */
import type { IssuerType } from '@assay/domain/dossier.ts'
import type { Selectable } from 'kysely'
import type { OracleNodes } from '../../generated/rows.ts'
import type { QueryContext } from '../../module.ts'
import { oraclesErrors } from './errors.ts'

export interface NodeRecord {
  readonly nodeIndex: number
  readonly partyId: string
  readonly name: string
  readonly programme: 'commodity' | 'carbon'
  readonly signer: string
  readonly type: IssuerType
  readonly jurisdiction: string
  readonly reliesOn: readonly string[]
  readonly reliabilityE4: number
  readonly active: boolean
  /** The chain knows the node with this key, reliability and activity. */
  readonly onChain: boolean
}

/** @throws NODE_NOT_FOUND */
export async function findNode(ctx: QueryContext, nodeIndex: number): Promise<NodeRecord> {
  const [node] = await nodesWhere(ctx, nodeIndex)
  if (node === undefined) throw oraclesErrors.NODE_NOT_FOUND({ nodeIndex })
  return node
}

/** Every node, by index; there are at most 256. */
export async function listNodes(ctx: QueryContext): Promise<readonly NodeRecord[]> {
  return nodesWhere(ctx, null)
}

async function nodesWhere(ctx: QueryContext, nodeIndex: number | null): Promise<NodeRecord[]> {
  const rows = await ctx.db
    .selectFrom('oracle_nodes as node')
    .leftJoin('oracle_nodes_on_chain as chain', (join) =>
      join
        .onRef('chain.node_index', '=', 'node.node_index')
        .onRef('chain.signer', '=', 'node.signer')
        .onRef('chain.reliability_e4', '=', 'node.reliability_e4')
        .onRef('chain.active', '=', 'node.active'),
    )
    .selectAll('node')
    .select('chain.node_index as known_index')
    .$if(nodeIndex !== null, (query) => query.where('node.node_index', '=', nodeIndex))
    .orderBy('node.node_index')
    .execute()
  return rows.map((row) => recordOf(row, row.known_index !== null))
}

function recordOf(row: Selectable<OracleNodes>, onChain: boolean): NodeRecord {
  return {
    nodeIndex: row.node_index,
    partyId: row.party_id,
    name: row.name,
    programme: row.programme as NodeRecord['programme'],
    signer: row.signer,
    type: row.node_type as IssuerType,
    jurisdiction: row.jurisdiction,
    reliesOn: row.relies_on as string[],
    reliabilityE4: row.reliability_e4,
    active: row.active,
    onChain,
  }
}

/** The parties that run these nodes. */
export async function partiesOfNodes(ctx: QueryContext, nodeIndexes: readonly number[]): Promise<readonly string[]> {
  const rows = await ctx.db
    .selectFrom('oracle_nodes')
    .select('party_id')
    .where('node_index', 'in', [...nodeIndexes])
    .execute()
  return rows.map((row) => row.party_id)
}

/** Reliabilities as the chain weighs them now. */
export async function weightsOfNodes(
  ctx: QueryContext,
  nodeIndexes: readonly number[],
): Promise<readonly { readonly nodeIndex: number; readonly reliabilityE4: number }[]> {
  const rows = await ctx.db
    .selectFrom('oracle_nodes_on_chain')
    .select(['node_index', 'reliability_e4'])
    .where('node_index', 'in', [...nodeIndexes])
    .execute()
  return rows.map((row) => ({ nodeIndex: row.node_index, reliabilityE4: row.reliability_e4 }))
}

/** The node that signs with this key, as the chain has it; null when the chain knows no such key. */
export async function nodeOfSigner(ctx: QueryContext, signer: string) {
  const row = await ctx.db
    .selectFrom('oracle_nodes_on_chain as chain')
    .innerJoin('oracle_nodes as node', 'node.node_index', 'chain.node_index')
    .select(['chain.node_index', 'chain.reliability_e4', 'chain.active', 'node.party_id'])
    .select(['node.node_type', 'node.jurisdiction', 'node.relies_on'])
    .where('chain.signer', '=', signer)
    .executeTakeFirst()
  return row ?? null
}
