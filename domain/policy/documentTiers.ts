/**
 * How far a document is validated (domain.md 2.4): structural, then logical, then across sources, each only when the one before
 * holds; and the level of trust it has reached, from intact bytes to the verdict on chain.
 */

import { inputChecks } from '../checks.ts'
import type { DocumentRecord, Dossier, StatementField } from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraDocuments } from '../programmes/fictraDocuments.ts'
import { flag, instant, isoDate } from '../shapes.ts'
import { type Comparison, compareDocuments, tryDecimal } from './comparisons.ts'
import { isAuthentic } from './documentChecks.ts'
import { documentShape, dossierShape } from './dossierShape.ts'
import { scoreErrors } from './verificationScore.ts'

export const validationTiers = ['structural', 'logical', 'crossSource'] as const
export type ValidationTier = (typeof validationTiers)[number]

export interface Validation {
  /** As the document's lifecycle has them. */
  readonly state: 'validated' | 'invalid' | 'inconclusive'
  /** The tier that did not hold; null when all did. */
  readonly failedAt: ValidationTier | null
  readonly findings: readonly string[]
}

const check = inputChecks(scoreErrors.SCORE_INPUT_INVALID)

/**
 * Validates one document of a dossier. What is malformed or impossible is invalid; what only disagrees with others is inconclusive,
 * since either may be right.
 * @param submittedOn ISO date on which it came in
 * @throws SCORE_INPUT_INVALID
 */
export function validateDocument(
  document: DocumentRecord,
  dossier: Dossier,
  submittedOn: string,
  parameters: ParameterSet,
): Validation {
  const shape = { document: documentShape, dossier: dossierShape, submittedOn: isoDate }
  check.all({ document, dossier, submittedOn }, shape)
  const structural = structuralFindings(document, parameters)
  if (structural.length > 0) return { state: 'invalid', failedAt: 'structural', findings: structural }
  const logical = logicalFindings(document, submittedOn)
  if (logical.length > 0) return { state: 'invalid', failedAt: 'logical', findings: logical }
  const disagreeing = compareDocuments(dossier, parameters)
    .filter(({ documentId, agrees }) => documentId === document.documentId && !agrees)
    .map(({ field, stated, reference }) => `${field}: ${stated} instead of ${reference}`)
  if (disagreeing.length > 0) return { state: 'inconclusive', failedAt: 'crossSource', findings: disagreeing }
  return { state: 'validated', failedAt: null, findings: [] }
}

export interface ConfirmationWindow {
  /** From then on a document without an answer may be called inconclusive. */
  readonly patientUntil: Date
  /** Then it is. */
  readonly inconclusiveFrom: Date
}

/** How long an outside source has to confirm a document, from when it was asked. @throws SCORE_INPUT_INVALID */
export function confirmationWindow(askedAt: Date, parameters: ParameterSet): ConfirmationWindow {
  check.all({ askedAt }, { askedAt: instant })
  const { least, most } = parameters.get(fictraDocuments.confirmationHours)
  const after = (hours: number) => new Date(askedAt.getTime() + hours * 3_600_000)
  return { patientUntil: after(least), inconclusiveFrom: after(most) }
}

function structuralFindings(document: DocumentRecord, parameters: ParameterSet): readonly string[] {
  const stated = new Set(document.statements.map(({ field }) => field))
  const missing = parameters
    .get(fictraDocuments.requiredStatements)
    .filter(({ kind, field }) => kind === document.kind && !stated.has(field))
    .map(({ field }) => `${field} is missing`)
  return document.signature === 'invalid' ? ['the signature does not fit the bytes', ...missing] : missing
}

/** Fields that hold a decimal; a quantity or a value of nothing is no delivery. */
const amounts: readonly StatementField[] = ['quantityTonnes', 'invoiceValue']

function logicalFindings(document: DocumentRecord, submittedOn: string): readonly string[] {
  const valuesOf = (field: StatementField) =>
    document.statements.filter((statement) => statement.field === field).map(({ value }) => value)
  const findings: string[] = []
  if (document.issuedOn > submittedOn) findings.push(`issued on ${document.issuedOn}, after it came in`)
  for (const field of amounts) {
    for (const value of valuesOf(field))
      if (tryDecimal(value)?.greaterThan(0) !== true) findings.push(`${field}: ${value} is not above zero`)
  }
  for (const arrival of valuesOf('arrivedOn')) {
    for (const departure of [...valuesOf('shippedOn'), ...valuesOf('departedOn')]) {
      if (departure > arrival) findings.push(`arrived on ${arrival}, before ${departure}`)
    }
  }
  const [load, discharge] = [valuesOf('loadPort')[0], valuesOf('dischargePort')[0]]
  if (load !== undefined && load === discharge) findings.push(`loaded and discharged in ${load}`)
  return findings
}

/** 0 none, 1 integrity, 2 issuer authentication, 3 consistency, 4 external corroboration, 5 consensus on chain. */
export type DocumentLevel = 0 | 1 | 2 | 3 | 4 | 5

/**
 * The level a document has reached; each asks for all below it.
 * @param onChain whether the committee's verdict on the case approves, in whole or in part
 * @throws SCORE_INPUT_INVALID
 */
export function documentLevel(
  document: DocumentRecord,
  dossier: Dossier,
  onChain: boolean,
  parameters: ParameterSet,
): DocumentLevel {
  const shape = { document: documentShape, dossier: dossierShape, onChain: flag }
  check.all({ document, dossier, onChain }, shape)
  if (document.signature === 'invalid') return 0
  if (!isAuthentic(document)) return 1
  const comparisons = compareDocuments(dossier, parameters)
  const own = comparisons.filter(({ documentId }) => documentId === document.documentId)
  if (own.some(({ agrees }) => !agrees)) return 2
  if (!isCorroborated(document, dossier, comparisons)) return 3
  return onChain ? 5 : 4
}

/** Another authentic issuer states at least one of the document's fields and agrees. */
function isCorroborated(document: DocumentRecord, dossier: Dossier, comparisons: readonly Comparison[]): boolean {
  const fields = new Set(document.statements.map(({ field }) => field))
  const disagreeing = new Set(
    comparisons.flatMap(({ agrees, documentId, field }) => (agrees ? [] : [`${documentId} ${field}`])),
  )
  return dossier.documents.some(
    (other) =>
      other.issuer.name !== document.issuer.name &&
      isAuthentic(other) &&
      other.statements.some(({ field }) => fields.has(field) && !disagreeing.has(`${other.documentId} ${field}`)),
  )
}
