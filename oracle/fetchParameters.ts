import type { ParameterSet, ParameterVersion } from '@assay/domain/parameters.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import type { AssayClient } from '@assay/sdk/client.ts'

/** The catalogue has far fewer; more would be a server that never ends its list. */
const parametersMost = 4_000

/**
 * The governed parameters in force at a moment, decoded and range-checked by this node's own copy of the catalogue: a value
 * outside its range stops the node instead of moving its verdict. A moment about which an answer is known is not asked about again.
 */
export async function fetchParameters(api: AssayClient, at: string): Promise<ParameterSet> {
  const asOf = new Date(at)
  const spans = known.get(api) ?? []
  const span = spans.find(({ from, to }) => from <= asOf.getTime() && asOf.getTime() <= to)
  if (span !== undefined) return Object.freeze({ ...span.set, asOf: asOf.toISOString() })
  const versions: ParameterVersion[] = []
  for await (const { inForce } of api.list<{ inForce: ParameterVersion }>('/parameters', { at, limit: 200 })) {
    versions.push(inForce)
    if (versions.length === parametersMost) break
  }
  if (!versions.every((version) => isSettled(version, asOf))) return parametersAt(versions, asOf)
  const text = JSON.stringify(versions)
  if (decoded?.text !== text) decoded = { text, set: parametersAt(versions, asOf) }
  if (asOf.getTime() <= Date.now() + decidedAheadMs) {
    const from = Math.max(...versions.map(({ effectiveFrom }) => new Date(effectiveFrom).getTime()))
    known.set(api, [{ from, to: asOf.getTime(), set: decoded.set }, ...spans].slice(0, spansMost))
  }
  return Object.freeze({ ...decoded.set, asOf: asOf.toISOString() })
}

/**
 * Between the newest date among the versions in force at a moment and that moment nothing else was ever in force. A later answer cannot
 * differ either: a version is decided at least a minute before its date (server/modules/governance/decideVersion.ts).
 */
interface Span {
  readonly from: number
  readonly to: number
  readonly set: ParameterSet
}

const known = new WeakMap<AssayClient, readonly Span[]>()
const spansMost = 8
const decidedAheadMs = 60_000

/** What was decoded last: from one case to the next hardly anything changes, and to decode all of it takes longer than to judge. */
let decoded: { readonly text: string; readonly set: ParameterSet } | null = null

/** In force at that moment and at every later one alike, so that a set of such versions depends on nothing else. */
function isSettled({ effectiveFrom, phasedFrom }: ParameterVersion, at: Date): boolean {
  return phasedFrom === undefined && new Date(effectiveFrom) <= at
}
