/**
 * Deploys and wires the contracts. Safe to run again after a kill at any line: whatever is there is found there, and only
 * what is missing is sent. A chain that was wiped is noticed and gets everything anew.
 */
import {
  type Account,
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  encodeFunctionData,
  type Hex,
  http,
  type PublicClient,
  type Transport,
  type WalletClient,
} from 'viem'
import {
  checkSeparation,
  type DelaySeconds,
  delaySeconds,
  isWired,
  missingGrants,
  type RoleHolders,
  wireAccess,
} from './access.ts'
import { type AddressBook, isComplete, readStoredBook, writeBook } from './addressBook.ts'
import { readArtifact } from './compile.ts'
import { ensureFactory } from './factory.ts'
import {
  type Addresses,
  type ContractParameters,
  type Deployment,
  factory,
  type Plan,
  planDeployment,
  proxied,
  salt,
} from './plan.ts'
import { type Call, nothingPending, sendAll } from './sendAll.ts'

export interface DeployInput {
  readonly rpcUrl: string
  /** Pays, and administers until the roles are granted; afterwards it holds none. */
  readonly deployer: Account
  readonly roles: RoleHolders
  /** Those of access.json, unless a test has no time to wait. */
  readonly delaySeconds?: DelaySeconds
  readonly parameters: ContractParameters
  /** Who may sign claims, and for which roles; set at the first deployment, governed afterwards. */
  readonly issuers?: readonly { readonly address: Address; readonly roles: number }[]
  /** The committee's nodes; set at the first deployment, governed afterwards. Index = position. */
  readonly nodes?: readonly { readonly signer: Address; readonly reliabilityE4: number }[]
  /** One file per chain. */
  readonly addressBookPath: string
  readonly log: (line: string) => void
}

export interface Session {
  readonly input: DeployInput
  readonly client: PublicClient<Transport, Chain>
  readonly wallet: WalletClient<Transport, Chain, Account>
}

/** PartyRoles.PROTOCOL. */
const protocolRole = 1 << 6
/** Contracts that hold, or pass on, tokens whose holders are restricted. */
const holders = ['Escrow', 'Allocation', 'Conversion', 'Listings'] as const

/**
 * @returns where everything is, after the last transaction is included.
 * @throws Error when the node does not answer, a transaction fails, the contracts are not compiled, the book is of another
 * chain, or one address holds the roles of two.
 */
export async function deployContracts(input: DeployInput): Promise<AddressBook> {
  checkSeparation(input.roles, input.deployer.address)
  const session = await openSession(input)
  const present = await presentBook(session)
  if (present !== null) {
    input.log(`contracts: present on chain ${present.chainId} since block ${present.deployedAtBlock}`)
    for (const line of await missingGrants(session.client, present.contracts, input.roles))
      input.log(`contracts: ${line}; the admin's wallet grants roles`)
    return present
  }
  const plan = planDeployment(input.deployer.address, input.parameters)
  const addresses = addressesOf(plan)
  await nothingPending(session.client, input.deployer.address)
  const deployedAtBlock = await startBlock(session, addresses.AccessManager)
  await ensureFactory(session, input.log)
  await deployMissing(session, [plan.manager, ...proxied.map((name) => plan.implementations[name])])
  await deployMissing(session, Object.values(plan.proxies))
  if (!(await isWired(session.client, addresses))) {
    await introduce(session, addresses)
    input.log('contracts: granting roles')
    const { roles, deployer } = input
    const wiring = { roles, delaySeconds: input.delaySeconds ?? delaySeconds, deployer: deployer.address }
    await sendAll(session, [await wireAccess(session.client, addresses, wiring)])
  }
  const book = { chainId: session.client.chain.id, deployedAtBlock, contracts: addresses }
  writeBook(input.addressBookPath, book)
  input.log(`contracts: deployed on chain ${book.chainId}`)
  return book
}

async function openSession(input: DeployInput): Promise<Session> {
  const transport = http(input.rpcUrl, { batch: true })
  const chainId = await createPublicClient({ transport }).getChainId()
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [input.rpcUrl] } },
  })
  const options = { chain, transport, pollingInterval: 100, cacheTime: 0 }
  return {
    input,
    client: createPublicClient(options),
    wallet: createWalletClient({ ...options, account: input.deployer }),
  }
}

