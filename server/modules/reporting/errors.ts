import { defineErrors } from '@assay/domain/errors.ts'

/** Errors of reporting. */
export const reportingErrors = defineErrors({
  AUDIT_LOG_EMPTY: {
    status: 404,
    title: 'The audit log has no entries yet',
    remedy: 'Ask again after the first command has been recorded and numbered, usually within a second.',
    retryable: true,
  },
  AUDIT_ENTRY_NOT_FOUND: {
    status: 404,
    title: 'The audit log has no such entry',
    remedy:
      'Take the entry id from `GET /api/v1/audit-log/entries`; an entry gets its number within seconds after its command.',
  },
  AUDIT_RANGE_INVALID: {
    status: 422,
    title: 'The log has no tree of that size',
    remedy: 'Use sizes from 1 to `newest`, the size of the current tree head, the smaller one first.',
  },
  BUNDLE_NOT_FOUND: {
    status: 404,
    title: 'There is no such bundle',
    remedy:
      'Take the id from the start page or `GET /api/v1/bundles`; a bundle appears once its issuance or retirement and the anchor of its log entries are final.',
  },
  BUNDLE_SUBJECT_INCOMPLETE: {
    status: 409,
    title: 'The bundle cannot be assembled from what is stored',
    remedy:
      'Run `npm run -s assay -- verify-log` and compare the indexer with the chain; `missing` names what is not stored.',
  },
})
