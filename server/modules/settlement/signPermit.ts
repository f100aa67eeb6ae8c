import type { Address, Hex } from 'viem'
import type { CommandContext } from '../../module.ts'

const permitTypes = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** A permit need not live longer than the submitter may take to find a fee it accepts. */
const permitSeconds = 30 * 86_400

export interface PermitRequest {
  readonly owner: Address
  readonly spender: Address
  /** Base units of PT. */
  readonly value: bigint
  /** The nonce after the owner's permits that are signed and not yet seen in the index. */
  readonly nextNonce: bigint
}

/** An EIP-2612 permit over Payment Token, signed with a wallet this installation keeps. */
export async function signPermit(
  ctx: CommandContext,
  { owner, spender, value, nextNonce }: PermitRequest,
): Promise<{ nonce: bigint; deadline: bigint; signature: Hex }> {
  const used = (await ctx.chain.read('PaymentToken', 'nonces', [owner])) as bigint
  const nonce = used > nextNonce ? used : nextNonce
  const deadline = BigInt(Math.floor(ctx.now.getTime() / 1000) + permitSeconds)
  const signature = await ctx.signer.signTypedData(owner, {
    domain: ctx.chain.domain('PaymentToken'),
    types: permitTypes,
    primaryType: 'Permit',
    message: { owner, spender, value, nonce, deadline },
  })
  return { nonce, deadline, signature }
}
