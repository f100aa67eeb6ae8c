import { defineErrors } from '@assay/domain/errors.ts'

export const ledgerErrors = defineErrors({
  LEDGER_ACCOUNT_NOT_FOUND: {
    status: 404,
    title: 'There is no such account, or it is not yours',
    remedy: 'Take the account id from `GET /balances`.',
  },
  LEDGER_CAP_EXCEEDED: {
    status: 409,
    title: 'The emission would exceed the cap of Payment Token',
    remedy: 'Emit at most what the details name as left.',
  },
  LEDGER_WALLET_INACTIVE: {
    status: 409,
    title: 'The party has no wallet that may receive tokens',
    remedy: 'Register a wallet for the party and let its claim be accepted first.',
  },
})
