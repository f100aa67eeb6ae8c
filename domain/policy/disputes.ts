/**
 * Disputes (domain.md 2.6): how severe, who may decide, by when, and what a decision may move. One engine, two profiles: disputes
 * about a verification follow pathways with a growing authority; those on the platform are ranked by value.
 */
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type DisputePhase,
  fictraDisputes,
  type Pathway,
  pathways,
  type Severity,
  severities,
  type Urgency,
  urgencies,
} from '../programmes/fictraDisputes.ts'
import { formatQuantity, type Quantity, quantity, toExact } from '../quantity.ts'
import { amount, decimal, fields, flag, instant, list, oneOf, setOf, text, units, whole } from '../shapes.ts'

export const disputeErrors = defineErrors({
  DISPUTE_INPUT_INVALID: {
    status: 422,
    title: 'A value of the dispute is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  DISPUTE_BEYOND_AUTHORITY: {
    status: 403,
    title: 'The decision moves more than this pathway may',
    remedy: 'Bring the dispute before the pathway in `needed`.',
  },
  DISPUTE_PANEL_INVALID: {
    status: 422,
    title: 'The panel may not decide this dispute',
    remedy: 'Form a panel as the details ask: its size, its experts, nobody twice, nobody with a part in the dispute.',
  },
})

const check = inputChecks((details) => disputeErrors.DISPUTE_INPUT_INVALID(details))
const hour = 3_600_000

export interface Ranking {
  readonly severity: Severity
  readonly resolveBy: Date
}

/** By when a dispute about a verification of a severity is resolved. @throws DISPUTE_INPUT_INVALID */
export function rankVerificationDispute(severity: Severity, at: Date, parameters: ParameterSet): Ranking {
  check.all({ severity, at }, { severity: oneOf(severities), at: instant })
  const hours = parameters.get(fictraDisputes.resolutionHours)[severity]
  return { severity, resolveBy: new Date(at.getTime() + hours * hour) }
}

const platformShape = fields({ valuePt: amount('PT'), concerned: whole(), participants: whole() })

/**
 * Rank of a dispute on the platform: by its value, and critical when more than the governed share of participants is concerned.
 * @throws DISPUTE_INPUT_INVALID
 */
export function rankPlatformDispute(
  dispute: { readonly valuePt: Quantity<'PT'>; readonly concerned: number; readonly participants: number },
  at: Date,
  parameters: ParameterSet,
): Ranking {
  check.all({ dispute, at }, { dispute: platformShape, at: instant })
  const { valuePt, concerned, participants } = dispute
  check.whole(concerned, 'concerned', 0, participants)
  const rules = parameters.get(fictraDisputes.platformSeverity)
  const byValue = bandOf(rules.byValue, toExact(valuePt))
  const many = exact(BigInt(concerned)).greaterThan(rules.participants.times(participants))
  const severity = many ? severities[severities.length - 1]! : byValue
  return { severity, resolveBy: new Date(at.getTime() + rules.resolutionHours[severity] * hour) }
}

/** What a decision moves. */
export interface Moves {
  readonly pt: Quantity<'PT'>
  /** Change of the allocation, as a share of it; negative when it shrinks. */
  readonly ftShare: Exact
}

const movesShape = fields<Moves>({ pt: amount('PT'), ftShare: decimal(exact('-1'), exact('1')) })

/** The lowest pathway whose authority covers the moves; their own bounds belong to it. @throws DISPUTE_INPUT_INVALID */
export function pathwayFor(moves: Moves, parameters: ParameterSet): Pathway {
  check.all({ moves }, { moves: movesShape })
  const table = parameters.get(fictraDisputes.pathways)
  const found = pathways.find(
    (pathway) =>
      moves.pt.value <= table[pathway].mayMovePt.value && !moves.ftShare.abs().greaterThan(table[pathway].mayMoveFt),
  )
  check.that(found !== undefined, 'pt', `${formatQuantity(moves.pt)} PT is more than any pathway may move`)
  return found!
}

const expertises = ['commodity', 'technical', 'law'] as const
export type PanelExpertise = (typeof expertises)[number]

export interface PanelMember {
  readonly person: string
  readonly expertise: PanelExpertise
}

export interface Decision {
  readonly pathway: Pathway
  readonly moves: Moves
  readonly panel: readonly PanelMember[]
  /** Those with a part in the dispute, and those who verified or reviewed what is disputed. */
  readonly involved: ReadonlySet<string>
  /** Appeals have a larger panel. */
  readonly onAppeal: boolean
}

const decisionShape = fields<Decision>({
  pathway: oneOf(pathways),
  moves: movesShape,
  panel: list(fields<PanelMember>({ person: text, expertise: oneOf(expertises) })),
  involved: setOf(text),
  onAppeal: flag,
})

