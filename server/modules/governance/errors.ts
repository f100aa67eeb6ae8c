import { defineErrors } from '@assay/domain/errors.ts'

export const governanceErrors = defineErrors({
  PARAMETERS_DAMAGED: {
    status: 500,
    title: 'A stored parameter version does not fit its definition',
    remedy: 'The running program is older or newer than the database; start the version that wrote it.',
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
