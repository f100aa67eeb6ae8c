/**
 * What a dossier must be before rules read it. Evidence is never bad input: whatever text a document states is taken and may
 * disagree; that a document has a kind, an issuer and statements is the work of its parser.
 */
import { commodityCategories } from '../assetClasses.ts'
import {
  type CaseContext,
  type ContractedDelivery,
  type CustodyStep,
  type DocumentRecord,
  type Dossier,
  documentKinds,
  type Issuer,
  issuerTypes,
  type NodePolicy,
  type RegulatoryDuty,
  type Statement,
  statementFields,
} from '../dossier.ts'
import { decimalText, evidence, fields, flag, list, oneOf, orNull, text, whole } from '../shapes.ts'

const contracted = fields<ContractedDelivery>({
  tradeId: text,
  category: oneOf(commodityCategories),
  hsCode: text,
  quantityTonnes: decimalText,
  valuePt: decimalText,
  originCountry: text,
  productionSiteCountry: text,
  loadPort: text,
  dischargePort: text,
  highRisk: flag,
  highValue: flag,
  perishable: flag,
})
const context = fields<CaseContext>({ sellerVerified: whole(), sellerFailed: whole(), volatilityRatio: decimalText })
const custodyStep = fields<CustodyStep>({
  sequence: whole(),
  checkpoint: evidence,
  at: orNull(evidence),
  documentId: orNull(text),
})
const duty = fields<RegulatoryDuty>({ duty: text, metBy: oneOf(documentKinds) })
const issuer = fields<Issuer>({ name: evidence, country: evidence, type: oneOf(issuerTypes), recognised: flag })
const statement = fields<Statement>({ field: oneOf(statementFields), value: evidence })

export const documentShape = fields<DocumentRecord>({
  documentId: text,
  sha256: text,
  parser: text,
  kind: oneOf(documentKinds),
  number: evidence,
  issuer,
  issuedOn: evidence,
  signature: oneOf(['verified', 'absent', 'invalid']),
  issuerKey: orNull(text),
  statements: list(statement),
  measuredSha256: orNull(text),
})

export const dossierShape = fields<Dossier>({
  caseId: text,
  round: whole(1),
  propositionTonnes: decimalText,
  contracted,
  context,
  requiredDocuments: list(oneOf(documentKinds)),
  custody: list(custodyStep),
  duties: list(duty),
  documents: list(documentShape),
})

export const nodePolicyShape = fields<NodePolicy>({
  nodeIndex: whole(),
  type: oneOf(issuerTypes),
  jurisdiction: text,
  reliesOn: list(text),
})
