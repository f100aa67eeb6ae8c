import type { CaseFile, OpenedCase } from '@assay/protocol/caseFile.ts'
import type { AllocationBasis } from '@assay/protocol/caseTerms.ts'
import type { TradeClaim } from '@assay/protocol/claimKey.ts'
import type { Hex } from 'viem'
import type { QueryContext } from '../../module.ts'
import { type FrozenDossier, proveLeaf, readingsOf } from '../evidence/index.ts'
import { type CaseRow, loadCase } from './caseRow.ts'
import { frozenDossier, roundDossier } from './openRound.ts'
import type { StoredQuantificationDossier } from './prepareQuantification.ts'
import { proposedQuantityOf } from './rounds.ts'

/**
 * The whole case as its judges see it: normalised records, each with its leaf and proof, and everything the terms were computed
 * from. Private bytes are not in it; every judge reads them from evidence and compares. @throws CASE_NOT_FOUND
 */
export async function readCaseFile(ctx: QueryContext, caseId: string): Promise<CaseFile> {
  const of = await loadCase(ctx, caseId)
  const proposedQuantity = await proposedQuantityOf(ctx, of)
  const frozen = await frozenDossier(ctx, caseId)
  const readings = await readingsOf(ctx, caseId)
  return {
    caseId: of.id,
    onChainId: of.on_chain_id as Hex,
    reference: of.reference,
    chain: { chainId: ctx.chain.chainId, verifyingContract: ctx.chain.address('Verification') },
    opened: openedOf(of),
    round: of.round,
    proposedQuantity: proposedQuantity.toString(),
    parametersAt: of.parameters_at.toISOString(),
    evidence: frozen.documents.map(({ record, leafHash, salt }) => ({
      documentId: record.documentId,
      salt,
      proof: proveLeaf(frozen, leafHash),
      reading: readings.get(record.documentId) ?? null,
    })),
    subject: await subjectOf(ctx, of, proposedQuantity, frozen),
  }
}

/** What the chain was asked to open. */
export function openedOf(of: CaseRow): OpenedCase {
  return {
    claimKey: of.claim_key as Hex,
    evidenceRoot: of.evidence_root as Hex,
    termsHash: of.terms_hash as Hex,
    committee: [...of.committee],
    contractedQuantity: of.contracted_quantity,
    scoreThresholdE4: of.score_threshold_e4,
    consensusBps: of.consensus_bps,
    minReports: of.min_reports,
    windowSeconds: of.window_seconds,
    deadline: of.deadline.toISOString(),
  }
}

async function subjectOf(
  ctx: QueryContext,
  of: CaseRow,
  proposedQuantity: bigint,
  frozen: FrozenDossier,
): Promise<CaseFile['subject']> {
  if (of.subject_kind === 'trade') {
    const { basis, claim } = of.terms_inputs as { basis: AllocationBasis; claim: TradeClaim }
    return { kind: 'trade', dossier: await roundDossier(ctx, of, proposedQuantity), basis, claim }
  }
  const documents = frozen.documents.map(({ record }) => record)
  return { kind: 'quantification', ...(of.dossier as StoredQuantificationDossier), documents }
}
