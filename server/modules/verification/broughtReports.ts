import { concatBytes, type Hex, hexToBytes, keccak256 } from 'viem'
import type { StoredReport } from './reports.ts'

type Brought = Pick<StoredReport, 'node_index' | 'score_e4' | 'digest'>

/** Hashes computed at most, some seconds: all ways to bring a committee of seven, many of a larger one with equal scores. */
const arrangementsMost = 100_000

/**
 * The reports that the chain counted, in the order in which it was brought them: `reportsHash` is over their digests. Anyone who sees
 * our transaction on its way can bring its reports first, leave some out, and order those of equal score otherwise.
 * @param reports of the round, ascending by score. @param least fewer give no outcome. @returns null when no choice of them has this hash
 */
export function broughtReports<Report extends Brought>(
  reports: readonly Report[],
  reportsHash: string,
  least: number,
): readonly Report[] | null {
  let left = arrangementsMost
  const digests = new Map(reports.map((report) => [report, hexToBytes(report.digest as Hex)]))
  const chosen: Report[] = []
  // Depth first and the longest before its beginnings: the order in which we send them is the first to be looked at.
  const search = (): boolean => {
    for (const report of reports) {
      if (chosen.includes(report) || report.score_e4 < (chosen.at(-1)?.score_e4 ?? 0)) continue
      chosen.push(report)
      if (search()) return true
      chosen.pop()
      if (left <= 0) return false
    }
    if (chosen.length < least) return false
    left -= 1
    return keccak256(concatBytes(chosen.map((report) => digests.get(report)!))) === reportsHash
  }
  return search() ? chosen : null
}

/** What is stored of a tally beside its numbers. */
export interface StoredTally {
  /** Nodes whose reports the chain counted, in its order; absent when those are all, in ours; null when they are not known. */
  readonly brought?: readonly number[] | null
}

/** The reports of a round that were tallied, in the order in which they were brought; null when they are not known. */
export function countedReports<Report extends { nodeIndex: number; report: { scoreE4: number } }>(
  reports: readonly Report[],
  tally: StoredTally | null,
): readonly Report[] | null {
  const { brought } = tally ?? {}
  if (brought === null) return null
  if (brought === undefined)
    return reports.toSorted((a, b) => a.report.scoreE4 - b.report.scoreE4 || a.nodeIndex - b.nodeIndex)
  return brought.map((index) => reports.find(({ nodeIndex }) => nodeIndex === index)!)
}
