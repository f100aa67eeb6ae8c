/** The committee: who it was, what each node signed, and what the signatures add up to. */

import { beginning, type ParameterSet, parameterSetAt } from '@assay/domain/parameters.ts'
import { type CommitteeNode, type ConsensusPolicy, decideRound } from '@assay/domain/policy/consensus.ts'
import { parameterOf } from '@assay/domain/programmes/catalogue.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import type { Bundle, BundleCase, BundleRound } from '@assay/protocol/bundle.ts'
import { outcomes } from '@assay/protocol/events.ts'
import { reportDigest, type TypedDataDomain, typedDataDomain } from '@assay/protocol/typedData.ts'
import { type Address, concatHex, type Hex, keccak256, recoverAddress } from 'viem'
import { type Checklist, holds, same } from './checklist.ts'
import { explainedIn } from './checkPrivate.ts'
import { factOf, type ProvenFact } from './facts.ts'

/** Half the order of secp256k1: a larger s is a second spelling of the same signature (EIP-2). */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** The case as the chain opened it. */
export interface OpenedFact {
  readonly caseId: Hex
  readonly claimKey: Hex
  readonly evidenceRoot: Hex
  readonly termsHash: Hex
  readonly committee: bigint
}

/**
 * Parameters of the bundle as the rules read them: no other ones, so that a rule which needs one that is not shown fails. The dates
 * are not in it: the versions named are the ones in force.
 */
export function parametersOf(of: BundleCase): ParameterSet {
  const stored = of.parameters.map(({ key, version, value }) => ({
    key,
    version,
    value: value as never,
    effectiveFrom: beginning,
  }))
  return parameterSetAt(
    of.parameters.map(({ key }) => parameterOf(key)),
    stored,
    new Date(beginning),
  )
}

/** A node of the committee as the chain's register had it when the case was concluded. */
export interface RegisteredNode extends CommitteeNode {
  readonly signer: string
  /** One switched off since the opening still weighs in the committee, but cannot be counted. */
  readonly active: boolean
}

export function checkNodes(opened: OpenedFact, facts: readonly ProvenFact[], list: Checklist): RegisteredNode[] {
  const nodes = facts
    .filter(({ event }) => event === 'NodeSet')
    .map(({ args }) => ({
      nodeIndex: args.index as number,
      signer: String(args.signer).toLowerCase(),
      reliabilityE4: args.reliabilityE4 as number,
      active: args.active as boolean,
    }))
  list.check(
    'committee',
    `the chain's register names the ${nodes.length} nodes assigned to the case, their keys and reliabilities`,
    () => {
      const bitmap = nodes.reduce((bits, { nodeIndex }) => bits | (1n << BigInt(nodeIndex)), 0n)
      same('the committee', bitmap, opened.committee)
      same('the number of different nodes', new Set(nodes.map(({ nodeIndex }) => nodeIndex)).size, nodes.length)
    },
  )
  return nodes
}

/** Every report is about this case and round, and signed by the key the register names. */
export async function checkReports(
  bundle: Bundle,
  of: BundleCase,
  opened: OpenedFact,
  nodes: readonly RegisteredNode[],
  list: Checklist,
): Promise<void> {
  const domain = typedDataDomain('Verification', bundle.chain.chainId, bundle.chain.contracts.Verification as Address)
  const count = of.rounds.reduce((total, { reports }) => total + reports.length, 0)
  await list.checkLater(
    'report signatures',
    `${count} reports are signed (EIP-712) by keys of the committee, for this chain, contract, case, round, evidence, terms and quantity`,
    async () => {
      for (const round of of.rounds) {
        for (const each of round.reports) await checkReport(each, round, nodes, opened, domain)
        same(
          `the number of nodes that report in round ${round.round}`,
          new Set(round.reports.map(({ nodeIndex }) => nodeIndex)).size,
          round.reports.length,
        )
      }
    },
  )
  // Their hashes were compared when the bundle was read (checkPrivate.ts).
  const open = explainedIn(of)
  list.check('justifications', `${open.length} justifications are the ones whose hashes were signed`, () => undefined)
  if (open.length < count)
    list.withheld('justifications', `${count - open.length} justifications are withheld; their hashes are signed`)
}

