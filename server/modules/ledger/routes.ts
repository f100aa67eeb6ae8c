import { Type } from 'typebox'
import { Uuid } from '../../fields.ts'
import { command, type QueryContext, query, type Route } from '../../module.ts'
import { pageQuery } from '../../page.ts'
import { findWallet } from '../parties/index.ts'
import { accountHolders, ledgerViewers } from './access.ts'
import { listBalances } from './listBalances.ts'
import { listEntries } from './listEntries.ts'
import { readEmission } from './readEmission.ts'
import { reconcile } from './reconcile.ts'
import { requestEmission } from './requestEmission.ts'
import {
  AccountId,
  BalancePage,
  BalanceQuery,
  Emission,
  EmissionBody,
  EntryPage,
  formatAmount,
  Reconciliation,
} from './schema.ts'

const roles = [...accountHolders, ...ledgerViewers]

export const routes: readonly Route[] = [
  query({
    operationId: 'listBalances',
    path: '/balances',
    summary: 'Balances of a party, a wallet, or everybody',
    access: {
      roles,
      scope: 'ledger:read',
      async owners(ctx, { query: { partyId, address } }) {
        if (partyId !== undefined) return [partyId]
        if (address !== undefined) return ownerOf(await partyOfWallet(ctx, address))
        return ownerOf(ctx.actor.partyId)
      },
      anyOwner: ledgerViewers,
    },
    query: BalanceQuery,
    response: BalancePage,
    errors: ['CURSOR_INVALID'],
    handle: (ctx, input) => listBalances(ctx, input.query),
  }),
  query({
    operationId: 'listAccountEntries',
    path: '/accounts/{accountId}/entries',
    summary: 'Journal of one account, newest first',
    access: {
      roles,
      scope: 'ledger:read',
      owners: async (ctx, { params }) => ownerOf(await partyOfWallet(ctx, params.accountId.split('.')[2]!)),
      anyOwner: ledgerViewers,
    },
    params: Type.Object({ accountId: AccountId }),
    query: Type.Object(pageQuery),
    response: EntryPage,
    errors: ['LEDGER_ACCOUNT_NOT_FOUND', 'CURSOR_INVALID'],
    handle: (ctx, input) => listEntries(ctx, input.params.accountId, input.query),
  }),
  query({
    operationId: 'reconcileLedger',
    path: '/reconciliation',
    summary: 'Ledger against chain: every holding and supply that differs',
    access: { roles: ['operator', 'auditor'], scope: 'ledger:read' },
    response: Reconciliation,
    async handle(ctx) {
      const { checked, differences } = await reconcile(ctx)
      return {
        checked,
        differences: differences.slice(0, 1000).map(({ asset, holder, ledger, chain }) => ({
          asset,
          holder,
          ledger: formatAmount(asset, ledger),
          chain: formatAmount(asset, chain),
        })),
      }
    },
  }),
  command({
    operationId: 'requestEmission',
    path: '/emissions',
    summary: 'Mint Payment Token inside the cap',
    access: { roles: ['treasury'], scope: 'ledger:write' },
    body: EmissionBody,
    response: Emission,
    status: 202,
    errors: [
      'WALLET_NOT_FOUND',
      'LEDGER_EMISSION_DESTINATION',
      'LEDGER_EMISSION_NOTHING',
      'LEDGER_CAP_EXCEEDED',
      'QUANTITY_INVALID',
      'QUANTITY_TOO_LARGE',
    ],
    handle: (ctx, input) => requestEmission(ctx, input.body),
  }),
  query({
    operationId: 'readEmission',
    path: '/emissions/{emissionId}',
    summary: 'One emission and whether it is minted',
    access: { roles: ['treasury', 'operator', 'auditor'], scope: 'ledger:read' },
    params: Type.Object({ emissionId: Uuid }),
    response: Emission,
    errors: ['LEDGER_EMISSION_NOT_FOUND'],
    handle: (ctx, input) => readEmission(ctx, input.params.emissionId),
  }),
]

async function partyOfWallet(ctx: QueryContext, address: string): Promise<string | null> {
  return (await findWallet(ctx.db, address))?.partyId ?? null
}

/** A party that does not exist owns nothing: only who sees everything gets an answer. */
function ownerOf(partyId: string | null): readonly string[] {
  return partyId === null ? [] : [partyId]
}