function addressesOf(plan: Plan): Addresses {
  const pairs = proxied.map((name) => [name, plan.proxies[name].address])
  return { AccessManager: plan.manager.address, ...Object.fromEntries(pairs) } as Addresses
}

/** The book when all it names is still there; null when there is none or the chain was wiped. */
async function presentBook({ input, client }: Session): Promise<AddressBook | null> {
  const book = readStoredBook(input.addressBookPath, client.chain.id)
  if (book === null || !isComplete(book)) return null
  const codes = await Promise.all(Object.values(book.contracts).map((address) => client.getCode({ address })))
  if (codes.every((code) => code !== undefined) && (await isWired(client, book.contracts))) return book
  input.log('contracts: the address book names contracts that the chain does not have; deploying anew')
  writeBook(input.addressBookPath, { ...book, deployedAtBlock: Number(await client.getBlockNumber()), contracts: {} })
  return null
}

/** Written down before anything is sent, so that a run after a kill does not begin its logs too late. */
async function startBlock({ input, client }: Session, manager: Address): Promise<number> {
  const book = readStoredBook(input.addressBookPath, client.chain.id)
  const head = Number(await client.getBlockNumber())
  // Without a book nobody knows when what is already there was deployed.
  const lost = book === null && (await client.getCode({ address: manager })) !== undefined
  const block = lost ? 0 : Math.min(book?.deployedAtBlock ?? head, head)
  writeBook(input.addressBookPath, { chainId: client.chain.id, deployedAtBlock: block, contracts: {} })
  return block
}

async function deployMissing(session: Session, deployments: readonly Deployment[]): Promise<void> {
  const { client, input } = session
  const codes = await Promise.all(deployments.map(({ address }) => client.getCode({ address })))
  const missing = deployments.filter((_, i) => codes[i] === undefined)
  for (const { name, address } of missing) input.log(`contracts: deploying ${name} at ${address}`)
  await sendAll(
    session,
    missing.map(({ initCode }) => ({ to: factory, data: `${salt}${initCode.slice(2)}` as Hex })),
  )
  for (const { name, address } of missing) {
    if ((await client.getCode({ address })) === undefined)
      throw new Error(`${name} could not be deployed at ${address}`)
  }
}

/** What the contracts must know before anyone acts. Until the roles are wired only the deployer can say it. */
async function introduce(session: Session, addresses: Addresses): Promise<void> {
  const { client, input } = session
  const ask = (contract: 'Parties' | 'Verification', functionName: string, args: readonly unknown[]) =>
    client.readContract({ address: addresses[contract], abi: readArtifact(contract).abi, functionName, args })
  const tell = (contract: 'Parties' | 'Verification', functionName: string, args: readonly unknown[]): Call => ({
    to: addresses[contract],
    data: encodeFunctionData({ abi: readArtifact(contract).abi, functionName, args }),
  })
  const calls: Call[] = []
  for (const name of holders) {
    if ((await ask('Parties', 'isActive', [addresses[name], protocolRole])) === true) continue
    input.log(`contracts: ${name} may hold restricted tokens`)
    calls.push(tell('Parties', 'setProtocol', [addresses[name], true]))
  }
  for (const { address, roles } of input.issuers ?? []) {
    if ((await ask('Parties', 'issuerRoles', [address])) === roles) continue
    input.log(`contracts: ${address} may sign claims`)
    calls.push(tell('Parties', 'setIssuer', [address, roles]))
  }
  for (const [index, { signer, reliabilityE4 }] of (input.nodes ?? []).entries()) {
    const [known] = (await ask('Verification', 'node', [index])) as [Address]
    if (known.toLowerCase() === signer.toLowerCase()) continue
    input.log(`contracts: node ${index} is ${signer}`)
    calls.push(tell('Verification', 'setNode', [index, signer, reliabilityE4, true]))
  }
  await sendAll(session, calls)
}