async function checkReport(
  { nodeIndex, report, signature }: BundleRound['reports'][number],
  round: BundleRound,
  nodes: readonly RegisteredNode[],
  opened: OpenedFact,
  domain: TypedDataDomain,
): Promise<void> {
  const name = `the report of node ${nodeIndex} in round ${round.round}`
  same(`the case of ${name}`, report.caseId, opened.caseId)
  same(`the round of ${name}`, report.round, round.round)
  same(`the evidence root of ${name}`, report.evidenceRoot, opened.evidenceRoot)
  same(`the terms hash of ${name}`, report.termsHash, opened.termsHash)
  same(`the quantity of ${name}`, report.quantity, round.proposedQuantity)
  holds(BigInt(`0x${signature.slice(66, 130)}`) <= halfOrder, `${name} is signed with a high s`)
  holds(signature.endsWith('1b') || signature.endsWith('1c'), `${name} is signed with a v other than 27 or 28`)
  const signer = await recoverAddress({ hash: digestOf(report, domain), signature: signature as Hex })
  same(`the signer of ${name}`, signer.toLowerCase(), nodes.find((node) => node.nodeIndex === nodeIndex)?.signer)
}

/** Rounds follow each other as the chain opened them, and the last one's reports give the outcome the chain recorded. */
export function checkConsensus(
  bundle: Bundle,
  of: BundleCase,
  nodes: readonly RegisteredNode[],
  facts: readonly ProvenFact[],
  list: Checklist,
): { readonly quantity: bigint; readonly concluded: ProvenFact } | undefined {
  list.check('rounds', `${of.rounds.length} round(s) asked about the quantities the chain recorded`, () => {
    for (const [position, { round, proposedQuantity }] of of.rounds.entries()) {
      same('the number of a round', round, position + 1)
      if (round === 1) same('the quantity of round 1', proposedQuantity, of.contractedQuantity)
      else
        same(
          `the quantity of round ${round}`,
          proposedQuantity,
          String(factOf(facts, 'ReviewOpened', (args) => args.round === round).args.proposedQuantity),
        )
    }
    same(
      'the number of review rounds',
      facts.filter(({ event }) => event === 'ReviewOpened').length,
      of.rounds.length - 1,
    )
  })
  return list.check(
    'consensus',
    'outcome, score and share recomputed from the reports are the ones the chain recorded',
    () => {
      const last = of.rounds.at(-1)!
      const concluded = factOf(facts, 'CaseConcluded')
      const { chainId, contracts } = bundle.chain
      const domain = typedDataDomain('Verification', chainId, contracts.Verification as Address)
      const digests = last.reports.map(({ report }) => digestOf(report, domain))
      for (const { nodeIndex } of last.reports)
        same(`node ${nodeIndex} active`, nodes.find((node) => node.nodeIndex === nodeIndex)?.active, true)
      same('the hash over all reports', keccak256(concatHex(digests)), concluded.args.reportsHash)
      const verdict = decideRound(
        {
          ...of,
          round: last.round,
          committee: nodes,
          proposition: BigInt(last.proposedQuantity),
          contracted: BigInt(of.contractedQuantity),
        },
        last.reports.map(({ nodeIndex, report }) => ({ ...report, nodeIndex })),
        policyOnChain(of, facts),
      )
      if (verdict.outcome === null) throw new Error(`the reports give no outcome: ${verdict.reason}`)
      same('the outcome', verdict.outcome, outcomes[Number(concluded.args.outcome)])
      same('the score of the committee', verdict.scoreE4, concluded.args.scoreE4)
      same('the share that agrees', verdict.shareBps, concluded.args.consensusBps)
      same('the quantity', last.proposedQuantity, String(concluded.args.quantity))
      same(
        'the end of the challenge window',
        concluded.args.challengeUntil,
        concluded.timestamp + BigInt(of.windowSeconds),
      )
      holds(verdict.outcome !== 'rejected', 'the case was rejected; nothing can be issued for it')
      return { quantity: BigInt(last.proposedQuantity), concluded }
    },
  )
}

/** Score and outlier limits as the contract held them; participation as governed. */
function policyOnChain(of: BundleCase, facts: readonly ProvenFact[]): ConsensusPolicy {
  const set = factOf(facts, 'PolicySet')
  return {
    participation: parametersOf(of).get(fictra.verification.participation),
    approvalScoreE4: set.args.approvalScoreE4 as number,
    outlierE4: set.args.outlierE4 as number,
  }
}

function digestOf(report: BundleRound['reports'][number]['report'], domain: TypedDataDomain): Hex {
  return reportDigest(domain, {
    ...report,
    caseId: report.caseId as Hex,
    evidenceRoot: report.evidenceRoot as Hex,
    termsHash: report.termsHash as Hex,
    justificationHash: report.justificationHash as Hex,
    quantity: BigInt(report.quantity),
  })
}
