/** Verification: score, tiers, consensus, trust, evidence; domain.md 2.2-2.4. The dossier is the wheat of 2.27 G1. */
import { assessCase } from '../../policy/caseAssessment.ts'
import { evaluateCase } from '../../policy/caseEvaluation.ts'
import { checklistOf } from '../../policy/checklist.ts'
import { consensusPercent, consensusPolicy, decideRound, type Round } from '../../policy/consensus.ts'
import { confirmationWindow, documentLevel, validateDocument } from '../../policy/documentTiers.ts'
import { tierFloors } from '../../policy/tierFloors.ts'
import { challengeWindowSeconds, isHighValue, tierOf } from '../../policy/tiers.ts'
import { historyScore, trustBandOf, trustScore } from '../../policy/trust.ts'
import {
  measurementScore,
  quantityTolerance,
  scoreWeights,
  thresholdAdjustments,
  thresholdUp,
  verificationScore,
} from '../../policy/verificationScore.ts'
import { initial } from '../parameters.ts'
import { node, wheat } from '../wheat.ts'
import { d, evidenceIn, evidenceOf, rule, type Section } from './rule.ts'

const traits = { category: 'agriculture', highRisk: false, highValue: false, perishable: false } as const
const scores = { quantity: d('84'), documents: d('95'), custody: d('90'), regulatory: d('100') }
const adjust = { value: d('0.05'), category: d('0'), volatility: d('0'), trust: d('0.05') }
const contract = { category: 'agriculture', highRisk: false, valuePt: d('2500000') } as const
const dossier = wheat()
const round: Round = {
  round: 1,
  committee: [
    { nodeIndex: 0, reliabilityE4: 9_500 },
    { nodeIndex: 1, reliabilityE4: 9_000 },
    { nodeIndex: 2, reliabilityE4: 10_000 },
  ],
  scoreThresholdE4: 850_000,
  consensusBps: 7_500,
  minReports: 3,
  proposition: 10_000n,
  contracted: 10_000n,
}
const reports = [0, 1, 2].map((nodeIndex) => ({ nodeIndex, scoreE4: 940_625, agrees: true, critical: false }))
const components = {
  completeness: d('100'),
  issuer: d('90'),
  sourceDiversity: d('80'),
  history: d('85'),
  consistency: d('95'),
}

export const verification: readonly Section[] = [
  {
    source: '2.2',
    title: 'Verification score, threshold and tolerance',
    rules: [
      rule('verificationScore', measurementScore, [d('0.0075'), d('0.01')]),
      rule('verificationScore', quantityTolerance, [traits, initial]),
      rule('verificationScore', scoreWeights, [initial]),
      rule('verificationScore', verificationScore, [scores, scoreWeights(initial)]),
      rule('verificationScore', thresholdAdjustments, [
        { traits, valuePt: d('2500000'), volatilityRatio: d('0.75'), band: 'platinum' },
        initial,
      ]),
      rule('verificationScore', thresholdUp, [adjust, initial]),
      rule('caseAssessment', assessCase, [dossier, initial], evidenceIn('0')),
      rule('caseEvaluation', evaluateCase, [dossier, node(0, ['First Survey']), initial], evidenceIn('0')),
    ],
  },
  {
    source: '2.3',
    title: 'Tiers, committee and consensus',
    rules: [
      rule('checklist', checklistOf, [contract, initial]),
      rule('tiers', tierOf, [contract, initial]),
      rule('tiers', challengeWindowSeconds, [d('2500000'), false, initial]),
      rule('tiers', isHighValue, [{ category: 'agriculture', valuePt: d('2500000') }, initial]),
      rule('tierFloors', tierFloors, [initial]),
      rule('consensus', consensusPolicy, [initial]),
      rule('consensus', decideRound, [round, reports, consensusPolicy(initial)]),
      rule('consensus', consensusPercent, [{ agreeE4: 50_000, committeeE4: 57_000 }]),
    ],
  },
  {
    source: '2.4',
    title: 'Trust and documents',
    rules: [
      rule('trust', trustScore, [components, initial]),
      rule('trust', trustBandOf, [d('84.5'), initial]),
      rule('trust', historyScore, [17, 3, initial]),
      rule('documentTiers', confirmationWindow, [new Date('2026-03-20'), initial]),
      rule('documentTiers', validateDocument, [dossier.documents[0]!, dossier, '2026-03-20', initial], {
        ...evidenceOf('0'),
        ...evidenceIn('1'),
      }),
      rule('documentTiers', documentLevel, [dossier.documents[0]!, dossier, true, initial], {
        ...evidenceOf('0'),
        ...evidenceIn('1'),
      }),
    ],
  },
]
