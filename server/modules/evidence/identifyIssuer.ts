/** Who issued a document and when, from what the parser read and what the caller adds. */

import type { DocumentKind, IssuerType } from '@assay/domain/dossier.ts'
import type { CommandContext } from '../../module.ts'
import { isCountry } from '../../reading/codes/countryCodes.ts'
import { documentProblems } from '../../reading/documents/documentProblems.ts'
import { readIsoDate } from '../../reading/documents/isoDate.ts'
import type { ParsedDocument } from '../../reading/documents/parsing.ts'
import { type InputProblem, InputRefused, problemsShownMost } from '../../reading/problems.ts'
import { findIssuer, type IssuerRecord } from '../parties/index.ts'
import { evidenceErrors } from './errors.ts'
import type { DocumentInput } from './recordDocument.ts'

/** Problems found by a parser become one error of the API. */
export function refuseAsInvalid<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    throw invalid(error.problems)
  }
}

/** Errors: DOCUMENT_INVALID, with at most as many problems as an answer shows. */
export function invalid(problems: readonly InputProblem[]) {
  return evidenceErrors.DOCUMENT_INVALID({ problems: problems.slice(0, problemsShownMost), count: problems.length })
}

export interface IdentifiedIssuer {
  readonly name: string
  readonly country: string
  readonly register: IssuerRecord | null
  readonly recognised: boolean
}

/** The document's own word comes first; the caller's only when it is silent. An issuer of another country than the register's
 *  is not the one it knows. */
export async function identifyIssuer(
  context: CommandContext,
  input: DocumentInput,
  parsed: ParsedDocument,
): Promise<IdentifiedIssuer> {
  const name = (parsed.issuer?.name ?? input.issuer ?? '').trim()
  if (name === '') throw evidenceErrors.DOCUMENT_ISSUER_UNKNOWN({ field: 'issuer' })
  const found = await findIssuer(context.db, name)
  const country = parsed.issuer?.country ?? input.issuerCountry ?? found?.country
  if (country === undefined) throw evidenceErrors.DOCUMENT_ISSUER_UNKNOWN({ field: 'issuerCountry', issuer: name })
  if (!isCountry(country)) {
    throw invalid([documentProblems.COUNTRY_UNKNOWN(input.fileName, { pointer: '/issuer/country', given: country })])
  }
  const register = found !== null && found.country === country ? found : null
  const recognised = register?.documentKinds.includes(input.kind) ?? false
  return { name: register?.name ?? name.slice(0, 200), country, register, recognised }
}

/** The date of issue: the document's own, the caller's, or the day it arrived. Errors: DOCUMENT_INVALID. */
export function checkDate(context: CommandContext, input: DocumentInput, parsed: ParsedDocument): string {
  const today = context.now.toISOString().slice(0, 10)
  const given = parsed.issuedOn ?? input.issuedOn ?? today
  const date = readIsoDate(given)
  if (date === null) throw invalid([documentProblems.DATE_INVALID(input.fileName, { pointer: '/issuedOn', given })])
  if (date > today) throw invalid([documentProblems.ISSUED_IN_FUTURE(input.fileName, { pointer: '/issuedOn', given })])
  return date
}

/** What an issuer that is not in the register counts as: the usual source of the kind (domain.md 4.2, 2.5). */
export const usualIssuerType: Readonly<Record<DocumentKind, IssuerType>> = {
  billOfLading: 'commercial',
  commercialInvoice: 'commercial',
  certificateOfOrigin: 'industry',
  exportDeclaration: 'government',
  inspectionCertificate: 'auditor',
  quantitySurvey: 'auditor',
  phytosanitaryCertificate: 'government',
  insuranceCertificate: 'commercial',
  warehouseReceipt: 'commercial',
  exportLicence: 'government',
  vesselTrack: 'technological',
  sovereignConfirmation: 'government',
  priceSeries: 'technological',
  treeInventory: 'technological',
  billOfMaterials: 'industry',
  monitoringReport: 'auditor',
}
