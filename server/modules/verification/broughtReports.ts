import { concatBytes, type Hex, hexToBytes, keccak256 } from 'viem'
import type { StoredReport } from './reports.ts'

type Brought = Pick<StoredReport, 'digest'>

/** Hashes computed at most, some seconds: all choices of a committee of sixteen. */
const choicesMost = 1 << 16

/**
 * The reports that the chain counted: `reportsHash` is over their digests, which the contract takes ascending by score, then by node.
 * Anyone who sees our transaction on its way can bring its reports first and leave some out.
 * @param reports of the round, in that order. @param least fewer give no outcome. @returns null when no choice of them has this hash
 */
export function broughtReports<Report extends Brought>(
  reports: readonly Report[],
  reportsHash: string,
  least: number,
): readonly Report[] | null {
  let left = choicesMost
  const digests = new Map(reports.map((report) => [report, hexToBytes(report.digest as Hex)]))
  const chosen: Report[] = []
  // Depth first and the longest before its beginnings: what we send, all of them, is the first to be looked at.
  const search = (from: number): boolean => {
    for (const [place, report] of reports.entries()) {
      if (place < from) continue
      chosen.push(report)
      if (search(place + 1)) return true
      chosen.pop()
      if (left <= 0) return false
    }
    if (chosen.length < least) return false
    left -= 1
    return keccak256(concatBytes(chosen.map((report) => digests.get(report)!))) === reportsHash
  }
  return search(0) ? chosen : null
}

/** What is stored of a tally beside its numbers. */
export interface StoredTally {
  /** Nodes whose reports the chain counted; absent when those are all; null when they are not known. */
  readonly brought?: readonly number[] | null
}

/** The reports of a round that were tallied, in the order of the contract; null when they are not known. */
export function countedReports<Report extends { nodeIndex: number; report: { scoreE4: number } }>(
  reports: readonly Report[],
  tally: StoredTally | null,
): readonly Report[] | null {
  const { brought } = tally ?? {}
  if (brought === null) return null
  return reports
    .filter(({ nodeIndex }) => brought === undefined || brought.includes(nodeIndex))
    .toSorted((a, b) => a.report.scoreE4 - b.report.scoreE4 || a.nodeIndex - b.nodeIndex)
}
