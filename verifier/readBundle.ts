import { type Bundle, bundleIdOf, bundleSchemas } from '@assay/protocol/bundle.ts'
import { canonicalJson, type JsonValue, parseCanonical } from '@assay/protocol/canonicalJson.ts'
import { sealFits, sealsIn } from '@assay/protocol/seal.ts'
import { Value } from 'typebox/value'
import { holds, same } from './checklist.ts'

/** The most bytes a bundle may have. */
export const bundleLimitBytes = 64 * 1024 * 1024

export interface ReadBundle {
  readonly bundle: Bundle
  readonly bundleId: string
  /** Pointers of the members that are withheld. */
  readonly withheld: readonly string[]
}

/**
 * Reads a bundle's bytes. They must be canonical JSON of `{ bundle, bundleId }`: no white space, members sorted, one spelling for
 * everything; the id must be that of the public form, every opened seal must fit, and no member may be there that the format does
 * not name. So a change of any byte is refused here already; what follows shows that nobody could have made up the content.
 * @throws Error saying what does not fit.
 */
export function readBundle(bytes: Uint8Array): ReadBundle {
  holds(bytes.length <= bundleLimitBytes, `a bundle has at most ${bundleLimitBytes} bytes`)
  const file = parseCanonical(bytes)
  holds(isObject(file) && Object.keys(file).join() === 'bundle,bundleId', 'the file is not { bundle, bundleId }')
  const { bundle, bundleId } = file as { bundle: JsonValue; bundleId: JsonValue }
  same('the id of the bundle', bundleId, bundleIdOf(bundle))
  // Hashes before shapes: what was changed is found by them, and they are quicker.
  const seals = sealsIn(bundle)
  for (const { pointer, member } of seals) holds(sealFits(member), `the seal at ${pointer} does not fit its value`)
  assertFormat(bundle)
  return {
    bundle: bundle as unknown as Bundle,
    bundleId: bundleId as string,
    withheld: seals.filter(({ member }) => member.value === undefined).map(({ pointer }) => pointer),
  }
}

function assertFormat(bundle: JsonValue): void {
  const kind = isObject(bundle) ? bundle.kind : undefined
  holds(
    typeof kind === 'string' && Object.hasOwn(bundleSchemas, kind),
    `there is no kind of bundle called ${canonicalJson(kind ?? null)}`,
  )
  const schema = bundleSchemas[kind as keyof typeof bundleSchemas]
  if (Value.Check(schema, bundle)) return
  const first = Value.Errors(schema, bundle)[0]
  throw new Error(
    `the bundle does not have the format of ${String(kind)}: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
  )
}

function isObject(json: JsonValue): json is { readonly [key: string]: JsonValue | undefined } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
