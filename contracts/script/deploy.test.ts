import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, createPublicClient, createTestClient, type Hex, http } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { abis } from '../generated/abis.ts'
import { startAnvil, type TestChain } from '../test/chain.ts'
import { account, parameters, walletPerRole } from '../test/deployment.ts'
import { compile } from './compile.ts'
import { type DeployInput, deployContracts } from './deploy.ts'
import { committedLayouts, storageLayouts } from './storageLayout.ts'

const deployer = account()
const { roles } = walletPerRole()
const issuer = account()
const node = account()

let chain: TestChain
let folder: string
let addressBookPath: string
let lines: string[]
let empty: Hex

function input(changes: Partial<DeployInput> = {}): DeployInput {
  return {
    rpcUrl: chain.rpcUrl,
    deployer,
    roles,
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

test.each([
  ['operator', 'reviewer'],
  ['admin', 'upgrader'],
  ['governance', 'treasury'],
] as const)('refuses one wallet for %s and %s, and sends nothing', async (one, other) => {
  const both = { ...roles, [other]: roles[one].toLowerCase() as Address }
  await expect(deployContracts(input({ roles: both }))).rejects.toThrow(`must not be ${one} and ${other} at once`)
  expect(await transactions()).toBe(0)
})

test('refuses a deployer that is to keep a role', async () => {
  await expect(deployContracts(input({ roles: { ...roles, admin: deployer.address } }))).rejects.toThrow(
    'must not be deployer and admin at once',
  )
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

test('deploys and wires everything, and does nothing the second time', async () => {
  const book = await deployContracts(input())
  expect(JSON.parse(readFileSync(addressBookPath, 'utf8'))).toEqual(book)
  const { Parties, Verification, Escrow } = book.contracts
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
