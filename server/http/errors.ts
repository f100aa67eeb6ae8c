import { defineErrors } from '@assay/domain/errors.ts'

/** What any route can answer before its own command or question runs. */
export const httpErrors = defineErrors({
  REQUEST_INVALID: {
    status: 400,
    title: 'The request does not fit the schema of the operation',
    remedy: 'Correct every field listed in `errors`; /docs shows the schema.',
  },
  BODY_MALFORMED: {
    status: 400,
    title: 'The body is not well-formed JSON',
    remedy: 'Send one JSON value in UTF-8 with `Content-Type: application/json`.',
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    title: 'The command lacks a usable Idempotency-Key',
    remedy: 'Send the header `Idempotency-Key` with 1 to 255 visible ASCII characters, a fresh UUID per command.',
  },
  TOKEN_REQUIRED: {
    status: 401,
    title: 'The request carries no access token',
    remedy: 'Get a token from /oidc/token with your client credentials and send it as `Authorization: Bearer`.',
  },
  TOKEN_INVALID: {
    status: 401,
    title: 'The access token is not valid here, has expired, or its client was revoked',
    remedy: 'Get a new token from /oidc/token.',
  },
  ROLE_MISSING: {
    status: 403,
    title: 'The party of this client has none of the roles the operation asks for',
    remedy: 'Ask compliance for one of the roles listed in `roles`.',
  },
  CALLER_FROZEN: {
    status: 403,
    title: 'The party of this client is frozen and commands nothing',
    remedy: 'What is its own can still be read. Compliance can release the party.',
  },
  SCOPE_MISSING: {
    status: 403,
    title: 'The access token does not carry the scope the operation asks for',
    remedy:
      'Ask for a token with the scope in `scope`; when the client was created without it, a client that has it is needed.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The address does not take this method',
    remedy: 'Use a method of `allowed`: a token is asked for with POST.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'There is no such resource, or it is not yours',
    remedy: 'Check the identifier and the party this client acts for.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is larger than the operation accepts',
    remedy: 'Send at most `limitBytes` bytes; split a batch into several requests.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'The operation does not accept this media type',
    remedy: 'Use one of the media types listed in `accepts`.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests of this client',
    remedy: 'Wait as many seconds as the header `Retry-After` says.',
    retryable: true,
  },
  REQUEST_REFUSED: {
    status: 400,
    title: 'The request breaks the rules of HTTP',
    remedy: 'Check the headers, the percent-encoding of the path and query, and their lengths.',
  },
  INTERNAL: {
    status: 500,
    title: 'Something failed on our side',
    remedy: 'Repeat the request with the same idempotency key; report `requestId` when it stays.',
    retryable: true,
  },
  UNAVAILABLE: {
    status: 503,
    title: 'A part this needs is not available right now',
    remedy: 'Repeat the request with the same idempotency key; /readyz says which part is missing.',
    retryable: true,
  },
})
