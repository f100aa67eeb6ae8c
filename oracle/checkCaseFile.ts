/**
 * The checks a node makes before it believes a case file. The server that sends the file is not trusted: it could show one
 * set of documents and ask for a signature under another.
 */

import { formatExact, scaledExactly } from '@assay/domain/decimal.ts'
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { strategicValueOf } from '@assay/domain/policy/allocationFactors.ts'
import { assessCase } from '@assay/domain/policy/caseAssessment.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'
import { parseQuantity } from '@assay/domain/quantity.ts'
import { canonicalJson } from '@assay/protocol/canonicalJson.ts'
import type { CaseFile, DeliverySubject, QuantificationSubject } from '@assay/protocol/caseFile.ts'
import { allocationTermsOf, issuanceTermsOf } from '@assay/protocol/caseTerms.ts'
import { carbonClaimKey, type TradeClaim, tradeClaimKey } from '@assay/protocol/claimKey.ts'
import { evidenceLeafHash, evidenceRoot, verifyEvidence } from '@assay/protocol/evidenceRoot.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { checkMeasuredInputs } from '@assay/protocol/measuredInputs.ts'
import { quantificationSeed } from '@assay/protocol/quantificationSeed.ts'
import { allocationTermsHash, issuanceTermsHash } from '@assay/protocol/terms.ts'
import { tradeClaimOf } from '@assay/protocol/tradeClaim.ts'
import { oracleErrors } from './errors.ts'

/**
 * Recomputes everything a report stands for: ids, evidence root and proofs, claim key, threshold, quorum and issuance terms.
 * @throws ORACLE_DOSSIER_REFUSED naming the first check that failed
 */
export function checkCaseFile(file: CaseFile, nodeIndex: number, parameters: ParameterSet): void {
  same('onChainId', file.onChainId, idOf('case', file.caseId))
  same('committee', file.opened.committee.includes(nodeIndex), true)
  const asked = BigInt(file.proposedQuantity)
  const contracted = BigInt(file.opened.contractedQuantity)
  same('proposedQuantity', asked > 0n && asked <= contracted && (file.round > 1 || asked === contracted), true)
  checkEvidence(file)
  if (file.subject.kind === 'trade') checkDelivery(file, file.subject, parameters)
  else checkQuantification(file, file.subject, parameters)
}

/** Every record is the one its leaf commits to, with every statement; every leaf has its proof; together they are the root on chain. */
function checkEvidence(file: CaseFile): void {
  const records = new Map(documentsOf(file).map((record) => [record.documentId, record]))
  same('evidence', records.size, file.evidence.length)
  for (const { documentId, salt, proof } of file.evidence) {
    const record = records.get(documentId)
    const shown = record === undefined || salt === null ? 'nothing' : evidenceLeafHash(record, salt)
    same(`document ${documentId}`, shown, proof.leafHash)
    same(`proof of document ${documentId}`, verifyEvidence(proof, file.opened.evidenceRoot), true)
  }
  same('evidenceRoot', evidenceRoot(file.evidence.map(({ proof }) => proof.leafHash)), file.opened.evidenceRoot)
}

/** The records of the documents that the case is judged by. */
export function documentsOf({ subject }: CaseFile): readonly DocumentRecord[] {
  return subject.kind === 'trade' ? subject.dossier.documents : subject.documents
}

function checkDelivery(file: CaseFile, { dossier, basis, claim }: DeliverySubject, parameters: ParameterSet): void {
  const { contracted } = dossier
  same('dossier.caseId', dossier.caseId, file.caseId)
  same('dossier.tradeId', contracted.tradeId, file.caseId)
  same('dossier.round', dossier.round, file.round)
  same('contractedQuantity', thousandths(contracted.quantityTonnes), file.opened.contractedQuantity)
  same('proposition', thousandths(dossier.propositionTonnes), file.proposedQuantity)
  same('claim', canonicalJson({ ...claim }), canonicalJson({ ...claimOf(dossier.documents) }))
  same('claimKey', tradeClaimKey(claim), file.opened.claimKey)
  const { thresholdE4, tier } = assessCase(dossier, parameters)
  same('scoreThresholdE4', file.opened.scoreThresholdE4, thresholdE4)
  same('consensusBps', file.opened.consensusBps, tier.consensusBps)
  same('minReports', file.opened.minReports, tier.minSources)
  same('windowSeconds', file.opened.windowSeconds, tier.challengeWindowSeconds)
  same('committeeSize', file.opened.committee.length >= tier.committeeSize, true)
  const strategic = formatExact(strategicValueOf(contracted.hsCode, parameters))
  same('strategicValue', basis.metrics.strategicValue, strategic)
  same('termsHash', allocationTermsHash(allocationTermsOf(dossier, basis, parameters)), file.opened.termsHash)
}

function checkQuantification(file: CaseFile, subject: QuantificationSubject, parameters: ParameterSet): void {
  const { seed } = subject.inputs as { seed?: string }
  const given = quantificationSeed(subject.projectId, subject.vintage)
  if (seed !== undefined) same('seed of the simulation', seed, given)
  checkInputs(subject)
  same('contractedQuantity', subject.netKg, file.opened.contractedQuantity)
  same('period of the claim', subject.claim.period, subject.vintage)
  same('pool of the claim', subject.claim.pool, methodologyOf(subject.methodologyId).pool)
  same('claimKey', carbonClaimKey(subject.claim), file.opened.claimKey)
  const quorum = parameters.get(secretTrees.verification.quorum)
  same('scoreThresholdE4', file.opened.scoreThresholdE4, Number(scaledExactly(quorum.threshold, 4, 'threshold')))
  same('consensusBps', file.opened.consensusBps, Number(scaledExactly(quorum.consensus, 4, 'consensus')))
  same('minReports', file.opened.minReports, quorum.minReports)
  same('windowSeconds', file.opened.windowSeconds, quorum.challengeSeconds)
  const kg = { netKg: BigInt(subject.netKg), bufferKg: BigInt(subject.bufferKg) }
  const terms = issuanceTermsOf({ ...subject, caseId: file.caseId, ...kg }, parameters)
  same('termsHash', issuanceTermsHash(terms), file.opened.termsHash)
}

/** Every gram and every tree that is counted is in a document under the evidence root, once. */
function checkInputs(subject: QuantificationSubject): void {
  let found: unknown
  try {
    found = checkMeasuredInputs(subject, subject.documents).join()
  } catch (error) {
    found = error instanceof Error ? error.message : error
  }
  same('inputs', found, '')
}

/** From the documents, as the node itself reads them: nothing that a party typed makes a second claim of one delivery. */
function claimOf(documents: readonly DocumentRecord[]): TradeClaim {
  try {
    return tradeClaimOf(documents)
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    throw oracleErrors.ORACLE_DOSSIER_REFUSED({ check: 'claim', found, expected: 'one shipment' })
  }
}

function thousandths(tonnes: string): string {
  return parseQuantity(tonnes, 't', 'tonnes').value.toString()
}

/** @throws ORACLE_DOSSIER_REFUSED naming the check, when the two differ */
export function same(check: string, found: unknown, expected: unknown): void {
  if (found !== expected) refuse(check, found, expected)
}

/** @throws ORACLE_DOSSIER_REFUSED */
export function refuse(check: string, found: unknown, expected: unknown): never {
  throw oracleErrors.ORACLE_DOSSIER_REFUSED({ check, found: String(found), expected: String(expected) })
}
