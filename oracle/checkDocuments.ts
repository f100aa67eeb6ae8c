/**
 * The documents themselves. A node takes neither digest nor statements nor the outcome of a signature from the server: it fetches the
 * bytes of every document of its case, hashes them, reads them again and checks the issuer's signature by the key the leaf commits to.
 */
import { createHash } from 'node:crypto'
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import type { CaseFile, DocumentReading } from '@assay/protocol/caseFile.ts'
import { verifyDetached } from '@assay/protocol/detachedSignature.ts'
import { formatOf, readAgain } from '@assay/reading/documents/readAgain.ts'
import { ApiProblem } from '@assay/sdk/problem.ts'
import { documentsOf, same } from './checkCaseFile.ts'
import { checkIssuer } from './checkIssuer.ts'
import { fetchParameters } from './fetchParameters.ts'
import type { Node } from './node.ts'

/** Documents of a case in memory at a time. */
const documentsAtOnce = 4

/** A problem is longer than the shortest documents, and says whether to ask again. */
const problemBytesMost = 65_536

/** Looks at a document's bytes. @throws ORACLE_DOSSIER_REFUSED */
export type DocumentCheck = (of: CheckedDocument) => Promise<void>

export interface CheckedDocument {
  readonly node: Node
  readonly record: DocumentRecord
  readonly reading: DocumentReading
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
  const readings = new Map(file.evidence.map(({ documentId, reading }) => [documentId, reading]))
  const waiting = [...documentsOf(file)]
  const work = async () => {
    for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
      const reading = readings.get(record.documentId) ?? null
      if (reading === null) refuse(record, 'reading', 'nothing', 'a document that exists')
      else await check({ node, record, reading, parameters })
    }
  }
  const workers = Array.from({ length: documentsAtOnce }, work)
  try {
    await Promise.all(workers)
  } finally {
    // After a refusal nobody begins another document; those under way are waited for, so that none outlives its case.
    waiting.length = 0
    await Promise.allSettled(workers)
  }
}

/** The whole check of one document. */
export const checkDocument: DocumentCheck = async ({ node, record, reading, parameters }) => {
  const bytes = await fetchBytes(node, record, reading)
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
  if (difference !== null) refuse(record, difference.member, difference.found, difference.expected)
}

/** The bytes that the leaf commits to, and no others. */
export async function fetchBytes(node: Node, record: DocumentRecord, { sizeBytes }: DocumentReading) {
  const limitBytes = formatOf(record)?.limitBytes ?? 0
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1 || sizeBytes > limitBytes)
    refuse(record, 'size', sizeBytes, `at most ${limitBytes} bytes`)
  let bytes: Uint8Array
  try {
    bytes = await node.api.download(`/documents/${record.documentId}/content`, undefined, {
      answerLimitBytes: Math.max(sizeBytes, problemBytesMost),
    })
  } catch (error) {
    // What may pass is tried again; a document that is kept from the node is refused like a false one.
    if (!(error instanceof ApiProblem) || error.retryable || error.status === 401) throw error
    return refuse(record, 'bytes', error.code, record.sha256)
  }
  same(`size of document ${record.documentId}`, bytes.length, sizeBytes)
  same(`sha256 of document ${record.documentId}`, createHash('sha256').update(bytes).digest('hex'), record.sha256)
  return bytes
}

async function checkSigned(record: DocumentRecord, { signature }: DocumentReading, bytes: Uint8Array): Promise<void> {
  const { issuerKey } = record
  let found: DocumentRecord['signature'] = 'absent'
  if (issuerKey !== null) {
    if (signature === null) refuse(record, 'signature', 'nothing', 'the signature its issuer made')
    else found = (await verifyDetached(bytes, signature, issuerKey)) ? 'verified' : 'invalid'
  }
  same(`signature of document ${record.documentId}`, found, record.signature)
}

function refuse(record: DocumentRecord, member: string, found: unknown, expected: unknown): never {
  same(`${member} of document ${record.documentId}`, found, expected)
  throw new TypeError('a difference has two sides')
}
