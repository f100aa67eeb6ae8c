/** Shapes of evidence's API. */
import { documentKinds, issuerTypes, statementFields } from '@assay/domain/dossier.ts'
import { statesOf } from '@assay/domain/lifecycle.ts'
import { documentLifecycle } from '@assay/domain/lifecycles.ts'
import { Type } from 'typebox'
import {
  Bytes32,
  CalendarDate,
  CountryCode,
  Instant,
  Nullable,
  OneOf,
  Sha256,
  Text,
  UnlistedPorts,
  Uuid,
} from '../../fields.ts'
import { PageOf } from '../../page.ts'
import { csvFormats, dateFormats } from '../../reading/documents/columnProfiles.ts'
import { formatNames } from '../../reading/documents/formats.ts'
import { batchModes } from '../../reading/problems.ts'
import { subjectKinds } from './subjects.ts'

export const DocumentParams = Type.Object({ documentId: Uuid })
export const ProofParams = Type.Object({ caseId: Uuid, documentId: Uuid })

const SubjectId = Type.String({
  minLength: 1,
  maxLength: 40,
  pattern: '^([0-9a-f-]{36}|HS:[0-9]{4,6}|[a-zA-Z]{4,20})$',
  description: 'Uuid of the subject; for a market a commodity category or `HS:` and digits.',
  examples: ['0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10'],
})
const ProfileName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', examples: ['fgis-export-grain'] })

const common = {
  subjectKind: OneOf(subjectKinds),
  subjectId: SubjectId,
  fileName: Text(200, 'bill-of-lading.json'),
  mode: Type.Optional({ ...OneOf(batchModes), default: 'refuse' }),
  profile: Type.Optional(ProfileName),
  issuer: Type.Optional({
    ...Text(200, 'Harbour Surveyors'),
    description: 'As the register spells it, when the file does not name its issuer.',
  }),
  issuerCountry: Type.Optional(CountryCode),
}

export const DocumentQuery = Type.Object(
  {
    ...common,
    kind: OneOf(documentKinds),
    format: OneOf(formatNames),
    issuedOn: Type.Optional({ ...CalendarDate, description: 'When the file does not say.' }),
    vesselImo: Type.Optional(
      Type.String({ pattern: '^(IMO)?[0-9]{7}$', description: 'The vessel meant, in a file of several.' }),
    ),
    signature: Type.Optional(
      Type.String({
        maxLength: 1000,
        pattern: '^[A-Za-z0-9_-]+\\.\\.[A-Za-z0-9_-]+$',
        description: 'Detached JWS of the issuer over the bytes, EdDSA (RFC 7515 appendix F, RFC 8037).',
      }),
    ),
  },
  { additionalProperties: false },
)

export const DocumentBatchQuery = Type.Object({ ...common, profile: ProfileName }, { additionalProperties: false })

export const StatementView = Type.Object({ field: OneOf(statementFields), value: Type.String() })

/** The record of a document (domain/dossier.ts): what rules see of it, and what its leaf under an evidence root commits to. */
const record = {
  documentId: Uuid,
  sha256: Sha256,
  parser: Type.String({
    description: 'Who read it: format, version of its parser, profile of its columns.',
    examples: ['inspection-csv/1/fgis-export-grain'],
  }),
  kind: OneOf(documentKinds),
  number: Type.String(),
  issuedOn: CalendarDate,
  issuer: Type.Object({
    name: Type.String(),
    country: CountryCode,
    type: OneOf(issuerTypes),
    recognised: Type.Boolean({ description: 'The register knows the issuer as authorised for this kind of document.' }),
  }),
  signature: OneOf(['verified', 'absent', 'invalid']),
  issuerKey: Nullable(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{43}$',
      description: 'Ed25519 key of the issuer that the signature was checked by, member `x` of its JWK.',
      examples: ['11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'],
    }),
  ),
  statements: Type.Array(StatementView),
  measuredSha256: Nullable({
    ...Sha256,
    description: 'Over the lines a quantification computes with: of a bill of materials or a tree inventory.',
  }),
}

export const DocumentView = Type.Object({
  ...record,
  subjectKind: OneOf(subjectKinds),
  subjectId: SubjectId,
  state: OneOf(statesOf(documentLifecycle)),
  format: Type.String(),
  profile: Nullable(Type.String()),
  fileName: Type.String(),
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
  details: Type.Unknown({ description: 'What else the parser read, by format.' }),
  unlistedPorts: UnlistedPorts,
  quarantineBatchId: Nullable(Uuid),
  submittedAt: Instant,
  erasedAt: Nullable(Instant),
})

export const ProofView = Type.Object({
  caseId: Uuid,
  documentId: Uuid,
  evidenceRoot: Bytes32,
  leaf: Nullable(
    Type.Object(
      { record: Type.Object(record), salt: Sha256 },
      {
        description:
          'The leaf is the SHA-256 of a zero byte and the canonical JSON of `{ salt, value }`, the value being the record. Null once the document was erased: its leaf and proof remain.',
      },
    ),
  ),
  proof: Type.Object({
    leafHash: Bytes32,
    index: Type.Integer(),
    size: Type.Integer(),
    proof: Type.Array(Bytes32, { maxItems: 64 }),
  }),
})

export const DossierContentPage = PageOf(
  Type.Object({
    documentId: Uuid,
    sha256: Sha256,
    content: Type.String({ contentEncoding: 'base64', description: 'The file itself, byte for byte, in base64.' }),
  }),
)

const Column = Text(100, 'Serial No.')
const Role = '^[a-z][A-Za-z0-9]{0,40}$'

/** How the columns of a CSV are meant (reading/documents/columnProfiles.ts). */
export const ProfileInput = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', examples: ['harbour-inspections-1'] }),
    format: OneOf(csvFormats),
    columns: Type.Record(Type.String({ pattern: Role }), Column, {
      maxProperties: 40,
      description: 'Role of the format to the name of the column that holds it.',
      examples: [{ number: 'Certificate', issuedOn: 'Date', quantity: 'Net tonnes' }],
    }),
    constants: Type.Optional(
      Type.Record(Type.String({ pattern: Role }), Text(100, 'US'), {
        maxProperties: 40,
        description: 'Role to a value that holds for every row.',
      }),
    ),
    values: Type.Optional(
      Type.Record(
        Type.String({ pattern: Role }),
        Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 100 }), { maxProperties: 500 }),
        {
          maxProperties: 40,
          description: 'Role to a table from the words of the file to those of the format.',
        },
      ),
    ),
    dateFormat: Type.Optional(OneOf(dateFormats)),
    unitCode: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{2,3}$', description: 'UN/ECE Recommendation 20.' })),
    issuer: Type.Optional(
      Type.Object({ name: Text(200, 'Harbour Inspectorate'), country: CountryCode }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
)

export const ProfileView = Type.Object({ shipped: Type.Boolean(), ...ProfileInput.properties })
export const ProfilePage = PageOf(ProfileView)
