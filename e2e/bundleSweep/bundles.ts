/** The bundles that are swept, whole and withheld, as bytes. */
import { allocationBundle } from '../../verifier/test/allocationBundle.ts'
import { issuanceBundle } from '../../verifier/test/issuanceBundle.ts'
import { measuredField, woodedHill } from '../../verifier/test/land.ts'
import { fileOf, retirementBundle } from '../../verifier/test/retirementBundle.ts'

/** Two makers of the same bundle make the same bytes: every thread makes its own. */
export async function makeBundles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const bundles = {
    'a clean delivery': await allocationBundle(),
    'a shortage decided in a review round': await allocationBundle({ reviewed: true }),
    'a quantified building': await issuanceBundle(),
    'a forest': await issuanceBundle('forestInventory', woodedHill),
    'a field': await issuanceBundle('croplandSoil', measuredField),
    'a retirement': await retirementBundle(),
  }
  const files = new Map<string, Uint8Array>()
  for (const [name, bundle] of Object.entries(bundles)) {
    files.set(name, await fileOf(bundle))
    files.set(`${name}, withheld`, await fileOf(bundle, { withhold: true }))
  }
  return files
}

/** Of so many places of a file one is forged: land differs from the building in its inputs alone. */
export function everyOf(name: string): number {
  return name.startsWith('a forest') || name.startsWith('a field') ? 41 : 1
}
