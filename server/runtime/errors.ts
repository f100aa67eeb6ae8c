import { defineErrors } from '@assay/domain/errors.ts'

export const runtimeErrors = defineErrors({
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'This idempotency key was used for a different request',
    remedy: 'Use a new key for a new request; repeat a request with exactly the same body.',
  },
  CHAIN_UNAVAILABLE: {
    status: 503,
    title: 'The chain cannot be reached',
    remedy: 'Try again later; /readyz says which part is missing.',
    retryable: true,
  },
  CHAIN_CALL_REVERTED: {
    status: 409,
    title: 'A contract refused the call',
    remedy:
      "`error` is the contract's own reason, `functionName` the call; contracts/README.md says where each error is explained.",
  },
  UNKNOWN_WALLET: {
    status: 409,
    title: 'This installation does not hold the key of the sending wallet',
    remedy: "Register the wallet with custody `custodied`, or send the transaction with the wallet's own key.",
  },
  INSTALLATION_MISSING: {
    status: 500,
    title: 'The database holds no installation',
    remedy: 'Run `npm run -s assay -- prepare` first, or correct DATABASE_URL.',
  },
  SECRET_MISSING: {
    status: 500,
    title: 'A secret of the installation is neither configured nor in the state folder',
    remedy:
      'Set the named variable to the value the other processes have, or run `prepare` first; `npm run -s assay -- secrets` prints fresh ones for a new installation.',
  },
  SECRET_DAMAGED: {
    status: 500,
    title: 'The file with a secret of the installation is damaged',
    remedy: 'Restore the file from its backup; without it wallets or documents of this installation are lost.',
  },
  SECRET_DIFFERS: {
    status: 500,
    title: 'A secret is not the one of the installation in this database',
    remedy: 'Give the named variable the value the other processes have, or correct DATABASE_URL.',
  },
  DATABASE_BUSY: {
    status: 503,
    title: 'Too many conflicting writes at once',
    remedy: 'Repeat the request with the same idempotency key.',
    retryable: true,
  },
})
