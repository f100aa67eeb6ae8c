import { consensusErrors } from '@assay/domain/policy/consensus.ts'
import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { type ReportMessage, reportDigest } from '@assay/protocol/typedData.ts'
import { type Hex, keccak256, recoverAddress } from 'viem'
import type { CommandContext } from '../../module.ts'
import { nodeOfSigner } from '../oracles/index.ts'
import { assertNotMaker, type CaseRow, loadCase, lockRound } from './caseRow.ts'
import { verificationErrors } from './errors.ts'
import { roundDue } from './events.ts'

/** A report as it travels: whole numbers as decimal digits. */
export interface WireReport {
  readonly caseId: string
  readonly round: number
  readonly evidenceRoot: string
  readonly termsHash: string
  readonly quantity: string
  readonly scoreE4: number
  readonly agrees: boolean
  readonly critical: boolean
  readonly justificationHash: string
}

export interface SubmitReportInput {
  readonly caseId: string
  readonly report: WireReport
  readonly signature: string
  readonly justification: unknown
}

/** Half the order of secp256k1: a signature with a larger s is a second spelling of the same one (EIP-2). */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
const justificationLimitBytes = 65_536

/**
 * Stores one node's signed answer to the open round. Sending the same report again is answered as the first time, also after
 * the round has ended; a different one is refused for ever.
 * @throws CASE_NOT_FOUND ROUND_NOT_OPEN NODE_NOT_ASSIGNED REPORT_MISMATCH REPORT_CONTRADICTORY
 *   REPORT_SIGNATURE_INVALID REPORT_CONFLICT MAKER_IS_CHECKER
 */
export async function submitReport(
  ctx: CommandContext,
  input: SubmitReportInput,
): Promise<{ nodeIndex: number; digest: string }> {
  const of = await loadCase(ctx, input.caseId)
  const digest = reportDigest({ ...ctx.chain.domain('Verification') }, messageOf(input.report))
  const node = await reportingNode(ctx, of, digest, input.signature)
  const justification = checkJustification(input.justification, input.report.justificationHash)
  // The whole committee reports at once: what each report costs by itself is done before it waits for the others.
  const round = await lockRound(ctx, input.caseId, input.report.round)
  const stored = await ctx.db
    .selectFrom('case_reports')
    .select(['digest'])
    .where('case_id', '=', of.id)
    .where('round', '=', round.round)
    .where('node_index', '=', node.node_index)
    .executeTakeFirst()
  if (stored !== undefined) {
    if (stored.digest !== digest) throw verificationErrors.REPORT_CONFLICT({ caseId: of.id, round: round.round })
    return { nodeIndex: node.node_index, digest }
  }
  if (round.state !== 'open' || ctx.now >= of.deadline) {
    throw verificationErrors.ROUND_NOT_OPEN({ caseId: of.id, round: round.round, state: round.state })
  }
  assertNotMaker(ctx, of)
  assertAbout(of, round.proposed_quantity, input.report)
  assertConsistent(of, input.report)
  await ctx.db
    .insertInto('case_reports')
    .values({
      case_id: of.id,
      round: round.round,
      node_index: node.node_index,
      reliability_e4: node.reliability_e4,
      policy: JSON.stringify({ type: node.node_type, jurisdiction: node.jurisdiction, reliesOn: node.relies_on }),
      quantity: input.report.quantity,
      score_e4: input.report.scoreE4,
      agrees: input.report.agrees,
      critical: input.report.critical,
      justification_hash: input.report.justificationHash,
      justification,
      digest,
      signature: input.signature.toLowerCase(),
      reported_at: ctx.now,
    })
    .execute()
  await announceWhenComplete(ctx, of, round.round)
  return { nodeIndex: node.node_index, digest }
}

/** The node whose key signed, if it is the caller's own, active on chain and of this committee. */
async function reportingNode(ctx: CommandContext, of: CaseRow, digest: Hex, signature: string) {
  const signer = await signerOf(digest, signature)
  const node = await nodeOfSigner(ctx, signer)
  if (node === null) throw verificationErrors.REPORT_SIGNATURE_INVALID({ caseId: of.id })
  if (!node.active || !of.committee.includes(node.node_index) || node.party_id !== ctx.actor.partyId) {
    throw verificationErrors.NODE_NOT_ASSIGNED({ caseId: of.id, nodeIndex: node.node_index })
  }
  return node
}

async function signerOf(digest: Hex, signature: string): Promise<string> {
  const s = BigInt(`0x${signature.slice(66, 130)}`)
  const v = signature.slice(130).toLowerCase()
  if (s === 0n || s > halfOrder || (v !== '1b' && v !== '1c')) {
    throw verificationErrors.REPORT_SIGNATURE_INVALID({ reason: 'not r, s, v with low s and v 27 or 28' })
  }
  try {
    return (await recoverAddress({ hash: digest, signature: signature as Hex })).toLowerCase()
  } catch {
    throw verificationErrors.REPORT_SIGNATURE_INVALID({ reason: 'no key can have made it' })
  }
}

function assertAbout(of: CaseRow, proposedQuantity: string, report: WireReport): void {
  const expected = {
    caseId: of.on_chain_id,
    round: of.round,
    evidenceRoot: of.evidence_root,
    termsHash: of.terms_hash,
    quantity: proposedQuantity,
  } as const
  for (const [field, value] of Object.entries(expected)) {
    const given = report[field as keyof typeof expected]
    if (String(given) !== String(value)) throw verificationErrors.REPORT_MISMATCH({ field, given, expected: value })
  }
}

function assertConsistent(of: CaseRow, report: WireReport): void {
  if (!report.agrees) return
  if (report.critical || report.scoreE4 < of.score_threshold_e4) {
    throw consensusErrors.REPORT_CONTRADICTORY({
      critical: report.critical,
      scoreE4: report.scoreE4,
      thresholdE4: of.score_threshold_e4,
    })
  }
}

/** The explanation as canonical JSON text; it is what the node signed, or it is refused. */
function checkJustification(value: unknown, expected: string): string {
  let bytes: Uint8Array
  try {
    bytes = canonicalBytes(value as JsonValue)
  } catch (cause) {
    throw verificationErrors.REPORT_MISMATCH({ field: 'justification', reason: (cause as Error).message })
  }
  if (bytes.length > justificationLimitBytes || keccak256(bytes) !== expected) {
    throw verificationErrors.REPORT_MISMATCH({ field: 'justificationHash', expected: keccak256(bytes) })
  }
  return new TextDecoder().decode(bytes)
}

/** The last report of the committee brings the round to its tally at once; otherwise the time for reports ends it. */
async function announceWhenComplete(ctx: CommandContext, of: CaseRow, round: number): Promise<void> {
  const { count } = await ctx.db
    .selectFrom('case_reports')
    .select((from) => from.fn.countAll<string>().as('count'))
    .where('case_id', '=', of.id)
    .where('round', '=', round)
    .executeTakeFirstOrThrow()
  if (Number(count) < of.committee.length) return
  await ctx.emit(roundDue({ caseId: of.id, round }), { key: `${of.id}/${round}/complete` })
}

/** The message the signature is over. */
export function messageOf(report: WireReport): ReportMessage {
  return {
    caseId: report.caseId as Hex,
    round: report.round,
    evidenceRoot: report.evidenceRoot as Hex,
    termsHash: report.termsHash as Hex,
    quantity: BigInt(report.quantity),
    scoreE4: report.scoreE4,
    agrees: report.agrees,
    critical: report.critical,
    justificationHash: report.justificationHash as Hex,
  }
}
