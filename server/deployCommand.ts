/** Deploys the contracts for the configured network; on the embedded chain the operator is first given money for gas. */
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { sandboxParameters } from '@assay/domain/programmes/sandbox.ts'
import { createTestClient, http, parseEther, publicActions } from 'viem'
import { compile } from '../contracts/script/compile.ts'
import { localSigner } from './adapters/signer-local.ts'
import type { Config } from './config.ts'
import { walletIndexes } from './ports/signer.ts'
import { deployProduct } from './runtime/deploy.ts'
import { readSecrets } from './runtime/secrets.ts'

const operatorBalanceWei = parseEther('1000000')

export async function deploy(config: Config, log: (line: string) => void): Promise<void> {
  const signer = localSigner((await readSecrets(config)).mnemonic)
  if (config.embeddedChain) await fundOperator(config.rpcUrl, await signer.address(walletIndexes.operator))
  log('contracts: compiling')
  compile({ log })
  await deployProduct({
    rpcUrl: config.rpcUrl,
    signer,
    // What the contracts start with, as the installation is founded; later versions reach them through governance.
    parameters: config.embeddedChain ? sandboxParameters() : parametersAt([], new Date()),
    addressBookPath: config.addressBook,
    log,
  })
}

async function fundOperator(rpcUrl: string, address: `0x${string}`): Promise<void> {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions)
  if ((await client.getBalance({ address })) < operatorBalanceWei / 2n)
    await client.setBalance({ address, value: operatorBalanceWei })
}
