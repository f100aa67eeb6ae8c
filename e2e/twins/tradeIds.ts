/** Twin: `tradeIdOf` of the contracts and of the protocol, which the server, every node and the verifier use. */
import { type TradePayment, tradeIdOf } from '@assay/protocol/ids.ts'
import { type Hex, pad, toHex } from 'viem'
import type { TwinChain } from './chain.ts'
import type { Twin } from './differential.ts'
import type { Random } from './random.ts'

const mostAmount = (1n << 128n) - 1n
const mostAddress = (1n << 160n) - 1n
const mostId = (1n << 256n) - 1n

export async function tradeIdTwin(chain: TwinChain): Promise<Twin<TradePayment>> {
  const contract = await chain.deploy('TradeIdTwin', [])
  return {
    name: 'trade ids',
    batch: 1_000,
    generate,
    valid: ({ amount }) => amount <= mostAmount,
    expected: (of) => [BigInt(tradeIdOf(of))],
    run: (cases) =>
      contract.run(
        cases.map(({ caseId, buyer, seller, amount }) => [BigInt(caseId), BigInt(buyer), BigInt(seller), amount]),
        1,
      ),
    kinds: ({ buyer, seller }) => [BigInt(buyer) < BigInt(seller) ? 'buyer first' : 'seller first'],
    label: () => 'id',
    show: (_index, word) => toHex(word, { size: 32 }),
  }
}

function generate(random: Random): TradePayment {
  const address = (): Hex => pad(toHex(random.magnitude(0n, mostAddress)), { size: 20 })
  return {
    caseId: pad(toHex(random.magnitude(0n, mostId)), { size: 32 }),
    buyer: address(),
    seller: address(),
    amount: random.magnitude(0n, mostAmount),
  }
}
