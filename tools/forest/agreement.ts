/** One comparison: what was published, what the methodologies of this repository compute, and how far they may be apart. */
import { Exact } from '@assay/domain/decimal.ts'

export interface Comparison {
  readonly what: string
  readonly source: string
  readonly published: string
  readonly computed: string
  /** Relative, unless the tolerance says otherwise. */
  readonly difference: Exact
  readonly tolerance: string
}

export function holds({ difference, tolerance }: Comparison): boolean {
  return difference.lessThanOrEqualTo(tolerance)
}

const zero = new Exact(0)

/** |computed / published − 1| */
export function relative(computed: Exact, published: Exact): Exact {
  return computed.div(published).minus(1).abs()
}

export function largest(differences: readonly Exact[]): Exact {
  return differences.reduce((most, next) => (next.greaterThan(most) ? next : most), zero)
}

export function lineOf(of: Comparison): string {
  const difference = of.difference.isZero() ? '0' : of.difference.toExponential(1, Exact.ROUND_UP)
  return `| ${[of.what, of.published, of.computed, difference, of.tolerance, holds(of) ? 'yes' : '**no**', of.source].join(' | ')} |`
}

export const tableHead = `| What | Published | Computed | Difference | Tolerance | Holds | Data |\n| ${Array(7).fill('---').join(' | ')} |`
