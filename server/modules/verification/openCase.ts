import { idOf } from '@assay/protocol/ids.ts'
import { committeeBitmap } from '@assay/protocol/signedReport.ts'
import type { Hex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { admitReaders } from '../evidence/index.ts'
import { partiesOfNodes } from '../oracles/index.ts'
import { claimHolders } from './caseRow.ts'
import { verificationErrors } from './errors.ts'
import { deadlineDue, type SubjectKind } from './events.ts'
import { openRound } from './openRound.ts'
import { prepareDelivery } from './prepareDelivery.ts'
import type { PreparedCase } from './preparedCase.ts'
import { prepareQuantification } from './prepareQuantification.ts'

export type CaseSubject =
  | { readonly kind: 'trade'; readonly tradeId: string }
  | { readonly kind: 'quantification'; readonly quantificationId: string }

/**
 * Opens the case of a trade or a quantification: freezes its documents, computes what it will issue, draws its committee, and
 * asks the chain to open it. The case has the uuid of its subject; a subject has one case, ever.
 * @throws CASE_EXISTS CASE_SUBJECT_NOT_READY CASE_WITHOUT_EVIDENCE CLAIM_KEY_TAKEN COMMITTEE_TOO_SMALL ASSIGNMENT_IMPOSSIBLE INDICATOR_MISSING
 */
export async function openCase(ctx: CommandContext, subject: CaseSubject): Promise<{ caseId: string }> {
  const caseId = subject.kind === 'trade' ? subject.tradeId : subject.quantificationId
  await assertNone(ctx, caseId)
  const prepared =
    subject.kind === 'trade' ? await prepareDelivery(ctx, caseId) : await prepareQuantification(ctx, caseId)
  await assertUnclaimed(ctx, prepared.opened.claimKey)
  await store(ctx, caseId, subject.kind, prepared)
  await admitReaders(ctx, { caseId, partyIds: await partiesOfNodes(ctx, prepared.opened.committee) })
  await openRound(
    ctx,
    {
      id: caseId,
      round: 1,
      subject_kind: subject.kind,
      dossier: prepared.dossier,
      deadline: prepared.deadline,
      parameters_at: prepared.parametersAt,
    },
    { proposedQuantity: prepared.contractedQuantity, reason: null },
  )
  await ctx.emit(deadlineDue({ caseId, attempt: 1 }), { at: prepared.deadline, key: `${caseId}/1` })
  await intendOpening(ctx, caseId, subject.kind, prepared)
  return { caseId }
}

async function assertNone(ctx: CommandContext, caseId: string): Promise<void> {
  const existing = await ctx.db.selectFrom('cases').select('state').where('id', '=', caseId).executeTakeFirst()
  if (existing !== undefined) throw verificationErrors.CASE_EXISTS({ caseId, state: existing.state })
}

/** Two openings at once meet in the unique index; this names the case that holds the claim. */
async function assertUnclaimed(ctx: CommandContext, claimKey: Hex): Promise<void> {
  const holder = await claimHolders(ctx).where('claim_key', '=', claimKey).executeTakeFirst()
  if (holder !== undefined) throw verificationErrors.CLAIM_KEY_TAKEN({ claimKey, caseId: holder.id })
}

async function store(ctx: CommandContext, caseId: string, kind: SubjectKind, of: PreparedCase): Promise<void> {
  const { opened } = of
  const inserted = await ctx.db
    .insertInto('cases')
    .values({
      id: caseId,
      on_chain_id: idOf('case', caseId),
      subject_kind: kind,
      reference: of.reference,
      state: 'pending',
      round: 1,
      owner_party_ids: [...of.ownerPartyIds],
      submitted_by: ctx.actor.partyId,
      tier: JSON.stringify(of.tier),
      claim_key: opened.claimKey,
      evidence_root: opened.evidenceRoot,
      terms: JSON.stringify(of.terms),
      terms_hash: opened.termsHash,
      terms_inputs: JSON.stringify(of.termsInputs),
      committee: [...opened.committee],
      contracted_quantity: of.contractedQuantity.toString(),
      score_threshold_e4: opened.scoreThresholdE4,
      consensus_bps: opened.consensusBps,
      min_reports: opened.minReports,
      window_seconds: opened.windowSeconds,
      deadline: of.deadline,
      parameters_at: of.parametersAt,
      parameters_used: JSON.stringify(ctx.parametersUsed()),
      dossier: JSON.stringify(of.dossier),
      opened_at: ctx.now,
      changed_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) throw verificationErrors.CLAIM_KEY_TAKEN({ claimKey: opened.claimKey })
}

/** IVerification.Programme. */
const programmeNumber = { trade: 0, quantification: 1 } as const

async function intendOpening(ctx: CommandContext, caseId: string, kind: SubjectKind, of: PreparedCase): Promise<void> {
  const { opened } = of
  await ctx.intend({
    from: 'operator',
    contract: 'Verification',
    functionName: 'openCase',
    args: [
      {
        caseId: idOf('case', caseId),
        claimKey: opened.claimKey,
        evidenceRoot: opened.evidenceRoot,
        termsHash: opened.termsHash,
        programme: programmeNumber[kind],
        committee: committeeBitmap(opened.committee),
        contractedQuantity: of.contractedQuantity,
        scoreThresholdE4: opened.scoreThresholdE4,
        consensusBps: opened.consensusBps,
        minReports: opened.minReports,
        windowSeconds: opened.windowSeconds,
        deadline: BigInt(Math.floor(of.deadline.getTime() / 1000)),
      },
    ],
    subject: `verification/${caseId}/opening`,
  })
}
