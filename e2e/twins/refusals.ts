/** Refusals are compared by the selector of the contract's error. */
import { type Abi, toFunctionSelector } from 'viem'
import { abis } from '../../contracts/generated/abis.ts'

const selectors = new Map<string, bigint>()
const names = new Map<bigint, string>()
for (const abi of Object.values(abis) as unknown as Abi[]) {
  for (const item of abi) {
    if (item.type !== 'error') continue
    const selector = BigInt(toFunctionSelector(`${item.name}(${item.inputs.map(({ type }) => type).join(',')})`))
    selectors.set(item.name, selector)
    names.set(selector, item.name)
  }
}

/** The word a twin contract answers when the contract refuses with this error. */
export function refusal(name: string): bigint {
  const selector = selectors.get(name)
  if (selector === undefined) throw new Error(`no contract has the error ${name}`)
  return selector
}

/** Name of a refusal; any other word as it is. */
export function refusalName(word: bigint): string {
  return word === 0n ? 'accepted' : (names.get(word) ?? `0x${word.toString(16)}`)
}

/** What the rules refuse with, by the code of their error; other errors are mistakes and pass through. */
export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') throw error
  return code
}
