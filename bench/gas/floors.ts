/**
 * What the Ethereum protocol itself asks for the least an operation has to do: the transaction, a cold slot for every word that
 * changes or is new, and every signature. Without calldata of the rest, events, proxies and arithmetic.
 */
import type { Operation } from './measurement.ts'

const transaction = 21_000
/** EIP-2929, EIP-3529: a cold slot that changes, a cold slot written for the first time. */
const changed = 5_000
const fresh = 22_100
/** `ecrecover`, 65 bytes of calldata, and a cold look at who may sign. */
const signature = 3_000 + 65 * 16 + 2_100

interface Work {
  readonly changed: number
  readonly fresh: number
  readonly signatures: number
}

/** Each with the words it cannot do without. */
const work: Readonly<Record<Operation, Work>> = {
  'transfer FT': { changed: 2, fresh: 0, signatures: 0 },
  'transfer PT': { changed: 2, fresh: 0, signatures: 0 },
  'quorum 3': { changed: 1, fresh: 1, signatures: 3 }, // state of the case; outcome
  'quorum 5': { changed: 1, fresh: 1, signatures: 5 },
  'quorum 7': { changed: 1, fresh: 1, signatures: 7 },
  'quorum 13': { changed: 1, fresh: 1, signatures: 13 },
  allocate: { changed: 2, fresh: 1, signatures: 0 }, // balance, supply; the case counts once
  'fund escrow': { changed: 2, fresh: 1, signatures: 0 }, // two balances; the terms
  'release escrow': { changed: 8, fresh: 0, signatures: 0 }, // escrow, seller, four fee accounts, supply; state
  retire: { changed: 2, fresh: 1, signatures: 0 }, // balance, supply; the retirement counts once
  'retire batch of 10': { changed: 2, fresh: 1, signatures: 0 }, // one word marks them all
  'retire batch of 100': { changed: 2, fresh: 1, signatures: 0 },
}

export function floorOf(operation: Operation): number {
  const needed = work[operation]
  return transaction + needed.changed * changed + needed.fresh * fresh + needed.signatures * signature
}
