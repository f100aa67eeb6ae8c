/** Ways to forge a file: each is a list of places, and what is done to the bytes at one of them. */
import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'

export const ways = ['changed', 'cut off', 'removed', 'inserted', 'member removed', 'members swapped'] as const
export type Way = (typeof ways)[number]

/** Bytes that JSON gives a meaning, and some that it does not. */
const inserted = new TextEncoder().encode(' 0",:{}[]a\\\u0000')
/** Of what a byte is removed or inserted at. */
const lengthStep = 13
/** What every byte is exchanged for: the next digit, letter or mark, or at every fourth place another value that leaves text of ASCII as
 *  such, so that the file has to be read to find it; and a byte that no such text has. */
const substitutes: readonly ((byte: number, place: number) => number)[] = [
  (byte, place) => (place % 4 === 3 ? byte ^ (1 + (place % 127)) : (byte + 1) % 256),
  (byte) => byte ^ 0x80,
]

export interface Forgeries {
  readonly count: number
  /** The forged file, or null when this place leaves the file as it was. */
  at(place: number): Uint8Array | null
}

export function forgeriesOf(way: Way, bytes: Uint8Array): Forgeries {
  if (way === 'changed') return { count: bytes.length * substitutes.length, at: (n) => withSubstitute(bytes, n) }
  if (way === 'cut off') return { count: bytes.length, at: (place) => bytes.subarray(0, place) }
  if (way === 'removed' || way === 'inserted') return ofOtherLength(way, bytes)
  const file = JSON.parse(new TextDecoder().decode(bytes)) as JsonValue
  const edits = editsOf(way, file)
  return {
    count: edits.length,
    at(place) {
      const copy = structuredClone(file)
      edits[place]!(copy)
      const forged = canonicalBytes(copy)
      return Buffer.compare(forged, bytes) === 0 ? null : forged
    },
  }
}

function withSubstitute(bytes: Uint8Array, n: number): Uint8Array {
  const place = Math.floor(n / substitutes.length)
  const forged = bytes.slice()
  forged[place] = substitutes[n % substitutes.length]!(bytes[place]!, place)
  return forged
}

function ofOtherLength(way: 'removed' | 'inserted', bytes: Uint8Array): Forgeries {
  return {
    count: Math.floor(bytes.length / lengthStep),
    at(n) {
      const place = n * lengthStep + (n % lengthStep)
      const between = way === 'removed' ? [] : [inserted[n % inserted.length]!]
      const rest = bytes.subarray(way === 'removed' ? place + 1 : place)
      const forged = new Uint8Array(place + between.length + rest.length)
      forged.set(bytes.subarray(0, place))
      forged.set(between, place)
      forged.set(rest, place + between.length)
      return forged
    },
  }
}

type Edit = (file: JsonValue) => void
type Container = Record<string | number, JsonValue | undefined>

/** One for each member of every object and each item of every list; a swap is of two neighbours. */
function editsOf(
  way: 'member removed' | 'members swapped',
  json: JsonValue,
  path: readonly (string | number)[] = [],
): Edit[] {
  if (typeof json !== 'object' || json === null) return []
  const keys: (string | number)[] = Array.isArray(json) ? [...json.keys()] : Object.keys(json)
  const within = (file: JsonValue) => path.reduce<JsonValue>((at, key) => (at as Container)[key]!, file) as Container
  const here = keys.flatMap((key, n): Edit[] => {
    // Without a private part it is a copy with that part withheld, which verifies and says so: verifier/verifyBundle.test.ts.
    if (way === 'member removed') return key === 'private' ? [] : [(file) => removeAt(within(file), key)]
    const next = keys[n + 1]
    if (next === undefined) return []
    return [
      (file) => {
        const at = within(file)
        ;[at[key], at[next]] = [at[next], at[key]]
      },
    ]
  })
  const below = keys.flatMap((key) => editsOf(way, (json as Container)[key]!, [...path, key]))
  return [...here, ...below]
}

function removeAt(container: Container, key: string | number): void {
  if (Array.isArray(container)) container.splice(Number(key), 1)
  else delete container[key]
}
