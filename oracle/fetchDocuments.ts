/**
 * The bytes of a case's documents. Most come together, a few answers for a case, since each answer is a transaction that records who was
 * shown what; a document that is too large for that is asked for by itself.
 */
import { createHash } from 'node:crypto'
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import type { CaseFile, DocumentReading } from '@assay/protocol/caseFile.ts'
import { formatOf } from '@assay/reading/documents/readAgain.ts'
import { ApiProblem } from '@assay/sdk/problem.ts'
import { documentsOf, refuse, same } from './checkCaseFile.ts'
import type { Node } from './node.ts'

/** Documents in one answer; it ends earlier when they are large. */
const togetherMost = 200

/** A problem is longer than the shortest documents, and says whether to ask again. */
const problemBytesMost = 65_536

/** A document as the case file tells of it. */
export interface ToldDocument {
  readonly record: DocumentRecord
  readonly reading: DocumentReading
}

export interface FetchedDocument extends ToldDocument {
  /** The bytes that the leaf commits to, and no others. */
  readonly bytes: Uint8Array
}

/**
 * Every document of a case file whose leaves were checked before, one after the other: one answer of them is in memory at a time.
 * @throws ORACLE_DOSSIER_REFUSED naming the document; ApiProblem, or what `fetch` throws, when it cannot be had now
 */
export async function* fetchDocuments(node: Node, file: CaseFile): AsyncGenerator<FetchedDocument> {
  const waiting = documentsToldBy(file)
  try {
    for await (const { documentId, content } of listDocuments(node, file)) {
      const told = waiting.get(documentId)
      // Of the case, and each once: then the list has an end.
      if (told === undefined) refuse(`document ${documentId}`, 'shown', 'not asked for')
      waiting.delete(documentId)
      yield checked(told, Buffer.from(String(content), 'base64'))
    }
  } catch (error) {
    refuseWithheld('documents of the case', error, 'all of them')
  }
  for (const told of waiting.values()) yield checked(told, await download(node, told))
}

function listDocuments({ api }: Node, { caseId }: CaseFile) {
  return api.list<{ documentId: string; content: string }>(`/cases/${caseId}/documents`, { limit: togetherMost })
}

/** By id. @throws ORACLE_DOSSIER_REFUSED for one that does not exist any more, or is larger than its format allows */
function documentsToldBy(file: CaseFile): Map<string, ToldDocument> {
  const readings = new Map(file.evidence.map(({ documentId, reading }) => [documentId, reading]))
  return new Map(
    documentsOf(file).map((record) => {
      const { documentId } = record
      const reading = readings.get(documentId) ?? null
      if (reading === null) refuse(`reading of document ${documentId}`, 'nothing', 'a document that exists')
      const { sizeBytes } = reading
      const limitBytes = formatOf(record)?.limitBytes ?? 0
      if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1 || sizeBytes > limitBytes)
        refuse(`size of document ${documentId}`, sizeBytes, `at most ${limitBytes} bytes`)
      return [documentId, { record, reading }]
    }),
  )
}

async function download({ api }: Node, { record, reading }: ToldDocument): Promise<Uint8Array> {
  const answerLimitBytes = Math.max(reading.sizeBytes, problemBytesMost)
  try {
    return await api.download(`/documents/${record.documentId}/content`, undefined, { answerLimitBytes })
  } catch (error) {
    return refuseWithheld(`bytes of document ${record.documentId}`, error, record.sha256)
  }
}

function checked(told: ToldDocument, bytes: Uint8Array): FetchedDocument {
  const { documentId, sha256 } = told.record
  same(`size of document ${documentId}`, bytes.length, told.reading.sizeBytes)
  same(`sha256 of document ${documentId}`, createHash('sha256').update(bytes).digest('hex'), sha256)
  return { ...told, bytes }
}

/** What may pass is tried again, and a round that is over asks for nothing; what is kept from the node is refused like a false one. */
function refuseWithheld(check: string, error: unknown, expected: string): never {
  const withheld = error instanceof ApiProblem && !error.retryable && error.status !== 401 && error.status !== 409
  if (!withheld) throw error
  refuse(check, error.code, expected)
}
