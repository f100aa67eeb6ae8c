/** The submitter: turns intents into transactions, each exactly once. Any number may run; one at a time serves a wallet. */
import { sql } from 'kysely'
import type { Address } from 'viem'
import { withLock } from '../leader.ts'
import type { Machine } from '../machine.ts'
import { admitIntent, defaultTipWei } from './admitIntent.ts'
import { type Heads, type IntentRow, inFlight, type WalletView } from './intentRow.ts'
import { pushIntent } from './pushIntent.ts'
import { recordPlainTransfer } from './topUp.ts'
import { trackIntent } from './trackIntent.ts'

/** Transactions of one wallet that may wait in a pool at the same time; nodes keep few per account. */
const inFlightMost = 16
const intentsPerStep = 200
const gapsPerStep = 16

export interface StepOptions {
  /** Tests do not wait for the pauses between tries. */
  readonly ignorePauses?: boolean
}

/** Serves every wallet that has something to do, once. Returns how many things changed. A wallet that another process serves
 *  is skipped. Errors: those of the connection to the node; the next step goes on where this one stopped. */
export async function submitterStep(machine: Machine, options: StepOptions = {}): Promise<number> {
  const wallets = await machine.db
    .selectFrom('chain_intents')
    .select('from_address')
    .distinct()
    .where('chain_id', '=', String(machine.chain.chainId))
    .where('state', 'not in', ['final', 'failed'])
    .execute()
  if (wallets.length === 0) return 0
  const head = await readHeads(machine)
  let changes = 0
  const errors: unknown[] = []
  for (const { from_address } of wallets) {
    const name = `submit:${machine.chain.chainId}:${from_address}`
    const serve = (lost: AbortSignal) => serveWallet(machine, head, from_address as Address, options, lost)
    try {
      changes += (await withLock(machine.pool, name, serve)) ?? 0
    } catch (error) {
      // One wallet's trouble is not the others'.
      errors.push(error)
    }
  }
  if (errors.length === 0) return changes
  if (changes === 0) throw errors[0]
  machine.log.warn({ error: errors[0], wallets: errors.length }, 'some wallets could not be served')
  return changes
}

async function serveWallet(
  machine: Machine,
  head: Heads,
  address: Address,
  options: StepOptions,
  lost: AbortSignal,
): Promise<number> {
  let changes = 0
  let wallet = await viewWallet(machine, head, address)
  for (const intent of await intentsOf(machine, address, [...inFlight])) {
    if (lost.aborted) return changes
    if (await trackIntent(machine, wallet, intent)) changes++
    else if (intent.state === 'signed' || intent.state === 'broadcast')
      changes += (await pushIntent(machine, wallet, intent)) ? 1 : 0
  }
  changes += await fillGaps(machine, wallet)
  const waiting = await waitingIntents(machine, address, options)
  let room = inFlightMost - (await intentsOf(machine, address, ['signed', 'broadcast'])).length
  for (const intent of waiting) {
    if (lost.aborted || room <= 0) return changes
    wallet = await viewWallet(machine, head, address)
    const admission = await admitIntent(machine, wallet, intent, await nextNonce(machine, wallet))
    if (admission === 'blocked') return changes
    changes++
    if (admission === 'funding') return changes
    if (admission === 'sent') room--
  }
  return changes
}

/** One above everything in use: the chain's count, the pool's, and our own ledger's. When the chain goes back, the ledger's
 *  transactions are sent again and fill it up; a hole nobody fills is closed by `fillGaps`. */
async function nextNonce(machine: Machine, wallet: WalletView): Promise<number> {
  const { rows } = await sql<{ next: string | null }>`
    select max(nonce) + 1 as next from chain_intents
    where chain_id = ${machine.chain.chainId} and from_address = ${wallet.address} and state in ('signed', 'broadcast')`.execute(
    machine.db,
  )
  return Math.max(wallet.nonceLatest, wallet.noncePending, Number(rows[0]?.next ?? 0))
}

/** A nonce below the ledger's that no transaction of ours occupies would hold up everything above it (the chain went back, or a
 *  pool lied about its count): a transfer of nothing to the wallet itself uses it up. Intents keep the nonces they were signed
 *  with, so that none of them can be included twice. */
async function fillGaps(machine: Machine, wallet: WalletView): Promise<number> {
  if (wallet.noncePending > wallet.nonceLatest) return 0
  const { rows } = await sql<{ nonce: number }>`
    select series.nonce::int as nonce from generate_series(
      ${wallet.nonceLatest}::bigint,
      (select max(nonce) - 1 from chain_intents where chain_id = ${machine.chain.chainId}
        and from_address = ${wallet.address} and state in ('signed', 'broadcast'))) as series (nonce)
    where not exists (select from chain_intents i where i.chain_id = ${machine.chain.chainId}
      and i.from_address = ${wallet.address} and i.nonce = series.nonce and i.state <> 'failed')
    order by 1 limit ${gapsPerStep}`.execute(machine.db)
  let filled = 0
  for (const { nonce } of rows) {
    const subject = `nonce ${nonce} of ${wallet.address}`
    // The block's number makes a second gap at the same nonce, after another reset, an intent of its own.
    const salt = `gap:${nonce}:${wallet.head.latest}`
    const id = await recordPlainTransfer(machine, {
      from: wallet.address,
      to: wallet.address,
      valueWei: 0n,
      salt,
      subject,
    })
    if (id === null) continue
    const intent = await machine.db
      .selectFrom('chain_intents')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    machine.log.warn({ wallet: wallet.address, nonce }, 'closing a gap in the nonces')
    if ((await admitIntent(machine, wallet, intent, nonce)) === 'sent') filled++
  }
  return filled
}

async function intentsOf(machine: Machine, address: Address, states: readonly string[]): Promise<IntentRow[]> {
  return machine.db
    .selectFrom('chain_intents')
    .selectAll()
    .where('chain_id', '=', String(machine.chain.chainId))
    .where('from_address', '=', address)
    .where('state', 'in', states)
    .orderBy('nonce')
    .limit(intentsPerStep)
    .execute()
}

async function waitingIntents(machine: Machine, address: Address, options: StepOptions): Promise<IntentRow[]> {
  let waiting = machine.db
    .selectFrom('chain_intents')
    .selectAll()
    .where('chain_id', '=', String(machine.chain.chainId))
    .where('from_address', '=', address)
    .where('state', 'in', ['queued', 'parked'])
  if (!options.ignorePauses) waiting = waiting.where('next_try_at', '<=', machine.clock.now())
  return waiting.orderBy('sequence').limit(intentsPerStep).execute()
}

export async function readHeads(machine: Machine): Promise<Heads> {
  const { client } = machine.chain
  const [latest, safe, final] = await Promise.all(
    (['latest', 'safe', 'finalized'] as const).map((blockTag) => client.getBlock({ blockTag })),
  )
  return { latest: latest!.number, safe: safe!.number, final: final!.number }
}

async function viewWallet(machine: Machine, head: Heads, address: Address): Promise<WalletView> {
  const { client } = machine.chain
  const [nonceLatest, noncePending, balanceWei, block, tipWei] = await Promise.all([
    client.getTransactionCount({ address, blockTag: 'latest' }),
    client.getTransactionCount({ address, blockTag: 'pending' }),
    client.getBalance({ address, blockTag: 'pending' }),
    client.getBlock({ blockTag: 'latest' }),
    client.request({ method: 'eth_maxPriorityFeePerGas' }).then(BigInt, () => defaultTipWei),
  ])
  return { address, nonceLatest, noncePending, balanceWei, baseFeeWei: block.baseFeePerGas ?? 0n, tipWei, head }
}
