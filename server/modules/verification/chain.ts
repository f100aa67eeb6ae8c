/** The Verification contract as the database shows it: rows at inclusion, consequences when final. */
import { projection } from '../../module.ts'
import { lockCaseOnChain } from './caseRow.ts'
import {
  afterChallenge,
  afterClosed,
  afterConcluded,
  afterOpened,
  afterResolved,
  afterReviewOpened,
} from './consequences.ts'

const outcomeNames = ['none', 'approved', 'partial', 'rejected'] as const

/** Name of IVerification.Outcome. */
export function outcomeName(outcome: number): (typeof outcomeNames)[number] {
  const name = outcomeNames[outcome]
  if (name === undefined) throw new RangeError(`no outcome has the number ${outcome}`)
  return name
}

const caseOpened = projection({
  contract: 'Verification',
  eventName: 'CaseOpened',
  async project({ db }, { args, blockNumber, transactionHash }) {
    await db
      .insertInto('cases_on_chain')
      .values({
        on_chain_id: args.caseId,
        claim_key: args.claimKey,
        evidence_root: args.evidenceRoot,
        terms_hash: args.termsHash,
        committee: args.committee,
        state: 'open',
        outcome: 'none',
        round: 1,
        opened_transaction: transactionHash,
        block_number: blockNumber,
      })
      .execute()
  },
  async whenFinal(ctx, { args }) {
    const of = await lockCaseOnChain(ctx, args.caseId)
    if (of !== null) await afterOpened(ctx, of)
  },
})

const reviewOpened = projection({
  contract: 'Verification',
  eventName: 'ReviewOpened',
  async project({ db }, { args, blockNumber }) {
    await db
      .updateTable('cases_on_chain')
      .set({ round: args.round, block_number: blockNumber })
      .where('on_chain_id', '=', args.caseId)
      .execute()
  },
  async whenFinal(ctx, { args }) {
    const of = await lockCaseOnChain(ctx, args.caseId)
    if (of !== null) await afterReviewOpened(ctx, of, args.round)
  },
})

const caseConcluded = projection({
  contract: 'Verification',
  eventName: 'CaseConcluded',
  async project({ db }, { args, blockNumber, transactionHash }) {
    await db
      .updateTable('cases_on_chain')
      .set({
        state: 'concluded',
        outcome: outcomeName(args.outcome),
        quantity: args.quantity,
        score_e4: args.scoreE4,
        consensus_bps: args.consensusBps,
        challenge_until: new Date(Number(args.challengeUntil) * 1000),
        reports_hash: args.reportsHash,
        concluded_transaction: transactionHash,
        block_number: blockNumber,
      })
      .where('on_chain_id', '=', args.caseId)
      .execute()
  },
  async whenFinal(ctx, { args }) {
    const of = await lockCaseOnChain(ctx, args.caseId)
    if (of === null) return
    const outcome = outcomeName(args.outcome)
    if (outcome === 'none') throw new RangeError('a conclusion without an outcome')
    await afterConcluded(ctx, of, {
      outcome,
      quantity: args.quantity.toString(),
      challengeUntil: new Date(Number(args.challengeUntil) * 1000),
      reportsHash: args.reportsHash,
    })
  },
})

const caseChallenged = projection({
  contract: 'Verification',
  eventName: 'CaseChallenged',
  async project({ db }, { args, blockNumber }) {
    await db
      .updateTable('cases_on_chain')
      .set({ state: 'challenged', block_number: blockNumber })
      .where('on_chain_id', '=', args.caseId)
      .execute()
  },
  async whenFinal(ctx, { args }) {
    const of = await lockCaseOnChain(ctx, args.caseId)
    if (of !== null) await afterChallenge(ctx, of, args)
  },
})

const challengeResolved = projection({
  contract: 'Verification',
  eventName: 'ChallengeResolved',
  async project({ db }, { args, blockNumber }) {
    await db
      .updateTable('cases_on_chain')
      .set({ state: args.upheld ? 'closed' : 'concluded', block_number: blockNumber })
      .where('on_chain_id', '=', args.caseId)
      .execute()
  },
  async whenFinal(ctx, { args }) {
    const of = await lockCaseOnChain(ctx, args.caseId)
    if (of !== null) await afterResolved(ctx, of, args.upheld)
  },
})

const caseClosed = projection({
  contract: 'Verification',
  eventName: 'CaseClosed',
  async project({ db }, { args, blockNumber }) {
    await db
      .updateTable('cases_on_chain')
      .set({ state: 'closed', block_number: blockNumber })
      .where('on_chain_id', '=', args.caseId)
      .execute()
  },
  async whenFinal(ctx, { args }) {
    const of = await lockCaseOnChain(ctx, args.caseId)
    if (of !== null) await afterClosed(ctx, of, args.reasonHash)
  },
})

export const projections = [caseOpened, reviewOpened, caseConcluded, caseChallenged, challengeResolved, caseClosed]
