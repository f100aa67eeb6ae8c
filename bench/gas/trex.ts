/** T-REX 4.1.6 with ONCHAINID 2.2.1 (ERC-3643; GPL-3.0, as shipped), behind its own proxies, with one claim topic and with three. */
import { type Address, encodeAbiParameters, type Hex, keccak256, toHex, zeroAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { shipped } from './artifacts.ts'
import { checkToken } from './balances.ts'
import { anyone, type Code, type Contract, type GasChain } from './chain.ts'
import { type Measurement, repetitions } from './measurement.ts'

const trex = (name: string) => shipped('@tokenysolutions/t-rex', `artifacts/contracts/${name}`)
const onchainId = (name: string) => shipped('@onchain-id/solidity', `artifacts/contracts/${name}`)
const [alice, bob]: readonly [Address, Address] = [
  '0xa11ce00000000000000000000000000000000004',
  '0xb0b0000000000000000000000000000000000005',
]
const claimKey = privateKeyToAccount(keccak256(toHex('claims of the bench')))
const country = 756
const amount = 10n ** 18n
const start = 1_000n * amount

export async function measureTrex(chain: GasChain, peers: (name: string) => Code): Promise<Measurement[]> {
  const measured: Measurement[] = []
  for (const topics of [1, 3]) {
    const token = await deployToken(chain, topics)
    const [transfers, mints]: [number[], number[]] = [[], []]
    for (let turn = 0; turn < repetitions; turn++) {
      transfers.push(await chain.send(alice, token, 'transfer', [bob, amount]))
      mints.push(await chain.send(anyone, token, 'mint', [bob, amount]))
    }
    await checkToken(chain, 'T-REX', token, [
      [alice, start - BigInt(repetitions) * amount],
      [bob, start + 2n * BigInt(repetitions) * amount],
    ])
    const name = `T-REX 4.1.6, ${topics} claim topic${topics === 1 ? '' : 's'}`
    measured.push(
      { operation: 'transfer FT', contender: `${name}, transfer`, gas: transfers, cited: null },
      { operation: 'allocate', contender: `${name}, mint`, gas: mints, cited: null },
    )
  }
  return [...measured, ...(await deliveryVersusDelivery(chain, peers('OpenZeppelinErc20')))]
}

/** A token whose holders need a claim of each topic, two of whom have them. */
async function deployToken(chain: GasChain, topics: number): Promise<Contract> {
  const authority = await deployAuthority(chain)
  const proxy = async (name: string, implementation: string, ...args: unknown[]): Promise<Contract> => {
    const { address } = await chain.deploy(trex(`proxy/${name}.sol/${name}`), [authority, ...args])
    return { address, abi: trex(implementation).abi }
  }
  const registry = (name: string) => `registry/implementation/${name}.sol/${name}`
  const topicsRegistry = await proxy('ClaimTopicsRegistryProxy', registry('ClaimTopicsRegistry'))
  const issuers = await proxy('TrustedIssuersRegistryProxy', registry('TrustedIssuersRegistry'))
  const storage = await proxy('IdentityRegistryStorageProxy', registry('IdentityRegistryStorage'))
  const compliance = await proxy('ModularComplianceProxy', 'compliance/modular/ModularCompliance.sol/ModularCompliance')
  const stores = [issuers.address, topicsRegistry.address, storage.address]
  const identities = await proxy('IdentityRegistryProxy', registry('IdentityRegistry'), ...stores)
  const about = [identities.address, compliance.address, 'Plain', 'PLAIN', 18, zeroAddress]
  const token = await proxy('TokenProxy', 'token/Token.sol/Token', ...about)
  await chain.send(anyone, storage, 'bindIdentityRegistry', [identities.address])
  for (const managed of [identities, token]) await chain.send(anyone, managed, 'addAgent', [anyone])

  const topicIds = Array.from({ length: topics }, (_, n) => BigInt(n + 1))
  for (const topic of topicIds) await chain.send(anyone, topicsRegistry, 'addClaimTopic', [topic])
  const issuer = await chain.deploy(onchainId('ClaimIssuer.sol/ClaimIssuer'), [anyone])
  const key = keccak256(encodeAbiParameters([{ type: 'address' }], [claimKey.address]))
  await chain.send(anyone, issuer, 'addKey', [key, 3n, 1n])
  await chain.send(anyone, issuers, 'addTrustedIssuer', [issuer.address, topicIds])
  for (const holder of [alice, bob]) {
    const identity = await identify(chain, holder, issuer.address, topicIds)
    await chain.send(anyone, identities, 'registerIdentity', [holder, identity, country])
    await chain.send(anyone, token, 'mint', [holder, start])
  }
  await chain.send(anyone, token, 'unpause', [])
  return token
}

async function deployAuthority(chain: GasChain): Promise<Address> {
  const of = async (name: string) => (await chain.deploy(trex(name), [])).address
  const registry = (name: string) => of(`registry/implementation/${name}.sol/${name}`)
  const implementations = {
    tokenImplementation: await of('token/Token.sol/Token'),
    ctrImplementation: await registry('ClaimTopicsRegistry'),
    irImplementation: await registry('IdentityRegistry'),
    irsImplementation: await registry('IdentityRegistryStorage'),
    tirImplementation: await registry('TrustedIssuersRegistry'),
    mcImplementation: await of('compliance/modular/ModularCompliance.sol/ModularCompliance'),
  }
  const name = 'proxy/authority/TREXImplementationAuthority.sol/TREXImplementationAuthority'
  const authority = await chain.deploy(trex(name), [true, zeroAddress, zeroAddress])
  await chain.send(anyone, authority, 'addAndUseTREXVersion', [{ major: 4, minor: 1, patch: 6 }, implementations])
  return authority.address
}

/** An identity behind its proxy, with a claim of each topic that the issuer has signed. */
async function identify(
  chain: GasChain,
  holder: Address,
  issuer: Address,
  topics: readonly bigint[],
): Promise<Address> {
  const implementation = await chain.deploy(onchainId('Identity.sol/Identity'), [anyone, true])
  const authority = 'proxy/ImplementationAuthority.sol/ImplementationAuthority'
  const { address: under } = await chain.deploy(onchainId(authority), [implementation.address])
  const { address } = await chain.deploy(onchainId('proxy/IdentityProxy.sol/IdentityProxy'), [under, holder])
  for (const topic of topics) {
    const data: Hex = toHex('known')
    const types = [{ type: 'address' }, { type: 'uint256' }, { type: 'bytes' }] as const
    const raw = keccak256(encodeAbiParameters(types, [address, topic, data]))
    const signature = await claimKey.signMessage({ message: { raw } })
    const claim = [topic, 1n, issuer, signature, data, '']
    await chain.send(holder, { address, abi: implementation.abi }, 'addClaim', claim)
  }
  return address
}

/** Its own escrow: two plain tokens change hands, or neither does. */
async function deliveryVersusDelivery(chain: GasChain, plain: Code): Promise<Measurement[]> {
  const manager = await chain.deploy(trex('DVD/DVDTransferManager.sol/DVDTransferManager'), [])
  const tokens = [await chain.deploy(plain, []), await chain.deploy(plain, [])] as const
  for (const [n, holder] of [alice, bob].entries()) {
    for (const token of tokens) await chain.send(anyone, token, 'mint', [holder, start])
    await chain.send(holder, tokens[n]!, 'approve', [manager.address, start])
  }
  const [initiated, taken]: [number[], number[]] = [[], []]
  const legs = [tokens[0].address, amount, bob, tokens[1].address, amount]
  for (let turn = 0; turn <= repetitions; turn++) {
    const started = await chain.send(alice, manager, 'initiateDVDTransfer', legs)
    const nonce = BigInt(turn)
    const id = await chain.read(manager, 'calculateTransferID', [nonce, alice, ...legs])
    const ended = await chain.send(bob, manager, 'takeDVDTransfer', [id])
    if (turn === 0) continue
    initiated.push(started)
    taken.push(ended)
  }
  const moved = BigInt(repetitions + 1) * amount
  for (const [n, token] of tokens.entries()) {
    const [giver, taker] = n === 0 ? [alice, bob] : [bob, alice]
    await checkToken(chain, 'T-REX DVD', token, [
      [giver, start - moved],
      [taker, start + moved],
    ])
  }
  return [
    { operation: 'fund escrow', contender: 'T-REX 4.1.6 DVD, initiate', gas: initiated, cited: null },
    { operation: 'release escrow', contender: 'T-REX 4.1.6 DVD, take', gas: taken, cited: null },
  ]
}
