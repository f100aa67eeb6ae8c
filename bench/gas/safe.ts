/** Safe 1.4.1 (LGPL-3.0, as shipped): k of 13 owners decide, and two of three release a payment. */
import { type Address, concatHex, encodeFunctionData, getAddress, type Hex, numberToHex, zeroAddress } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { shipped } from './artifacts.ts'
import { idOf } from './assay.ts'
import { checkToken } from './balances.ts'
import { anyone, type Code, type Contract, type GasChain } from './chain.ts'
import { type Measurement, repetitions } from './measurement.ts'

const artifacts = (name: string) => shipped('@safe-global/safe-contracts', `build/artifacts/contracts/${name}`)
const owners = Array.from({ length: 13 }, (_, n) => privateKeyToAccount(numberToHex(0x5afe00 + n, { size: 32 })))
const balance = 10n ** 24n
const receiver: Address = '0xb0b0000000000000000000000000000000000003'

export async function measureSafe(chain: GasChain, peers: (name: string) => Code): Promise<Measurement[]> {
  const singleton = await chain.deploy(artifacts('Safe.sol/Safe'), [])
  const factory = await chain.deploy(artifacts('proxies/SafeProxyFactory.sol/SafeProxyFactory'), [])
  const measured: Measurement[] = []
  for (const signers of [3, 5, 7, 13] as const) {
    const safe = await createSafe(chain, { singleton, factory, members: owners, threshold: signers })
    const register = await chain.deploy(peers('Register'), [safe.address])
    const gas: number[] = []
    // The first transaction of a Safe writes its nonce where nothing was.
    for (let turn = 0; turn <= repetitions; turn++) {
      const args = [idOf('case', signers, turn), idOf('approved')]
      const data = encodeFunctionData({ abi: register.abi, functionName: 'set', args })
      const used = await execute(chain, safe, owners.slice(0, signers), register.address, data)
      if (turn > 0) gas.push(used)
      const kept = await chain.read(register, 'values', [idOf('case', signers, turn)])
      if (kept !== idOf('approved')) throw new Error(`Safe, ${signers} of 13, did not store the word`)
    }
    measured.push({
      operation: `quorum ${signers}`,
      contender: `Safe 1.4.1, ${signers} of 13 store one word`,
      gas,
      cited: null,
    })
  }
  return [...measured, await releaseByTwo(chain, { singleton, factory, token: peers('OpenZeppelinErc20') })]
}

async function releaseByTwo(
  chain: GasChain,
  of: { singleton: Contract; factory: Contract; token: Code },
): Promise<Measurement> {
  const members = owners.slice(0, 3)
  const safe = await createSafe(chain, { ...of, members, threshold: 2 })
  const token = await chain.deploy(of.token, [])
  for (const holder of [safe.address, receiver]) await chain.send(anyone, token, 'mint', [holder, balance])
  const data = encodeFunctionData({ abi: token.abi, functionName: 'transfer', args: [receiver, 10n ** 18n] })
  const gas: number[] = []
  for (let turn = 0; turn <= repetitions; turn++) {
    const used = await execute(chain, safe, members.slice(0, 2), token.address, data)
    if (turn > 0) gas.push(used)
  }
  const moved = BigInt(repetitions + 1) * 10n ** 18n
  await checkToken(chain, 'Safe', token, [
    [safe.address, balance - moved],
    [receiver, balance + moved],
  ])
  return { operation: 'release escrow', contender: 'Safe 1.4.1, 2 of 3 transfer an ERC-20', gas, cited: null }
}

async function createSafe(
  chain: GasChain,
  of: { singleton: Contract; factory: Contract; members: readonly PrivateKeyAccount[]; threshold: number },
): Promise<Contract> {
  const { singleton, factory, members, threshold } = of
  const addresses = members.map(({ address }) => address)
  const setup = encodeFunctionData({
    abi: singleton.abi,
    functionName: 'setup',
    args: [addresses, threshold, zeroAddress, '0x', zeroAddress, zeroAddress, 0n, zeroAddress],
  })
  const args = [singleton.address, setup, BigInt(members.length * 100 + threshold)]
  const address = (await chain.read(factory, 'createProxyWithNonce', args)) as Address
  await chain.send(anyone, factory, 'createProxyWithNonce', args)
  return { address: getAddress(address), abi: singleton.abi }
}

async function execute(
  chain: GasChain,
  safe: Contract,
  signers: readonly PrivateKeyAccount[],
  to: Address,
  data: Hex,
): Promise<number> {
  const call = [to, 0n, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress]
  const hash = (await chain.read(safe, 'getTransactionHash', [...call, await chain.read(safe, 'nonce', [])])) as Hex
  // The contract wants the signatures in the order of their signers.
  const ascending = signers.toSorted((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1))
  const signatures = await Promise.all(ascending.map((owner) => owner.sign({ hash })))
  return chain.send(anyone, safe, 'execTransaction', [...call, concatHex(signatures)])
}
