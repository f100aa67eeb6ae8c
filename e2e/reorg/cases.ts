/** Cases played on the Verification contract by nodes of the suite's own, without a row in any database. */
import { committeeBitmap, type SignedReport, signedReport } from '@assay/protocol/signedReport.ts'
import { reportTypedData } from '@assay/protocol/typedData.ts'
import { type Hex, keccak256, stringToBytes, type TypedDataDefinition } from 'viem'
import type { Harness } from '../../server/test/harness.ts'
import type { Send } from './send.ts'

export const hashOf = (text: string): Hex => keccak256(stringToBytes(text))

export interface PlayedCase {
  readonly caseId: Hex
  readonly claimKey: Hex
  readonly termsHash: Hex
  readonly programme: 'commodity' | 'carbon'
  readonly contractedQuantity: bigint
}

const firstNodeWallet = 900
const committees = { commodity: [8, 9, 10, 11, 12, 13, 14], carbon: [8] } as const
const minReports = { commodity: 3, carbon: 1 } as const
const evidenceRoot = hashOf('evidence')
const windowSeconds = 60
/** Short enough that some cases find no result while the suite runs. */
const deadlineSeconds = 600n

export const secondsOf = async (harness: Harness) => BigInt(Math.floor((await harness.chain.time()).getTime() / 1_000))

export function playCases(harness: Harness, send: Send) {
  const { chain, signer } = harness.machine
  const verification = (functionName: string, ...args: unknown[]) =>
    send('operator', { contract: 'Verification', functionName, args })

  async function registerNodes(): Promise<void> {
    for (const index of committees.commodity)
      await send('nodeRegistrar', {
        contract: 'Verification',
        functionName: 'setNode',
        args: [index, await signer.address(firstNodeWallet + index), 10_000, true],
      })
  }

  async function open(of: PlayedCase): Promise<void> {
    await verification('openCase', {
      ...{ caseId: of.caseId, claimKey: of.claimKey, evidenceRoot, termsHash: of.termsHash },
      ...{ programme: of.programme === 'commodity' ? 0 : 1, committee: committeeBitmap(committees[of.programme]) },
      ...{ contractedQuantity: of.contractedQuantity, scoreThresholdE4: 850_000, consensusBps: 7_500 },
      ...{
        minReports: minReports[of.programme],
        windowSeconds,
        deadline: (await secondsOf(harness)) + deadlineSeconds,
      },
    })
  }

  /** The whole committee says the same of what is proposed in this round. */
  async function judge(of: PlayedCase, agrees: boolean): Promise<void> {
    const { proposedQuantity, round } = (await chain.view.read('Verification', 'getCase', [of.caseId])) as {
      proposedQuantity: bigint
      round: number
    }
    const report = {
      ...{ caseId: of.caseId, round, evidenceRoot, termsHash: of.termsHash, quantity: proposedQuantity, agrees },
      ...{ scoreE4: agrees ? 950_000 : 100_000, critical: !agrees, justificationHash: hashOf('because') },
    }
    const typedData = reportTypedData(chain.view.domain('Verification'), report) as unknown as TypedDataDefinition
    const reports: SignedReport[] = []
    for (const index of committees[of.programme]) {
      const signature = await signer.signTypedData(await signer.address(firstNodeWallet + index), typedData)
      reports.push(signedReport(index, report, signature))
    }
    const opening = { claimKey: of.claimKey, evidenceRoot, committee: committeeBitmap(committees[of.programme]) }
    await verification('submitResult', of.caseId, opening, reports)
  }

  return { registerNodes, open, judge }
}

export type Cases = ReturnType<typeof playCases>
