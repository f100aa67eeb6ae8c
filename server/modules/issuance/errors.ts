import { defineErrors } from '@assay/domain/errors.ts'

export const issuanceErrors = defineErrors({
  ALLOCATION_NOT_FOUND: {
    status: 404,
    title: 'There is no allocation for this case',
    remedy:
      'An allocation follows when the case of a trade has settled as approved or partial; read `GET /api/v1/cases/{caseId}`.',
  },
  ALLOCATION_NOT_HELD: {
    status: 409,
    title: 'The allocation is not held, or its hold is already resolved',
    remedy:
      'Read its state with `GET /api/v1/allocations/{caseId}`; only a held allocation can be resolved, and only once.',
  },
  HOLD_NEEDS_OTHER_REVIEWER: {
    status: 403,
    title: 'Who submitted the case or takes part in the trade cannot resolve its hold',
    remedy: 'Let another reviewer decide.',
  },
  ISSUANCE_NOT_FOUND: {
    status: 404,
    title: 'There is no issuance for this case',
    remedy:
      'Credits are issued when the case of a quantification has settled as approved; read `GET /api/v1/cases/{caseId}`.',
  },
  CREDIT_NOT_FOUND: {
    status: 404,
    title: 'There is no such credit',
    remedy: 'Take the credit id from `GET /api/v1/issuances/{caseId}` or from a listing.',
  },
  CREDITS_SUSPENDED: {
    status: 409,
    title: 'The credits of this holder are suspended',
    remedy: 'Wait until a reviewer lifts the suspension that follows a reversal.',
  },
  REVERSAL_NOT_FOUND: {
    status: 404,
    title: 'There is no such reversal',
    remedy: 'Take the reversal id from the answer of `POST /api/v1/reversals`.',
  },
  REVERSAL_LOSS_AMBIGUOUS: {
    status: 422,
    title: 'A reversal states either the lost share or the lost kilograms',
    remedy: 'Send exactly one of `lostShare` and `lostKg`.',
  },
  REVERSAL_PENDING: {
    status: 409,
    title: 'Another reversal is on its way to the chain',
    remedy: 'Wait until the reversal in `reversalId` has been carried out, then send this one again.',
    retryable: true,
  },
  REVERSAL_BUFFER_TOO_LOW: {
    status: 409,
    title: 'The buffers named do not cover the loss',
    remedy: 'Name further pool credits whose buffers cover the `missingKg` that are left.',
  },
  REVERSAL_POOL_INVALID: {
    status: 422,
    title: 'A pool credit is unknown, named twice, or the credit itself',
    remedy:
      'Name credits other than `creditId` that have been issued, each once; the own buffer is drawn first in any case.',
  },
})
