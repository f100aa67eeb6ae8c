/**
 * Schemas of the fields that many routes share. Each has a limit, a pattern where a format rules, and an example that the
 * emitted OpenAPI and the generated access test use.
 */
import { type TSchema, Type } from 'typebox'

/** UUIDv7 in lower case, as every id of the database is shown. */
export const Uuid = Type.String({
  format: 'uuid',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  examples: ['0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10'],
})

/** Amount or quantity with an optional fraction of at most 18 digits; never a JSON number, so that no bit is lost. */
export const Decimal = Type.String({
  pattern: '^(0|[1-9][0-9]{0,38})(\\.[0-9]{1,18})?$',
  maxLength: 58,
  examples: ['2500000'],
})

/** Like {@link Decimal}, with an optional minus sign. */
export const SignedDecimal = Type.String({
  pattern: '^-?(0|[1-9][0-9]{0,38})(\\.[0-9]{1,18})?$',
  maxLength: 59,
  examples: ['-0.15'],
})

/** Unsigned whole number up to 256 bits, as decimal digits. */
export const WholeNumber = Type.String({ pattern: '^(0|[1-9][0-9]{0,77})$', maxLength: 78, examples: ['2000'] })

/** Ethereum address, 20 bytes; any letter case. */
export const AddressField = Type.String({
  pattern: '^0x[0-9a-fA-F]{40}$',
  examples: ['0x70997970C51812dc3A010C7d01b50e0d17dc79C8'],
})

/** 32 bytes in hex: hashes and identifiers on chain. */
export const Bytes32 = Type.String({
  pattern: '^0x[0-9a-f]{64}$',
  examples: ['0x8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4'],
})

/** A 65-byte secp256k1 signature in hex. */
export const SignatureField = Type.String({ pattern: '^0x[0-9a-fA-F]{130}$', examples: [`0x${'1b'.repeat(65)}`] })

/** SHA-256 in lower-case hex, without prefix. */
export const Sha256 = Type.String({
  pattern: '^[0-9a-f]{64}$',
  examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
})

/** Instant of RFC 3339, for example 2026-03-01T12:00:00Z. Neither a leap second nor the year 0 is one: no clock of ours shows them. */
export const Instant = Type.String({
  format: 'date-time',
  pattern: '^[12][0-9]{3}-[^:]+:[0-9]{2}:[0-5]',
  maxLength: 35,
  examples: ['2026-03-01T12:00:00Z'],
})

/** Calendar date of RFC 3339, of the years that instants have. */
export const CalendarDate = Type.String({ format: 'date', pattern: '^[12][0-9]{3}-', examples: ['2026-03-01'] })

/** ISO 3166-1 alpha-2. The command checks that the code is assigned. */
export const CountryCode = Type.String({ pattern: '^[A-Z]{2}$', examples: ['EE'] })

/** Ports of an answer whose UN/LOCODE is well formed, of a country whose ports are not all on the lists that are kept. */
export const UnlistedPorts = Type.Array(Type.String({ examples: ['FITKU'] }), {
  maxItems: 2,
  description: 'Codes that were taken without being on a list: somebody should look whether they are what was meant.',
})

/** No control characters (line ends are some), nothing that turns the direction of writing, nothing that takes no room: two texts that
 *  look the same on a page would not be the same. */
export const plainText =
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]*$'

/** What {@link plainText} asks for, in words. */
export const plainTextWords =
  'must be one line without control characters, changes of direction and characters of no width'

/** Free text for people: at least one character of {@link plainText}. */
export const Text = (maxLength: number, example: string) =>
  Type.String({ minLength: 1, maxLength, pattern: plainText, examples: [example] })

/** One of a fixed list of words. */
export const OneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words] })

/** Parameter versions that a result was computed with. */
export const UsedVersions = Type.Array(Type.Object({ key: Type.String(), version: Type.Integer({ minimum: 1 }) }), {
  description: 'Parameter versions it was computed with, by key; their values are those of `parametersAt`.',
})

/** A value or null. */
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
