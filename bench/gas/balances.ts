/** What accounts hold after everything that was measured: gas of work that was not done is no figure. */
import type { Address } from 'viem'
import type { Contract, GasChain } from './chain.ts'

/** Holders and what each must hold. */
export type Balances = readonly (readonly [holder: Address, balance: bigint])[]

/** Compares what holders have with what they must have. @throws Error that names every difference. */
export async function checkBalances(
  contender: string,
  expected: Balances,
  balanceOf: (holder: Address) => Promise<bigint>,
): Promise<void> {
  const differences: string[] = []
  for (const [holder, balance] of expected) {
    const found = await balanceOf(holder)
    if (found !== balance) differences.push(`${holder} holds ${found} instead of ${balance}`)
  }
  if (differences.length > 0) throw new Error(`${contender} did not do what was measured: ${differences.join('; ')}`)
}

/** Of an ERC-20 token. */
export function checkToken(chain: GasChain, contender: string, token: Contract, expected: Balances): Promise<void> {
  return checkBalances(contender, expected, (holder) => chain.read(token, 'balanceOf', [holder]) as Promise<bigint>)
}
