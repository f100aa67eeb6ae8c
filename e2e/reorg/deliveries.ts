/**
 * Deliveries played on the contracts themselves, by whoever could: funded, opened, judged, contested, closed, paid out, allocated.
 * What each may do next is read from the database, so that what a reorganisation took is begun anew.
 */
import { committeeBitmap, type SignedReport, signedReport } from '@assay/protocol/signedReport.ts'
import { type AllocationTerms, allocationTermsHash } from '@assay/protocol/terms.ts'
import { reportTypedData } from '@assay/protocol/typedData.ts'
import { type Hex, keccak256, stringToBytes, type TypedDataDefinition } from 'viem'
import type { TestParty } from '../../server/modules/ledger/fixtures.ts'
import { walletIndexes } from '../../server/ports/signer.ts'
import type { Harness } from '../../server/test/harness.ts'
import type { Send } from './send.ts'

export interface Traders {
  readonly buyer: TestParty
  readonly seller: TestParty
  readonly sovereign: TestParty
}

const committee = [8, 9, 10, 11, 12, 13, 14]
const firstNodeWallet = 900
const windowSeconds = 60n
/** Short enough that some trades time out, and some cases find no result, while the suite runs. */
const deadlineSeconds = 600n
const timeoutSeconds = 1_200n
const contracted = 1_000n
const amount = 10n ** 18n
const hashOf = (text: string): Hex => keccak256(stringToBytes(text))

interface Delivery {
  readonly caseId: Hex
  readonly tradeId: Hex
  readonly claimKey: Hex
  readonly terms: AllocationTerms
}

