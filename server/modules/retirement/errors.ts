import { defineErrors } from '@assay/domain/errors.ts'

export const retirementErrors = defineErrors({
  RETIREMENT_NOT_FOUND: {
    status: 404,
    title: 'There is no such retirement',
    remedy: 'Take the retirement id from the answer of `POST /retirements`, or from the certificate.',
  },
  RETIREMENT_EXISTS: {
    status: 409,
    title: 'Another retirement has this id',
    remedy: 'Send a new `retirementId`, or leave it out.',
  },
  RETIREMENT_NOT_FINAL: {
    status: 409,
    title: 'The retirement is not final on chain yet',
    remedy: 'Read `GET /retirements/{retirementId}` until its state is `retired`, then ask again.',
    retryable: true,
  },
  RETIREMENT_NOT_COVERED: {
    status: 409,
    title: 'The wallet has fewer free credits than are to be retired',
    remedy: 'Retire at most what the details name as free; what is offered in listings or on its way is not free.',
  },
  RETIREMENT_SUSPENDED: {
    status: 409,
    title: 'The credits of this holder are suspended',
    remedy: 'Wait until a reviewer lifts the suspension that follows a reversal.',
  },
  RETIREMENT_WALLET_MISSING: {
    status: 409,
    title: 'The party has no wallet held by this installation',
    remedy: 'Register a custodial wallet for the party and wait until its claim is accepted.',
  },
})
