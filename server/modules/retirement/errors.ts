import { defineErrors } from '@assay/domain/errors.ts'

export const retirementErrors = defineErrors({
  RETIREMENT_NOT_FOUND: {
    status: 404,
    title: 'There is no such retirement',
    remedy:
      'Follow the link or the QR code of the certificate; a program finds the id in the answer of `POST /api/v1/retirements`.',
  },
  RETIREMENT_EXISTS: {
    status: 409,
    title: 'Another retirement has this id',
    remedy: 'Send a new `retirementId`, or leave it out to be given one.',
  },
  RETIREMENT_NOT_FINAL: {
    status: 409,
    title: 'The retirement is not final on chain yet',
    remedy: 'Read `GET /api/v1/retirements/{retirementId}` until its state is `retired`, then ask again.',
    retryable: true,
  },
  RETIREMENT_NOT_COVERED: {
    status: 409,
    title: 'The wallet has fewer free credits than are to be retired',
    remedy: 'Retire at most `freeKg`; what is offered in listings or on its way is not free.',
  },
  RETIREMENT_WALLET_MISSING: {
    status: 409,
    title: 'The party has no wallet held by this installation',
    remedy:
      'Register a wallet with custody `custodied` for the party (`POST /api/v1/parties/{partyId}/wallets`) and wait until its claim is accepted.',
  },
})
