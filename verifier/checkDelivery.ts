/** A delivery: from the dossier to thresholds, evaluations, issuance terms and the Foundation Token minted. */
import type { DocumentRecord, Dossier, NodePolicy } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import {
  type AllocationMarket,
  type AllocationMetrics,
  allocationFactorsDown,
  modifierOf,
} from '@assay/domain/policy/allocationFactors.ts'
import { assessCase } from '@assay/domain/policy/caseAssessment.ts'
import { evaluateCase } from '@assay/domain/policy/caseEvaluation.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { allocationFactors } from '@assay/domain/programmes/fictraAllocation.ts'
import { formatQuantity, parseQuantity, quantity } from '@assay/domain/quantity.ts'
import type { AllocationBundle } from '@assay/protocol/bundle.ts'
import { canonicalJson, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { type AllocationBasis, allocationTermsOf } from '@assay/protocol/caseTerms.ts'
import { type TradeClaim, tradeClaimKey } from '@assay/protocol/claimKey.ts'
import { computeAllocation } from '@assay/protocol/computation.ts'
import { type AllocationTerms, allocationTermsHash, parametersHash } from '@assay/protocol/terms.ts'
import { tradeClaimOf } from '@assay/protocol/tradeClaim.ts'
import { type OpenedFact, parametersOf, type RegisteredNode } from './checkCommittee.ts'
import { type Checklist, holds, same } from './checklist.ts'
import { askedIn, type EvaluatedReport, explainedIn, isEvaluated } from './checkPrivate.ts'
import { factOf, type ProvenFact } from './facts.ts'

type DeliveryCase = AllocationBundle['case']

export function checkDelivery(
  of: DeliveryCase,
  opened: OpenedFact,
  nodes: readonly RegisteredNode[],
  documents: DocumentRecord[] | null,
  list: Checklist,
): void {
  const terms = termsOf(of)
  list.check(
    'terms',
    'the terms of the allocation hash to what the chain holds and every report names; they are about this case and these parameters',
    () => {
      same('the hash of the terms', allocationTermsHash(terms), opened.termsHash)
      same('the case of the terms', terms.caseId, opened.caseId)
      same('the hash of the parameters', parametersHash(of.parameters as never), terms.parametersHash)
    },
  )
  const parameters = parametersOf(of)
  checkFactors(of, terms, parameters, list)
  const shown = of.subject.shown.private as unknown as Shown | undefined
  checkClaim(shown?.claim, opened, documents, list)
  if (shown === undefined || documents === null) {
    list.withheld(
      'thresholds',
      'the dossier is withheld: its trust, thresholds and the share it is eligible for are taken from the signed terms',
    )
    list.withheld('evaluations', 'the dossier is withheld: the scores are those the nodes signed')
    return
  }
  const dossier: Dossier = { ...shown.dossier, documents }
  checkDossier(of, dossier, nodes.length, parameters, list)
  checkEvaluations(of, dossier, parameters, list)
}

/** What the nodes were shown beside the documents. */
interface Shown {
  readonly dossier: Omit<Dossier, 'documents'>
  readonly claim: TradeClaim
}

/** Factors and modifiers follow from governed data alone; no document is needed for them. */
function checkFactors(of: DeliveryCase, terms: AllocationTerms, parameters: ParameterSet, list: Checklist): void {
  list.check(
    'factors',
    'the seven factors, their weights and the modifier follow from the governed data by the rules',
    () => {
      const basis = of.subject.basis as unknown as AllocationBasis
      same(
        'the members of the basis',
        Object.keys(of.subject.basis as object)
          .sort()
          .join(),
        'buyer,market,metrics,seller,sovereign',
      )
      for (const who of ['buyer', 'seller', 'sovereign'] as const)
        same(`the ${who}`, basis[who].toLowerCase(), terms[who])
      const { factors } = allocationFactorsDown(basis.metrics as AllocationMetrics, parameters)
      const weights = parameters.get(fictra.allocation.weights)
      for (const [index, factor] of allocationFactors.entries()) {
        same(`factor ${factor}`, terms.factorsE4[index], factors[factor].times(10_000).toNumber())
        same(`the weight of factor ${factor}`, terms.weightsE4[index], weights[factor].times(10_000).toNumber())
      }
      same(
        'the modifier',
        terms.modifierE4,
        modifierOf(basis.market as AllocationMarket, parameters)
          .modifier.times(10_000)
          .floor()
          .toNumber(),
      )
    },
  )
}

function checkClaim(
  claim: TradeClaim | undefined,
  opened: OpenedFact,
  documents: DocumentRecord[] | null,
  list: Checklist,
): void {
  if (claim === undefined) {
    list.withheld('claim key', 'what, where and when are withheld; the chain lets their hash succeed once')
    return
  }
  list.check('claim key', 'what, where and when hash to the claim key, which the chain lets succeed once', () => {
    same('the claim key', tradeClaimKey(claim), opened.claimKey)
  })
  if (documents === null) {
    list.withheld('claim', 'the documents are withheld: the claim is what the nodes signed')
    return
  }
  list.check('claim', 'what, where and when are what the transport document itself states', () => {
    same('the claim', canonicalJson({ ...claim }), canonicalJson({ ...tradeClaimOf(documents) }))
  })
}

function checkDossier(
  of: DeliveryCase,
  dossier: Dossier,
  committeeSize: number,
  parameters: ParameterSet,
  list: Checklist,
): void {
  list.check(
    'thresholds',
    'threshold, quorum, window and the whole of the terms follow from the dossier by the rules',
    () => {
      const { contracted } = dossier
      same('the case of the dossier', dossier.caseId, of.caseId)
      same('the trade of the dossier', contracted.tradeId, of.caseId)
      same(
        'the contracted quantity',
        parseQuantity(contracted.quantityTonnes, 't', 'quantityTonnes').value.toString(),
        of.contractedQuantity,
      )
      const { thresholdE4, tier } = assessCase(dossier, parameters)
      same('the threshold', of.scoreThresholdE4, thresholdE4)
      same('the share that must agree', of.consensusBps, tier.consensusBps)
      same('the number of reports needed', of.minReports, tier.minSources)
      same('the challenge window', of.windowSeconds, tier.challengeWindowSeconds)
      holds(
        committeeSize >= tier.committeeSize,
        `the committee has ${committeeSize} nodes; ${tier.committeeSize} are needed`,
      )
      const recomputed = allocationTermsOf(dossier, of.subject.basis as unknown as AllocationBasis, parameters)
      same('the hash of the recomputed terms', allocationTermsHash(recomputed), allocationTermsHash(termsOf(of)))
      const last = of.rounds.at(-1)!
      same('the round of the dossier', dossier.round, last.round)
      same(
        'the proposition of the dossier',
        parseQuantity(dossier.propositionTonnes, 't', 'propositionTonnes').value.toString(),
        last.proposedQuantity,
      )
    },
  )
}

/** Each node's evaluation is repeated under its own published policy, byte for byte. */
function checkEvaluations(of: DeliveryCase, dossier: Dossier, parameters: ParameterSet, list: Checklist): void {
  const explained = explainedIn(of).filter(isEvaluated)
  list.check(
    'evaluations',
    `${explained.length} evaluations were repeated from the dossier under the nodes' published policies, to the byte`,
    () => {
      holds(explained.length > 0, 'no node gave an evaluation that could be repeated')
      for (const { round, ...report } of explained) {
        checkEvaluation({ ...dossier, ...askedIn(round) }, report, parameters)
      }
    },
  )
  const silent = of.rounds.reduce((total, { reports }) => total + reports.length, 0) - explained.length
  if (silent === 0) return
  list.withheld(
    'evaluations',
    `${silent} node(s) signed an answer without an evaluation; it counts, but it cannot be repeated`,
  )
}

function checkEvaluation(
  dossier: Dossier,
  { nodeIndex, policy, report, justification }: Omit<EvaluatedReport, 'round'>,
  parameters: ParameterSet,
): void {
  const evaluation = evaluateCase(dossier, { ...policy, nodeIndex } as NodePolicy, parameters)
  same(
    `the evaluation of node ${nodeIndex} in round ${dossier.round}`,
    canonicalJson(evaluation as unknown as JsonValue),
    canonicalJson(justification.evaluation),
  )
  same(`the score of node ${nodeIndex}`, report.scoreE4, evaluation.scoreE4)
  same(`the answer of node ${nodeIndex}`, report.agrees, evaluation.agrees)
  same(`the finding of node ${nodeIndex}`, report.critical, evaluation.critical)
}

/** The quantity minted, recomputed from signed terms and the verified quantity, equals the chain's. */
export function checkAllocation(
  of: DeliveryCase,
  verified: { quantity: bigint; concluded: ProvenFact },
  facts: readonly ProvenFact[],
  list: Checklist,
): void {
  const terms = termsOf(of)
  const computed = list.check('quantity', 'the Foundation Token was recomputed step by step', () => {
    const { steps, result } = computeAllocation(terms, verified.quantity, BigInt(of.contractedQuantity))
    same('the steps', canonicalJson(of.computation.steps as never), canonicalJson(steps as never))
    same('the computed amount', of.computation.ftRaw, result.toString())
    return result
  })
  list.check(
    'minted',
    `the chain allocated exactly this amount: ${computed === undefined ? 'not computed' : formatFt(computed)} FT`,
    () => {
      const { args, timestamp } = factOf(facts, 'Allocated')
      same('the case of the allocation', args.caseId, terms.caseId)
      same('the receiver', String(args.sovereign).toLowerCase(), terms.sovereign)
      same('the allocated amount', args.raw, computed)
      same('minted and queued together', (args.minted as bigint) + (args.queued as bigint), args.raw)
      holds(
        timestamp >= (verified.concluded.args.challengeUntil as bigint),
        'it was allocated while the outcome could be contested',
      )
    },
  )
}

/** The terms with their amounts as numbers. */
export function termsOf(of: DeliveryCase): AllocationTerms {
  const { terms } = of
  return { ...terms, ptValue: BigInt(terms.ptValue), expected: BigInt(terms.expected) } as unknown as AllocationTerms
}

function formatFt(raw: bigint): string {
  return formatQuantity(quantity(raw, 'FT'))
}
