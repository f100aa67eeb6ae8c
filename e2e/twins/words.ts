/** Words of 256 bits as the twin contracts take and give them: plain arrays, no ABI library between us and 100,000 cases. */
import type { Hex } from 'viem'

export type Word = bigint | number | boolean

const wrap = 1n << 256n

/** ABI encoding of one `uint256[]` behind `head`, the arguments before it. */
export function encodeCall(selector: Hex, head: readonly Word[], words: readonly Word[]): Hex {
  const offset = 32 * (head.length + 1)
  return `${selector}${head.map(hexOf).join('')}${hexOf(offset)}${hexOf(words.length)}${words.map(hexOf).join('')}`
}

/** The words of a returned `uint256[]`. */
export function decodeWords(data: Hex): bigint[] {
  const count = Number(BigInt(`0x${data.slice(66, 130)}`))
  return Array.from({ length: count }, (_, i) => BigInt(`0x${data.slice(130 + i * 64, 194 + i * 64)}`))
}

/** Fills up with zeros to the fixed length of a case. */
export function padded(words: readonly Word[], length: number): Word[] {
  if (words.length > length) throw new RangeError(`${words.length} words do not fit ${length}`)
  return [...words, ...Array.from({ length: length - words.length }, () => 0)]
}

function hexOf(word: Word): string {
  const value = BigInt(word)
  return (value < 0n ? value + wrap : value).toString(16).padStart(64, '0')
}
