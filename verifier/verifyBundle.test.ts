import { type Bundle, writeBundle } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { sealOf } from '@assay/protocol/seal.ts'
import { expect, test } from 'vitest'
import { allocationBundle, issuanceBundle, retirementBundle } from './test/bundles.ts'
import { verifyBundle } from './verifyBundle.ts'

const bundles: Record<string, Bundle> = {
  'a clean delivery': await allocationBundle(),
  'a shortage decided in a review round': await allocationBundle({ reviewed: true }),
  'a quantified building': await issuanceBundle(),
  'a retirement': await retirementBundle(),
}

interface Leaf {
  /** Keys from the root; the same leaf of every list element has one pattern, with `*` for the index. */
  readonly path: readonly (string | number)[]
  readonly pattern: string
  readonly value: JsonValue
}

function leavesOf(json: JsonValue, path: readonly (string | number)[] = []): Leaf[] {
  if (Array.isArray(json) && json.length > 0) return json.flatMap((item, index) => leavesOf(item, [...path, index]))
  if (typeof json === 'object' && json !== null && Object.keys(json).length > 0) {
    return Object.entries(json).flatMap(([key, value]) => leavesOf(value as JsonValue, [...path, key]))
  }
  const pattern = path.map((key) => (typeof key === 'number' ? '*' : key)).join('/')
  return [{ path, pattern, value: json }]
}

/** The smallest change that leaves JSON of the same type. */
function changed(value: JsonValue): JsonValue {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value === 'object') return 'x'
  const last = value.at(-1) ?? ''
  return `${value.slice(0, -1)}${last === '1' ? '2' : '1'}`
}

/** A copy with one leaf changed. With `reseal` the forger also makes every seal above it fit again. */
function withChange(bundle: Bundle, leaf: Leaf, reseal: boolean): Bundle {
  const copy = structuredClone(bundle)
  const parents: Record<string, JsonValue>[] = []
  let at = copy as unknown as Record<string, JsonValue>
  for (const key of leaf.path.slice(0, -1)) {
    parents.push(at)
    at = at[key] as unknown as Record<string, JsonValue>
  }
  at[leaf.path.at(-1)!] = changed(leaf.value)
  if (reseal && leaf.path.at(-1) !== 'seal') {
    for (const parent of [at, ...parents.reverse()]) {
      if (typeof parent.seal !== 'string' || typeof parent.salt !== 'string') continue
      parent.seal = sealOf(parent.value!, parent.salt).seal
    }
  }
  return copy
}

/** The first and the last leaf of every pattern: every member of the format, the ends of every list. */
function ends(leaves: readonly Leaf[]): Leaf[] {
  const first = new Map<string, Leaf>()
  const last = new Map<string, Leaf>()
  for (const leaf of leaves) {
    if (!first.has(leaf.pattern)) first.set(leaf.pattern, leaf)
    last.set(leaf.pattern, leaf)
  }
  return [...new Set([...first.values(), ...last.values()])]
}

test.each(Object.entries(bundles))('%s holds', async (_name, bundle) => {
  const result = await verifyBundle(writeBundle(bundle))
  expect(result.findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect(result.findings.filter(({ outcome }) => outcome === 'withheld')).toEqual([])
  expect(result.ok).toBe(true)
})
