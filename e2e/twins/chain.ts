/** One real chain with the contracts deployed as everywhere, and the twin contracts beside them. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Abi,
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  toFunctionSelector,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { abis } from '../../contracts/generated/abis.ts'
import { holderNames, type RoleHolders } from '../../contracts/script/access.ts'
import { compile } from '../../contracts/script/compile.ts'
import { deployContracts } from '../../contracts/script/deploy.ts'
import { forgeBinary, forgeEnvironment, root } from '../../contracts/script/forge.ts'
import { startAnvil } from '../../server/runtime/embedded/anvil.ts'
import { startGuard } from '../../server/runtime/embedded/guard.ts'
import { testEpoch } from '../../server/test/clock.ts'
import { testMnemonic } from '../../server/test/wallets.ts'
import { type SimulatedBlock, simulate } from './simulate.ts'
import { decodeWords, encodeCall, type Word } from './words.ts'

const runSelector = toFunctionSelector('run(uint256,uint256,uint256[])')

export interface TwinContract {
  readonly address: Address
  send(functionName: string, args: readonly unknown[]): Promise<void>
  /** `Twin.run`: one answer for each case, or null where a case could not be carried out. */
  run(cases: readonly (readonly Word[])[], outputWords: number): Promise<(bigint[] | null)[]>
}

export interface TwinChain {
  readonly contracts: Readonly<Record<string, Address>>
  /** Time of the newest block. */
  time(): Promise<number>
  /** Code behind a proxy. */
  implementationOf(name: string): Promise<Address>
  /** Deploys a contract of contracts/test/twins; with `admin` it may grant itself every role. */
  deploy(name: string, args: readonly unknown[], options?: { admin: boolean }): Promise<TwinContract>
  /** Undoes everything since the deployment, so that no twin meets what another one left. */
  reset(): Promise<void>
  /** Blocks upon the newest one that are forgotten afterwards. @returns data of each call. @throws Error for a call that reverts. */
  simulate(blocks: readonly SimulatedBlock[]): Promise<Hex[][]>
  stop(): Promise<void>
}

export async function openTwinChain(): Promise<TwinChain> {
  compileTwins()
  const directory = mkdtempSync(join(tmpdir(), 'assay-twins-'))
  const anvil = await startAnvil({ port: 0, stateFile: null, mnemonic: testMnemonic, timestamp: testEpoch })
  const guard = startGuard()
  guard.watch(anvil.child, 'SIGINT')
  const stop = async () => {
    await anvil.stop()
    guard.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    const contracts = await deployProduct(anvil.url, directory)
    return { ...(await clientOf(anvil.url, contracts)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The product's sources as every start compiles them, then the twins, which only tests need. */
function compileTwins(): void {
  compile({ log: () => undefined })
  const forge = spawnSync(forgeBinary(), ['build', '--root', root, 'contracts/test/twins'], {
    cwd: root,
    encoding: 'utf8',
    env: forgeEnvironment(),
  })
  if (forge.status !== 0) throw new Error(`the twin contracts do not compile:\n${forge.stdout}${forge.stderr}`)
}

const deployer = mnemonicToAccount(testMnemonic)
const administrator = mnemonicToAccount(testMnemonic, { addressIndex: 1 })

async function deployProduct(rpcUrl: string, directory: string): Promise<Readonly<Record<string, Address>>> {
  const wallet = (addressIndex: number) => mnemonicToAccount(testMnemonic, { addressIndex }).address
  const fees = wallet(2)
  const wallets = holderNames.map((holder, index) => [holder, wallet(20 + index)])
  const { contracts } = await deployContracts({
    rpcUrl,
    deployer,
    // The twins take the roles they act in from the administrator, at once.
    roles: { ...(Object.fromEntries(wallets) as RoleHolders), admin: administrator.address },
    delaySeconds: {},
    parameters: {
      // The twins set tiers as low as the contract allows.
      verification: { approvalScoreE4: 850_000, outlierE4: 150_000, tiers: [] },
      escrow: {
        operations: fees,
        development: fees,
        reserve: fees,
        verification: fees,
        operationsBps: 6000,
        developmentBps: 3000,
        reserveBps: 1000,
      },
      allocation: { supplyFloor: 1n, singleCapBps: 500, sovereignCapBps: 1000, growthBps: 2000, deviationBps: 3500 },
      conversion: { rateE18: 10n ** 18n, burnBps: 300, feeBps: 35, dailyLimitPt: 10n ** 25n },
      listings: { commissionBps: 500, account: fees },
    },
    addressBookPath: join(directory, 'addresses.json'),
    log: () => undefined,
  })
  return contracts
}

async function clientOf(
  rpcUrl: string,
  contracts: Readonly<Record<string, Address>>,
): Promise<Omit<TwinChain, 'stop'>> {
  const options = { chain: foundry, transport: http(rpcUrl), pollingInterval: 50, cacheTime: 0 }
  const client = createPublicClient(options)
  const wallet = createWalletClient({ ...options, account: administrator })
  const node = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  let deployed = await node.snapshot()
  const landed = async (hash: Hex) => {
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`a transaction of the setup reverted: ${hash}`)
    return receipt
  }
  const deploy: TwinChain['deploy'] = async (name, args, { admin } = { admin: false }) => {
    const { abi, bytecode } = twinArtifact(name)
    const data = encodeDeployData({ abi, bytecode, args })
    const { contractAddress } = await landed(await wallet.sendTransaction({ data, gas: 25_000_000n }))
    const address = getAddress(contractAddress!)
    if (admin) {
      const grant = { abi: abis.AccessManager, functionName: 'grantRole', args: [0n, address, 0] } as const
      await landed(await wallet.writeContract({ address: contracts.AccessManager!, ...grant }))
    }
    return {
      address,
      async send(functionName, args) {
        const call = encodeFunctionData({ abi, functionName, args })
        await landed(await wallet.sendTransaction({ to: address, data: call, gas: 29_000_000n }))
      },
      async run(cases, outputWords) {
        const inputWords = cases[0]!.length
        const calldata = encodeCall(runSelector, [inputWords, outputWords], cases.flat())
        const [[data]] = (await simulate(rpcUrl, [{ time: null, calls: [{ to: address, data: calldata }] }])) as [[Hex]]
        const words = decodeWords(data)
        return cases.map((_, index) => {
          const at = index * (outputWords + 1)
          return words[at] === 1n ? words.slice(at + 1, at + 1 + outputWords) : null
        })
      },
    }
  }
  return {
    contracts,
    time: async () => Number((await client.getBlock()).timestamp),
    async implementationOf(name) {
      const slot = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
      const word = await client.getStorageAt({ address: contracts[name]!, slot })
      return getAddress(`0x${word!.slice(-40)}`)
    },
    deploy,
    async reset() {
      await node.revert({ id: deployed })
      deployed = await node.snapshot()
    },
    simulate: (blocks) => simulate(rpcUrl, blocks),
  }
}

function twinArtifact(name: string): { abi: Abi; bytecode: Hex } {
  const { abi, bytecode } = JSON.parse(readFileSync(`${root}contracts/out/${name}.t.sol/${name}.json`, 'utf8'))
  return { abi, bytecode: bytecode.object }
}
