import { bandOf } from '@assay/domain/codecs.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { quantity, toExact } from '@assay/domain/quantity.ts'
import type { CommandContext } from '../../module.ts'

/**
 * When payment and issuance for a settled case may be sent: the larger the value at stake, the longer the outcome must have been
 * settled and final (parameter `fictra.settlement.finalityDelays`). A settled case is already final on chain; it is so since
 * `settledAt`, by default now.
 */
export function dueAfterFinality(ctx: CommandContext, valuePt: bigint, settledAt = ctx.now): Date {
  const bands = ctx.parameters.get(fictra.settlement.finalityDelays)
  const delaySeconds = bandOf(bands, toExact(quantity(valuePt, 'PT')))
  return new Date(settledAt.getTime() + delaySeconds * 1000)
}
