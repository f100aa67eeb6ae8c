/** A genuine bundle of an allocation: real keys sign, real rules compute. */
import type { Dossier } from '@assay/domain/dossier.ts'
import { assessCase } from '@assay/domain/policy/caseAssessment.ts'
import { evaluateCase } from '@assay/domain/policy/caseEvaluation.ts'
import { initial } from '@assay/domain/test/parameters.ts'
import { node as policyOf } from '@assay/domain/test/wheat.ts'
import { type AllocationBundle, bundleFormat } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { deliveryParameters } from '@assay/protocol/caseParameters.ts'
import { allocationTermsOf } from '@assay/protocol/caseTerms.ts'
import { type TradeClaim, tradeClaimKey } from '@assay/protocol/claimKey.ts'
import { computeAllocation } from '@assay/protocol/computation.ts'
import { idOf, type TradePayment, tradeIdOf } from '@assay/protocol/ids.ts'
import { subjectHash } from '@assay/protocol/subjectHash.ts'
import { type AllocationTerms, allocationTermsHash } from '@assay/protocol/terms.ts'
import { basis, wheatClaim } from '@assay/protocol/test/cases.ts'
import { type Hex, keccak256 } from 'viem'
import { auditLogOf } from './auditLog.ts'
import { delivery, evidenceOf, versionsOf } from './caseParts.ts'
import { chainId, chainOf, contracts, type Said, startAt } from './chain.ts'
import { concludedSaid, openingSaid, policyHashOf, roundOf, type SignedRound, type TestNode } from './committee.ts'

const reliabilities = [10_000, 9_000, 9_000, 8_000, 8_000, 7_000, 6_000]
const contracted = 10_000_000n

export interface AllocationOptions {
  /** G2 instead of G1: a first round that asks for review and a second one about the surveyed quantity. */
  readonly reviewed?: boolean
  /** The last node was switched off before the conclusion. */
  readonly lastOff?: boolean
  /** Claimed, and shown to the nodes, instead of what the bill of lading states. */
  readonly claimed?: Partial<TradeClaim>
  /** What lies in escrow under this case, instead of what the terms speak of. */
  readonly paid?: Partial<TradePayment>
}

export async function allocationBundle({
  reviewed = false,
  lastOff = false,
  claimed = {},
  paid = {},
}: AllocationOptions = {}): Promise<AllocationBundle> {
  const dossier = delivery(reviewed ? ['9100', '9100', '9100'] : ['9950', '9960', '9700'])
  const { root, evidence } = evidenceOf(dossier.documents)
  const terms = allocationTermsOf(dossier, basis, initial)
  const termsHash = allocationTermsHash(terms)
  const claim = { ...wheatClaim(dossier), ...claimed }
  const { thresholdE4, tier } = assessCase(dossier, initial)
  const nodes = reliabilities.map(
    (reliabilityE4, index): TestNode => ({
      policy: policyOf(index, index === 5 && !reviewed ? ['Third Survey'] : []),
      reliabilityE4,
      off: lastOff && index === reliabilities.length - 1,
    }),
  )
  const propositions = reviewed ? ['10000', '9100'] : ['10000']
  const rounds = await signRounds(dossier, claim, propositions, { evidenceRoot: root, termsHash }, nodes)
  const last = rounds.at(-1)!
  const quantity = BigInt(last.round.proposedQuantity)
  const caseId = idOf('case', dossier.caseId)
  const before = [
    ...openingSaid(nodes, { caseId: dossier.caseId, claimKey: tradeClaimKey(claim), evidenceRoot: root, termsHash }),
    ...rounds.slice(1).map(({ round }) => reviewSaid(caseId, round.round, quantity)),
  ]
  const challengeUntil = startAt + BigInt(before.length + 2 + tier.challengeWindowSeconds)
  const quorum = { scoreThresholdE4: thresholdE4, consensusBps: tier.consensusBps, minReports: tier.minSources }
  const { steps, result } = computeAllocation(terms, quantity, contracted)
  const { log, anchored } = auditLogOf({ kind: 'allocation', id: dossier.caseId })
  const { documents: _documents, ...shell } = {
    ...dossier,
    round: last.round.round,
    propositionTonnes: propositions.at(-1)!,
  }
  const { CarbonCredit: _credit, ...used } = contracts
  return {
    format: bundleFormat,
    kind: 'allocation',
    chain: { chainId, contracts: used },
    ...(await chainOf([
      fundedSaid(terms, paid),
      ...before,
      concludedSaid(nodes, last, { ...quorum, caseId: dossier.caseId, contracted, challengeUntil }),
      {
        contract: 'Allocation',
        event: 'Allocated',
        args: { caseId, sovereign: basis.sovereign, raw: result, minted: result, queued: 0n, at: challengeUntil },
      },
      anchored,
    ])),
    auditLog: log,
    case: {
      caseId: dossier.caseId,
      ...quorum,
      windowSeconds: tier.challengeWindowSeconds,
      contractedQuantity: contracted.toString(),
      parameters: versionsOf(deliveryParameters),
      evidence,
      rounds: rounds.map(({ round }) => round),
      subject: {
        kind: 'trade',
        shown: { private: { dossier: shell as unknown as JsonValue, claim: claim as unknown as JsonValue } },
        basis: basis as unknown as JsonValue,
      },
      terms: wireOf(terms),
      computation: { steps: steps.map((step) => ({ ...step, inputs: { ...step.inputs } })), ftRaw: result.toString() },
    },
  }
}

