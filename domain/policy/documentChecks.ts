/** What can be said of the documents of a dossier: authenticity, completeness, sources, custody, duties (domain.md 2.2, 2.4). */

import { type Exact, exact, roundDown } from '../decimal.ts'
import {
  type DocumentKind,
  type DocumentRecord,
  type Dossier,
  type Issuer,
  issuerTypes,
  type StatementField,
} from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEvidence } from '../programmes/fictraEvidence.ts'

/** Kinds whose issuers are primary sources: carrier, customs, inspector (2.4). */
const primaryKinds: readonly DocumentKind[] = [
  'billOfLading',
  'exportDeclaration',
  'inspectionCertificate',
  'quantitySurvey',
]
/** Kinds whose issuers are secondary sources: tracking, insurance, storage, settlement. */
const secondaryKinds: readonly DocumentKind[] = ['vesselTrack', 'insuranceCertificate', 'warehouseReceipt']

/** A share in points from 0 to 100, rounded down to four decimals; 0 when there is nothing to divide by. */
export function pointsDown(part: number, whole: number): Exact {
  if (whole === 0) return exact(0n)
  return roundDown(
    exact(BigInt(part))
      .times(100)
      .div(exact(BigInt(whole))),
    4,
  )
}

/** A document with an invalid signature proves nothing and is left out of every count. */
export function usableDocuments(dossier: Dossier): readonly DocumentRecord[] {
  return dossier.documents
    .filter(({ signature }) => signature !== 'invalid')
    .toSorted((a, b) => compareText(a.documentId, b.documentId))
}

/** Signed by its issuer, and the issuer is one the register knows. */
export function isAuthentic(document: DocumentRecord): boolean {
  return document.signature === 'verified' && document.issuer.recognised
}

/** At least one of the two: enough to count as a source. */
function isCredible(document: DocumentRecord): boolean {
  return document.signature === 'verified' || document.issuer.recognised
}

export interface RequirementCheck {
  readonly kind: DocumentKind
  /** The document that meets it best; null when none does. */
  readonly documentId: string | null
  readonly score: Exact
  readonly authentic: boolean
}

/** Each required document with the best that the dossier has for it: full, half or no score. */
export function checkRequirements(dossier: Dossier, parameters: ParameterSet): readonly RequirementCheck[] {
  const { full, half } = parameters.get(fictraEvidence.documentScores)
  const usable = usableDocuments(dossier)
  return dossier.requiredDocuments.map((kind) => {
    const candidates = usable.filter((document) => document.kind === kind)
    const best = candidates.find(isAuthentic) ?? candidates.find(isCredible) ?? candidates[0]
    if (best === undefined) return { kind, documentId: null, score: exact(0n), authentic: false }
    const authentic = isAuthentic(best)
    return {
      kind,
      documentId: best.documentId,
      score: authentic ? full : isCredible(best) ? half : exact(0n),
      authentic,
    }
  })
}

export interface CustodyCheck {
  readonly declared: number
  /** Checkpoints that no usable document proves. */
  readonly undocumented: readonly string[]
}

export function checkCustody(dossier: Dossier): CustodyCheck {
  const usable = new Set(usableDocuments(dossier).map(({ documentId }) => documentId))
  const undocumented = dossier.custody.filter(({ documentId }) => documentId === null || !usable.has(documentId))
  return { declared: dossier.custody.length, undocumented: undocumented.map(({ checkpoint }) => checkpoint) }
}

export interface DutyCheck {
  readonly total: number
  readonly unmet: readonly string[]
}

/** A duty is met by a credible document of its kind. */
export function checkDuties(dossier: Dossier): DutyCheck {
  const kinds = new Set(
    usableDocuments(dossier)
      .filter(isCredible)
      .map(({ kind }) => kind),
  )
  const unmet = dossier.duties.filter(({ metBy }) => !kinds.has(metBy))
  return { total: dossier.duties.length, unmet: unmet.map(({ duty }) => duty) }
}

/** Kinds of issuer behind the credible documents, of the five that exist. */
export function sourceDiversity(dossier: Dossier): { readonly present: number; readonly of: number } {
  const types = new Set(
    usableDocuments(dossier)
      .filter(isCredible)
      .map(({ issuer }) => issuer.type),
  )
  return { present: types.size, of: issuerTypes.length }
}

export interface SourceCounts {
  readonly all: number
  readonly primary: number
  readonly secondary: number
  readonly quantity: number
  readonly origin: number
  readonly quality: number
}

/** Distinct issuers behind the credible documents, by what they attest. */
export function countSources(dossier: Dossier): SourceCounts {
  const credible = usableDocuments(dossier).filter(isCredible)
  const issuersOf = (documents: readonly DocumentRecord[]) =>
    new Set(documents.map(({ issuer }) => issuerKey(issuer))).size
  const stating = (...fields: readonly StatementField[]) =>
    issuersOf(credible.filter(({ statements }) => statements.some(({ field }) => fields.includes(field))))
  return {
    all: issuersOf(credible),
    primary: issuersOf(credible.filter(({ kind }) => primaryKinds.includes(kind))),
    secondary: issuersOf(credible.filter(({ kind }) => secondaryKinds.includes(kind))),
    quantity: stating('quantityTonnes'),
    origin: stating('originCountry', 'productionSiteCountry'),
    quality: stating('moisturePercent', 'grade'),
  }
}

/** Letters and digits alone, upper case: two spellings of one name are one. */
export function normalName(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')
}

export function issuerKey({ name, country }: Issuer): string {
  return `${normalName(name)}/${country.toUpperCase()}`
}

/** Order by code points, the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
