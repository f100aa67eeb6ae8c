/**
 * The dossier: what a committee node, the server and the offline verifier see of a case, already normalised. Parsers turn
 * each accepted document into a `DocumentRecord`; every rule of verification reads only this shape.
 */
import type { CommodityCategory } from './assetClasses.ts'

/** Kinds of evidence, domain.md 4.2. */
export const documentKinds = [
  'billOfLading',
  'commercialInvoice',
  'certificateOfOrigin',
  'exportDeclaration',
  'inspectionCertificate',
  'quantitySurvey',
  'phytosanitaryCertificate',
  'insuranceCertificate',
  'warehouseReceipt',
  'exportLicence',
  'vesselTrack',
  'sovereignConfirmation',
  'priceSeries',
  'treeInventory',
  'billOfMaterials',
  'monitoringReport',
] as const
export type DocumentKind = (typeof documentKinds)[number]

/** Kinds of independent source, domain.md 2.5 "Diversity". */
export const issuerTypes = ['government', 'commercial', 'industry', 'technological', 'auditor'] as const
export type IssuerType = (typeof issuerTypes)[number]

export interface Issuer {
  readonly name: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly type: IssuerType
  /** True when the party register knows the issuer as authorised for this kind of document. */
  readonly recognised: boolean
}

/** Fields a document can state. Values are normalised strings: dates ISO 8601, countries alpha-2, ports UN/LOCODE, HS digits
 *  only, masses decimal tonnes, IMO seven digits. */
export const statementFields = [
  'quantityTonnes',
  'hsCode',
  'originCountry',
  'productionSiteCountry',
  'loadPort',
  'dischargePort',
  'vesselImo',
  'shippedOn',
  'departedOn',
  'arrivedOn',
  'seller',
  'buyer',
  'transportDocument',
  'invoiceValue',
  'currency',
  'moisturePercent',
  'grade',
] as const
export type StatementField = (typeof statementFields)[number]

export interface Statement {
  readonly field: StatementField
  readonly value: string
}

export interface DocumentRecord {
  readonly documentId: string
  /** Of the bytes as they came in. */
  readonly sha256: string
  /** Who read the bytes: format, version of its parser and, where columns are mapped, the profile: `dcsa-ebl-3.0/1`. */
  readonly parser: string
  readonly kind: DocumentKind
  readonly number: string
  readonly issuer: Issuer
  /** ISO date. */
  readonly issuedOn: string
  /** Outcome of checking the issuer's signature over the bytes. */
  readonly signature: 'verified' | 'absent' | 'invalid'
  /** The issuer's Ed25519 key the signature was checked by (RFC 8037 `x`); null when there was no signature or no key. */
  readonly issuerKey: string | null
  readonly statements: readonly Statement[]
  /** Digest over the lines a quantification computes with (protocol/measuredLines.ts); null for a document that holds none. */
  readonly measuredSha256: string | null
}

/** One step of the goods' way. Documented when a document of the dossier proves it. */
export interface CustodyStep {
  readonly sequence: number
  readonly checkpoint: string
  readonly at: string | null
  readonly documentId: string | null
}

/** A duty that the law of the route imposes, met by a document of the named kind. */
export interface RegulatoryDuty {
  readonly duty: string
  readonly metBy: DocumentKind
}

/** What the parties contracted; the reports are about this. */
export interface ContractedDelivery {
  readonly tradeId: string
  readonly category: CommodityCategory
  readonly hsCode: string
  readonly quantityTonnes: string
  readonly valuePt: string
  readonly originCountry: string
  readonly productionSiteCountry: string
  readonly loadPort: string
  readonly dischargePort: string
  readonly highRisk: boolean
  readonly highValue: boolean
  readonly perishable: boolean
}

/** Facts of the seller and the market that thresholds and trust depend on; each is a governed datum or a register fact. */
export interface CaseContext {
  /** Verified and failed deliveries of the seller so far, the register's own count plus accepted external record. */
  readonly sellerVerified: number
  readonly sellerFailed: number
  /** Trailing 90-day volatility over its reference, decimal string. */
  readonly volatilityRatio: string
}

export interface Dossier {
  readonly caseId: string
  readonly round: number
  /** The quantity the round asks about, tonnes. */
  readonly propositionTonnes: string
  readonly contracted: ContractedDelivery
  readonly context: CaseContext
  readonly requiredDocuments: readonly DocumentKind[]
  readonly custody: readonly CustodyStep[]
  readonly duties: readonly RegulatoryDuty[]
  readonly documents: readonly DocumentRecord[]
}

/** A node's published policy: which surveys it trusts for the quantity. Its hash is part of the report's justification. */
export interface NodePolicy {
  readonly nodeIndex: number
  readonly type: IssuerType
  /** ISO 3166-1 alpha-2. */
  readonly jurisdiction: string
  /** Names of issuers whose quantity statements the node relies on; empty = all recognised ones. */
  readonly reliesOn: readonly string[]
}
