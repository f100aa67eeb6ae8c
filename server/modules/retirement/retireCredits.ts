import { idOf } from '@assay/protocol/ids.ts'
import { retirementHashes } from '@assay/protocol/retirementHashes.ts'
import type { Static } from 'typebox'
import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { requireNotSuspended } from '../issuance/index.ts'
import { commit, creditAsset, freeOf, lockFor } from '../ledger/index.ts'
import { walletsOf } from '../parties/index.ts'
import { retirementErrors } from './errors.ts'
import { newSalt } from './newSalt.ts'
import { readRetirement } from './readRetirement.ts'
import type { Retirement, RetirementBody } from './schema.ts'

/**
 * Burns whole kilograms of the party's credits for a beneficiary. **This cannot be undone.** What is left of the credit stays
 * transferable. Beneficiary and purpose stay off chain; the chain holds salted hashes. The same `retirementId` with the same
 * content is the same retirement, however often it is sent; the contract accepts its id once.
 * Errors: RETIREMENT_EXISTS, RETIREMENT_WALLET_MISSING, CREDITS_SUSPENDED, RETIREMENT_NOT_COVERED.
 */
export async function retireCredits(
  ctx: CommandContext,
  { partyId, body }: { partyId: string; body: Static<typeof RetirementBody> },
): Promise<Retirement> {
  const retirementId = body.retirementId ?? ctx.newId()
  await lockFor(ctx, `retirement/${retirementId}`)
  const known = await sameRetirement(ctx, { retirementId, partyId, body })
  if (known !== null) return known

  const holder = (await walletsOf(ctx.db, partyId)).find(({ custodied }) => custodied)?.address
  if (holder === undefined) throw retirementErrors.RETIREMENT_WALLET_MISSING({ partyId })
  const creditId = BigInt(body.creditId)
  const kg = BigInt(body.kg)
  await requireNotSuspended(ctx, creditId, holder)
  await requireFreeCredits(ctx, holder, creditId, kg)
  await record(ctx, { retirementId, partyId, holder, body })
  return readRetirement(ctx, retirementId)
}

/** The retirement with this id if it is this one; null when there is none. */
async function sameRetirement(
  ctx: CommandContext,
  { retirementId, partyId, body }: { retirementId: string; partyId: string; body: Static<typeof RetirementBody> },
): Promise<Retirement | null> {
  const row = await ctx.db
    .selectFrom('retirements')
    .select(['party_id', 'credit_id', 'kg', 'beneficiary', 'purpose', 'public_consent'])
    .where('retirement_id', '=', retirementId)
    .executeTakeFirst()
  if (row === undefined) return null
  const same =
    row.party_id === partyId &&
    row.credit_id === body.creditId &&
    row.kg === body.kg &&
    row.beneficiary === body.beneficiary &&
    row.purpose === body.purpose &&
    row.public_consent === body.publicConsent
  if (!same) throw retirementErrors.RETIREMENT_EXISTS({ retirementId })
  return readRetirement(ctx, retirementId)
}

/** What the wallet holds less what retirements and listings on their way will take. */
async function requireFreeCredits(ctx: CommandContext, holder: Address, creditId: bigint, kg: bigint): Promise<void> {
  const freeKg = await freeOf(ctx, holder, creditAsset(creditId))
  if (freeKg >= kg) return
  const shown = freeKg < 0n ? 0n : freeKg
  throw retirementErrors.RETIREMENT_NOT_COVERED({ freeKg: shown.toString(), askedKg: kg.toString() })
}

interface NewRetirement {
  readonly retirementId: string
  readonly partyId: string
  readonly holder: Address
  readonly body: Static<typeof RetirementBody>
}

async function record(ctx: CommandContext, { retirementId, partyId, holder, body }: NewRetirement): Promise<void> {
  const onChainId = idOf('retirement', retirementId)
  const salt = newSalt()
  const { beneficiaryHash, purposeHash } = retirementHashes({ ...body, salt })
  const intentId = await ctx.intend({
    from: holder,
    contract: 'CarbonCredit',
    functionName: 'retire',
    args: [onChainId, BigInt(body.creditId), BigInt(body.kg), beneficiaryHash, purposeHash],
    subject: `retirement/${retirementId}`,
  })
  const asset = creditAsset(BigInt(body.creditId))
  await commit(ctx, { intentId, wallet: holder, asset, amount: BigInt(body.kg) })
  await ctx.db
    .insertInto('retirements')
    .values({
      retirement_id: retirementId,
      on_chain_id: onChainId,
      party_id: partyId,
      holder,
      credit_id: body.creditId,
      kg: body.kg,
      beneficiary: body.beneficiary,
      purpose: body.purpose,
      public_consent: body.publicConsent,
      salt,
      beneficiary_hash: beneficiaryHash,
      purpose_hash: purposeHash,
      intent_id: intentId,
      requested_at: ctx.now,
    })
    .execute()
}
