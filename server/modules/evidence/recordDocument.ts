import { randomBytes } from 'node:crypto'
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { canMove, move } from '@assay/domain/lifecycle.ts'
import { type DocumentState, documentLifecycle } from '@assay/domain/lifecycles.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import type { ColumnProfile } from '../../reading/documents/columnProfiles.ts'
import { formats, parserOf } from '../../reading/documents/formats.ts'
import type { ParsedDocument } from '../../reading/documents/parsing.ts'
import { recordBatch } from '../assets/index.ts'
import { checkSignature } from './checkSignature.ts'
import { runEffects } from './documentEffects.ts'
import { evidenceErrors } from './errors.ts'
import { documentRecorded } from './events.ts'
import { filedAgain } from './filedAgain.ts'
import { checkDate, type IdentifiedIssuer, identifyIssuer, refuseAsInvalid, usualIssuerType } from './identifyIssuer.ts'
import { lockBytes } from './lockBytes.ts'
import { profileFor } from './profiles.ts'
import { type DocumentRow, readDocument } from './readDocument.ts'
import type { DocumentQuery } from './schema.ts'
import { ownersOfSubject, type Subject } from './subjects.ts'

export type DocumentInput = Static<typeof DocumentQuery> & { readonly mediaType: string }

/**
 * Takes in a document: bytes are hashed, read, checked against lists, their issuer's signature verified, and stored encrypted
 * under their hash, all or nothing. The same bytes for the same subject are one document, however often they are sent.
 * Errors: DOCUMENT_EMPTY, DOCUMENT_TOO_LARGE, DOCUMENT_FORMAT_UNKNOWN, DOCUMENT_INVALID, DOCUMENT_ISSUER_UNKNOWN,
 * DOCUMENT_ERASED, PROFILE_NOT_FOUND, SIGNATURE_MALFORMED, SUBJECT_NOT_FOUND.
 */
export async function recordDocument(
  context: CommandContext,
  input: DocumentInput,
  bytes: Uint8Array,
): Promise<DocumentRow> {
  const format = formats[input.format]
  if (bytes.length === 0) throw evidenceErrors.DOCUMENT_EMPTY({ fileName: input.fileName })
  if (bytes.length > format.limitBytes) {
    throw evidenceErrors.DOCUMENT_TOO_LARGE({ sizeBytes: bytes.length, limitBytes: format.limitBytes })
  }
  if (!format.kinds.includes(input.kind)) {
    const allowed = Object.entries(formats).filter(([, { kinds }]) => kinds.includes(input.kind))
    throw evidenceErrors.DOCUMENT_FORMAT_UNKNOWN({
      kind: input.kind,
      format: input.format,
      allowed: allowed.map(([name]) => name),
    })
  }
  const subject: Subject = { kind: input.subjectKind, id: input.subjectId }
  if ((await ownersOfSubject(context.db, subject)) === null) {
    throw evidenceErrors.SUBJECT_NOT_FOUND({ subjectKind: subject.kind, subjectId: subject.id })
  }
  const profile = await profileFor(context.db, input.format, input.profile, context.actor.partyId)
  const parsed = refuseAsInvalid(() =>
    format.parse({
      file: input.fileName,
      bytes,
      kind: input.kind,
      mode: input.mode ?? 'refuse',
      parameters: context.parameters,
      receivedOn: context.now.toISOString().slice(0, 10),
      ...(subject.kind === 'market' ? { market: subject.id } : {}),
      ...(profile === undefined ? {} : { profile }),
      ...(input.vesselImo === undefined ? {} : { vesselImo: input.vesselImo }),
    }),
  )
  const read = await identify(context, input, bytes, parsed)
  return storeDocument(context, input, read, profile ?? null, null)
}

/** A document that can be stored: nothing about it is left to refuse. */
export interface IdentifiedDocument {
  readonly bytes: Uint8Array
  readonly parsed: ParsedDocument
  readonly issuer: IdentifiedIssuer
  readonly issuedOn: string
}

