/**
 * Deliveries played on the contracts themselves, by whoever could: funded, opened, judged, contested, closed, paid out, allocated.
 * What each may do next is read from the database, so that what a reorganisation took is begun anew.
 */
import { tradeIdOf } from '@assay/protocol/ids.ts'
import { type AllocationTerms, allocationTermsHash } from '@assay/protocol/terms.ts'
import type { Hex } from 'viem'
import type { TestParty } from '../../server/modules/ledger/fixtures.ts'
import { walletIndexes } from '../../server/ports/signer.ts'
import type { Harness } from '../../server/test/harness.ts'
import { type Cases, hashOf, type PlayedCase, secondsOf } from './cases.ts'
import { call, type Known, type Send } from './send.ts'

export interface Traders {
  readonly buyer: TestParty
  readonly seller: TestParty
  readonly sovereign: TestParty
}

/** Short enough that some trades time out while the suite runs. */
const timeoutSeconds = 1_200n
const contracted = 1_000n
const amount = 10n ** 18n
/** Floor of supply, caps of one and of one sovereign, growth, deviation: with the first nothing is queued, with the second all. */
const limits = [
  [10n ** 30n, 10_000, 10_000, 10_000, 3_500],
  [1n, 1, 10_000, 10_000, 3_500],
] as const

interface Delivery extends PlayedCase {
  readonly tradeId: Hex
  readonly terms: AllocationTerms
}

export interface Deliveries {
  readonly harness: Harness
  /** What the follower's database says: the one with every module's tables. */
  readonly known: Known
  readonly cases: Cases
  readonly traders: Traders
  readonly send: Send
  readonly random: () => number
}

export async function prepareDeliveries({ harness, cases, traders, send }: Deliveries): Promise<void> {
  await cases.registerNodes()
  const args = [harness.machine.chain.view.address('Escrow'), 2n ** 255n]
  await send(traders.buyer.wallet, { contract: 'PaymentToken', functionName: 'approve', args })
}

/** Returns a round of business: one delivery begins; five of the younger ones go on. */
export function playDeliveries(play: Deliveries): () => Promise<void> {
  const { random, send } = play
  const deliveries: Delivery[] = []
  let rounds = 0
  return async () => {
    const governance = await play.harness.machine.signer.address(walletIndexes.governance)
    await send(governance, call('Allocation', 'setLimits', ...limits[rounds++ % 2]!), { salt: String(rounds) })
    const delivery = newDelivery(deliveries.length, play)
    deliveries.push(delivery)
    await fund(play, delivery)
    if (random() < 0.85) await play.cases.open(delivery)
    const younger = deliveries.slice(-16, -1).sort(() => random() - 0.5)
    const standings = await Promise.all(younger.map(async (of) => ({ of, known: await stateOf(play, of) })))
    standings.sort((one, other) => rank(one.known) - rank(other.known))
    for (const { of, known } of standings.slice(0, 5)) await goOn(play, of, known)
  }
}

function newDelivery(number: number, { traders, random }: Deliveries): Delivery {
  const caseId = hashOf(`case of delivery ${number}`)
  const payment = { caseId, buyer: traders.buyer.wallet, seller: traders.seller.wallet, amount }
  const terms: AllocationTerms = {
    caseId,
    buyer: payment.buyer,
    seller: payment.seller,
    sovereign: traders.sovereign.wallet,
    ptValue: amount,
    baseMultiplierE4: 10_000,
    factorsE4: [0, 0, 0, 0, 0, 0, 0],
    weightsE4: [1500, 2000, 1000, 2500, 1500, 1000, 500],
    modifierE4: 10_000,
    eligibilityBps: 10_000,
    // A strange expectation holds the allocation for a reviewer.
    expected: random() < 0.5 ? 1n : amount,
    parametersHash: hashOf('parameters'),
  }
  // Two in a row compete for one claim.
  const claimKey = hashOf(`claim ${Math.floor(number / 2)}`)
  const judged = { caseId, claimKey, termsHash: allocationTermsHash(terms), contractedQuantity: contracted }
  return { ...judged, programme: 'commodity', tradeId: tradeIdOf(payment), terms }
}

