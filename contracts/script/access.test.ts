/** Who holds what after a deployment, which wallet may do what, and what has to wait: asked of the real AccessManager. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Abi,
  type Address,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  type PrivateKeyAccount,
  parseEther,
  publicActions,
  toFunctionSelector,
  walletActions,
  zeroHash,
} from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { abis } from '../generated/abis.ts'
import { startAnvil, type TestChain } from '../test/chain.ts'
import { account, parameters, walletPerRole } from '../test/deployment.ts'
import access from './access.json' with { type: 'json' }
import { delaySeconds, type Holder, holderNames, proxyAdminOf, restrictedFunctions } from './access.ts'
import { compile, readArtifact } from './compile.ts'
import { deployContracts } from './deploy.ts'
import { type Addresses, type DeployedName, proxied } from './plan.ts'

const deployer = account()
const { wallets, roles } = walletPerRole()
const stranger = account().address
const week = 604_800

let chain: TestChain
let folder: string
let contracts: Addresses
let deployed: Hex
const lines: string[] = []
const deploy = () =>
  deployContracts({
    ...{ rpcUrl: chain.rpcUrl, deployer, roles, parameters, addressBookPath: join(folder, 'contracts.json') },
    log: (line) => lines.push(line),
  })
const connect = () =>
  createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl), cacheTime: 0, pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions)
let client: ReturnType<typeof connect>

beforeAll(async () => {
  compile({ log: () => undefined })
  chain = await startAnvil(deployer.address)
  client = connect()
  folder = mkdtempSync(join(tmpdir(), 'assay-access-'))
  contracts = (await deploy()).contracts
  for (const holder of holderNames) await client.setBalance({ address: roles[holder], value: parseEther('10') })
  deployed = await client.snapshot()
})
afterAll(async () => {
  await chain.stop()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  await client.revert({ id: deployed })
  deployed = await client.snapshot()
})

const at = (name: DeployedName) => ({ address: contracts[name], abi: readArtifact(name).abi as Abi })
const dataOf = (name: DeployedName, functionName: string, args: readonly unknown[]) =>
  encodeFunctionData({ abi: at(name).abi, functionName, args })
const simulate = (from: Address, name: DeployedName, functionName: string, args: readonly unknown[]) =>
  client.simulateContract({ account: from, ...at(name), functionName, args })

async function send(from: PrivateKeyAccount, functionName: string, args: readonly unknown[]): Promise<void> {
  const hash = await client.writeContract({ account: from, chain: null, ...at('AccessManager'), functionName, args })
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
}

async function pass(seconds: number): Promise<void> {
  await client.increaseTime({ seconds })
  await client.mine({ blocks: 1 })
}

test('the AccessManager holds what the table says and nothing else; the deployer holds no role', async () => {
  const events = { address: contracts.AccessManager, abi: abis.AccessManager, fromBlock: 0n } as const
  const granted = await client.getContractEvents({ ...events, eventName: 'RoleGranted' })
  const revoked = await client.getContractEvents({ ...events, eventName: 'RoleRevoked' })
  expect(revoked.map(({ args }) => args)).toEqual([{ roleId: 0n, account: deployer.address }])
  const held = granted
    .map(({ args: { roleId, account, delay } }) => ({ roleId, account, delay }))
    .filter(({ account }) => account !== deployer.address)
  const delays: Record<string, number> = access.delaySeconds
  const accounts: Record<string, string> = { ...roles, ...contracts }
  const wanted = Object.entries(access.holders).flatMap(([holder, names]) =>
    names.map((name) => ({
      roleId: BigInt((access.roles as Record<string, number>)[name]!),
      account: accounts[holder],
      delay: delays[name] ?? 0,
    })),
  )
  expect(held).toHaveLength(wanted.length)
  expect(held).toEqual(expect.arrayContaining(wanted))
  // Every role of the table has a holder, and no role but the table's has one.
  expect(new Set(held.map(({ roleId }) => Number(roleId)))).toEqual(new Set(Object.values(access.roles)))
  for (const id of Object.values(access.roles)) {
    const of = { ...at('AccessManager'), functionName: 'hasRole' } as const
    expect(await client.readContract({ ...of, args: [BigInt(id), deployer.address] })).toEqual([false, 0])
  }
})

test('each function asks for the role of the table, and what is not in the table is the admin’s', async () => {
  const listed = new Map(
    restrictedFunctions().flatMap(({ contract, role, selectors }) =>
      selectors.map((selector) => [`${contract}.${selector}`, BigInt((access.roles as Record<string, number>)[role]!)]),
    ),
  )
  for (const name of proxied) {
    const selectors = at(name).abi.flatMap((item) => (item.type === 'function' ? [toFunctionSelector(item)] : []))
    for (const selector of selectors) {
      const functionName = 'getTargetFunctionRole'
      const asked = await client.readContract({
        ...at('AccessManager'),
        functionName,
        args: [contracts[name], selector],
      })
      expect([name, selector, asked]).toEqual([name, selector, listed.get(`${name}.${selector}`) ?? 0n])
    }
  }
})

test('each wallet may call the functions of its roles and no other, each after its delay', async () => {
  const callers = [
    ...holderNames.map((holder) => [holder, roles[holder]] as const),
    ['deployer', deployer.address],
  ] as const
  for (const { contract, role, selectors } of restrictedFunctions()) {
    const target = contracts[contract]
    for (const [holder, caller] of callers) {
      const args = [caller, target, selectors[0]]
      const answer = await client.readContract({ ...at('AccessManager'), functionName: 'canCall', args })
      const holds = holder !== 'deployer' && access.holders[holder].includes(role)
      const delay = holds ? (delaySeconds[role] ?? 0) : 0
      expect([holder, contract, role, answer]).toEqual([holder, contract, role, [holds && delay === 0, delay]])
    }
  }
})

test.each([
  ['PaymentToken', 'mint', [stranger, 1n], 'treasury'],
  ['Parties', 'setFrozen', [stranger, true], 'compliance'],
  ['LandRegistry', 'register', [[]], 'registrar'],
  ['Verification', 'setNode', [1, stranger, 10_000, true], 'nodeRegistrar'],
  ['AuditAnchor', 'anchor', [zeroHash, 1n, zeroHash], 'anchor'],
] as const)('%s.%s is not the operator’s', async (name, functionName, args, holder: Holder) => {
  for (const from of [roles.operator, roles.admin, deployer.address])
    await expect(simulate(from, name, functionName, args)).rejects.toThrow('AccessManagedUnauthorized')
  // The holder is let in: what refuses it, if anything, is the contract's own rule.
  const outcome = await simulate(roles[holder], name, functionName, args).catch((error: unknown) => error)
  expect(String(outcome)).not.toContain('AccessManaged')
})

/** The call that makes `name` run the code of AuditAnchor. */
async function upgradeOf(name: 'Parties'): Promise<readonly [Address, Hex]> {
  const implementation = await implementationOf('AuditAnchor')
  const args = [contracts[name], implementation, '0x']
  const data = encodeFunctionData({ abi: readArtifact('ProxyAdmin').abi, functionName: 'upgradeAndCall', args })
  return [await proxyAdminOf(client, contracts[name]), data]
}

