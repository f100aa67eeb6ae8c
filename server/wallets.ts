/** Names of the installation's wallets, for the settings as well as for the machine room. Their indexes are in `ports/signer.ts`. */

/** Wallets that intents are sent from by name; each holds the role of its name. */
const sendingWallets = [
  'operator',
  'reviewer',
  'registrar',
  'nodeRegistrar',
  'compliance',
  'treasury',
  'anchor',
] as const
export type SendingWallet = (typeof sendingWallets)[number]

/** Wallets that pay for transactions of the installation, so that it has their keys. */
export const keyedWallets = [...sendingWallets, 'deployer'] as const
export type KeyedWallet = (typeof keyedWallets)[number]