/** Every node that is on evaluates and signs every round. */
async function signRounds(
  dossier: Dossier,
  claim: TradeClaim,
  propositions: readonly string[],
  opened: { evidenceRoot: Hex; termsHash: Hex },
  nodes: readonly TestNode[],
): Promise<SignedRound[]> {
  const rounds: SignedRound[] = []
  for (const [position, propositionTonnes] of propositions.entries()) {
    const asked = { ...dossier, round: position + 1, propositionTonnes }
    const shown = subjectHash({ kind: 'trade', dossier: asked, basis, claim })
    const opinions = nodes
      .filter(({ off }) => off !== true)
      .map(({ policy }) => {
        const evaluation = evaluateCase(asked, policy, initial)
        const { scoreE4, agrees, critical } = evaluation
        const justification = {
          policyHash: policyHashOf(policy),
          subjectHash: shown,
          evaluation,
        } as unknown as JsonValue
        return { policy, scoreE4, agrees, critical, justification }
      })
    const quantity = BigInt(propositionTonnes) * 1000n
    rounds.push(await roundOf({ ...opened, caseId: dossier.caseId, round: asked.round, quantity }, opinions))
  }
  return rounds
}

function fundedSaid(terms: AllocationTerms, paid: Partial<TradePayment>): Said {
  const { caseId, buyer, seller, ptValue: amount } = terms
  const payment = { caseId, buyer, seller, amount, ...paid }
  return { contract: 'Escrow', event: 'Funded', args: { tradeId: tradeIdOf(payment), ...payment } }
}

function reviewSaid(caseId: Hex, round: number, proposedQuantity: bigint): Said {
  const args = { caseId, round, proposedQuantity, reasonHash: keccak256('0x05') }
  return { contract: 'Verification', event: 'ReviewOpened', args }
}

function wireOf(terms: AllocationTerms): AllocationBundle['case']['terms'] {
  return {
    ...terms,
    buyer: terms.buyer.toLowerCase(),
    seller: terms.seller.toLowerCase(),
    sovereign: terms.sovereign.toLowerCase(),
    factorsE4: [...terms.factorsE4],
    weightsE4: [...terms.weightsE4],
    ptValue: terms.ptValue.toString(),
    expected: terms.expected.toString(),
  }
}
