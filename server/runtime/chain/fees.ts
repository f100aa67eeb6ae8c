/** Fees of EIP-1559 transactions. All in wei per gas. */
export interface Fees {
  readonly maxFeePerGasWei: bigint
  readonly maxPriorityFeePerGasWei: bigint
}

/** What to pay now: twice the base fee, so that six full blocks in a row do not outprice it; never above the cap. Null when
 *  even the next block costs more than the cap: then waiting is the only choice. */
export function currentFees(baseFeeWei: bigint, tipWei: bigint, capWei: bigint): Fees | null {
  if (baseFeeWei + tipWei > capWei) return null
  const wanted = 2n * baseFeeWei + tipWei
  return { maxFeePerGasWei: wanted < capWei ? wanted : capWei, maxPriorityFeePerGasWei: tipWei }
}

/** What replaces a transaction in a node's pool: each fee at least a tenth higher, rounded up, and not below what is right
 *  now. Null when that exceeds the cap. */
export function replacementFees(previous: Fees, now: Fees, capWei: bigint): Fees | null {
  const fees = {
    maxFeePerGasWei: larger(raiseTenthUp(previous.maxFeePerGasWei), now.maxFeePerGasWei),
    maxPriorityFeePerGasWei: larger(raiseTenthUp(previous.maxPriorityFeePerGasWei), now.maxPriorityFeePerGasWei),
  }
  return fees.maxFeePerGasWei > capWei ? null : fees
}

function raiseTenthUp(amount: bigint): bigint {
  return (amount * 11n + 9n) / 10n
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
