import { defineErrors } from '@assay/domain/errors.ts'

/** Errors of evidence. What is wrong inside a document stands in `problems` of the details, each with a code of its own. */
export const evidenceErrors = defineErrors({
  DOCUMENT_NOT_FOUND: {
    status: 404,
    title: 'There is no such document',
    remedy: 'Take the document id from the answer of `POST /api/v1/documents`.',
  },
  DOCUMENT_INVALID: {
    status: 422,
    title: 'The document cannot be read as what it is said to be',
    remedy: 'Repair what `problems` lists, or name another kind or format; nothing was stored.',
  },
  DOCUMENT_FORMAT_UNKNOWN: {
    status: 422,
    title: 'This kind of document is not read in this format',
    remedy: 'Use one of the formats in `allowed` for this kind; docs/reference/inputs.md describes them.',
  },
  DOCUMENT_TOO_LARGE: {
    status: 413,
    title: 'The document is larger than its format allows',
    remedy: 'Send a file of at most `limitBytes` bytes.',
  },
  DOCUMENT_EMPTY: {
    status: 422,
    title: 'The document has no bytes',
    remedy: 'Send the file as the body of the request.',
  },
  DOCUMENT_ERASED: {
    status: 410,
    title: 'The document has been erased',
    remedy: 'Its hash and its proofs remain; its content is gone for good.',
  },
  DOCUMENT_FILED_OTHERWISE: {
    status: 409,
    title: 'These bytes are filed about this already, and were meant otherwise',
    remedy:
      'Read the document named in `documentId`; what `differs` names was another then. Another vessel of a file is a file of its own; a signature cannot be added once a case is judged by the document.',
  },
  DOCUMENT_ISSUER_UNKNOWN: {
    status: 422,
    title: 'The document does not say who issued it',
    remedy: 'Name the issuer in `issuer`, as the register of issuers spells it.',
  },
  SIGNATURE_MALFORMED: {
    status: 422,
    title: 'The signature is not a detached JWS',
    remedy:
      'Send protected header and signature in base64url with two dots between them (RFC 7515 appendix F), algorithm EdDSA.',
  },
  SUBJECT_NOT_FOUND: {
    status: 404,
    title: 'What the document is about does not exist',
    remedy:
      'Check `subjectKind` and `subjectId`: a trade, a parcel, a project, a building or a market of this installation.',
  },
  PROFILE_NOT_FOUND: {
    status: 422,
    title: 'There is no such column profile',
    remedy: 'Use a profile that `GET /api/v1/profiles` lists, or declare one with `POST /api/v1/profiles`.',
  },
  PROFILE_CONFLICT: {
    status: 409,
    title: 'Another column profile of yours, or a shipped one, has this name',
    remedy: 'A declared profile never changes; choose a new name for a new version.',
  },
  PROFILE_INVALID: {
    status: 422,
    title: 'The column profile contradicts itself',
    remedy: 'Correct the member that `field` names; `reason` says what is wrong with it.',
  },
  DOCUMENT_NOT_OF_TRADE: {
    status: 422,
    title: 'The document is not one of this trade',
    remedy:
      'File the document about the trade first (`POST /api/v1/documents` with `subjectKind` trade) and send its id.',
  },
  DOCUMENT_BACKS_ANOTHER: {
    status: 409,
    title: 'The same file, or one that says the same, already stands for another building or project',
    remedy:
      'A bill of materials backs one building and a tree inventory one project, ever: replace the document `documentId` by one made for this one, its sections or plots named after it.',
  },
  INVENTORY_COUNTED: {
    status: 409,
    title: 'The stock of this inventory was already counted for another vintage',
    remedy: 'Name an inventory taken since; this one can be the earlier of two. `vintage` is the one it stands for.',
  },
  DOSSIER_EMPTY: {
    status: 422,
    title: 'There are no documents to judge by',
    remedy: 'File documents about the subject (`POST /api/v1/documents`) before its case is opened.',
  },
  DOSSIER_NOT_FOUND: {
    status: 404,
    title: 'The case has no frozen documents',
    remedy: 'Check the case id; documents are frozen when a case opens.',
  },
  DOCUMENT_NOT_IN_CASE: {
    status: 404,
    title: 'The document does not belong to the case',
    remedy:
      'Use a document that was filed before the case was opened; `GET /api/v1/cases/{caseId}/dossier` lists those that count.',
  },
})
