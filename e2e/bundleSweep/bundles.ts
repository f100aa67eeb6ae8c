/** The bundles that are swept, whole and withheld, as bytes. */
import { writeBundle } from '@assay/protocol/bundle.ts'
import { allocationBundle } from '../../verifier/test/allocationBundle.ts'
import { issuanceBundle } from '../../verifier/test/issuanceBundle.ts'
import { retirementBundle } from '../../verifier/test/retirementBundle.ts'

/** Every byte of a bundle of every kind; a delivery with a review round is of a kind that is swept already: every fourth. */
export function stepOf(name: string): number {
  return name.startsWith('a shortage') ? 4 : 1
}

/** Two makers of the same bundle make the same bytes: every thread makes its own. */
export async function makeBundles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const bundles = {
    'a clean delivery': await allocationBundle(),
    'a shortage decided in a review round': await allocationBundle({ reviewed: true }),
    'a quantified building': await issuanceBundle(),
    'a retirement': await retirementBundle(),
  }
  return new Map(
    Object.entries(bundles).flatMap(([name, bundle]) => [
      [name, writeBundle(bundle)] as const,
      [`${name}, withheld`, writeBundle(bundle, { withhold: true })] as const,
    ]),
  )
}
