/** Nodes with real keys: what the register says of them, and what they sign. */
import type { NodePolicy } from '@assay/domain/dossier.ts'
import { type ConsensusPolicy, consensusPolicy, decideRound } from '@assay/domain/policy/consensus.ts'
import { initial } from '@assay/domain/test/parameters.ts'
import type { BundleRound } from '@assay/protocol/bundle.ts'
import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { outcomes } from '@assay/protocol/events.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { type ReportMessage, reportDigest, reportTypedData, typedDataDomain } from '@assay/protocol/typedData.ts'
import { concatHex, type Hex, keccak256, stringToHex } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { chainId, contracts, type Said } from './chain.ts'

export interface TestNode {
  readonly policy: NodePolicy
  readonly reliabilityE4: number
  /** Switched off before the conclusion: it weighs, and did not report. */
  readonly off?: boolean
}

interface Asked {
  readonly caseId: string
  readonly evidenceRoot: Hex
  readonly termsHash: Hex
  readonly round: number
  readonly quantity: bigint
}

interface Opinion {
  readonly policy: NodePolicy
  readonly scoreE4: number
  readonly agrees: boolean
  readonly critical: boolean
  readonly justification: JsonValue
}

export interface SignedRound {
  readonly round: BundleRound
  readonly reportsHash: Hex
}

const accountOf = (index: number): PrivateKeyAccount =>
  privateKeyToAccount(keccak256(stringToHex(`node ${index} of the tests`)))

const published = ({ type, jurisdiction, reliesOn }: NodePolicy) => ({ type, jurisdiction, reliesOn: [...reliesOn] })

export const policyHashOf = (policy: NodePolicy) => keccak256(canonicalBytes(published(policy)))

/** The logs that stand before every case: its committee, the policy, its opening. */
export function openingSaid(
  nodes: readonly TestNode[],
  opened: { caseId: string; claimKey: Hex; evidenceRoot: Hex; termsHash: Hex },
): Said[] {
  const { approvalScoreE4, outlierE4 }: ConsensusPolicy = consensusPolicy(initial)
  const said = (event: string, args: Said['args']): Said => ({ contract: 'Verification', event, args })
  const committee = nodes.reduce((bitmap, { policy }) => bitmap | (1n << BigInt(policy.nodeIndex)), 0n)
  return [
    ...nodes.map(({ policy: { nodeIndex: index }, reliabilityE4, off }) =>
      said('NodeSet', { index, signer: accountOf(index).address, reliabilityE4, active: off !== true }),
    ),
    said('PolicySet', { approvalScoreE4, outlierE4 }),
    said('CaseOpened', { ...opened, caseId: idOf('case', opened.caseId), committee }),
  ]
}

/** Every node signs its opinion. */
export async function roundOf(asked: Asked, opinions: readonly Opinion[]): Promise<SignedRound> {
  const domain = typedDataDomain('Verification', chainId, contracts.Verification)
  const signed = await Promise.all(
    opinions.map(async ({ policy, justification, ...opinion }) => {
      const message: ReportMessage = {
        ...opinion,
        caseId: idOf('case', asked.caseId),
        round: asked.round,
        evidenceRoot: asked.evidenceRoot,
        termsHash: asked.termsHash,
        quantity: asked.quantity,
        justificationHash: keccak256(canonicalBytes(justification)),
      }
      const { nodeIndex } = policy
      return {
        digest: reportDigest(domain, message),
        wire: {
          nodeIndex,
          report: { ...message, quantity: message.quantity.toString() },
          signature: await accountOf(nodeIndex).signTypedData(reportTypedData(domain, message)),
          explanation: { private: { policy: published(policy), justification } },
        },
      }
    }),
  )
  signed.sort((a, b) => a.wire.report.scoreE4 - b.wire.report.scoreE4 || a.wire.nodeIndex - b.wire.nodeIndex)
  return {
    round: { round: asked.round, proposedQuantity: asked.quantity.toString(), reports: signed.map(({ wire }) => wire) },
    reportsHash: keccak256(concatHex(signed.map(({ digest }) => digest))),
  }
}

/** What the contract says when the last round is brought to it. */
export function concludedSaid(
  nodes: readonly TestNode[],
  { round, reportsHash }: SignedRound,
  of: {
    caseId: string
    contracted: bigint
    scoreThresholdE4: number
    consensusBps: number
    minReports: number
    challengeUntil: bigint
  },
): Said {
  const quantity = BigInt(round.proposedQuantity)
  const committee = nodes.map(({ policy: { nodeIndex }, reliabilityE4 }) => ({ nodeIndex, reliabilityE4 }))
  const verdict = decideRound(
    { ...of, round: round.round, committee, proposition: quantity },
    round.reports.map(({ nodeIndex, report }) => ({ ...report, nodeIndex })),
    consensusPolicy(initial),
  )
  if (verdict.outcome === null) throw new Error(`the fixture reaches no outcome: ${verdict.reason}`)
  return {
    contract: 'Verification',
    event: 'CaseConcluded',
    args: {
      caseId: idOf('case', of.caseId),
      outcome: outcomes.indexOf(verdict.outcome),
      quantity,
      scoreE4: verdict.scoreE4,
      consensusBps: verdict.shareBps,
      challengeUntil: of.challengeUntil,
      reportsHash,
    },
  }
}
