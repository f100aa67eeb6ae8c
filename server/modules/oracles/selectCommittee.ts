import { exact } from '@assay/domain/decimal.ts'
import type { IssuerType } from '@assay/domain/dossier.ts'
import { type CommitteeCandidate, drawCommittee } from '@assay/domain/policy/oracleAssignment.ts'
import type { Hex } from 'viem'
import type { QueryContext } from '../../module.ts'
import { oraclesErrors } from './errors.ts'

export interface CommitteeNeed {
  readonly programme: 'commodity' | 'carbon'
  /** Nodes to assign. */
  readonly size: number
  /** Parties that may not judge: the submitter and the owners of the subject. */
  readonly excludedParties: readonly string[]
  /** Orders the candidates; differs from case to case, so that duty rotates and nobody can choose his judges. */
  readonly seed: Hex
}

/**
 * Assigns the nodes of a case: active on chain, of the programme, of independent parties. Which of them, the rule draws, with its
 * limits of diversity (domain.md 2.5).
 * @returns node indices, ascending. @throws COMMITTEE_TOO_SMALL ASSIGNMENT_IMPOSSIBLE ASSIGNMENT_UNDECIDED
 */
export async function selectCommittee(ctx: QueryContext, need: CommitteeNeed): Promise<readonly number[]> {
  const { programme, size, seed, excludedParties } = need
  const rows = await ctx.db
    .selectFrom('oracle_nodes as node')
    .innerJoin('oracle_nodes_on_chain as chain', 'chain.node_index', 'node.node_index')
    .select(['node.node_index', 'node.party_id', 'node.node_type', 'node.jurisdiction', 'node.reliability_e4'])
    .where('node.programme', '=', programme)
    .where('node.active', '=', true)
    .where('chain.active', '=', true)
    .whereRef('chain.signer', '=', 'node.signer')
    .execute()
  const independent = rows.filter((node) => !excludedParties.includes(node.party_id))
  if (independent.length < size) {
    throw oraclesErrors.COMMITTEE_TOO_SMALL({ needed: size, available: independent.length })
  }
  const draw = { size, seed: BigInt(seed), specialty: programme, specialists: 0 }
  const drawn = drawCommittee(independent.map(candidateOf), draw, await ctx.parametersAt(ctx.now))
  return drawn.map(({ nodeId }) => Number(nodeId)).toSorted((a, b) => a - b)
}

interface NodeRow {
  readonly node_index: number
  readonly party_id: string
  readonly node_type: string
  readonly jurisdiction: string
  readonly reliability_e4: number
}

/**
 * A node as the register describes it: who runs it, where, of which type, how reliable. It has one place, and data of its own by
 * whoever runs it; the register knows no stake.
 */
function candidateOf(node: NodeRow): CommitteeCandidate {
  return {
    nodeId: String(node.node_index),
    entity: node.party_id,
    source: node.party_id,
    country: node.jurisdiction,
    jurisdiction: node.jurisdiction,
    type: node.node_type as IssuerType,
    specialties: [],
    reputation: exact(BigInt(node.reliability_e4)).div(100),
  }
}
