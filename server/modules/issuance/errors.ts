import { defineErrors } from '@assay/domain/errors.ts'

export const issuanceErrors = defineErrors({
  ALLOCATION_NOT_FOUND: {
    status: 404,
    title: 'There is no allocation for this case',
    remedy:
      'An allocation follows when the case of a trade has settled with a paying outcome; read `GET /cases/{caseId}`.',
  },
  ALLOCATION_NOT_HELD: {
    status: 409,
    title: 'The allocation is not held, or its hold is already resolved',
    remedy: 'Read its state with `GET /allocations/{caseId}`.',
  },
  HOLD_NEEDS_OTHER_REVIEWER: {
    status: 403,
    title: 'Who submitted the case or takes part in the trade cannot resolve its hold',
    remedy: 'Let another reviewer decide.',
  },
  ISSUANCE_NOT_FOUND: {
    status: 404,
    title: 'There is no issuance for this case',
    remedy: 'An issuance follows when the case of a quantification has settled with a paying outcome.',
  },
  CREDIT_NOT_FOUND: {
    status: 404,
    title: 'There is no such credit',
    remedy: 'Take the credit id from `GET /issuances/{caseId}`.',
  },
  REVERSAL_NOT_FOUND: {
    status: 404,
    title: 'There is no such reversal',
    remedy: 'Take the reversal id from the answer of `POST /reversals`.',
  },
  REVERSAL_LOSS_AMBIGUOUS: {
    status: 422,
    title: 'A reversal states either the lost share or the lost kilograms',
    remedy: 'Send exactly one of `lostShare` and `lostKg`.',
  },
  REVERSAL_PENDING: {
    status: 409,
    title: 'Another reversal is on its way to the chain',
    remedy: 'Wait until the reversal in the details has been carried out, then send this one again.',
    retryable: true,
  },
  REVERSAL_BUFFER_TOO_LOW: {
    status: 409,
    title: 'The buffers named do not cover the loss',
    remedy: 'Name further pool credits whose buffer covers the kilograms in the details.',
  },
  REVERSAL_POOL_INVALID: {
    status: 422,
    title: 'A pool credit is unknown, named twice, or the credit itself',
    remedy: 'Name other credits that have been issued, each once; the own buffer is drawn first in any case.',
  },
})
