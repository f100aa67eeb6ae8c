/** Private parts, on which the bundle's id does not depend: that they are genuine, what is signed and on chain says. */
import type { Dossier } from '@assay/domain/dossier.ts'
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { AllocationBundle, Bundle, BundleCase, BundleRound } from '@assay/protocol/bundle.ts'
import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { retirementHashes } from '@assay/protocol/retirementHashes.ts'
import { type ShownDelivery, subjectHash } from '@assay/protocol/subjectHash.ts'
import { type Hex, keccak256 } from 'viem'
import { holds, same } from './checklist.ts'

/** Every private part that is shown hashes to what binds it. @throws Error saying which does not */
export function assertPrivateParts(bundle: Bundle): void {
  if (bundle.kind === 'retirement') assertTexts(bundle.retirement)
  else assertJustifications(bundle.case)
  if (bundle.kind === 'allocation') assertShown(bundle.case)
}

/** Reports whose explanation is shown, with it. */
export function explainedIn(of: BundleCase) {
  return of.rounds.flatMap((round) =>
    round.reports.flatMap(({ explanation, ...report }) =>
      explanation.private === undefined ? [] : [{ ...report, ...explanation.private, round }],
    ),
  )
}

export type ExplainedReport = ReturnType<typeof explainedIn>[number]

/** One with an evaluation of a delivery, which can be repeated. */
export interface EvaluatedReport extends ExplainedReport {
  readonly justification: { readonly subjectHash: Hex; readonly evaluation: JsonValue }
}

export function isEvaluated(report: ExplainedReport): report is EvaluatedReport {
  return isObject(report.justification) && 'evaluation' in report.justification
}

/** What a round asks, as the dossier of that round says it. */
export function askedIn({ round, proposedQuantity }: BundleRound): Pick<Dossier, 'round' | 'propositionTonnes'> {
  return { round, propositionTonnes: formatQuantity(quantity(BigInt(proposedQuantity), 't')) }
}

/** The hash of a justification is part of the signed report; the hash of the node's policy is part of its justification. */
function assertJustifications(of: BundleCase): void {
  for (const { nodeIndex, report, justification, policy } of explainedIn(of)) {
    same(`the justification of node ${nodeIndex}`, keccak256(canonicalBytes(justification)), report.justificationHash)
    const named = isObject(justification) ? justification.policyHash : undefined
    same(`the policy of node ${nodeIndex}`, policy && keccak256(canonicalBytes(policy)), named)
  }
}

/** The nodes signed the hash of what they were shown: without one of their explanations nothing binds it. */
function assertShown(of: AllocationBundle['case']): void {
  const shown = of.subject.shown.private as Pick<ShownDelivery, 'dossier' | 'claim'> | undefined
  if (shown === undefined) return
  const evaluated = explainedIn(of).filter(isEvaluated)
  holds(evaluated.length > 0, 'the dossier is shown, and no explanation that binds it')
  for (const { nodeIndex, round, justification } of evaluated) {
    const dossier = { ...shown.dossier, ...askedIn(round) }
    const subject = { kind: 'trade', dossier, basis: of.subject.basis, claim: shown.claim } as unknown as ShownDelivery
    same(`what node ${nodeIndex} was shown`, subjectHash(subject), justification.subjectHash)
  }
}

function assertTexts({ texts, ...retirement }: Extract<Bundle, { kind: 'retirement' }>['retirement']): void {
  if (texts.private === undefined) return
  const hashes = retirementHashes({ ...texts.private, salt: texts.private.salt as Hex })
  same('the hash of the beneficiary', hashes.beneficiaryHash, retirement.beneficiaryHash)
  same('the hash of the purpose', hashes.purposeHash, retirement.purposeHash)
}

function isObject(json: JsonValue): json is { readonly [key: string]: JsonValue | undefined } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
