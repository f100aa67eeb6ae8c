import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalBytes, canonicalJson, type JsonValue, parseCanonical } from './canonicalJson.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test.each([
  ['a bigint', { amount: 5n }, 'bigint at "/amount"'],
  ['a date', { at: [new Date(0)] }, 'object at "/at/0"'],
  ['a function', { 'a/b': () => 1 }, 'function at "/a~1b"'],
  ['undefined in an array', [undefined], 'undefined at "/0"'],
  ['a fraction', { kg: 0.1 }, 'not a safe integer'],
  ['an integer beyond 2^53', [2 ** 53], 'not a safe integer'],
  ['not a number', [Number.NaN], 'not a safe integer'],
  ['a lone surrogate', ['\ud800'], 'lone surrogate'],
  ['a lone surrogate in a name', { '\udc00': 1 }, 'lone surrogate'],
])('%s is refused, never dropped', (_name, value, message) => {
  expect(() => canonicalJson(value as unknown as JsonValue)).toThrow(message)
})

test.each([
  ['white space', '{"a": 1}'],
  ['members out of order', '{"b":1,"a":2}'],
  ['a member given twice', '{"a":1,"a":1}'],
  ['another spelling of a number', '{"a":1.0}'],
  ['another spelling of a character', '{"a":"\\u0041"}'],
  ['a byte order mark', '\ufeff{"a":1}'],
  ['a newline at the end', '{"a":1}\n'],
  ['minus zero', '[-0]'],
  ['an exponent', '[1e2]'],
  ['bytes that are not JSON', '{"a"'],
])('%s is not canonical', (_name, text) => {
  expect(() => parseCanonical(bytes(text))).toThrow(TypeError)
})

test('bytes that are not UTF-8 are refused', () => {
  expect(() => parseCanonical(Uint8Array.of(0x22, 0xff, 0x22))).toThrow('not JSON in UTF-8')
})

test('member order of RFC 8785 section 3.2.3: by UTF-16 code units', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew',
    '1': 'One',
    '\u{1f600}': 'Emoji',
    '\u0080': 'Control',
    '\u00f6': 'o',
  }
  expect(Object.values(JSON.parse(canonicalJson(value)))).toHaveLength(7)
  expect(canonicalJson(value)).toBe(
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro Sign","\u{1f600}":"Emoji","\ufb33":"Hebrew"}',
  )
})

test('text of RFC 8785 section 3.2.2.2', () => {
  expect(canonicalJson({ string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/' })).toBe(
    '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('members in order or not, numbers as names: the bytes are those of the library', () => {
  const name = fc.oneof(fc.constantFrom('9', '10', '1', '', '__proto__', 'toString'), fc.string({ unit: 'binary' }))
  const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger(),
      fc.constantFrom(null, true, -0),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(name, fc.option(tie('tree'), { nil: undefined }), { maxKeys: 5 }),
    ),
  }))
  fc.assert(
    fc.property(tree, (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value))
    }),
    { numRuns: 100 },
  )
})

test('members that are undefined are left out', () => {
  expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}')
})

test('what was written is read again, and every other byte string of the same value is refused', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.nat(), fc.nat({ max: 254 }), (raw, at, step) => {
      const value = JSON.parse(JSON.stringify(raw), (_key, member) =>
        typeof member === 'number'
          ? Math.trunc(member % 2 ** 53) + 0
          : typeof member === 'string'
            ? member.toWellFormed()
            : member,
      ) as JsonValue
      const written = canonicalBytes(value)
      expect(canonicalBytes(parseCanonical(written))).toEqual(written)
      const changed = written.slice()
      const offset = at % changed.length
      changed[offset] = (changed[offset]! + 1 + step) % 256
      let read: Uint8Array | undefined
      try {
        read = canonicalBytes(parseCanonical(changed))
      } catch {
        return
      }
      expect(read).toEqual(changed)
    }),
  )
})