async function implementationOf(name: DeployedName): Promise<Hex> {
  const slot = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
  return `0x${(await client.getStorageAt({ address: contracts[name], slot }))!.slice(-40)}`
}

test('an upgrade waits a week, whoever asks for it, and then it is the upgrader’s alone', async () => {
  expect(delaySeconds.UPGRADER).toBe(week)
  const call = await upgradeOf('Parties')
  for (const holder of holderNames.filter((other) => other !== 'upgrader'))
    await expect(simulate(roles[holder], 'AccessManager', 'schedule', [...call, 0])).rejects.toThrow('UnauthorizedCall')
  await expect(client.call({ account: roles.upgrader, to: call[0], data: call[1] })).rejects.toThrow()
  await expect(simulate(roles.upgrader, 'AccessManager', 'execute', call)).rejects.toThrow('NotScheduled')
  await send(wallets.upgrader, 'schedule', [...call, 0])
  await pass(week - 60)
  await expect(simulate(roles.upgrader, 'AccessManager', 'execute', call)).rejects.toThrow('NotReady')
  await pass(60)
  await expect(simulate(roles.operator, 'AccessManager', 'execute', call)).rejects.toThrow('UnauthorizedCall')
  await send(wallets.upgrader, 'execute', call)
  expect(await implementationOf('Parties')).toBe(await implementationOf('AuditAnchor'))
})

test('the admin cancels an upgrade that waits', async () => {
  const call = await upgradeOf('Parties')
  await send(wallets.upgrader, 'schedule', [...call, 0])
  await send(wallets.admin, 'cancel', [roles.upgrader, ...call])
  await pass(week)
  await expect(simulate(roles.upgrader, 'AccessManager', 'execute', call)).rejects.toThrow('NotScheduled')
})

test('a change of roles waits a week, and the next deploy says whose wallet lost its role', async () => {
  const revocation = [BigInt(access.roles.TREASURY), roles.treasury] as const
  await expect(simulate(roles.admin, 'AccessManager', 'revokeRole', revocation)).rejects.toThrow('NotScheduled')
  await expect(simulate(roles.operator, 'AccessManager', 'revokeRole', revocation)).rejects.toThrow('Unauthorized')
  const call = [contracts.AccessManager, dataOf('AccessManager', 'revokeRole', revocation)] as const
  await send(wallets.admin, 'schedule', [...call, 0])
  await expect(simulate(roles.admin, 'AccessManager', 'execute', call)).rejects.toThrow('NotReady')
  lines.length = 0
  await deploy()
  expect(lines.join('\n')).not.toContain('does not hold')
  await pass(week)
  await send(wallets.admin, 'execute', call)
  await expect(simulate(roles.treasury, 'PaymentToken', 'mint', [stranger, 1n])).rejects.toThrow('AccessManaged')
  await deploy()
  expect(lines.join('\n')).toContain(`${roles.treasury} does not hold TREASURY`)
})

test.each([
  ['Verification', 'setPolicy', [900_000, 100_000], 30 * 86_400], // domain.md 2.17, category A
  ['Escrow', 'setFeeSplit', [5_000, 4_000, 1_000], week], // category B
] as const)('governance changes %s by %s after its delay, not before', async (name, functionName, args, seconds) => {
  const call = [contracts[name], dataOf(name, functionName, args)] as const
  await expect(simulate(roles.governance, 'AccessManager', 'execute', call)).rejects.toThrow('NotScheduled')
  await send(wallets.governance, 'schedule', [...call, 0])
  await pass(seconds - 60)
  await expect(simulate(roles.governance, 'AccessManager', 'execute', call)).rejects.toThrow('NotReady')
  await pass(60)
  await send(wallets.governance, 'execute', call)
})