/**
 * Refuses a decision that moves more than its pathway may, or that comes from a panel of the wrong size, experts or persons.
 * @throws DISPUTE_BEYOND_AUTHORITY DISPUTE_PANEL_INVALID DISPUTE_INPUT_INVALID
 */
export function checkDecision(decision: Decision, parameters: ParameterSet): void {
  check.all({ decision }, { decision: decisionShape })
  const { pathway, moves, panel, involved, onAppeal } = decision
  const needed = pathwayFor(moves, parameters)
  if (pathways.indexOf(needed) > pathways.indexOf(pathway)) {
    throw disputeErrors.DISPUTE_BEYOND_AUTHORITY({ pathway, needed })
  }
  const rules = parameters.get(fictraDisputes.pathways)[pathway]
  const arbitrators = pathway === 'arbitration' && onAppeal ? parameters.get(fictraDisputes.appeal).extraArbitrators : 0
  const size = rules.panel + arbitrators
  const invalid = (field: string, asked: number) => disputeErrors.DISPUTE_PANEL_INVALID({ pathway, field, asked })
  if (panel.length !== size) throw invalid('size', size)
  if (new Set(panel.map(({ person }) => person)).size !== size) throw invalid('person', size)
  if (panel.some(({ person }) => involved.has(person))) throw invalid('involved', 0)
  const experts = (of: PanelExpertise) => panel.filter(({ expertise }) => expertise === of).length
  if (experts('commodity') < rules.commodityExperts) throw invalid('commodity', rules.commodityExperts)
  if (experts('technical') < rules.technicalExperts) throw invalid('technical', rules.technicalExperts)
}

const phasesShape = { pathway: oneOf(pathways), urgency: oneOf(urgencies), openedAt: instant }

/**
 * Ends of the phases, one after the other from the opening, and by when the panel is formed: its hours begin with the end of the
 * assessment and run beside the evidence, with which they end at the latest, since from then on it decides. @throws DISPUTE_INPUT_INVALID
 */
export function phaseEnds(
  pathway: Pathway,
  urgency: Urgency,
  openedAt: Date,
  parameters: ParameterSet,
): Readonly<Record<DisputePhase | 'panelFormed', Date>> {
  check.all({ pathway, urgency, openedAt }, phasesShape)
  const phases = parameters.get(fictraDisputes.phases)
  const { decisionHours, formedInHours } = parameters.get(fictraDisputes.pathways)[pathway]
  const start = openedAt.getTime()
  const assessment = start + phases.assessment[urgency] * hour
  const evidence = assessment + phases.evidence[urgency] * hour
  const decision = evidence + decisionHours[urgency] * hour
  const implementation = decision + phases.implementation[urgency] * hour
  return {
    assessment: new Date(assessment),
    panelFormed: new Date(Math.min(assessment + formedInHours * hour, evidence)),
    evidence: new Date(evidence),
    decision: new Date(decision),
    implementation: new Date(implementation),
  }
}

export interface AllocationDisputeTimetable {
  readonly reviewBy: Date
  readonly evidenceBy: Date
  readonly finalBy: Date
  /** How many decide. */
  readonly panel: number
}

/** Days of a dispute about an allocation (2.1), all from its opening, and the size of its panel. @throws DISPUTE_INPUT_INVALID */
export function allocationDisputeTimetable(openedAt: Date, parameters: ParameterSet): AllocationDisputeTimetable {
  check.all({ openedAt }, { openedAt: instant })
  const { reviewDays, evidenceDays, finalDays, panel } = parameters.get(fictraDisputes.allocation)
  const start = openedAt.getTime()
  const after = (days: number) => new Date(start + days * 24 * hour)
  return { reviewBy: after(reviewDays), evidenceBy: after(evidenceDays), finalBy: after(finalDays), panel }
}

export type DisputeOutcome = 'upheld' | 'partiallyUpheld' | 'rejected'

/**
 * How an escrow is divided by a decision, pro rata to the quantity found, the seller's part rounded down: what is upheld is what
 * the buyer gets back. @throws DISPUTE_INPUT_INVALID
 */
export function divideEscrow(
  escrowPt: Quantity<'PT'>,
  found: bigint,
  contracted: bigint,
): { readonly outcome: DisputeOutcome; readonly toSeller: Quantity<'PT'>; readonly toBuyer: Quantity<'PT'> } {
  check.all({ escrowPt, found, contracted }, { escrowPt: amount('PT'), found: units(), contracted: units(1n) })
  check.that(found <= contracted, 'found', 'it is more than was contracted')
  const toSeller = (escrowPt.value * found) / contracted
  const outcome = found === contracted ? 'rejected' : found === 0n ? 'upheld' : 'partiallyUpheld'
  return { outcome, toSeller: quantity(toSeller, 'PT'), toBuyer: quantity(escrowPt.value - toSeller, 'PT') }
}
