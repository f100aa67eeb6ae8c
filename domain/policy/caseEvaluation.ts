/**
 * One node's evaluation of a dossier: the only place where a score comes from. Pure: the same dossier, node policy and
 * parameters give the same evaluation on every machine, in whatever order the documents lie. Every score is in points from
 * 0 to 100 with four decimals, rounded down before it is used further, so that each step can be repeated by hand.
 */

import { inputChecks } from '../checks.ts'
import { type Exact, exact, formatExact, parseExact, roundDown, scaledDown, sum } from '../decimal.ts'
import type { Dossier, NodePolicy } from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraVerification, type ScoreFamily } from '../programmes/fictraVerification.ts'
import { assessCase, type CaseAssessment, type TrustAssessment } from './caseAssessment.ts'
import { explain, type Step } from './caseExplanation.ts'
import { dossierFlags, type Flag, flag } from './caseFlags.ts'
import { checkCustody, checkDuties, checkRequirements, pointsDown } from './documentChecks.ts'
import { dossierShape, nodePolicyShape } from './dossierShape.ts'
import { checkQuantity, type QuantityCheck } from './surveys.ts'
import { scoreErrors, scoreWeights, verificationScore } from './verificationScore.ts'

/** JSON throughout: its canonical hash is the report's justification hash. Numbers are decimal strings. */
export interface CaseEvaluation {
  readonly caseId: string
  readonly round: number
  readonly nodeIndex: number
  readonly propositionTonnes: string
  /** QVP, DVP, CCP, RCP. */
  readonly scores: Readonly<Record<ScoreFamily, string>>
  /** VS. */
  readonly score: string
  readonly scoreE4: number
  /** T. */
  readonly threshold: string
  readonly thresholdE4: number
  readonly trust: TrustAssessment
  /** Median of the surveys the node relies on, tonnes; null without any. */
  readonly surveyedTonnes: string | null
  /** With the flag QUANTITY_SHORTFALL: the smaller quantity a review round should ask about, tonnes. */
  readonly reviewTonnes: string | null
  readonly flags: readonly Flag[]
  /** The node finds a ground for rejection: `critical` of its report; excludes `agrees`. */
  readonly critical: boolean
  readonly agrees: boolean
  readonly steps: readonly Step[]
}

const full = exact(100n)

const check = inputChecks(scoreErrors.SCORE_INPUT_INVALID)

/** One node's evaluation of a case. @throws SCORE_INPUT_INVALID TIER_MISSING when the contract's or the round's own figures are unusable. */
export function evaluateCase(dossier: Dossier, policy: NodePolicy, parameters: ParameterSet): CaseEvaluation {
  check.all({ dossier, policy }, { dossier: dossierShape, policy: nodePolicyShape })
  const proposition = parseExact(dossier.propositionTonnes, 'propositionTonnes')
  check.aboveZero(proposition, 'propositionTonnes')
  const assessment = assessCase(dossier, parameters)
  const quantity = checkQuantity(dossier, policy, proposition, parameters)
  const scores = familyScores(dossier, quantity, parameters)
  const weights = scoreWeights(parameters)
  const score = roundDown(verificationScore(scores, weights), 4)
  const scoreE4 = Number(scaledDown(score, 4))
  const scoreAsSurveyed = verificationScore({ ...scores, quantity: full }, weights)
  const flags = [
    ...dossierFlags(dossier, assessment.comparisons, assessment.tier, parameters),
    ...quantityFlags(quantity),
    ...scoreFlags({ score, scoreE4, scoreAsSurveyed }, quantity, assessment, parameters),
  ]
  const critical = flags.some(({ severity }) => severity === 'critical')
  const agrees = scoreE4 >= assessment.thresholdE4 && flags.every(({ severity }) => severity === 'minor')
  const shortfall = flags.some(({ code }) => code === 'QUANTITY_SHORTFALL')
  return {
    caseId: dossier.caseId,
    round: dossier.round,
    nodeIndex: policy.nodeIndex,
    propositionTonnes: formatExact(proposition),
    scores: {
      quantity: formatExact(scores.quantity),
      documents: formatExact(scores.documents),
      custody: formatExact(scores.custody),
      regulatory: formatExact(scores.regulatory),
    },
    score: formatExact(score),
    scoreE4,
    threshold: assessment.threshold,
    thresholdE4: assessment.thresholdE4,
    trust: assessment.trust,
    surveyedTonnes: quantity.median === null ? null : formatExact(roundDown(quantity.median, 6)),
    reviewTonnes: shortfall ? quantity.reviewTonnes : null,
    flags,
    critical,
    agrees,
    steps: explain({ dossier, proposition, assessment, quantity, scores, weights, score, flags, agrees, critical }),
  }
}

function familyScores(
  dossier: Dossier,
  quantity: QuantityCheck,
  parameters: ParameterSet,
): Readonly<Record<ScoreFamily, Exact>> {
  const requirements = checkRequirements(dossier, parameters)
  const custody = checkCustody(dossier)
  const duties = checkDuties(dossier)
  const documents =
    requirements.length === 0
      ? exact(0n)
      : roundDown(sum(requirements.map(({ score }) => score)).div(exact(BigInt(requirements.length))), 4)
  return {
    quantity: quantity.score,
    documents,
    custody: pointsDown(custody.declared - custody.undocumented.length, custody.declared),
    // A route without duties meets them all.
    regulatory: duties.total === 0 ? full : pointsDown(duties.total - duties.unmet.length, duties.total),
  }
}

function quantityFlags({ finding, surveysAgree, relied, median, tolerance }: QuantityCheck): readonly Flag[] {
  const documents = relied.map(({ documentId }) => documentId)
  if (finding === 'unsurveyed') return [flag('QUANTITY_UNSURVEYED', 'no survey of an issuer this node relies on')]
  const flags: Flag[] = []
  if (!surveysAgree) flags.push(flag('SURVEYS_DISAGREE', 'the surveys differ by more than the cross-source tolerance'))
  if (finding === 'outsideTolerance') {
    const detail = `${formatExact(roundDown(median!, 6))} t is outside the tolerance of ${formatExact(tolerance)}`
    flags.push(flag('QUANTITY_OUTSIDE_TOLERANCE', detail, documents))
  }
  return flags
}

/**
 * A score below the floor is a ground for rejection (2.3), unless it is low for the quantity alone and all surveys agree on a
 * smaller one: then the node asks for a review round instead (docs/decisions/0002-readings.md).
 */
function scoreFlags(
  of: { readonly score: Exact; readonly scoreE4: number; readonly scoreAsSurveyed: Exact },
  quantity: QuantityCheck,
  { trust, thresholdE4 }: CaseAssessment,
  parameters: ParameterSet,
): readonly Flag[] {
  const floor = parameters.get(fictraVerification.outcomeScores).rejectBelow
  const flags: Flag[] = []
  if (trust.eligibilityBps === 0) flags.push(flag('TRUST_BELOW_FLOOR', `trust ${trust.score} is in band ${trust.band}`))
  if (of.scoreE4 >= thresholdE4 && quantity.finding !== 'outsideTolerance') return flags
  if (quantity.reviewTonnes !== null && of.scoreAsSurveyed.greaterThanOrEqualTo(floor)) {
    flags.push(flag('QUANTITY_SHORTFALL', `all surveys agree on ${quantity.reviewTonnes} t`))
  } else if (of.score.lessThan(floor)) {
    flags.push(flag('SCORE_BELOW_FLOOR', `score ${formatExact(of.score)} is below ${formatExact(floor)}`))
  }
  return flags
}
