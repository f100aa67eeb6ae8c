/**
 * The documents themselves. A node takes neither digest nor statements nor the outcome of a signature from the server: it fetches the
 * bytes of every document of its case, hashes them, reads them again and checks the issuer's signature by the key the leaf commits to.
 */
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import type { CaseFile, DocumentReading } from '@assay/protocol/caseFile.ts'
import { verifyDetached } from '@assay/protocol/detachedSignature.ts'
import { formatOf, readAgain } from '@assay/reading/documents/readAgain.ts'
import { refuse, same } from './checkCaseFile.ts'
import { checkIssuer } from './checkIssuer.ts'
import { type FetchedDocument, fetchDocuments } from './fetchDocuments.ts'
import { fetchParameters } from './fetchParameters.ts'
import type { Node } from './node.ts'

/** Looks at a document's bytes. @throws ORACLE_DOSSIER_REFUSED */
export type DocumentCheck = (of: CheckedDocument) => Promise<void>

export interface CheckedDocument extends FetchedDocument {
  readonly node: Node
  /** The governed parameters of the case. */
  readonly parameters: ParameterSet
}

/**
 * Checks every document of a case file whose leaves were checked before.
 * @throws ORACLE_DOSSIER_REFUSED naming the document; ApiProblem, or what `fetch` throws, when it cannot be had now
 */
export async function checkDocuments(
  node: Node,
  file: CaseFile,
  parameters: ParameterSet,
  check: DocumentCheck,
): Promise<void> {
  for await (const document of fetchDocuments(node, file)) await check({ ...document, node, parameters })
}

/** The whole check of one document. */
export const checkDocument: DocumentCheck = async ({ node, record, reading, bytes, parameters }) => {
  await checkSigned(record, reading, bytes)
  checkIssuer(record, node.config.issuers)
  const governed = formatOf(record)?.governed === true
  const difference = readAgain({
    record,
    bytes,
    profile: reading.profile,
    parameters: governed ? await fetchParameters(node.api, reading.receivedAt) : parameters,
    receivedOn: reading.receivedAt.slice(0, 10),
  })
  if (difference === null) return
  refuse(`${difference.member} of document ${record.documentId}`, difference.found, difference.expected)
}

async function checkSigned(record: DocumentRecord, { signature }: DocumentReading, bytes: Uint8Array): Promise<void> {
  const { documentId, issuerKey } = record
  let found: DocumentRecord['signature'] = 'absent'
  if (issuerKey !== null) {
    if (signature === null) refuse(`signature of document ${documentId}`, 'nothing', 'the signature its issuer made')
    found = (await verifyDetached(bytes, signature, issuerKey)) ? 'verified' : 'invalid'
  }
  same(`signature of document ${documentId}`, found, record.signature)
}
