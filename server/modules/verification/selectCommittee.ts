import { concatHex, type Hex, keccak256, numberToHex } from 'viem'
import type { QueryContext } from '../../module.ts'
import { verificationErrors } from './errors.ts'

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
 * Assigns the nodes of a case: active on chain, of the programme, of independent parties. When more are registered than
 * needed, the hash of seed and index decides.
 * @returns node indices, ascending. @throws COMMITTEE_TOO_SMALL
 */
export async function selectCommittee(ctx: QueryContext, need: CommitteeNeed): Promise<readonly number[]> {
  const candidates = await ctx.db
    .selectFrom('oracle_nodes as node')
    .innerJoin('oracle_nodes_on_chain as chain', 'chain.node_index', 'node.node_index')
    .select(['node.node_index', 'node.party_id'])
    .where('node.programme', '=', need.programme)
    .where('node.active', '=', true)
    .where('chain.active', '=', true)
    .whereRef('chain.signer', '=', 'node.signer')
    .execute()
  const independent = candidates.filter((node) => !need.excludedParties.includes(node.party_id))
  if (independent.length < need.size) {
    throw verificationErrors.COMMITTEE_TOO_SMALL({ needed: need.size, available: independent.length })
  }
  return drawCommittee(
    independent.map((node) => node.node_index),
    need.size,
    need.seed,
  )
}

/** The `size` candidates whose hash with the seed is smallest, ascending by index. */
export function drawCommittee(candidates: readonly number[], size: number, seed: Hex): readonly number[] {
  const rank = (index: number) => keccak256(concatHex([seed, numberToHex(index, { size: 1 })]))
  return candidates
    .map((index) => ({ index, rank: rank(index) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ index }) => index)
    .toSorted((a, b) => a - b)
}
