/**
 * The least that the contracts let a case be opened with, by its number of reports (`Tiers.sol`), as it follows from the governed
 * tables: whoever opens cases can ask for more, never for less. Which tier a contract's value asks for is `tiers.ts`; the nodes
 * check it before they sign.
 */
import { exact, scaledExactly, scaledUp } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictra } from '../programmes/fictra.ts'
import { mostThresholdMoves } from '../programmes/fictraVerification.ts'
import { secretTrees } from '../programmes/secretTrees.ts'

/** `Tier` of IVerification. */
export interface TierFloor {
  readonly programme: 'commodity' | 'carbon'
  /** k, which names the tier. */
  readonly minReports: number
  /** n. */
  readonly minCommittee: number
  readonly minConsensusBps: number
  readonly minScoreThresholdE4: number
  readonly minWindowSeconds: number
}

/** Share of the base that the threshold keeps when trust relieves it most (domain.md 2.2). */
const leastOfBase = exact(1n).minus(mostThresholdMoves.trust)

/** One floor for each number of reports the programmes ask for. */
export function tierFloors(parameters: ParameterSet): readonly TierFloor[] {
  return [...commodityFloors(parameters), carbonFloor(parameters)]
}

function commodityFloors(parameters: ParameterSet): readonly TierFloor[] {
  const rows = parameters.get(fictra.verification.tiers)
  const committee = parameters.get(fictra.verification.committeeSize)
  const { base } = parameters.get(fictra.verification.threshold)
  const { byValue, highRisk } = parameters.get(fictra.verification.challengeWindow)
  const counts = [...new Set(rows.map(({ minSources }) => minSources))].sort((a, b) => a - b)
  return counts.map((minReports) => {
    const shares = rows
      .filter(({ minSources }) => minSources === minReports)
      .map(({ consensus }) => Number(scaledExactly(consensus, 4, 'consensus')))
    return {
      programme: 'commodity',
      minReports,
      minCommittee: Math.max(minReports, committee),
      minConsensusBps: Math.min(...shares),
      minScoreThresholdE4: Number(scaledUp(base.times(leastOfBase), 4)),
      minWindowSeconds: Math.min(highRisk, ...byValue.map(({ value }) => value)),
    }
  })
}

function carbonFloor(parameters: ParameterSet): TierFloor {
  const { minReports, consensus, threshold, challengeSeconds } = parameters.get(secretTrees.verification.quorum)
  return {
    programme: 'carbon',
    minReports,
    minCommittee: minReports,
    minConsensusBps: Number(scaledExactly(consensus, 4, 'consensus')),
    minScoreThresholdE4: Number(scaledExactly(threshold, 4, 'threshold')),
    minWindowSeconds: challengeSeconds,
  }
}
