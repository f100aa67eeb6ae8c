/** What trading tells the rooms to its right. */
import { defineEvent } from '../../module.ts'

/** Credits changed hands against Payment Token; final on chain. */
export const creditsPurchased = defineEvent<{ purchaseId: string; listingId: string; kg: string }>(
  'trading.creditsPurchased',
)

/** Inner: a listing has reached its last moment; what is unsold goes back to the seller. */
export const listingExpired = defineEvent<{ listingId: string; attempt: number }>('trading.listingExpired')
