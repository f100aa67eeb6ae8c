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
  /** Which roles a wallet of the installation, or a contract, holds. */
  readonly holders: Readonly<Record<Holder | 'Allocation' | 'Conversion', readonly string[]>>
  /** Seconds from scheduling a call of the role to executing it; a role that is not here acts at once. */
  readonly delaySeconds: DelaySeconds
  readonly functions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

/** Who acts for an installation in its contracts, each with a wallet of its own. */
export const holderNames = [
  'admin', // grants and takes roles; the root of trust
  'upgrader',
  'governance', // parameters
  'operator', // opens cases
  'reviewer', // reviews what was opened
  'registrar', // land titles
  'nodeRegistrar', // nodes of the committee
  'compliance', // freezes and revokes
  'treasury', // mints Payment Token
  'anchor', // publishes the audit log
] as const
export type Holder = (typeof holderNames)[number]
export type RoleHolders = Readonly<Record<Holder, Address>>
export type DelaySeconds = Readonly<Record<string, number>>

export const { delaySeconds } = table
const adminRole = 0n

/** @throws Error for a role that access.json does not have. */
function roleId(role: string): bigint {
  const id = table.roles[role]
  if (id === undefined) throw new Error(`access.json has no role ${role}`)
  return BigInt(id)
}

/** Role of each restricted function, by contract. @throws Error when a signature is not in the contract's ABI. */
export function restrictedFunctions(): { contract: ProxiedName; role: string; selectors: Hex[] }[] {
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
  const { contract, selectors } = restrictedFunctions()[0]!
  const found = await client.readContract({
    address: addresses.AccessManager,
    abi: readArtifact('AccessManager').abi,
    functionName: 'getTargetFunctionRole',
    args: [addresses[contract], selectors[0]],
  })
  // Until then every restricted function is the admin's.
  return found !== adminRole
}

/** One transaction: names the roles, maps functions and upgrades to them, grants them with their delays, and takes the
 *  deployer's power. */
export async function wireAccess(
  client: PublicClient<Transport, Chain>,
  addresses: Addresses,
  of: { readonly roles: RoleHolders; readonly delaySeconds: DelaySeconds; readonly deployer: Address },
): Promise<Call> {
  const abi = readArtifact('AccessManager').abi
  const call = (functionName: string, args: readonly unknown[]) => encodeFunctionData({ abi, functionName, args })
  const upgrade = toFunctionSelector('upgradeAndCall(address,address,bytes)')
  const proxyAdmins = await Promise.all(proxied.map((name) => proxyAdminOf(client, addresses[name])))
  // The AccessManager has named the admin itself.
  const named = Object.keys(table.roles).filter((role) => roleId(role) !== adminRole)
  const calls = [
    ...named.map((role) => call('labelRole', [roleId(role), role])),
    ...restrictedFunctions().map(({ contract, role, selectors }) =>
      call('setTargetFunctionRole', [addresses[contract], selectors, roleId(role)]),
    ),
    ...proxyAdmins.map((admin) => call('setTargetFunctionRole', [admin, [upgrade], roleId('UPGRADER')])),
    ...grantsOf(of.roles, addresses).map(({ role, account }) =>
      call('grantRole', [roleId(role), account, of.delaySeconds[role] ?? 0]),
    ),
    call('renounceRole', [adminRole, of.deployer]),
  ]
  return { to: addresses.AccessManager, data: call('multicall', [calls]) }
}

/** The ERC-1967 admin slot of a proxy. */
export async function proxyAdminOf(client: Pick<PublicClient, 'getStorageAt'>, proxy: Address): Promise<Address> {
  const slot = '0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103'
  const word = await client.getStorageAt({ address: proxy, slot })
  if (word === undefined || BigInt(word) === 0n) throw new Error(`${proxy} is not a proxy`)
  return getAddress(`0x${word.slice(-40)}`)
}

/** Every grant of the table: to the installation's wallets, and to the two contracts that mint and burn Foundation Token. */
function grantsOf(roles: RoleHolders, addresses: Addresses): { role: string; account: Address }[] {
  const { Allocation, Conversion } = addresses
  const accounts = { ...roles, Allocation, Conversion }
  return (Object.keys(table.holders) as (keyof typeof accounts)[]).flatMap((holder) =>
    table.holders[holder].map((role) => ({ role, account: accounts[holder] })),
  )
}

/** The grants that the table wants and the chain does not have, as lines to read: an admin has taken a role away, or the
 *  configuration names another wallet than the one that was granted it. */
export async function missingGrants(
  client: PublicClient<Transport, Chain>,
  addresses: Addresses,
  roles: RoleHolders,
): Promise<readonly string[]> {
  const grants = grantsOf(roles, addresses)
  const held = await Promise.all(
    grants.map(({ role, account }) =>
      client.readContract({
        address: addresses.AccessManager,
        abi: readArtifact('AccessManager').abi,
        functionName: 'hasRole',
        args: [roleId(role), account],
      }),
    ),
  )
  return grants
    .filter((_, index) => !(held[index] as readonly [boolean, number])[0])
    .map(({ role, account }) => `${account} does not hold ${role}`)
}

/** Maker is never checker, and a stolen key is one role's: nobody holds two, and the deployer none.
 *  @throws Error naming the address. */
export function checkSeparation(roles: RoleHolders, deployer: Address): void {
  const holderOf = new Map<string, string>([[deployer.toLowerCase(), 'deployer']])
  for (const holder of holderNames) {
    const account = roles[holder].toLowerCase()
    const other = holderOf.get(account)
    if (other !== undefined) throw new Error(`${roles[holder]} must not be ${other} and ${holder} at once`)
    holderOf.set(account, holder)
  }
}
