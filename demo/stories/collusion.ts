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
  // Two cases of one size say the same words; whoever reads them is to know why there are two.
  const beside: Stage = { ...stage, say: (line) => stage.say(`a second case, to try the same signatures on: ${line}`) }
  const [trade, target] = await Promise.all([
    openTrade(stage, 'G4', shipment, collusionPrefix),
    openTrade(beside, 'G4-other', other, collusionPrefix),
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
  const onOwn = await submit(own!.onChainId, own!)
  const withOwnOpening = await submit(others!.onChainId, own!)
  const onOther = await submit(others!.onChainId, others!)
  const refusals = [onOwn, withOwnOpening, onOther].map(({ error }) => error)
  stage.say(
    `${colluding.length} of ${reports.length} nodes approve, consensus ${view.consensus} %; the contract refuses them: ${refusals.join(', ')}`,
  )
  return {
    finalised: view.verdict !== null || targetView.verdict !== null,
    replayRefused: isReplayRefused({ onOwn, withOwnOpening, onOther }, others!.onChainId, colluding),
    consensus: view.consensus,
    refusals,
    caseId: trade.caseId,
  }
}

/** What the contract answered: the name and the arguments of its error, or `accepted`. */
export interface ContractAnswer {
  readonly error: string
  readonly args: readonly unknown[]
}

/**
 * True when the contract itself refused the reports because they belong to another case: the case was opened on other evidence, and with
 * its own opening the signature is nobody's it knows. On their own case the same signatures must hold, or they were no signatures.
 */
export function isReplayRefused(
  of: Readonly<Record<'onOwn' | 'withOwnOpening' | 'onOther', ContractAnswer>>,
  otherCaseId: Hex,
  reports: readonly { readonly nodeIndex: number }[],
): boolean {
  const held = of.onOwn.error === 'ParticipationTooLow' || of.onOwn.error === 'NoQuorum'
  const opened = of.withOwnOpening.error === 'OpeningMismatch' && of.withOwnOpening.args[0] === otherCaseId
  const signer = of.onOther.error === 'WrongSigner' && reports.some(({ nodeIndex }) => nodeIndex === of.onOther.args[0])
  return held && opened && signer
}

/** Asks the contract itself, as anyone could, what it makes of these reports. */
async function refusalOf(
  rpcUrl: string,
  address: Address,
  caseId: Hex,
  { claimKey, evidenceRoot, committee }: OpenedView,
  views: readonly ReportView[],
): Promise<ContractAnswer> {
  const client = createPublicClient({ transport: http(rpcUrl) })
  const ascending = views.toSorted((a, b) => a.report.scoreE4 - b.report.scoreE4 || a.nodeIndex - b.nodeIndex)
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
    return { error: 'accepted', args: [] }
  } catch (error) {
    const reverted =
      error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null
    if (reverted instanceof ContractFunctionRevertedError && reverted.data !== undefined) {
      return { error: reverted.data.errorName, args: reverted.data.args ?? [] }
    }
    throw error
  }
}
