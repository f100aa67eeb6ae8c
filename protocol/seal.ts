/**
 * What a reader may be refused, in two forms. A *private* member is `{ private: value }` and leaves nothing behind: what binds it is
 * signed or on chain already. A *sealed* member leaves its seal, a salted hash that something else commits to: a document's leaf
 * (the idea of SD-JWT, RFC 9901, for any JSON).
 */
import { bytesToHex, type Hex } from 'viem'
import { canonicalBytes, type JsonValue } from './canonicalJson.ts'
import { leafHash } from './merkle.ts'

/** Open with `salt` and `value`, closed without. */
export interface Sealed<T = JsonValue> {
  readonly seal: Hex
  /** At least 16 bytes that nobody can guess, lower-case hex without prefix. */
  readonly salt?: string
  readonly value?: T
}

/** Open with its value, withheld without. */
export interface Private<T = JsonValue> {
  readonly private?: T
}

/** Seals a value under a salt. */
export function sealOf<T extends JsonValue>(value: T, salt: string): Sealed<T> {
  return { seal: hashOf(value, salt), salt, value }
}

/** True when the seal is that of the value it is shown with; a closed member has nothing to check. */
export function sealFits(member: Sealed): boolean {
  if (member.salt === undefined && member.value === undefined) return true
  if (member.salt === undefined || member.value === undefined || !/^([0-9a-f]{2}){16,64}$/.test(member.salt))
    return false
  return hashOf(member.value, member.salt) === member.seal
}

/** The same JSON with every private member empty and every sealed one closed. */
export function publicFormOf(json: JsonValue): JsonValue {
  if (Array.isArray(json)) return json.map(publicFormOf)
  if (!isObject(json)) return json
  if (isSealed(json)) return { seal: json.seal }
  if (isPrivate(json)) return {}
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, value === undefined ? undefined : publicFormOf(value)]),
  )
}

/** Every sealed member that is not inside another one, with its JSON pointer (RFC 6901). */
export function sealsIn(json: JsonValue, pointer = ''): { pointer: string; member: Sealed }[] {
  if (Array.isArray(json)) return json.flatMap((item, index) => sealsIn(item, `${pointer}/${index}`))
  if (!isObject(json)) return []
  if (isSealed(json)) return [{ pointer, member: json }]
  return Object.entries(json).flatMap(([key, value]) =>
    value === undefined ? [] : sealsIn(value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
}

function hashOf(value: JsonValue, salt: string): Hex {
  return bytesToHex(leafHash(canonicalBytes({ salt, value })))
}

type JsonObject = { readonly [key: string]: JsonValue | undefined }

function isObject(json: JsonValue): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function isSealed(json: JsonObject): json is JsonObject & { readonly seal: Hex } & Sealed {
  return (
    typeof json.seal === 'string' &&
    Object.keys(json).every((key) => key === 'seal' || key === 'salt' || key === 'value')
  )
}

function isPrivate(json: JsonObject): boolean {
  return Object.keys(json).join() === 'private'
}
