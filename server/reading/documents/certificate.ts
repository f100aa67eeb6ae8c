/**
 * One shape for the documents that state a few facts and otherwise differ only in who issues them, our own JSON:
 * `assay/certificate/1`. The document names its own kind; the facts are the statements of domain/dossier.ts.
 */
import { type StatementField, statementFields } from '@assay/domain/dossier.ts'
import { documentProblems } from './documentProblems.ts'
import { compileSchema, parseJson, requireSchema } from './jsonDocument.ts'
import { DateMember, type Head, headMembers, headRequired, TextMember } from './jsonFields.ts'
import { Findings, type ParsedDocument, type ParseInput } from './parsing.ts'

export const certificateKinds = [
  'exportDeclaration',
  'inspectionCertificate',
  'phytosanitaryCertificate',
  'insuranceCertificate',
  'warehouseReceipt',
  'exportLicence',
  'sovereignConfirmation',
  'monitoringReport',
] as const

const validate = compileSchema({
  type: 'object',
  required: [...headRequired, 'kind', 'states'],
  additionalProperties: false,
  properties: {
    ...headMembers,
    format: { const: 'assay/certificate/1' },
    kind: { enum: certificateKinds },
    validUntil: DateMember,
    states: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(statementFields.map((field) => [field, TextMember])),
    },
    remarks: { type: 'array', maxItems: 50, items: TextMember },
  },
})

interface Certificate extends Head {
  readonly kind: string
  readonly validUntil?: string
  readonly states: Readonly<Partial<Record<StatementField, string>>>
}

/** @throws InputRefused */
export function parseCertificate(input: ParseInput): ParsedDocument {
  const { file, bytes, kind } = input
  const certificate = requireSchema<Certificate>(file, parseJson(file, bytes), validate)
  const findings = new Findings(input)
  if (certificate.kind !== kind) {
    findings.add(documentProblems.KIND_MISMATCH(file, { pointer: '/kind', given: certificate.kind }))
  }
  for (const field of statementFields) findings.state(field, certificate.states[field], { pointer: `/states/${field}` })
  findings.look('shippedOn', certificate.validUntil, { pointer: '/validUntil' })
  if (certificate.validUntil !== undefined && certificate.validUntil < certificate.issuedOn) {
    findings.add(documentProblems.DATES_OUT_OF_ORDER(file, { pointer: '/validUntil', given: certificate.validUntil }))
  }
  return {
    number: certificate.number,
    issuedOn: certificate.issuedOn,
    issuer: certificate.issuer,
    statements: findings.finish(),
    details: certificate.validUntil === undefined ? {} : { validUntil: certificate.validUntil },
    refusedRows: [],
  }
}