async function fund({ harness, traders, send }: Deliveries, { caseId }: Delivery): Promise<void> {
  const { buyer, seller } = traders
  const terms = {
    ...{ caseId, buyer: buyer.wallet, seller: seller.wallet, amount },
    ...{ tradeFee: amount / 1_000n, verificationFee: amount / 2_000n, burnBps: 1_500 },
    timeoutAt: (await secondsOf(harness)) + timeoutSeconds,
  }
  await send(buyer.wallet, call('Escrow', 'fund', terms))
}

/** What has come far goes first, or too few would come to the end before a reorganisation takes them back. */
function rank({ case: state, outcome, allocation }: Standing): number {
  if (allocation === 'held' || allocation === 'queued') return 0
  if (allocation !== null) return 3
  return state === 'concluded' && outcome !== 'rejected' ? 1 : 2
}

/** One step of one delivery, by what the database knows of it. */
async function goOn(play: Deliveries, of: Delivery, known: Standing): Promise<void> {
  const { send } = play
  const luck = play.random()
  const salt = String(luck)
  if (known.case === null) return known.escrow === null ? fund(play, of) : give(play, of)
  if (known.case === 'open') return decide(play, of, luck)
  if (known.case === 'challenged')
    return send('reviewer', call('Verification', 'resolveChallenge', of.caseId, of.claimKey, luck < 0.4))
  if (known.case === 'closed' || known.outcome === 'rejected') return give(play, of)
  if (known.escrow === null) return fund(play, of)
  if (known.escrow === 'funded') await send('operator', call('Escrow', 'release', of.tradeId), { salt })
  if (known.allocation === null) return send('operator', call('Allocation', 'allocate', of.terms), { salt })
  if (known.allocation === 'held')
    return send('reviewer', call('Allocation', 'resolveHold', of.caseId, luck < 0.7), { salt })
  if (known.allocation === 'queued') return send('operator', call('Allocation', 'releaseQueued', of.caseId), { salt })
}

async function decide(play: Deliveries, { caseId, ...of }: Delivery, luck: number): Promise<void> {
  const { send, traders } = play
  if (luck < 0.15)
    return send('reviewer', call('Verification', 'openReview', caseId, contracted - 100n, hashOf('shortage')))
  if (luck < 0.25) return send('reviewer', call('Verification', 'closeCase', caseId, hashOf('no result')))
  // Refused before the deadline, when it is anybody's.
  if (luck < 0.35) return send('operator', call('Verification', 'closeCase', caseId, hashOf('deadline')))
  await play.cases.judge({ caseId, ...of }, luck < 0.85)
  // Its window runs from the block it is in.
  if (play.random() < 0.3)
    await send(traders.seller.wallet, call('Verification', 'challenge', caseId, hashOf('contested')), { patient: true })
}

function give({ send, random }: Deliveries, { tradeId }: Delivery): Promise<void> {
  return send('operator', call('Escrow', 'refund', tradeId), { salt: String(random()) })
}

interface Standing {
  readonly case: string | null
  readonly outcome: string | null
  readonly escrow: string | null
  readonly allocation: string | null
}

async function stateOf({ known }: Deliveries, { caseId, tradeId }: Delivery): Promise<Standing> {
  const { rows } = await known().query<Standing>(
    `select
       (select state from cases_on_chain where on_chain_id = $1) as case,
       (select outcome from cases_on_chain where on_chain_id = $1) as outcome,
       (select state from escrows_on_chain where on_chain_id = $2) as escrow,
       (select state from allocations_on_chain where on_chain_id = $1) as allocation`,
    [caseId, tradeId],
  )
  return rows[0]!
}
