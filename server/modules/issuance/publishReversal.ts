import type { CommandContext } from '../../module.ts'
import { vintageLabel, vintageOf } from './terms.ts'

/** Tells the public of a reversal, once, when it is final on chain. */
export async function publishReversal(
  ctx: CommandContext,
  { reversalId, creditId, cancelledKg }: { reversalId: string; creditId: string; cancelledKg: string },
): Promise<void> {
  const vintage = vintageLabel(vintageOf(BigInt(creditId)))
  const text = `Reversal of stored carbon: ${cancelledKg} kg CO2e of credit ${creditId} (vintage ${vintage}) were lost and cancelled from buffers. Unsold units of the project owner are suspended.`
  await ctx.db
    .insertInto('public_notices')
    .values({ notice_id: ctx.newId(), kind: 'reversal', subject_id: reversalId, text, published_at: ctx.now })
    .onConflict((conflict) => conflict.columns(['kind', 'subject_id']).doNothing())
    .execute()
}
