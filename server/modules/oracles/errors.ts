import { defineErrors } from '@assay/domain/errors.ts'

/** Errors of oracles. */
export const oraclesErrors = defineErrors({
  COMMITTEE_TOO_SMALL: {
    status: 503,
    title: 'Too few independent nodes are active for this tier',
    remedy:
      'Ask governance to register nodes of independent parties until there are as many as `needed` says, then try again.',
    retryable: true,
  },
  NODE_NOT_FOUND: {
    status: 404,
    title: 'There is no such node',
    remedy: 'Use a `nodeIndex` that `GET /api/v1/nodes` lists.',
  },
  NODE_SIGNER_TAKEN: {
    status: 409,
    title: "The signing key belongs to another party's node",
    remedy: 'Make a key of its own for each node; no two nodes share one.',
  },
  NODE_REGISTER_FULL: {
    status: 409,
    title: 'The register holds the most nodes a committee bitmap can name',
    remedy: 'Change a node that is no longer active instead of adding one.',
  },
})
