/** Deploys the contracts for the configured network; on the embedded chain the operator is first given money for gas. */
import { join } from 'node:path'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { createTestClient, http, parseEther, publicActions } from 'viem'
import { compile } from '../contracts/script/compile.ts'
import { openLocalSigner } from './adapters/signer-local.ts'
import { addressBookPath } from './app.ts'
import type { Config } from './config.ts'
import { walletIndexes } from './ports/signer.ts'
import { deployProduct } from './runtime/deploy.ts'

const operatorBalanceWei = parseEther('1000000')

export async function deploy(config: Config, log: (line: string) => void): Promise<void> {
  const signer = await openLocalSigner(join(config.stateDir, 'mnemonic'))
  if (config.embeddedChain) await fundOperator(config.rpcUrl, await signer.address(walletIndexes.operator))
  log('contracts: compiling')
  compile({ log })
  await deployProduct({
    rpcUrl: config.rpcUrl,
    signer,
    // What the contracts start with; later versions reach them through governance.
    parameters: parametersAt([], new Date()),
    addressBookPath: addressBookPath(config),
    log,
  })
}

async function fundOperator(rpcUrl: string, address: `0x${string}`): Promise<void> {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions)
  if ((await client.getBalance({ address })) < operatorBalanceWei / 2n)
    await client.setBalance({ address, value: operatorBalanceWei })
}
