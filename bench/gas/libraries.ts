/** Plain tokens of OpenZeppelin and solady: without restriction, roles or proxy, so what our rules cost shows. */
import { type Address, maxUint256 } from 'viem'
import { checkBalances, checkToken } from './balances.ts'
import { anyone, type Code, type GasChain } from './chain.ts'
import { batches, type Measurement, type Operation, repetitions, retirementOf } from './measurement.ts'

const [alice, bob] = [
  '0xa11ce00000000000000000000000000000000001',
  '0xb0b0000000000000000000000000000000000002',
] as const satisfies Address[]
const balance = 10n ** 24n

export async function measureLibraries(chain: GasChain, peers: (name: string) => Code): Promise<Measurement[]> {
  return [
    ...(await erc20(chain, 'OpenZeppelin ERC-20', peers('OpenZeppelinErc20'))),
    ...(await erc20(chain, 'solady ERC-20', peers('SoladyErc20'))),
    ...(await erc1155(chain, peers('OpenZeppelinErc1155'))),
  ]
}

async function erc20(chain: GasChain, contender: string, code: Code): Promise<Measurement[]> {
  const token = await chain.deploy(code, [])
  for (const holder of [alice, bob]) await chain.send(anyone, token, 'mint', [holder, balance])
  await chain.send(alice, token, 'approve', [bob, maxUint256 - 1n])
  const measure = async (send: () => Promise<number>): Promise<number[]> => {
    const gas: number[] = []
    for (let turn = 0; turn < repetitions; turn++) gas.push(await send())
    return gas
  }
  const transfers = await measure(() => chain.send(alice, token, 'transfer', [bob, 10n ** 18n]))
  const mints = await measure(() => chain.send(anyone, token, 'mint', [bob, 10n ** 18n]))
  const pulls = await measure(() => chain.send(bob, token, 'transferFrom', [alice, bob, 10n ** 18n]))
  const moved = BigInt(repetitions) * 10n ** 18n
  // Two of the three add to what the other one has, and mints come on top.
  await checkToken(chain, contender, token, [
    [alice, balance - 2n * moved],
    [bob, balance + 3n * moved],
  ])
  const of = (operation: Operation, what: string, gas: readonly number[]): Measurement => ({
    operation,
    contender: `${contender}, ${what}`,
    gas,
    cited: null,
  })
  return [
    of('transfer FT', 'transfer', transfers),
    of('transfer PT', 'transfer', transfers),
    of('allocate', 'mint', mints),
    of('fund escrow', 'transferFrom', pulls),
    of('release escrow', 'transfer', transfers),
  ]
}

async function erc1155(chain: GasChain, code: Code): Promise<Measurement[]> {
  const token = await chain.deploy(code, [])
  await chain.send(anyone, token, 'mint', [alice, 1n, balance])
  const measured: Measurement[] = []
  let burned = 0n
  for (const items of batches) {
    burned += BigInt(repetitions * items)
    const gas: number[] = []
    for (let turn = 0; turn < repetitions; turn++) {
      const lists = [Array.from({ length: items }, () => 1n), Array.from({ length: items }, () => 1n)]
      gas.push(
        items === 1
          ? await chain.send(alice, token, 'burn', [1n, 1n])
          : await chain.send(alice, token, 'burnBatch', lists),
      )
    }
    measured.push({
      operation: retirementOf(items),
      contender: `OpenZeppelin ERC-1155, burn${items === 1 ? '' : ' in batch'}`,
      gas,
      cited: null,
    })
  }
  const holding = (holder: Address) => chain.read(token, 'balanceOf', [holder, 1n]) as Promise<bigint>
  await checkBalances('OpenZeppelin ERC-1155', [[alice, balance - burned]], holding)
  return measured
}
