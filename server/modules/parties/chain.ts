/** What the Parties contract says becomes rows of `wallets_on_chain`. */
import { sql } from 'kysely'
import { type Projection, type ProjectionContext, projection } from '../../module.ts'
import { claimAccepted } from './events.ts'

const accepted = projection({
  contract: 'Parties',
  eventName: 'ClaimAccepted',
  async project({ db }, { args }) {
    const claim = {
      party_on_chain_id: args.partyId,
      roles: args.roles,
      country: args.country,
      expires_at: new Date(Number(args.expiresAt) * 1_000),
      issuer: args.issuer.toLowerCase(),
    }
    await db
      .insertInto('wallets_on_chain')
      .values({ address: args.account.toLowerCase(), ...claim, nonce: 1n })
      .onConflict((conflict) =>
        conflict.column('address').doUpdateSet({ ...claim, nonce: sql`wallets_on_chain.nonce + 1` }),
      )
      .execute()
  },
  async whenFinal(context, { args }) {
    const address = args.account.toLowerCase()
    const wallet = await context.db.selectFrom('wallets').selectAll().where('address', '=', address).executeTakeFirst()
    // Another installation may share the contract; its wallets are none of ours.
    if (wallet === undefined) return
    await context.db
      .updateTable('party_claims')
      .set({ state: 'accepted' })
      .where('wallet_id', '=', wallet.wallet_id)
      .where('issuer', '=', args.issuer.toLowerCase())
      .where('expires_at', '=', new Date(Number(args.expiresAt) * 1_000))
      .where('state', '=', 'submitted')
      .execute()
    await context.emit(claimAccepted({ partyId: wallet.party_id, walletId: wallet.wallet_id, address }))
  },
})

const revoked = projection({
  contract: 'Parties',
  eventName: 'ClaimRevoked',
  async project(context, { args }) {
    await change(context, args.account, {
      roles: 0,
      issuer: null,
      expires_at: null,
      nonce: sql`wallets_on_chain.nonce + 1`,
    })
  },
})

const frozen = projection({
  contract: 'Parties',
  eventName: 'FrozenSet',
  async project({ db }, { args }) {
    await db
      .insertInto('wallets_on_chain')
      .values({ address: args.account.toLowerCase(), frozen: args.frozen })
      .onConflict((conflict) => conflict.column('address').doUpdateSet({ frozen: args.frozen }))
      .execute()
  },
})

function change({ db }: ProjectionContext, account: string, set: object): Promise<unknown> {
  return db.updateTable('wallets_on_chain').set(set).where('address', '=', account.toLowerCase()).execute()
}

export const projections: readonly Projection[] = [accepted, revoked, frozen]
