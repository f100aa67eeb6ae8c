/**
 * One node's evaluation of a dossier: the only place where a score comes from. Pure: the same dossier, node policy and
 * parameters give the same evaluation on every machine, in whatever order the documents lie. Every score is in points from
 * 0 to 100 with four decimals, rounded down before it is used further, so that each step can be repeated by hand.
 */
import type { Dossier, NodePolicy } from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import type { TrustBand, TrustComponent } from '../programmes/fictraTrust.ts'
import type { ScoreFamily } from '../programmes/fictraVerification.ts'

/** `critical`: a ground for rejection. `major`: the node cannot agree, a reviewer must look. `minor`: worth knowing. */
export type Severity = 'critical' | 'major' | 'minor'

export interface Flag {
  readonly code: string
  readonly severity: Severity
  readonly detail: string
  /** Documents concerned, sorted. */
  readonly documentIds: readonly string[]
}

/** One step of the explanation: rule, where it is written, what went in and what came out. */
export interface Step {
  readonly rule: string
  readonly source: string
  readonly inputs: { readonly [name: string]: string }
  readonly result: string
}

export interface TrustAssessment {
  readonly components: Readonly<Record<TrustComponent, string>>
  readonly score: string
  readonly band: TrustBand
  /** Share of the allocation the band receives. */
  readonly eligibilityBps: number
}

/** What the dossier alone decides; the same for every node. Needed when the case is opened. */
export interface CaseAssessment {
  readonly trust: TrustAssessment
  readonly threshold: string
  readonly thresholdE4: number
  readonly consensusBps: number
  readonly minReports: number
  readonly challengeWindowSeconds: number
}

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
  readonly threshold: string
  readonly thresholdE4: number
  readonly trust: TrustAssessment
  /** Median of the surveys the node relies on, tonnes; null without any. */
  readonly surveyedTonnes: string | null
  /** When all surveys agree on a smaller quantity: what a review round should ask about, tonnes. */
  readonly reviewTonnes: string | null
  readonly flags: readonly Flag[]
  /** The node finds a ground for rejection; excludes `agrees`. */
  readonly critical: boolean
  readonly agrees: boolean
  readonly steps: readonly Step[]
}

export type EvaluateCase = (dossier: Dossier, policy: NodePolicy, parameters: ParameterSet) => CaseEvaluation
export type AssessCase = (dossier: Dossier, parameters: ParameterSet) => CaseAssessment
