import { formatQuantity, parseQuantity, quantity } from '@assay/domain/quantity.ts'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { type Address, zeroAddress } from 'viem'
import type { CommandContext } from '../../module.ts'
import { actingWallet } from '../parties/index.ts'
import { lower } from './accounts.ts'
import { commit, promisedOf } from './commitments.ts'
import { ledgerErrors } from './errors.ts'
import { readEmission } from './readEmission.ts'
import type { Emission, EmissionBody } from './schema.ts'

/**
 * Asks the chain to mint Payment Token to a party's wallet or the conversion reserve, inside the cap (domain.md 2.9) and what
 * earlier emissions have been promised of it. The contract enforces the cap again.
 * Errors: QUANTITY_INVALID, WALLET_NOT_FOUND, LEDGER_EMISSION_DESTINATION, LEDGER_EMISSION_NOTHING, LEDGER_CAP_EXCEEDED.
 */
export async function requestEmission(ctx: CommandContext, body: Static<typeof EmissionBody>): Promise<Emission> {
  const amount = parseQuantity(body.amountPt, 'PT', 'amountPt')
  if (amount.value === 0n) throw ledgerErrors.LEDGER_EMISSION_NOTHING({ field: 'amountPt' })
  const wallet = await destination(ctx, body)
  await refuseAboveCap(ctx, amount.value)
  const emissionId = ctx.newId()
  const intentId = await ctx.intend({
    from: 'treasury',
    contract: 'PaymentToken',
    functionName: 'mint',
    args: [wallet, amount.value],
    salt: emissionId,
    subject: `emission/${emissionId}`,
  })
  await commit(ctx, { intentId, wallet: zeroAddress, asset: 'PT', amount: amount.value })
  await ctx.db
    .insertInto('emissions')
    .values({
      emission_id: emissionId,
      wallet,
      amount_pt: amount.value.toString(),
      reason: body.reason,
      requested_by: ctx.actor.clientId,
      requested_at: ctx.now,
      intent_id: intentId,
      failure: null,
    })
    .execute()
  return readEmission(ctx, emissionId)
}

/** The party's wallet, or the Sovereign Buffer Reserve that conversions are paid from. */
async function destination(ctx: CommandContext, { to, partyId }: Static<typeof EmissionBody>): Promise<Address> {
  if (to === 'conversionReserve') {
    if (partyId !== undefined) throw ledgerErrors.LEDGER_EMISSION_DESTINATION({ field: 'partyId' })
    return lower(ctx.chain.address('Conversion'))
  }
  if (partyId === undefined) throw ledgerErrors.LEDGER_EMISSION_DESTINATION({ field: 'partyId' })
  return (await actingWallet(ctx.db, partyId)).address
}

async function refuseAboveCap(ctx: CommandContext, amount: bigint): Promise<void> {
  const cap = (await ctx.chain.read('PaymentToken', 'cap', [])) as bigint
  // Promises first: they lock. The supply is the ledger's, so that no emission is missed or counted twice between chain and index.
  const promised = await promisedOf(ctx, zeroAddress, 'PT')
  const left = cap - (await supplyOf(ctx)) - promised
  if (amount <= left) return
  throw ledgerErrors.LEDGER_CAP_EXCEEDED({ leftPt: formatQuantity(quantity(left > 0n ? left : 0n, 'PT')) })
}

/** What was issued less what was burned: the accounts of the zero address. */
async function supplyOf(ctx: CommandContext): Promise<bigint> {
  const { sum } = await ctx.db
    .selectFrom('ledger_accounts')
    .select(sql<string>`coalesce(-sum(balance), 0)`.as('sum'))
    .where('holder', '=', zeroAddress)
    .where('asset', '=', 'PT')
    .executeTakeFirstOrThrow()
  return BigInt(sum)
}