/** Checks issuer and date of what was read. Errors: DOCUMENT_INVALID, DOCUMENT_ISSUER_UNKNOWN. */
export async function identify(
  context: CommandContext,
  input: DocumentInput,
  bytes: Uint8Array,
  parsed: ParsedDocument,
): Promise<IdentifiedDocument> {
  const issuer = await identifyIssuer(context, input, parsed)
  return { bytes, parsed, issuer, issuedOn: checkDate(context, input, parsed) }
}

/** Checks the signature, and stores. Errors: DOCUMENT_FILED_OTHERWISE, DOCUMENT_ERASED. */
export async function storeDocument(
  context: CommandContext,
  input: DocumentInput,
  { bytes, parsed, issuer, issuedOn }: IdentifiedDocument,
  profile: ColumnProfile | null,
  batchId: string | null,
): Promise<DocumentRow> {
  const checked = await checkSignature(bytes, input.signature, issuer.register)
  await lockBytes(context, [bytes])
  const sha256 = await context.files.put(bytes)
  const meant = {
    format: input.format,
    profile: profile?.name ?? null,
    issuer_name: issuer.name,
    issuer_country: issuer.country,
    issuer_type: issuer.register?.type ?? usualIssuerType[input.kind],
    issuer_recognised: issuer.recognised,
    signature: checked.signature,
    issuer_key: checked.issuerKey,
    signature_jws: input.signature ?? null,
    measured_sha256: parsed.measuredSha256 ?? null,
    state: stateAfter(checked.signature),
    issued_on: issuedOn,
  }
  const existing = await findSame(context, input, sha256)
  if (existing !== null) {
    const statements = parsed.statements as unknown as JsonValue
    return filedAgain(context, existing, { ...meant, statements, mmsi: parsed.details.mmsi ?? null })
  }
  const quarantineId = parsed.refusedRows.length > 0 ? context.newId() : batchId
  if (parsed.refusedRows.length > 0 && quarantineId !== null) {
    const of = { kind: 'rows', fileName: input.fileName, mode: 'quarantine' } as const
    await recordBatch(context, quarantineId, of, 1, parsed.refusedRows)
  }
  const { subjectKind, subjectId, kind } = input
  const id = context.newId()
  await context.db
    .insertInto('documents')
    .values({
      ...meant,
      id,
      subject_kind: subjectKind,
      subject_id: subjectId,
      kind,
      parser: parserOf(input.format, profile),
      file_name: input.fileName,
      media_type: input.mediaType,
      size_bytes: bytes.length,
      sha256,
      salt: randomBytes(32).toString('hex'),
      number: parsed.number.slice(0, 200),
      statements: JSON.stringify(parsed.statements),
      content_sha256: parsed.contentSha256 ?? null,
      details: JSON.stringify(parsed.details),
      batch_id: quarantineId,
      submitted_by: context.actor.partyId,
      submitted_at: context.now,
    })
    .execute()
  const subject = { kind: subjectKind, id: subjectId }
  await runEffects(context, { documentId: id, subject, kind, parsed, issuerName: issuer.name })
  await context.emit(documentRecorded({ documentId: id, subjectKind, subjectId, kind }))
  return readDocument(context.db, id)
}

function stateAfter(signature: DocumentRecord['signature']): DocumentState {
  const hashed = move(documentLifecycle, documentLifecycle.initial, 'hash') as DocumentState
  return canMove(documentLifecycle, hashed, 'validate')
    ? move(documentLifecycle, hashed, signature === 'invalid' ? 'invalidate' : 'validate')
    : hashed
}

async function findSame(context: CommandContext, input: DocumentInput, sha256: string): Promise<DocumentRow | null> {
  const row = await context.db
    .selectFrom('documents')
    .select(['id', 'erased_at'])
    .where('subject_kind', '=', input.subjectKind)
    .where('subject_id', '=', input.subjectId)
    .where('kind', '=', input.kind)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.erased_at !== null) throw evidenceErrors.DOCUMENT_ERASED({ documentId: row.id })
  return readDocument(context.db, row.id)
}
