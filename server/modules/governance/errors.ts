import { defineErrors } from '@assay/domain/errors.ts'

export const governanceErrors = defineErrors({
  PARAMETERS_DAMAGED: {
    status: 500,
    title: 'A stored parameter version does not fit its definition',
    remedy: 'The running program is older or newer than the database; start the version that wrote it.',
  },
  PARAMETER_VERSION_UNKNOWN: {
    status: 404,
    title: 'The parameter has no such announced version',
    remedy: 'Use a version that `GET /api/v1/parameters/{key}` lists in `history`.',
  },
  PARAMETER_VERSION_PENDING: {
    status: 409,
    title: 'An announced version still waits for its confirmation',
    remedy: 'Have the version in `version` confirmed or withdrawn first; the next one builds on what comes of it.',
  },
  PARAMETER_VERSION_DECIDED: {
    status: 409,
    title: 'Nothing more can be said of this version',
    remedy:
      'Read its `state`: what was confirmed or withdrawn stays so, and what nobody confirmed a minute before its date has lapsed. Announce the next version.',
  },
  CONFIRMATION_BY_PROPOSER: {
    status: 403,
    title: 'Who announced a version cannot confirm it',
    remedy: 'Have another person who speaks for the body in `authority` confirm it.',
  },
  MANDATE_MISSING: {
    status: 403,
    title: 'You do not speak for this body',
    remedy: 'Have an operator of the installation grant you a mandate of the body in `authority`.',
  },
  MANDATE_OF_OWN: {
    status: 403,
    title: 'Nobody grants a mandate to himself',
    remedy: 'Have another operator of the installation grant it.',
  },
  MANDATE_NOT_FOUND: {
    status: 404,
    title: 'There is no such mandate',
    remedy: 'Use a `mandateId` that `GET /api/v1/mandates` lists.',
  },
  INDICATOR_OUT_OF_RANGE: {
    status: 422,
    title: 'The value is outside what this indicator can be',
    remedy: 'Send a value between `min` and `max` in the unit of the indicator.',
  },
  INDICATOR_FROM_FUTURE: {
    status: 422,
    title: 'An indicator cannot be of a day that has not come',
    remedy: 'Send the day the source states as `asOf`.',
  },
})
