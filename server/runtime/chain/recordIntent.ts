import { type Address, encodeAbiParameters, encodeFunctionData, type Hex, isAddress, keccak256 } from 'viem'
import type { CommandContext, Intent } from '../../module.ts'
import { walletIndexes } from '../../ports/signer.ts'
import { runtimeErrors } from '../errors.ts'
import type { Machine } from '../machine.ts'
import { triesMost } from './admitIntent.ts'
import { abiOf } from './chain.ts'

/** What makes two intents the same: keccak256(abi.encode(chainId, from, to, calldata, salt)). */
export function intentKey(of: { chainId: number; from: Address; to: Address; calldata: Hex; salt: string }): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'address' }, { type: 'address' }, { type: 'bytes' }, { type: 'string' }],
      [BigInt(of.chainId), of.from, of.to, of.calldata, of.salt],
    ),
  )
}

/** Writes the intent in the command's transaction, once per key. Returns its id.
 *  Errors: UNKNOWN_WALLET, CHAIN_UNAVAILABLE. */
export async function recordIntent(
  machine: Pick<Machine, 'chain' | 'signer'>,
  context: CommandContext,
  intent: Intent,
): Promise<string> {
  const { chain } = machine
  const to = chain.view.address(intent.contract)
  const from = isAddress(intent.from, { strict: false })
    ? intent.from
    : await machine.signer.address(walletIndexes[intent.from])
  if (!(await machine.signer.holds(from))) throw runtimeErrors.UNKNOWN_WALLET({ wallet: from })
  const calldata = encodeFunctionData({
    abi: abiOf(chain.abis, intent.contract),
    functionName: intent.functionName,
    args: intent.args,
  })
  const salt = intent.salt ?? ''
  const key = intentKey({ chainId: chain.chainId, from, to, calldata, salt })
  const id = context.newId()
  const inserted = await context.db
    .insertInto('chain_intents')
    .values({
      id,
      key,
      chain_id: String(chain.chainId),
      from_address: from.toLowerCase(),
      to_address: to.toLowerCase(),
      contract: intent.contract,
      function_name: intent.functionName,
      calldata,
      salt,
      subject: intent.subject,
      ...(intent.once === true ? { tries: triesMost - 1 } : {}),
      request_id: context.requestId,
      created_at: context.now,
      state_at: context.now,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted !== undefined) return inserted.id
  const known = await context.db
    .selectFrom('chain_intents')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  return known.id
}
