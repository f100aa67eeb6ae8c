import { defineErrors } from './errors.ts'

/** Errors of governed parameters. */
export const parameterErrors = defineErrors({
  PARAMETER_UNKNOWN: {
    status: 404,
    title: 'There is no such parameter',
    remedy: 'Use a key that `GET /api/v1/parameters` lists.',
  },
  PARAMETER_INVALID: {
    status: 422,
    title: 'Value is not allowed for this parameter',
    remedy: 'Correct the value at the JSON pointer in `pointer`; `reason` says what is wrong with it.',
  },
  PARAMETER_VERSION_CONFLICT: {
    status: 409,
    title: 'The parameter has a newer version',
    remedy: 'Read it with `GET /api/v1/parameters/{key}` and announce the version in `expected`.',
  },
  PARAMETER_NOTICE_TOO_SHORT: {
    status: 422,
    title: 'Parameter would change before its notice period ends',
    remedy: 'Choose an `effectiveFrom` not before `earliest`.',
  },
  PARAMETER_CHANGE_TOO_SOON: {
    status: 422,
    title: 'The parameter would change again before its interval ends',
    remedy: 'Choose an `effectiveFrom` not before `earliest`; `intervalDays` lie between two changes at least.',
  },
  PARAMETER_AUTHORITY_WRONG: {
    status: 422,
    title: 'Another authority decides this parameter',
    remedy: 'Have the authority in `authority` decide, and state it in the announcement.',
  },
})
