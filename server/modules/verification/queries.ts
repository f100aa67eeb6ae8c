/** Questions about cases, for this room and those to its right. */

import type { UsedVersion } from '@assay/domain/recording.ts'
import { sql } from 'kysely'
import type { Hex } from 'viem'
import type { QueryContext } from '../../module.ts'
import { loadCase } from './caseRow.ts'
import type { SubjectKind } from './events.ts'
import type { StoredTerms } from './termsJson.ts'

export interface CaseTermsRecord {
  readonly claimKey: Hex
  readonly termsHash: Hex
  /** What the committee signed; amounts as decimal digits. */
  readonly terms: StoredTerms
  /** ISO instant, and the versions they were computed with. */
  readonly parametersAt: string
  readonly parameters: readonly UsedVersion[]
}

/** The issuance terms the committee of a case signed. @throws CASE_NOT_FOUND */
export async function getCaseTerms(ctx: QueryContext, caseId: string): Promise<CaseTermsRecord> {
  const of = await loadCase(ctx, caseId)
  return {
    claimKey: of.claim_key as Hex,
    termsHash: of.terms_hash as Hex,
    terms: of.terms as StoredTerms,
    parametersAt: of.parameters_at.toISOString(),
    parameters: of.parameters_used as unknown as readonly UsedVersion[],
  }
}

export interface CaseRecord {
  readonly caseId: string
  readonly onChainId: Hex
  readonly subjectKind: SubjectKind
  readonly state: string
  readonly ownerPartyIds: readonly string[]
  readonly submittedBy: string | null
  readonly deadline: Date
  /** Null while the outcome can be contested, or when there is none. */
  readonly settledAt: Date | null
}

/** Null when the subject has no case. */
export async function findCase(ctx: QueryContext, caseId: string): Promise<CaseRecord | null> {
  const of = await ctx.db.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst()
  if (of === undefined) return null
  return {
    caseId: of.id,
    onChainId: of.on_chain_id as Hex,
    subjectKind: of.subject_kind as SubjectKind,
    state: of.state,
    ownerPartyIds: of.owner_party_ids,
    submittedBy: of.submitted_by,
    deadline: of.deadline,
    settledAt: of.settled_at,
  }
}

/** True when a node of this party is on the committee of one of the cases: it may then read the case's private documents. */
export async function isAssigned(ctx: QueryContext, caseIds: readonly string[], partyId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('cases')
    .innerJoin('oracle_nodes', (join) =>
      join.on((on) => on('oracle_nodes.node_index', '=', on.fn.any('cases.committee'))),
    )
    .select('cases.id')
    .where(sql<boolean>`cases.id = any(${[...caseIds]}::uuid[])`)
    .where('oracle_nodes.party_id', '=', partyId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The case of this installation that has the id on chain, or null. What follows from its settlement is known by the case and not by what
 * was asked for: anybody may allocate, issue or release as soon as the window has passed on chain, before we know that it has.
 */
export async function caseOnChain(ctx: QueryContext, onChainId: string): Promise<string | null> {
  const row = await ctx.db.selectFrom('cases').select('id').where('on_chain_id', '=', onChainId).executeTakeFirst()
  return row?.id ?? null
}
