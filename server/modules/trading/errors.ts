import { defineErrors } from '@assay/domain/errors.ts'

export const tradingErrors = defineErrors({
  LISTING_NOT_FOUND: {
    status: 404,
    title: 'There is no such listing',
    remedy: 'Take the listing id from `GET /api/v1/listings`.',
  },
  PURCHASE_NOT_FOUND: {
    status: 404,
    title: 'There is no such purchase, or it is not yours',
    remedy: 'Take the purchase id from the answer of `POST /api/v1/listings/{listingId}/purchases`.',
  },
  PRICE_ZERO: {
    status: 422,
    title: 'A price must be above zero',
    remedy: 'Send a `pricePtPerKg` above zero.',
  },
  LISTING_EXPIRY_INVALID: {
    status: 422,
    title: 'A listing must end in the future, and within a year',
    remedy: 'Choose an `expiresAt` after `after` and before `before`.',
  },
  LISTING_NOT_OPEN: {
    status: 409,
    title: 'The listing is not open',
    remedy:
      'Read its state with `GET /api/v1/listings/{listingId}`; only an active or partially sold listing can be bought from.',
  },
  LISTING_NOT_ENOUGH_LEFT: {
    status: 409,
    title: 'The listing has fewer kilograms left than asked for',
    remedy: 'Ask for at most `leftKg`; purchases on their way are already taken off.',
  },
  LISTING_OWN: {
    status: 409,
    title: 'A seller cannot buy from its own listing',
    remedy: 'Cancel the listing instead.',
  },
  PRICE_ABOVE_MAXIMUM: {
    status: 409,
    title: 'The purchase costs more than the maximum given',
    remedy: 'Raise `maxPt` to at least `costPt`, or buy fewer kilograms.',
  },
  CREDITS_NOT_ENOUGH: {
    status: 409,
    title: 'The wallet has fewer free credits than asked for',
    remedy: 'Use at most `freeKg`; credits in other listings and in purchases or retirements under way are not free.',
  },
  PAYMENT_NOT_COVERED: {
    status: 409,
    title: 'The wallet does not hold enough Payment Token',
    remedy:
      'Fund the wallet: the purchase costs `costPt` and `freePt` is free; purchases and fundings on their way are already taken off.',
  },
  TRADING_WALLET_MISSING: {
    status: 409,
    title: 'The party has no active wallet held by this installation',
    remedy:
      'Register a wallet with custody `custodied` for the party (`POST /api/v1/parties/{partyId}/wallets`) and wait until its claim is accepted.',
  },
})
