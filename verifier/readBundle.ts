import { type Bundle, bundleIdOf, bundleSchemas, type IssuanceBundle } from '@assay/protocol/bundle.ts'
import { canonicalJson, type JsonValue, parseCanonical } from '@assay/protocol/canonicalJson.ts'
import { publicFormOf, sealFits, sealsIn } from '@assay/protocol/seal.ts'
import { Compile } from 'typebox/compile'
import { holds, same } from './checklist.ts'
import { assertPrivateParts } from './checkPrivate.ts'

/** The most bytes a bundle may have. */
export const bundleLimitBytes = 64 * 1024 * 1024

const formats = {
  allocation: Compile(bundleSchemas.allocation),
  issuance: Compile(bundleSchemas.issuance),
  retirement: Compile(bundleSchemas.retirement),
}

export interface ReadBundle {
  readonly bundle: Bundle
  readonly bundleId: string
  /** Of a retirement: the issuances it names, in their order. */
  readonly issuances: readonly IssuanceBundle[]
}

/**
 * Reads a file's bytes. They must be canonical JSON of `{ bundle, bundleId }`, and `issuances` of a retirement: no white space, members
 * sorted, one spelling for everything; every id must be that of the public form, every opened seal must fit, every private part must hash to
 * what binds it, and no member may be there that the format does not name. So a change of any byte is refused here already; what follows shows that nobody could have made up the content.
 * @throws Error saying what does not fit.
 */
export function readBundle(bytes: Uint8Array): ReadBundle {
  holds(bytes.length <= bundleLimitBytes, `a bundle has at most ${bundleLimitBytes} bytes`)
  const file = parseCanonical(bytes)
  const members = isObject(file) ? Object.keys(file).join() : ''
  const { bundle = null, bundleId = null, issuances = [] } = isObject(file) ? file : {}
  const wanted = isObject(bundle) && bundle.kind === 'retirement' ? 'bundle,bundleId,issuances' : 'bundle,bundleId'
  holds(members === wanted, `the file is not { ${wanted} }`)
  same('the id of the bundle', bundleId, bundleIdOf(bundle))
  // Hashes before shapes: what was changed is found by them, and they are quicker.
  for (const { pointer, member } of sealsIn(bundle))
    holds(sealFits(member), `the seal at ${pointer} does not fit its value`)
  assertFormat(bundle)
  const read = bundle as unknown as Bundle
  assertPrivateParts(read)
  const named = read.kind === 'retirement' ? read.retirement.issuances : []
  return { bundle: read, bundleId: bundleId as string, issuances: readIssuances(issuances, named) }
}

/** Exactly the ones that are named, each in its public form. */
function readIssuances(issuances: JsonValue, named: readonly { readonly bundleId: string }[]): IssuanceBundle[] {
  const listed = Array.isArray(issuances) ? (issuances as readonly JsonValue[]) : []
  same('the number of issuances', listed.length, named.length)
  for (const [place, issuance] of listed.entries()) {
    same(`the id of issuance ${place + 1}`, bundleIdOf(issuance), named[place]!.bundleId)
    holds(
      canonicalJson(issuance) === canonicalJson(publicFormOf(issuance)),
      `issuance ${place + 1} is not in its public form`,
    )
    assertFormat(issuance)
    same(`the kind of issuance ${place + 1}`, (issuance as { kind?: JsonValue }).kind, 'issuance')
  }
  return listed as unknown as IssuanceBundle[]
}

function assertFormat(bundle: JsonValue): void {
  const kind = isObject(bundle) ? bundle.kind : undefined
  holds(
    typeof kind === 'string' && Object.hasOwn(formats, kind),
    `there is no kind of bundle called ${canonicalJson(kind ?? null)}`,
  )
  const format = formats[kind as keyof typeof formats]
  if (format.Check(bundle)) return
  const first = format.Errors(bundle)[0]
  throw new Error(
    `the bundle does not have the format of ${String(kind)}: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
  )
}

function isObject(json: JsonValue): json is { readonly [key: string]: JsonValue | undefined } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
