/** The evaluation of a case told step by step, with what went in and what came out: a reader can repeat it by hand. */
import { type Exact, formatExact, roundDown } from '../decimal.ts'
import type { Dossier } from '../dossier.ts'
import type { ScoreFamily } from '../programmes/fictraVerification.ts'
import type { CaseAssessment } from './caseAssessment.ts'
import type { Flag } from './caseFlags.ts'
import { checkCustody, checkDuties } from './documentChecks.ts'
import type { QuantityCheck } from './surveys.ts'

/** Rule, where it is written, what went in and what came out. */
export interface Step {
  readonly rule: string
  /** Section of domain.md. */
  readonly source: string
  readonly inputs: { readonly [name: string]: string }
  readonly result: string
}

export interface Explained {
  readonly dossier: Dossier
  readonly proposition: Exact
  readonly assessment: CaseAssessment
  readonly quantity: QuantityCheck
  readonly scores: Readonly<Record<ScoreFamily, Exact>>
  readonly weights: Readonly<Record<ScoreFamily, Exact>>
  readonly score: Exact
  readonly flags: readonly Flag[]
  readonly agrees: boolean
  readonly critical: boolean
}

export function explain(of: Explained): readonly Step[] {
  return [quantityStep(of), ...documentSteps(of), scoreStep(of), trustStep(of), thresholdStep(of), verdictStep(of)]
}

/** At most six decimals, rounded down: long quotients are cut for reading only. */
function short(value: Exact | null): string {
  return value === null ? 'none' : formatExact(roundDown(value, 6))
}

function quantityStep({ quantity, proposition, scores }: Explained): Step {
  return {
    rule: 'quantity = 100 - min(100, (deviation / tolerance)^2 x 100)',
    source: '2.2',
    inputs: {
      proposition: formatExact(proposition),
      surveys: quantity.relied.map(({ issuerName, tonnes }) => `${issuerName} ${formatExact(tonnes)}`).join('; '),
      median: short(quantity.median),
      deviation: short(quantity.deviation),
      tolerance: formatExact(quantity.tolerance),
    },
    result: formatExact(scores.quantity),
  }
}

function documentSteps({ dossier, scores, assessment }: Explained): readonly Step[] {
  const custody = checkCustody(dossier)
  const duties = checkDuties(dossier)
  return [
    {
      rule: 'documents = mean over required documents: full when signed by a recognised issuer, half with one of the two',
      source: '2.2',
      inputs: {
        required: String(dossier.requiredDocuments.length),
        completeness: assessment.trust.components.completeness,
        authentic: assessment.trust.components.issuer,
      },
      result: formatExact(scores.documents),
    },
    {
      rule: 'custody = documented / declared steps',
      source: '2.2',
      inputs: {
        documented: String(custody.declared - custody.undocumented.length),
        declared: String(custody.declared),
      },
      result: formatExact(scores.custody),
    },
    {
      rule: 'regulatory = met / imposed duties',
      source: '2.2',
      inputs: { met: String(duties.total - duties.unmet.length), imposed: String(duties.total) },
      result: formatExact(scores.regulatory),
    },
  ]
}

function scoreStep({ weights, scores, score }: Explained): Step {
  const terms = Object.entries(scores).map(([family, value]): [string, string] => [
    family,
    `${formatExact(value)} x ${formatExact(weights[family as ScoreFamily])}`,
  ])
  return {
    rule: 'score = SUM(P x W) / SUM(W)',
    source: '2.2',
    inputs: Object.fromEntries(terms),
    result: formatExact(score),
  }
}

function trustStep({ assessment }: Explained): Step {
  const { trust, comparisons } = assessment
  return {
    rule: 'trust = SUM(component x weight); its band',
    source: '2.4',
    inputs: {
      ...trust.components,
      comparisons: `${comparisons.filter(({ agrees }) => agrees).length} of ${comparisons.length} agree`,
    },
    result: `${trust.score} ${trust.band}`,
  }
}

function thresholdStep({ assessment }: Explained): Step {
  return {
    rule: 'threshold = base x (1 + value + category + volatility - trust), at most the governed maximum',
    source: '2.2',
    inputs: { ...assessment.adjustments, boundBy: assessment.thresholdBoundBy ?? 'none' },
    result: assessment.threshold,
  }
}

function verdictStep({ flags, agrees, critical, score, assessment }: Explained): Step {
  return {
    rule: 'agrees = score at or above threshold and nothing but minor flags',
    source: '2.3',
    inputs: {
      score: formatExact(score),
      threshold: assessment.threshold,
      critical: codes(flags, 'critical'),
      major: codes(flags, 'major'),
    },
    result: agrees ? 'agrees' : critical ? 'refuses, with a ground for rejection' : 'refuses',
  }
}

function codes(flags: readonly Flag[], severity: string): string {
  const found = flags.filter((flag) => flag.severity === severity).map(({ code }) => code)
  return found.length === 0 ? 'none' : [...new Set(found)].join(' ')
}
