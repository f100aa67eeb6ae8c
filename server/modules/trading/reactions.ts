import { type CommandContext, intentFailed, type Reaction, reaction } from '../../module.ts'
import { listingExpired } from './events.ts'
import { readListing } from './queries.ts'

const retrySecondsFirst = 60

export const reactions: readonly Reaction[] = [
  reaction('trading.returnExpired', listingExpired, returnExpired),
  reaction('trading.markFailure', intentFailed, async (ctx, { intentId, subject, error }) => {
    const [kind, id] = subject.split('/')
    if (id === undefined) return
    if (kind === 'listing') {
      await ctx.db.updateTable('listings').set({ failure: error }).where('intent_id', '=', intentId).execute()
    } else if (kind === 'purchase') {
      await ctx.db.updateTable('purchases').set({ failure: error }).where('purchase_id', '=', id).execute()
    } else if (kind === 'cancellation') {
      await ctx.db.updateTable('listings').set({ cancel_failure: error }).where('listing_id', '=', id).execute()
    }
  }),
]

/** After its last moment anybody may send a listing's rest back to the seller; we do, and look again until it is done. */
async function returnExpired(
  ctx: CommandContext,
  { listingId, attempt }: { listingId: string; attempt: number },
): Promise<void> {
  const listing = await readListing(ctx, listingId)
  if (listing.state !== 'expired' && listing.state !== 'pending') return
  if (listing.state === 'expired') {
    await ctx.intend({
      from: 'operator',
      contract: 'Listings',
      functionName: 'cancel',
      args: [listing.onChainId],
      salt: `expiry-${attempt}`,
      subject: `cancellation/${listingId}`,
    })
  }
  const at = new Date(ctx.now.getTime() + Math.min(retrySecondsFirst * 2 ** attempt, 86_400) * 1000)
  await ctx.emit(listingExpired({ listingId, attempt: attempt + 1 }), { at, key: `${listingId}/${attempt + 1}` })
}
