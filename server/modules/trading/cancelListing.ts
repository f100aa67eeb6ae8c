import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { lockFor } from '../ledger/index.ts'
import { tradingErrors } from './errors.ts'
import { readListing } from './queries.ts'
import type { Listing } from './schema.ts'

/**
 * Takes back what is unsold. Purchases already on their way to the chain may still come before it. A listing that waits for
 * the chain is cancelled right after it arrives. Repeating the command changes nothing, unless the chain refused: then it is sent anew.
 * Errors: LISTING_NOT_FOUND, LISTING_NOT_OPEN.
 */
export async function cancelListing(ctx: CommandContext, { listingId }: { listingId: string }): Promise<Listing> {
  await lockFor(ctx, `listing/${listingId}`)
  const listing = await readListing(ctx, listingId)
  if (listing.state === 'cancelled') return listing
  if (listing.state === 'sold' || listing.state === 'refused') {
    throw tradingErrors.LISTING_NOT_OPEN({ listingId, state: listing.state })
  }
  const asked = await ctx.db
    .selectFrom('listings')
    .select(['cancel_requested_at', 'cancel_failure'])
    .where('listing_id', '=', listingId)
    .executeTakeFirstOrThrow()
  if (asked.cancel_requested_at !== null && asked.cancel_failure === null) return listing
  await ctx.intend({
    from: listing.seller as Address,
    contract: 'Listings',
    functionName: 'cancel',
    args: [listing.onChainId],
    salt: asked.cancel_failure === null ? '' : ctx.newId(),
    subject: `cancellation/${listingId}`,
  })
  await ctx.db
    .updateTable('listings')
    .set({ cancel_requested_at: ctx.now, cancel_failure: null })
    .where('listing_id', '=', listingId)
    .execute()
  return readListing(ctx, listingId)
}
