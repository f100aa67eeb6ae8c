/** What a case needs by class, risk and value: the tier matrix (domain.md 2.3) and the challenge window (2.6). */

import { type CommodityCategory, commodityCategories, tierClassOf } from '../assetClasses.ts'
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, scaledExactly } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraVerification } from '../programmes/fictraVerification.ts'
import { toExact } from '../quantity.ts'
import { decimal, fields, flag, oneOf } from '../shapes.ts'
import { scoreErrors } from './verificationScore.ts'

export const tierErrors = defineErrors({
  TIER_MISSING: {
    status: 500,
    title: 'The tier matrix has no row for this contract',
    remedy:
      'Governance must add a row for the class in `tierClass`, the risk in `highRisk` and the value in `valuePt`.',
  },
})

export interface Tier {
  /** Independent sources, and reports, needed at least. */
  readonly minSources: number
  readonly consensusBps: number
  readonly committeeSize: number
  readonly sovereignConfirmation: 'mandatory' | 'optional'
  readonly dueDiligence: 'always' | 'random' | 'riskScore'
  /** Share of cases drawn for enhanced due diligence when it is random. */
  readonly dueDiligenceShare: Exact
  readonly challengeWindowSeconds: number
}

const check = inputChecks(scoreErrors.SCORE_INPUT_INVALID)
const valued = { category: oneOf(commodityCategories), valuePt: decimal() }
const contractShape = fields({ ...valued, highRisk: flag })

/** The row with the highest lower bound that the value reaches; bounds are inclusive. @throws TIER_MISSING SCORE_INPUT_INVALID */
export function tierOf(
  contract: { readonly category: CommodityCategory; readonly highRisk: boolean; readonly valuePt: Exact },
  parameters: ParameterSet,
): Tier {
  check.all({ contract }, { contract: contractShape })
  const { category, highRisk, valuePt } = contract
  const tierClass = tierClassOf[category]
  const row = parameters
    .get(fictraVerification.tiers)
    .filter((candidate) => candidate.tierClass === tierClass && candidate.highRisk === highRisk)
    .filter(({ fromPt }) => valuePt.greaterThanOrEqualTo(toExact(fromPt)))
    .reduce<MatrixRow | null>(
      (best, next) => (best === null || next.fromPt.value > best.fromPt.value ? next : best),
      null,
    )
  if (row === null) throw tierErrors.TIER_MISSING({ tierClass, highRisk, valuePt: valuePt.toFixed() })
  return {
    minSources: row.minSources,
    consensusBps: Number(scaledExactly(row.consensus, 4, 'consensus')),
    committeeSize: Math.max(row.minSources, parameters.get(fictraVerification.committeeSize)),
    sovereignConfirmation: row.sovereignConfirmation,
    dueDiligence: row.dueDiligence,
    dueDiligenceShare: row.dueDiligenceShare,
    challengeWindowSeconds: challengeWindowSeconds(valuePt, highRisk, parameters),
  }
}

type MatrixRow = ReturnType<typeof fictraVerification.tiers.codec.decode>[number]

/** Seconds in which an outcome may be challenged. @throws SCORE_INPUT_INVALID */
export function challengeWindowSeconds(valuePt: Exact, highRisk: boolean, parameters: ParameterSet): number {
  check.all({ valuePt, highRisk }, { valuePt: decimal(), highRisk: flag })
  const window = parameters.get(fictraVerification.challengeWindow)
  return highRisk ? window.highRisk : bandOf(window.byValue, valuePt)
}

/** True from the highest value bound of the contract's class on: there the stricter tolerances apply (2.2 "high-value") [P]. @throws SCORE_INPUT_INVALID */
export function isHighValue(
  contract: { readonly category: CommodityCategory; readonly valuePt: Exact },
  parameters: ParameterSet,
): boolean {
  check.all({ contract }, { contract: fields(valued) })
  const bounds = parameters
    .get(fictraVerification.tiers)
    .filter((row) => row.tierClass === tierClassOf[contract.category] && !row.highRisk)
    .map(({ fromPt }) => fromPt.value)
  let highest = 0n
  for (const bound of bounds) if (bound > highest) highest = bound
  return highest > 0n && contract.valuePt.greaterThanOrEqualTo(toExact({ value: highest, unit: 'PT' }))
}
