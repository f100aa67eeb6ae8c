import canonicalize from 'canonicalize'

/** What JSON can say. Amounts are decimal strings: JSON numbers are doubles (RFC 8785 section 3.2.2.3). */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/**
 * Canonical JSON of RFC 8785: sorted keys, no white space, one spelling for every number and string. Members that are `undefined`
 * are left out.
 * @throws TypeError for what JSON cannot say (bigint, function, a date or another class instance, undefined in an array) instead of
 * dropping it silently, for a number that is not a safe integer (two languages could spell it differently), and for text with a lone surrogate.
 */
export function canonicalJson(value: JsonValue): string {
  // What lies in order, as all that was read from canonical text, the engine itself writes at once, to the byte the same.
  const text = refuseInexact(value, []) ? JSON.stringify(value) : canonicalize(value)
  if (text === undefined) throw new TypeError('there is no value to write')
  return text
}

/** The UTF-8 bytes of `canonicalJson`. */
export function canonicalBytes(value: JsonValue): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value))
}

/**
 * Reads bytes that must already be canonical JSON. Equal values have equal bytes, so no byte can change unnoticed, not even white
 * space, the order of members or the spelling of a number; a member given twice is refused as well, since writing it again drops one.
 * @throws TypeError naming the first byte that differs.
 */
export function parseCanonical(bytes: Uint8Array): JsonValue {
  let text: string
  let value: JsonValue
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
  } catch (cause) {
    throw new TypeError(`not JSON in UTF-8: ${cause instanceof Error ? cause.message : 'unreadable'}`, { cause })
  }
  // Of bytes that are UTF-8 the text is another spelling of the same, and texts compare in a moment.
  const canonical = canonicalJson(value)
  if (canonical !== text)
    throw new TypeError(`not canonical JSON (RFC 8785) from byte ${firstDifference(bytes, canonical)}`)
  return value
}

function firstDifference(bytes: Uint8Array, canonical: string): number {
  const expected = new TextEncoder().encode(canonical)
  let offset = 0
  while (offset < bytes.length && bytes[offset] === expected[offset]) offset += 1
  return offset
}

/** `path` is where the walk stands; it is written out only for who is told. @returns true when all members are in canonical order. */
function refuseInexact(value: unknown, path: (string | number)[]): boolean {
  if (value === null || typeof value === 'boolean') return true
  let inOrder = true
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError(`lone surrogate in the text at "${pointerOf(path)}"`)
  } else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value))
      throw new TypeError(`the number at "${pointerOf(path)}" is not a safe integer; write a decimal string`)
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      path.push(index)
      inOrder = refuseInexact(value[index], path) && inOrder
      path.pop()
    }
  } else if (typeof value === 'object' && isPlain(value)) {
    let before: string | undefined
    for (const key of Object.keys(value)) {
      // Of texts `<` compares UTF-16 code units (RFC 8785 section 3.2.3).
      inOrder &&= before === undefined || before < key
      before = key
      if (!key.isWellFormed()) throw new TypeError(`lone surrogate in a member name below "${pointerOf(path)}"`)
      const member = (value as Record<string, unknown>)[key]
      if (member === undefined) continue
      path.push(key)
      inOrder = refuseInexact(member, path) && inOrder
      path.pop()
    }
  } else {
    throw new TypeError(`JSON has no word for the ${typeof value} at "${pointerOf(path)}"`)
  }
  return inOrder
}

/** RFC 6901. */
function pointerOf(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
