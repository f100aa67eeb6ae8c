import type { Dossier } from '@assay/domain/dossier.ts'
import { evaluateCase } from '@assay/domain/policy/caseEvaluation.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import { withVersions } from '@assay/domain/recording.ts'
import type { CommandContext, QueryContext } from '../../module.ts'
import { evidenceErrors, type FrozenDossier, findDossier } from '../evidence/index.ts'
import type { CaseRow } from './caseRow.ts'
import { roundDue } from './events.ts'

export interface RoundInput {
  /** Whole units of the chain. */
  readonly proposedQuantity: bigint
  /** Why a review round is opened; null for the first. */
  readonly reason: string | null
}

type RoundSubject = Pick<CaseRow, 'id' | 'round' | 'subject_kind' | 'dossier' | 'deadline' | 'parameters_at'>

/**
 * Asks the committee about a quantity, and stores the server's own evaluation with all recognised surveys beside the question:
 * it explains the case to its parties and never counts as a report. Quantifications have no score families; theirs is empty.
 */
export async function openRound(ctx: CommandContext, of: RoundSubject, input: RoundInput): Promise<void> {
  const parameters = await ctx.parametersAt(of.parameters_at)
  const reportsUntil = reportsUntilOf(ctx, of)
  const dossier = of.subject_kind === 'trade' ? await roundDossier(ctx, of, input.proposedQuantity) : null
  const evaluation = dossier === null ? null : withVersions(parameters, (set) => evaluateCase(dossier, everyone, set))
  await ctx.db
    .insertInto('case_rounds')
    .values({
      case_id: of.id,
      round: of.round,
      state: 'open',
      proposed_quantity: input.proposedQuantity.toString(),
      opened_by: ctx.actor.partyId,
      reason: input.reason,
      opened_at: ctx.now,
      reports_until: reportsUntil,
      evaluation: JSON.stringify(evaluation),
    })
    .execute()
  await ctx.emit(roundDue({ caseId: of.id, round: of.round }), { at: reportsUntil, key: `${of.id}/${of.round}/time` })
}

/** The policy of nobody in particular: every recognised survey counts. */
const everyone = { nodeIndex: 255, type: 'auditor', jurisdiction: 'ZZ', reliesOn: [] } as const

/** The frozen dossier with the question of one round. @throws DOSSIER_NOT_FOUND */
export async function roundDossier(
  ctx: QueryContext,
  of: Pick<CaseRow, 'id' | 'round' | 'dossier'>,
  proposedQuantity: bigint,
): Promise<Dossier> {
  const { documents } = await frozenDossier(ctx, of.id)
  return {
    ...(of.dossier as Dossier),
    round: of.round,
    propositionTonnes: formatQuantity(quantity(proposedQuantity, 't')),
    documents: documents.map(({ record }) => record),
  }
}

/** @throws DOSSIER_NOT_FOUND */
export async function frozenDossier(ctx: QueryContext, caseId: string): Promise<FrozenDossier> {
  const frozen = await findDossier(ctx.db, caseId)
  if (frozen === null) throw evidenceErrors.DOSSIER_NOT_FOUND({ caseId })
  return frozen
}

/** Nodes answer within minutes, a verifier reads for days: only the case's deadline bounds it. */
function reportsUntilOf(ctx: CommandContext, of: RoundSubject): Date {
  if (of.subject_kind !== 'trade') return of.deadline
  const seconds = ctx.parameters.get(fictra.verification.answerSeconds)
  return new Date(Math.min(ctx.now.getTime() + seconds * 1000, of.deadline.getTime()))
}
