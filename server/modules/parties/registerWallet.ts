import { sql } from 'kysely'
import { type Address, type Hex, verifyMessage } from 'viem'
import type { CommandContext } from '../../module.ts'
import { lockParty } from './changeParty.ts'
import { partyErrors } from './errors.ts'
import { walletRegistered } from './events.ts'
import { presentWallet } from './queries.ts'
import type { NewWallet, Wallet } from './schema.ts'

/**
 * Gives a party a wallet: a custodied one, whose key this installation makes and keeps, or an external one, whose control the
 * party proves by a signature. It can hold and act on chain once a claim for it was accepted (`issueClaim`).
 * Errors: PARTY_NOT_FOUND, WALLET_PROOF_INVALID, WALLET_TAKEN.
 */
export async function registerWallet(context: CommandContext, input: NewWallet & { partyId: string }): Promise<Wallet> {
  const { partyId, custody } = input
  await lockParty(context, partyId)
  const signerIndex = custody === 'custodied' ? await nextSignerIndex(context) : null
  const address = signerIndex === null ? await provenAddress(context, input) : await context.signer.address(signerIndex)
  const row = await context.db
    .insertInto('wallets')
    .values({
      wallet_id: context.newId(),
      party_id: partyId,
      address: address.toLowerCase(),
      custody,
      signer_index: signerIndex,
      registered_at: context.now,
    })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw partyErrors.WALLET_TAKEN({ address })
  await context.emit(walletRegistered({ partyId, walletId: row.wallet_id, address: row.address }))
  return presentWallet(row)
}

/** What the key of an external wallet signs (EIP-191). Party and chain are named, so that the proof is good for nothing else. */
export function walletProofText(partyId: string, chainId: number): string {
  return `Assay: wallet of party ${partyId} on chain ${chainId}`
}

async function provenAddress(context: CommandContext, input: NewWallet & { partyId: string }): Promise<Address> {
  const message = walletProofText(input.partyId, context.chain.chainId)
  const { address, proof } = input
  if (address === undefined || proof === undefined) throw partyErrors.WALLET_PROOF_INVALID({ message })
  const signed = { address: address.toLowerCase() as Address, message, signature: proof as Hex }
  if (!(await verifyMessage(signed).catch(() => false))) throw partyErrors.WALLET_PROOF_INVALID({ message })
  return signed.address
}

/** Numbers of refused commands are never used; keys are derived, so a gap costs nothing. */
async function nextSignerIndex(context: CommandContext): Promise<number> {
  const { rows } = await sql<{ index: string }>`select nextval('wallet_signer_index') as index`.execute(context.db)
  return Number(rows[0]!.index)
}
