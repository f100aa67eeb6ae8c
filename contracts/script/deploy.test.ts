import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  createPublicClient,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  parseEther,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { abis } from '../generated/abis.ts'
import { startAnvil, type TestChain } from '../test/chain.ts'
import { compile, readArtifact } from './compile.ts'
import { type DeployInput, deployContracts } from './deploy.ts'
import type { ContractParameters } from './plan.ts'
import { committedLayouts, storageLayouts } from './storageLayout.ts'

const account = () => privateKeyToAccount(generatePrivateKey())
const deployer = account()
const admin = account()
const upgrader = account()
const governance = account()
const operator = account()
const reviewer = account()
const issuer = account()
const node = account()
const fees = account().address

const parameters: ContractParameters = {
  verification: {
    approvalScoreE4: 850_000,
    outlierE4: 150_000,
    tiers: [
      {
        programme: 'commodity',
        minReports: 3,
        minCommittee: 7,
        minConsensusBps: 7500,
        minScoreThresholdE4: 765_000,
        minWindowSeconds: 172_800,
      },
    ],
  },
  escrow: {
    operations: fees,
    development: fees,
    reserve: fees,
    verification: fees,
    operationsBps: 6000,
    developmentBps: 3000,
    reserveBps: 1000,
  },
  allocation: {
    supplyFloor: parseEther('1000000'),
    singleCapBps: 500,
    sovereignCapBps: 1000,
    growthBps: 2000,
    deviationBps: 3500,
  },
  conversion: { rateE18: parseEther('1'), burnBps: 300, feeBps: 35, dailyLimitPt: parseEther('5000000') },
  listings: { commissionBps: 500, account: fees },
}

let chain: TestChain
let folder: string
let addressBookPath: string
let lines: string[]
let empty: Hex

function input(changes: Partial<DeployInput> = {}): DeployInput {
  const holders = [account().address]
  return {
    rpcUrl: chain.rpcUrl,
    deployer,
    roles: {
      admin: [admin.address],
      upgrader: [upgrader.address],
      governance: [governance.address],
      operator: [operator.address],
      reviewer: [reviewer.address],
      registrar: holders,
      compliance: holders,
      emission: holders,
      anchor: holders,
    },
    parameters,
    issuers: [{ address: issuer.address, roles: 0b111111 }],
    nodes: [{ signer: node.address, reliabilityE4: 9000 }],
    addressBookPath,
    log: (line) => lines.push(line),
    ...changes,
  }
}

const client = () => createPublicClient({ transport: http(chain.rpcUrl), cacheTime: 0 })
const testClient = () => createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) })
const transactions = () => client().getTransactionCount({ address: deployer.address })

beforeAll(async () => {
  compile({ log: () => undefined })
  chain = await startAnvil(deployer.address)
  empty = await testClient().snapshot()
})
afterAll(() => chain.stop())

beforeEach(async () => {
  lines = []
  folder = mkdtempSync(join(tmpdir(), 'assay-contracts-'))
  addressBookPath = join(folder, 'contracts.json')
  await wipe()
  return () => rmSync(folder, { recursive: true })
})

/** Back to the chain as it was when the node started. */
async function wipe(): Promise<void> {
  await testClient().revert({ id: empty })
  empty = await testClient().snapshot()
}

test('refuses an operator who is also a reviewer, and a role without holder', async () => {
  const both = { ...input().roles, reviewer: [operator.address.toLowerCase() as Address] }
  await expect(deployContracts(input({ roles: both }))).rejects.toThrow('operator and reviewer')
  await expect(deployContracts(input({ roles: { ...input().roles, anchor: [] } }))).rejects.toThrow('anchor')
  expect(await transactions()).toBe(0)
})

test('refuses the address book of another chain and a file that is none', async () => {
  writeFileSync(addressBookPath, JSON.stringify({ chainId: 1, deployedAtBlock: 0, contracts: {} }))
  await expect(deployContracts(input())).rejects.toThrow('chain 1')
  writeFileSync(addressBookPath, 'no book')
  await expect(deployContracts(input())).rejects.toThrow('not an address book')
})

test('no variable of a proxied contract has moved', () => {
  expect(storageLayouts()).toBe(committedLayouts())
})