/** Returns a round of business: one delivery begins, the youngest others go on. */
export function playDeliveries(harness: Harness, traders: Traders, send: Send, random: () => number) {
  const deliveries: Delivery[] = []
  const reviewer = harness.machine.signer.address(walletIndexes.reviewer)
  const verification = (functionName: string, ...args: unknown[]) =>
    ({ contract: 'Verification', functionName, args }) as const
  const escrow = (functionName: string, ...args: unknown[]) => ({ contract: 'Escrow', functionName, args }) as const
  const allocation = (functionName: string, ...args: unknown[]) =>
    ({ contract: 'Allocation', functionName, args }) as const

  /** Nodes, allowances, and limits so low that allocations queue. */
  async function prepare(): Promise<void> {
    for (const index of committee) {
      const signer = await harness.machine.signer.address(firstNodeWallet + index)
      await send('operator', verification('setNode', index, signer, 10_000, true))
    }
    const spender = harness.machine.chain.view.address('Escrow')
    const most = 2n ** 255n
    await send(traders.buyer.wallet, { contract: 'PaymentToken', functionName: 'approve', args: [spender, most] })
    await send('operator', allocation('setLimits', 1n, 3_000, 10_000, 10_000, 3_500))
  }

  async function begin(): Promise<void> {
    const name = `delivery ${deliveries.length}`
    const caseId = hashOf(`case of ${name}`)
    const tradeId = hashOf(`trade of ${name}`)
    // A strange expectation holds the allocation for a reviewer.
    const expected = random() < 0.3 ? 1n : amount
    const terms: AllocationTerms = {
      caseId,
      tradeId,
      sovereign: traders.sovereign.wallet,
      ptValue: amount,
      baseMultiplierE4: 10_000,
      factorsE4: [0, 0, 0, 0, 0, 0, 0],
      weightsE4: [1500, 2000, 1000, 2500, 1500, 1000, 500],
      modifierE4: 10_000,
      eligibilityBps: 10_000,
      expected,
      parametersHash: hashOf('parameters'),
    }
    // Two in a row compete for one claim.
    const delivery = { caseId, tradeId, claimKey: hashOf(`claim ${Math.floor(deliveries.length / 2)}`), terms }
    deliveries.push(delivery)
    await fund(delivery)
    if (random() < 0.85) await open(delivery)
  }

  async function fund({ tradeId, caseId }: Delivery): Promise<void> {
    const { buyer, seller } = traders
    const terms = {
      ...{ tradeId, caseId, buyer: buyer.wallet, seller: seller.wallet, amount },
      ...{ tradeFee: amount / 1_000n, verificationFee: amount / 2_000n, burnBps: 1_500 },
      timeoutAt: (await seconds()) + timeoutSeconds,
    }
    await send(buyer.wallet, escrow('fund', terms))
  }

  async function open({ caseId, claimKey, terms }: Delivery): Promise<void> {
    const opened = {
      ...{ caseId, claimKey, evidenceRoot: hashOf('evidence'), termsHash: allocationTermsHash(terms), programme: 0 },
      ...{ committee: committeeBitmap(committee), contractedQuantity: contracted, scoreThresholdE4: 850_000 },
      ...{ consensusBps: 7_500, minReports: 3, windowSeconds, deadline: (await seconds()) + deadlineSeconds },
    }
    await send('operator', verification('openCase', opened))
  }

  async function judge(of: Delivery, round: number, agrees: boolean): Promise<void> {
    const { proposedQuantity } = (await harness.machine.chain.view.read('Verification', 'getCase', [of.caseId])) as {
      proposedQuantity: bigint
    }
    const evidenceRoot = hashOf('evidence')
    const report = {
      ...{
        caseId: of.caseId,
        round,
        evidenceRoot,
        termsHash: allocationTermsHash(of.terms),
        quantity: proposedQuantity,
      },
      ...{ scoreE4: agrees ? 950_000 : 100_000, agrees, critical: !agrees, justificationHash: hashOf('because') },
    }
    const typedData = reportTypedData(harness.machine.chain.view.domain('Verification'), report)
    const reports: SignedReport[] = []
    for (const index of committee) {
      const signer = await harness.machine.signer.address(firstNodeWallet + index)
      const signature = await harness.machine.signer.signTypedData(signer, typedData as unknown as TypedDataDefinition)
      reports.push(signedReport(index, report, signature))
    }
    const opening = { claimKey: of.claimKey, evidenceRoot, committee: committeeBitmap(committee) }
    await send('operator', verification('submitResult', of.caseId, opening, reports))
  }

  /** One step of one delivery, by what the database knows of it. */
  async function goOn(of: Delivery): Promise<void> {
    const known = await stateOf(of)
    const luck = random()
    if (known.case === undefined) return known.escrow === undefined ? fund(of) : give(of)
    if (known.case === 'open') {
      if (luck < 0.15 && known.round < 3)
        return send(await reviewer, verification('openReview', of.caseId, contracted - 100n, hashOf('shortage')))
      if (luck < 0.25) return send(await reviewer, verification('closeCase', of.caseId, hashOf('no result')))
      if (luck < 0.35) return send('operator', verification('closeCase', of.caseId, hashOf('deadline')))
      await judge(of, known.round, luck < 0.85)
      // Its window runs from the block it is in.
      if (random() < 0.3) await send(traders.seller.wallet, verification('challenge', of.caseId, hashOf('contested')))
      return
    }
    if (known.case === 'challenged')
      return send(await reviewer, verification('resolveChallenge', of.caseId, of.claimKey, luck < 0.4))
    if (known.case === 'closed' || known.outcome === 'rejected') return give(of)
    if (known.escrow === undefined) return fund(of)
    if (known.escrow === 'funded') await send('operator', escrow('release', of.tradeId))
    if (known.allocation === undefined) return send('operator', allocation('allocate', of.terms))
    if (known.allocation === 'held') return send(await reviewer, allocation('resolveHold', of.caseId, luck < 0.7))
    if (known.allocation === 'queued') return send('operator', allocation('releaseQueued', of.caseId), String(luck))
  }

  const give = ({ tradeId }: Delivery) => send('operator', escrow('refund', tradeId), String(random()))

  async function stateOf({ caseId, tradeId }: Delivery) {
    const { rows } = await harness.machine.pool.query<{
      case: string
      outcome: string
      round: number
      escrow: string
      allocation: string
    }>(
      `select c.state as case, c.outcome, c.round, e.state as escrow, a.state as allocation
       from (select $1::text as case_id, $2::text as trade_id) of
       left join cases_on_chain c on c.on_chain_id = of.case_id
       left join escrows_on_chain e on e.on_chain_id = of.trade_id
       left join allocations_on_chain a on a.on_chain_id = of.case_id`,
      [caseId, tradeId],
    )
    const { round, ...found } = rows[0]!
    const orMissing = (state: string | null) => state ?? undefined
    return {
      ...{ case: orMissing(found.case), outcome: orMissing(found.outcome), round: round ?? 1 },
      ...{ escrow: orMissing(found.escrow), allocation: orMissing(found.allocation) },
    }
  }

  const seconds = async () => BigInt(Math.floor((await harness.chain.time()).getTime() / 1_000))

  /** One begins; three others go on, the youngest and some older ones. */
  async function round(): Promise<void> {
    await begin()
    const older = deliveries.slice(-12, -1).sort(() => random() - 0.5)
    for (const delivery of older.slice(0, 3)) await goOn(delivery)
  }

  return { prepare, round }
}
