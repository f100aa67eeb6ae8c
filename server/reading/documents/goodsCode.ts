import { problemsShownMost } from '../problems.ts'
import type { Findings } from './parsing.ts'
import { normaliseStatement } from './statements.ts'

/**
 * Looks up the HS code of every goods. They are the goods of the document only when all share one; of several, none is stated. A document
 * may name a hundred thousand codes, and what is most like a wrong one takes long to find: nobody is shown more than some of them.
 */
export function stateGoodsCode(
  findings: Findings,
  codes: readonly { readonly code: string; readonly pointer: string }[],
): void {
  const values = new Set<string>()
  for (const { code, pointer } of codes) {
    const { value, problem } = normaliseStatement(findings, 'hsCode', code, { pointer })
    if (problem === undefined) values.add(value)
    else findings.add(problem)
    if (findings.problems.length >= problemsShownMost) return
  }
  if (values.size === 1 && findings.problems.length === 0) findings.state('hsCode', [...values][0], {})
}