test('deploys and wires everything, takes the power of the deployer, and does nothing the second time', async () => {
  const book = await deployContracts(input())
  expect(JSON.parse(readFileSync(addressBookPath, 'utf8'))).toEqual(book)
  const { AccessManager, Parties, Verification, Escrow } = book.contracts
  const isAdmin = (of: Address) =>
    client().readContract({ address: AccessManager, abi: abis.AccessManager, functionName: 'hasRole', args: [0n, of] })
  expect((await isAdmin(deployer.address))[0]).toBe(false)
  expect((await isAdmin(admin.address))[0]).toBe(true)
  const escrowMayHold = { address: Parties, abi: abis.Parties, functionName: 'isActive', args: [Escrow, 64] } as const
  expect(await client().readContract(escrowMayHold)).toBe(true)
  expect(
    await client().readContract({ address: Verification, abi: abis.Verification, functionName: 'node', args: [0] }),
  ).toEqual([node.address, 9000, true])
  const tier = { address: Verification, abi: abis.Verification, functionName: 'tier' } as const
  expect((await client().readContract({ ...tier, args: [0, 3] })).minCommittee).toBe(7)
  expect((await client().readContract({ ...tier, args: [0, 1] })).minCommittee).toBe(0)

  const sent = await transactions()
  expect(await deployContracts(input())).toEqual(book)
  expect(await transactions()).toBe(sent)
})

test('only the holder of a role may call its functions', async () => {
  const { contracts } = await deployContracts(input())
  const setNode = (from: Address) =>
    client().simulateContract({
      account: from,
      address: contracts.Verification,
      abi: abis.Verification,
      functionName: 'setNode',
      args: [1, issuer.address, 10_000, true],
    })
  await expect(setNode(operator.address)).rejects.toThrow('AccessManagedUnauthorized')
  await expect(setNode(deployer.address)).rejects.toThrow('AccessManagedUnauthorized')
  await expect(setNode(governance.address)).resolves.toBeDefined()
})

test('only the upgrader upgrades, through the AccessManager', async () => {
  const { contracts } = await deployContracts(input())
  const slot = '0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103'
  const word = await client().getStorageAt({ address: contracts.Parties, slot })
  const proxyAdmin: Address = `0x${word!.slice(-40)}`
  const other = await client().getStorageAt({
    address: contracts.AuditAnchor,
    slot: '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc',
  })
  const data = encodeFunctionData({
    abi: readArtifact('ProxyAdmin').abi,
    functionName: 'upgradeAndCall',
    args: [contracts.Parties, `0x${other!.slice(-40)}`, '0x'],
  })
  const execute = (from: Address) =>
    client().simulateContract({
      account: from,
      address: contracts.AccessManager,
      abi: abis.AccessManager,
      functionName: 'execute',
      args: [proxyAdmin, data],
    })
  await expect(execute(governance.address)).rejects.toThrow('AccessManagerUnauthorizedCall')
  await expect(client().call({ account: upgrader.address, to: proxyAdmin, data })).rejects.toThrow()
  await expect(execute(upgrader.address)).resolves.toBeDefined()
})

test('a deployment killed after any number of transactions is completed, not repeated', async () => {
  const whole = await deployContracts(input())
  const total = await transactions()
  for (let kept = 0; kept < total; kept += 5) {
    const path = join(folder, `killed-${kept}.json`)
    await wipe()
    await expect(deployContracts(input({ addressBookPath: path, deployer: dyingAfter(kept) }))).rejects.toThrow(
      'killed',
    )
    const book = await deployContracts(input({ addressBookPath: path }))
    expect(book.contracts).toEqual(whole.contracts)
    expect(await transactions()).toBe(total)
  }
})

/** The deployer, whose process ends when it signs one transaction more. */
function dyingAfter(signatures: number): DeployInput['deployer'] {
  let left = signatures
  return {
    ...deployer,
    signTransaction: (async (...args: Parameters<typeof deployer.signTransaction>) => {
      if (left-- === 0) throw new Error('killed')
      return deployer.signTransaction(...args)
    }) as typeof deployer.signTransaction,
  }
}

test('a wiped chain is noticed and gets everything anew; a lost book is found again', async () => {
  const book = await deployContracts(input())
  rmSync(addressBookPath)
  const found = await deployContracts(input())
  expect(found.contracts).toEqual(book.contracts)
  expect(found.deployedAtBlock).toBe(0)

  await wipe()
  const anew = await deployContracts(input())
  expect(lines.join('\n')).toContain('deploying anew')
  expect(await client().getCode({ address: anew.contracts.Escrow })).toBeDefined()
})

test('brings its own deployment proxy to a chain that has none', async () => {
  const bare = await startAnvil(deployer.address, '--disable-default-create2-deployer', '--chain-id', '4711')
  try {
    expect((await deployContracts(input({ rpcUrl: bare.rpcUrl }))).chainId).toBe(4711)
  } finally {
    await bare.stop()
  }
})
