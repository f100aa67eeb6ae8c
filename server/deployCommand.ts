/** Deploys the contracts for the configured network; on the embedded chain the wallets are first given money for gas. */
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { sandboxParameters } from '@assay/domain/programmes/sandbox.ts'
import { compile } from '../contracts/script/compile.ts'
import { localSigner } from './adapters/signer-local.ts'
import { type Config, configErrors } from './config.ts'
import { deployProduct } from './runtime/deploy.ts'
import { fundWallets } from './runtime/embedded/fundWallets.ts'
import { readSecrets } from './runtime/secrets.ts'

export async function deploy(config: Config, log: (line: string) => void): Promise<void> {
  const { keys, addresses } = config.wallets
  if (!config.embeddedChain) requireOthersHands(addresses)
  const signer = localSigner((await readSecrets(config)).mnemonic, undefined, keys)
  if (config.embeddedChain) await fundWallets(config.rpcUrl, signer)
  log('contracts: compiling')
  compile({ log })
  await deployProduct({
    rpcUrl: config.rpcUrl,
    signer,
    addresses,
    // What the contracts start with, as the installation is founded; later versions reach them through governance.
    parameters: config.embeddedChain ? sandboxParameters() : parametersAt([], new Date()),
    addressBookPath: config.addressBook,
    log,
  })
}

/** Code, roles and parameters of contracts that others rely on are in other hands than the mnemonic of what runs every day.
 *  @throws CONFIG_INVALID */
function requireOthersHands(addresses: Config['wallets']['addresses']): void {
  for (const [holder, address] of Object.entries(addresses)) {
    if (address !== null) continue
    const expected = 'an address, on every chain but the embedded one'
    throw configErrors.CONFIG_INVALID({ variable: `WALLET_${holder.toUpperCase()}`, expected })
  }
}
