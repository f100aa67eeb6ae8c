/** For tests to the right: documents as evidence stores them; how it reads files is its own tests' matter. */
import { createHash } from 'node:crypto'
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { canonicalBytes } from '@assay/protocol/canonicalJson.ts'
import type { CommandContext } from '../../module.ts'
import { usualIssuerType } from './identifyIssuer.ts'
import { recordDocument } from './recordDocument.ts'
import type { Subject } from './subjects.ts'

/** Stores a document that says what `of` says, without a published form: `oracle/test/judgeFixtures.ts` reads it. */
export async function fileRecord(
  context: CommandContext,
  subject: Subject,
  of: Pick<DocumentRecord, 'kind'> & Partial<Omit<DocumentRecord, 'kind'>>,
): Promise<string> {
  const id = of.documentId ?? context.newId()
  const digest = (text: string) => createHash('sha256').update(text).digest('hex')
  const issuer = { name: 'Example Surveyors', country: 'EE', type: usualIssuerType[of.kind], recognised: true }
  const { name, country, type, recognised } = of.issuer ?? issuer
  const statements = (of.statements ?? []).map((each) => ({ ...each }))
  const bytes = canonicalBytes({ documentId: id, kind: of.kind, statements })
  const sha256 = of.sha256 ?? (await context.files.put(bytes))
  await context.db
    .insertInto('documents')
    .values({
      id,
      subject_kind: subject.kind,
      subject_id: subject.id,
      kind: of.kind,
      format: 'certificate-json',
      parser: of.parser ?? 'certificate-json/1',
      file_name: `${of.kind}.json`,
      media_type: 'application/json',
      size_bytes: bytes.length,
      sha256,
      salt: digest(`salt ${id}`),
      number: of.number ?? 'NO-1',
      issued_on: of.issuedOn ?? '2025-09-02',
      issuer_name: name,
      issuer_country: country,
      issuer_type: type,
      issuer_recognised: recognised,
      signature: of.signature ?? 'verified',
      statements: JSON.stringify(statements),
      measured_sha256: of.measuredSha256 ?? null,
      details: '{}',
      state: 'validated',
      submitted_at: context.now,
    })
    .execute()
  return id
}

/** Files a bill of materials for a building, read from real bytes; the building has its lines from then on. */
export async function fileBill(
  context: CommandContext,
  buildingId: string,
  lines: readonly { readonly section: string; readonly material: string; readonly massKg: string }[],
  of: { readonly house?: string; readonly lineEnd?: string } = {},
): Promise<string> {
  // Identical houses have bills of their own: their sections are named after them.
  const rows = lines.map(
    ({ section, material, massKg }) => `${section} of ${of.house ?? buildingId},${material},${massKg}`,
  )
  const { id } = await recordDocument(
    context,
    {
      ...{ subjectKind: 'building', subjectId: buildingId, kind: 'billOfMaterials', format: 'bill-of-materials-csv' },
      ...{ fileName: 'bill.csv', mediaType: 'text/csv', issuedOn: '2025-09-02' },
      ...{ issuer: 'Example Builders', issuerCountry: 'EE' },
    },
    new TextEncoder().encode(['section,material,massKg', ...rows, ''].join(of.lineEnd ?? '\n')),
  )
  return id
}
