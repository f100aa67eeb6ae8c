import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { same } from './checkCaseFile.ts'
import type { OracleConfig } from './config.ts'

/**
 * Compares what a record says of its issuer with the operator's own register of issuers. Without one the register of the installation
 * counts, whose word stands in the leaf. With one it is the whole of what this node recognises: an issuer that is not in it must count
 * as unknown, and a signature must be by the key that is in it.
 * @throws ORACLE_DOSSIER_REFUSED
 */
export function checkIssuer(record: DocumentRecord, issuers: OracleConfig['issuers']): void {
  if (issuers === null) return
  const { documentId, issuer, issuerKey, kind } = record
  const own = issuers.find(
    ({ name, country }) => name.toLowerCase() === issuer.name.toLowerCase() && country === issuer.country,
  )
  same(`recognition of document ${documentId}`, own?.documentKinds.includes(kind) ?? false, issuer.recognised)
  if (own !== undefined) same(`type of the issuer of document ${documentId}`, issuer.type, own.type)
  if (issuerKey !== null) same(`issuer's key of document ${documentId}`, issuerKey, own?.key ?? 'none')
}
