/** Random numbers that a seed repeats. Each case has a generator of its own, so that any of them can be run alone. */

export interface Random {
  /** Whole, both ends included. */
  integer(least: number, most: number): number
  bigint(least: bigint, most: bigint): bigint
  /** True with probability `share`, 0 to 1. */
  chance(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** Any magnitude alike: first the number of bits, then the value; often at the ends or one beside a power of two. */
  magnitude(least: bigint, most: bigint): bigint
}

/** @param name of the twin, so that two twins with one seed do not walk in step. */
export function randomOf(seed: number, name: string, index: number): Random {
  let state = mix(seed ^ mix(index + 1))
  for (const character of name) state = mix(state ^ character.charCodeAt(0))
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    return mix(state)
  }
  const integer = (least: number, most: number) => least + (next() % (most - least + 1))
  const bigint = (least: bigint, most: bigint): bigint => {
    const span = most - least + 1n
    let value = 0n
    for (let bits = span >> 32n; ; bits >>= 32n) {
      value = (value << 32n) | BigInt(next())
      if (bits === 0n) break
    }
    return least + (((value << 32n) | BigInt(next())) % span)
  }
  const chance = (share: number) => next() < share * 4_294_967_296
  const pick = <T>(from: readonly T[]): T => from[next() % from.length]!
  const magnitude = (least: bigint, most: bigint): bigint => {
    if (chance(0.04)) return pick([least, most])
    const bits = BigInt(integer(0, most.toString(2).length))
    const power = 1n << bits
    const value = chance(0.1) ? power + BigInt(integer(-1, 1)) : bigint(power >> 1n, power)
    return value < least ? least : value > most ? most : value
  }
  return { integer, bigint, chance, pick, magnitude }
}

/** Finaliser of a 32-bit hash: every bit of the input moves every bit of the result. */
function mix(value: number): number {
  let mixed = value >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
