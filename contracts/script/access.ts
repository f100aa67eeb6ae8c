/** Who may call what: the table access.json as calls to the AccessManager. The tests in Solidity read the same table. */
import { readFileSync } from 'node:fs'
import {
  type Address,
  type Chain,
  encodeFunctionData,
  getAddress,
  type Hex,
  type PublicClient,
  type Transport,
  toFunctionSelector,
  toFunctionSignature,
} from 'viem'
import { readArtifact } from './compile.ts'
import { type Addresses, type ProxiedName, proxied } from './plan.ts'
import type { Call } from './sendAll.ts'

const table = JSON.parse(readFileSync(new URL('access.json', import.meta.url), 'utf8')) as {
  readonly roles: Readonly<Record<string, number>>
  readonly functions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

/** Roles people and services hold; each may have several holders. */
export interface RoleHolders {
  /** Grants and takes roles; the root of trust. */
  readonly admin: readonly Address[]
  readonly governance: readonly Address[]
  readonly upgrader: readonly Address[]
  readonly operator: readonly Address[]
  readonly reviewer: readonly Address[]
  readonly registrar: readonly Address[]
  readonly compliance: readonly Address[]
  readonly emission: readonly Address[]
  readonly anchor: readonly Address[]
}

const adminRole = 0n

/** @throws Error for a role that access.json does not have. */
function roleId(role: string): bigint {
  const id = table.roles[role]
  if (id === undefined) throw new Error(`access.json has no role ${role}`)
  return BigInt(id)
}

/** Role of each restricted function, by contract. @throws Error when a signature is not in the contract's ABI. */
function restrictedFunctions(): { contract: ProxiedName; role: string; selectors: Hex[] }[] {
  return proxied.flatMap((contract) => {
    const known = new Set(
      readArtifact(contract).abi.flatMap((item) => (item.type === 'function' ? [toFunctionSignature(item)] : [])),
    )
    return Object.entries(table.functions[contract] ?? {}).map(([role, signatures]) => {
      const unknown = signatures.find((signature) => !known.has(signature))
      if (unknown !== undefined) throw new Error(`access.json: ${contract} has no function ${unknown}`)
      return { contract, role, selectors: signatures.map((signature) => toFunctionSelector(signature)) }
    })
  })
}

/** True once the deployment's last transaction is included: it maps the functions and grants the roles, all or nothing. */
export async function isWired(client: PublicClient<Transport, Chain>, addresses: Addresses): Promise<boolean> {
  const { contract, role, selectors } = restrictedFunctions()[0]!
  const found = await client.readContract({
    address: addresses.AccessManager,
    abi: readArtifact('AccessManager').abi,
    functionName: 'getTargetFunctionRole',
    args: [addresses[contract], selectors[0]],
  })
  return found === roleId(role)
}

/** One transaction: names the roles, maps functions and upgrades to them, grants them, and takes the deployer's power unless
 *  `holders.admin` names it. */
export async function wireAccess(
  client: PublicClient<Transport, Chain>,
  addresses: Addresses,
  holders: RoleHolders,
  deployer: Address,
): Promise<Call> {
  const abi = readArtifact('AccessManager').abi
  const call = (functionName: string, args: readonly unknown[]) => encodeFunctionData({ abi, functionName, args })
  const upgrade = toFunctionSelector('upgradeAndCall(address,address,bytes)')
  const proxyAdmins = await Promise.all(proxied.map((name) => proxyAdminOf(client, addresses[name])))
  const keepsAdmin = holders.admin.some((account) => account.toLowerCase() === deployer.toLowerCase())
  const calls = [
    ...Object.keys(table.roles).map((role) => call('labelRole', [roleId(role), role])),
    ...restrictedFunctions().map(({ contract, role, selectors }) =>
      call('setTargetFunctionRole', [addresses[contract], selectors, roleId(role)]),
    ),
    ...proxyAdmins.map((admin) => call('setTargetFunctionRole', [admin, [upgrade], roleId('UPGRADER')])),
    ...grants(holders, addresses).map(({ role, account }) => call('grantRole', [role, account, 0])),
    ...(keepsAdmin ? [] : [call('renounceRole', [adminRole, deployer])]),
  ]
  return { to: addresses.AccessManager, data: call('multicall', [calls]) }
}

/** The ERC-1967 admin slot of a proxy. */
async function proxyAdminOf(client: PublicClient<Transport, Chain>, proxy: Address): Promise<Address> {
  const slot = '0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103'
  const word = await client.getStorageAt({ address: proxy, slot })
  if (word === undefined || BigInt(word) === 0n) throw new Error(`${proxy} is not a proxy`)
  return getAddress(`0x${word.slice(-40)}`)
}

/** Every grant: people by `holders`, and the two contracts that mint and burn Foundation Token. */
function grants(holders: RoleHolders, addresses: Addresses): { role: bigint; account: Address }[] {
  const { admin, ...others } = holders
  const people = Object.entries(others).flatMap(([role, accounts]: [string, readonly Address[]]) =>
    accounts.map((account) => ({ role: roleId(role.toUpperCase()), account })),
  )
  return [
    ...people,
    { role: roleId('ALLOCATOR'), account: addresses.Allocation },
    { role: roleId('CONVERTER'), account: addresses.Conversion },
    ...admin.map((account) => ({ role: adminRole, account })),
  ]
}

/** Maker is never checker: who opens cases must not review them. @throws Error naming the address. */
export function checkSeparation(holders: RoleHolders): void {
  const makers = new Set(holders.operator.map((account) => account.toLowerCase()))
  const both = holders.reviewer.find((account) => makers.has(account.toLowerCase()))
  if (both !== undefined) throw new Error(`${both} must not be operator and reviewer at once`)
  const empty = Object.entries(holders).find(([, accounts]) => accounts.length === 0)
  if (empty !== undefined) throw new Error(`role ${empty[0]} has no holder`)
}
