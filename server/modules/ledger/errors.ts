import { defineErrors } from '@assay/domain/errors.ts'

export const ledgerErrors = defineErrors({
  LEDGER_ACCOUNT_NOT_FOUND: {
    status: 404,
    title: 'There is no such account, or it is not yours',
    remedy: 'Take the account id from `GET /api/v1/balances`.',
  },
  LEDGER_EMISSION_NOT_FOUND: {
    status: 404,
    title: 'There is no such emission',
    remedy: 'Take the emission id from the answer of `POST /api/v1/emissions`.',
  },
  LEDGER_CAP_EXCEEDED: {
    status: 409,
    title: 'The emission would exceed the cap of Payment Token',
    remedy: 'Emit at most `leftPt`; emissions on their way are already taken off.',
  },
  LEDGER_EMISSION_NOTHING: {
    status: 422,
    title: 'The emission is of nothing',
    remedy: 'Send an `amountPt` above zero.',
  },
  LEDGER_EMISSION_DESTINATION: {
    status: 422,
    title: 'The emission does not say where it goes',
    remedy: 'Send `partyId` when `to` is `party`, and leave it out otherwise.',
  },
})
