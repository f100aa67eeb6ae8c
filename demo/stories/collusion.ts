/** G4: three bribed nodes approve a shipment that does not exist; no quorum, and their signatures serve no other case (domain.md 2.27). */

import { committeeBitmap, signedReport } from '@assay/protocol/signedReport.ts'
import { type Address, BaseError, ContractFunctionRevertedError, createPublicClient, type Hex, http } from 'viem'
import { abis } from '../../contracts/generated/abis.ts'
import { collusionPrefix } from '../population.ts'
import type { Shipment } from '../shipment.ts'
import type { Stage } from './stage.ts'
import { type CaseView, caseUntil, openTrade } from './trade.ts'

export interface CollusionFigures {
  readonly finalised: boolean
  readonly replayRefused: boolean
  readonly consensus: string | null
  readonly refusals: readonly string[]
  readonly caseId: string
}

interface ReportView {
  readonly nodeIndex: number
  readonly report: {
    readonly caseId: Hex
    readonly round: number
    readonly evidenceRoot: Hex
    readonly termsHash: Hex
    readonly quantity: string
    readonly scoreE4: number
    readonly agrees: boolean
    readonly critical: boolean
    readonly justificationHash: Hex
  }
  readonly signature: Hex
}

interface OpenedView {
  readonly onChainId: Hex
  readonly claimKey: Hex
  readonly evidenceRoot: Hex
  readonly committee: readonly number[]
}

export async function playCollusion(
  stage: Stage,
  shipment: Shipment,
  other: Shipment,
  rpcUrl: string,
): Promise<CollusionFigures> {
  const [trade, target] = await Promise.all([
    openTrade(stage, 'G4', shipment, collusionPrefix),
    openTrade(stage, 'G4-other', other, collusionPrefix),
  ])
  const answered = (view: CaseView) =>
    view.rounds.some(({ state }) => state === 'inconclusive' || state === 'escalated') || view.verdict !== null
  const [view, targetView] = await Promise.all([
    caseUntil(trade, 'the round of G4', answered),
    caseUntil(target, 'the round of the other case', answered),
  ])
  const reports = await stage.auditor.all<ReportView>(`/cases/${trade.caseId}/reports`)
  const colluding = reports.filter(({ report }) => report.agrees)
  const file = await stage.auditor.get<{ chain: { verifyingContract: Address } }>(`/cases/${trade.caseId}/dossier`)
  const [own, others] = await Promise.all(
    [trade, target].map(({ caseId }) => stage.auditor.get<OpenedView>(`/cases/${caseId}`)),
  )
  const submit = (caseId: Hex, opened: OpenedView) =>
    refusalOf(rpcUrl, file.chain.verifyingContract, caseId, opened, colluding)
  const refusals = [
    await submit(own!.onChainId, own!),
    await submit(others!.onChainId, own!),
    await submit(others!.onChainId, others!),
  ]
  stage.say(
    `${colluding.length} of ${reports.length} nodes approve, consensus ${view.consensus} %; the contract answers ${refusals.join(', ')}`,
  )
  return {
    finalised: view.verdict !== null || targetView.verdict !== null,
    replayRefused: refusals.slice(1).every((refusal) => refusal !== 'accepted'),
    consensus: view.consensus,
    refusals,
    caseId: trade.caseId,
  }
}

/** Asks the contract itself, as anyone could, what it makes of these reports: the name of its error, or `accepted`. */
async function refusalOf(
  rpcUrl: string,
  address: Address,
  caseId: Hex,
  { claimKey, evidenceRoot, committee }: OpenedView,
  views: readonly ReportView[],
): Promise<string> {
  const client = createPublicClient({ transport: http(rpcUrl) })
  const ascending = views.toSorted((a, b) => a.report.scoreE4 - b.report.scoreE4)
  try {
    await client.simulateContract({
      address,
      abi: abis.Verification,
      functionName: 'submitResult',
      args: [
        caseId,
        { claimKey, evidenceRoot, committee: committeeBitmap(committee) },
        ascending.map(({ nodeIndex, report, signature }) => signedReport(nodeIndex, report, signature)),
      ],
    })
    return 'accepted'
  } catch (error) {
    const reverted =
      error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null
    if (reverted instanceof ContractFunctionRevertedError && reverted.data !== undefined) return reverted.data.errorName
    throw error
  }
}
