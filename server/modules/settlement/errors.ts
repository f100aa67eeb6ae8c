import { defineErrors } from '@assay/domain/errors.ts'

export const escrowErrors = defineErrors({
  ESCROW_NOT_FOUND: {
    status: 404,
    title: 'The trade has no escrow',
    remedy: 'Fund it with `POST /api/v1/trades/{tradeId}/funding`.',
  },
  ESCROW_EXISTS: {
    status: 409,
    title: 'The trade is funded, or its funding is on the way',
    remedy: 'Read it with `GET /api/v1/trades/{tradeId}/escrow`.',
  },
  TRADE_CANCELLED: {
    status: 409,
    title: 'The trade has been cancelled',
    remedy: 'Register the contract anew, under a reference of its own: a cancelled trade stays cancelled.',
  },
  TRADE_NOT_CANCELLABLE: {
    status: 409,
    title: 'The trade is paid for, or its payment is on the way',
    remedy:
      'Read `GET /api/v1/trades/{tradeId}/escrow`: a trade whose payment has failed can be cancelled; one that is paid goes its way, and the buyer is paid back when it ends without delivery.',
  },
  ESCROW_NOT_COVERED: {
    status: 409,
    title: 'The buyer does not hold enough Payment Token',
    remedy:
      "Fund the buyer's wallet: `needPt` is needed and `freePt` is free; purchases and fundings on their way are already taken off.",
  },
  ESCROW_WALLET_MISSING: {
    status: 409,
    title: 'A party of the trade has no wallet it can act with',
    remedy:
      'Register a wallet for the party in `partyId` (`POST /api/v1/parties/{partyId}/wallets`); a buyer needs one with custody `custodied`.',
  },
  ESCROW_NOT_REFUNDABLE: {
    status: 409,
    title: 'The escrow cannot be paid back now',
    remedy: 'A refund follows a settled rejection, a closed case, or the time in `timeoutAt` without a paying outcome.',
  },
  CONVERSION_NOT_FOUND: {
    status: 404,
    title: 'There is no such conversion, or it is not yours',
    remedy: 'Take the conversion id from the answer of `POST /api/v1/conversions`.',
  },
  CONVERSION_NOT_COVERED: {
    status: 409,
    title: 'The wallet does not hold enough Foundation Token',
    remedy: 'Convert at most `heldFt`; conversions on their way are already taken off.',
  },
  CONVERSION_WALLET_MISSING: {
    status: 409,
    title: 'The sovereign has no wallet held by this installation',
    remedy:
      'Register a wallet with custody `custodied` for the party (`POST /api/v1/parties/{partyId}/wallets`) and wait until its claim is accepted.',
  },
  CONVERSION_RESERVE_LOW: {
    status: 409,
    title: 'The Sovereign Buffer Reserve cannot pay this conversion',
    remedy: 'Convert less, or wait until the reserve is filled; it holds `reservePt`.',
  },
})
