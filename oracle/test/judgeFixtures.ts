/**
 * The judge for documents that tests file without a published form (server/modules/evidence/fixtures.ts): their bytes are fetched and
 * hashed like all others, and are the canonical JSON of what the record states. Any other document is checked as by every node.
 */
import { canonicalJson } from '@assay/protocol/canonicalJson.ts'
import { same } from '../checkCaseFile.ts'
import { checkDocument } from '../checkDocuments.ts'
import { judgeWith } from '../judgeCase.ts'
import type { Judge } from '../node.ts'

export const judgeFixtures: Judge = judgeWith(async (of) => {
  const { record, bytes } = of
  if (record.parser !== 'certificate-json/1') return checkDocument(of)
  const { documentId, kind, statements } = record
  const stated = canonicalJson({ documentId, kind, statements: statements.map((each) => ({ ...each })) })
  same('bytes', new TextDecoder().decode(bytes), stated)
})
