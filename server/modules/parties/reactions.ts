import { intentFailed, reaction } from '../../module.ts'

/** A claim the chain refused is over: the wallet can be given another one. */
export const intentFailures = reaction('parties.claimFailed', intentFailed, async (context, { subject, error }) => {
  const [kind, claimId] = subject.split(':')
  if (kind !== 'claim' || claimId === undefined) return
  await context.db
    .updateTable('party_claims')
    .set({ state: 'failed', problem: error })
    .where('claim_id', '=', claimId)
    .where('state', '=', 'submitted')
    .execute()
})
