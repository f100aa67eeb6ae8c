import type { Findings } from './parsing.ts'
import { normaliseStatement } from './statements.ts'

/** Looks up the HS code of every goods. They are the goods of the document only when all share one; of several, none is stated. */
export function stateGoodsCode(
  findings: Findings,
  codes: readonly { readonly code: string; readonly pointer: string }[],
): void {
  const read = codes.map(({ code, pointer }) => normaliseStatement(findings.file, 'hsCode', code, { pointer }))
  for (const { problem } of read) if (problem !== undefined) findings.add(problem)
  if (new Set(read.map(({ value }) => value)).size === 1) findings.state('hsCode', read[0]!.value, {})
}
