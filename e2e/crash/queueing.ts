/** Limits that queue what deliveries earn, and let it go again: a queue is nothing a sandbox would see in a day. */
import { randomUUID } from 'node:crypto'
import { createTestClient, encodeAbiParameters, type Hex, http, keccak256, publicActions } from 'viem'
import { abis } from '../../contracts/generated/abis.ts'
import access from '../../contracts/script/access.json' with { type: 'json' }
import { walletIndexes } from '../../server/ports/signer.ts'
import { type Machine, systemActor } from '../../server/runtime/machine.ts'
import { transact } from '../../server/runtime/transact.ts'
import type { OrderBook } from './orders.ts'

const lookMs = 500
const all = 10_000
/** Nothing more is minted today; and everything is. Floor of supply, caps of one and of one sovereign, growth, deviation. */
const strict = [1n, 1, all, all, 3_500] as const
const open = [10n ** 30n, all, all, all, 3_500] as const

/** Closes and opens the limits for as long as somebody is to die at what follows. Ends with open ones. */
export async function keepQueueing(machine: Machine, book: OrderBook, over: () => boolean): Promise<void> {
  await waiveDelay(machine)
  const wanted = () => !over() && book.left().some(({ name }) => name.endsWith(':issuance.releaseQueue'))
  while (wanted()) {
    await setLimits(machine, strict)
    await lookUntil(async () => !wanted() || (await queued(machine)) > 0)
    await setLimits(machine, open)
    // Opened while the client waits: the release is a job that comes again until nothing is queued.
    await lookUntil(async () => !wanted() || (await queued(machine)) === 0)
  }
}

/** Limits wait a month, and this suite has no month: the node is told that the wallet's role has no delay. */
async function waiveDelay({ chain, config, signer }: Machine): Promise<void> {
  const node = createTestClient({ mode: 'anvil', transport: http(config.rpcUrl) }).extend(publicActions)
  const role = BigInt(access.roles.GOVERNANCE_A)
  const governance = await signer.address(walletIndexes.governance)
  const address = chain.view.address('AccessManager')
  // Of OpenZeppelin's AccessManager: the mapping of roles is the second variable, their members come first in it.
  const members = keccak256(encodeAbiParameters([{ type: 'uint64' }, { type: 'uint256' }], [role, 1n]))
  const index = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [governance, members]))
  const word = BigInt((await node.getStorageAt({ address, slot: index })) ?? 0n)
  const since: Hex = `0x${(word & (2n ** 48n - 1n)).toString(16).padStart(64, '0')}`
  await node.setStorageAt({ address, index, value: since })
  const held = { address, abi: abis.AccessManager, functionName: 'hasRole', args: [role, governance] } as const
  const [isMember, delay] = await node.readContract(held)
  if (!isMember || delay !== 0) throw new Error('the delay of the governance wallet could not be waived')
}

async function setLimits(machine: Machine, args: typeof strict | typeof open): Promise<void> {
  const salt = randomUUID()
  const from = await machine.signer.address(walletIndexes.governance)
  const intent = { from, contract: 'Allocation', functionName: 'setLimits', args, salt } as const
  await patiently(() =>
    transact(machine, { actor: systemActor, requestId: salt }, { action: 'crash.setLimits' }, (ctx) =>
      ctx.intend({ ...intent, subject: `limits/${salt}` }),
    ),
  )
}

async function queued({ pool }: Machine): Promise<number> {
  const { rowCount } = await pool.query(`select from allocations_on_chain where state = 'queued'`)
  return rowCount ?? 0
}

async function lookUntil(holds: () => Promise<boolean>): Promise<void> {
  while (!(await patiently(holds))) await new Promise((resume) => setTimeout(resume, lookMs))
}

/** The database may be the one that was just killed. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (tries === 120) throw error
      await new Promise((resume) => setTimeout(resume, lookMs))
    }
  }
}
