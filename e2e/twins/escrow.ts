/** Twin: `Escrow.release` and `payoutDown`, `splitFeeDown` (domain.md 2.6, 2.14): what every account receives. */
import { splitFeeDown } from '@assay/domain/policy/fees.ts'
import { payoutDown } from '@assay/domain/policy/settlement.ts'
import { quantity } from '@assay/domain/quantity.ts'
import { bookOf } from './book.ts'
import type { TwinChain } from './chain.ts'
import type { Twin } from './differential.ts'
import type { Random } from './random.ts'
import { refusal, refusalName } from './refusals.ts'

/** All Payment Token there can be. */
const cap = 500_000_000n * 10n ** 18n
const mostQuantity = (1n << 64n) - 1n
const labels = ['answer', 'seller', 'buyer', 'verification', 'operations', 'development', 'reserve', 'burned'] as const

interface Case {
  readonly amount: bigint
  readonly tradeFee: bigint
  readonly verificationFee: bigint
  readonly burnBps: number
  readonly operationsBps: number
  readonly developmentBps: number
  readonly reserveBps: number
  readonly quantity: bigint
  readonly contracted: bigint
}

export async function escrowTwin(chain: TwinChain): Promise<Twin<Case>> {
  const contract = await chain.deploy('EscrowTwin', [bookOf(chain)], { admin: true })
  await contract.send('begin', [])
  return {
    name: 'fees and payout',
    batch: 500,
    generate,
    valid: (of) => of.amount > 0n && of.quantity > 0n && of.quantity <= of.contracted,
    expected,
    run: (cases) => contract.run(cases.map(wordsOf), labels.length),
    kinds,
    label: (index) => labels[index]!,
    show: (index, word) => (index === 0 ? refusalName(word) : word.toString()),
  }
}

function generate(random: Random): Case {
  const amount = random.chance(0.3) ? random.bigint(1n, 500_000_000n) * 10n ** 18n : random.magnitude(1n, cap)
  const tradeFee = feeOf(random, amount)
  const verificationFee = feeOf(random, amount - tradeFee)
  const contracted = random.magnitude(1n, mostQuantity)
  const wrong = random.chance(0.06) ? random.integer(1, 3) : 0
  const cut = random.integer(0, 10_000)
  const [operationsBps, developmentBps] = random.chance(0.4) ? [6000, 3000] : [cut, random.integer(0, 10_000 - cut)]
  return {
    amount,
    tradeFee: wrong === 1 ? amount - verificationFee + 1n : tradeFee,
    verificationFee,
    burnBps: wrong === 2 ? random.integer(10_001, 65_535) : random.pick([0, 1000, 1500, 2000, 2500, 10_000, cut]),
    operationsBps: operationsBps + (wrong === 3 ? 1 : 0),
    developmentBps,
    reserveBps: 10_000 - operationsBps - developmentBps,
    quantity: random.chance(0.4) ? contracted : random.magnitude(1n, contracted),
    contracted,
  }
}

function feeOf(random: Random, most: bigint): bigint {
  if (random.chance(0.1)) return random.pick([0n, most])
  return random.chance(0.6) ? (most * BigInt(random.integer(0, 300))) / 100_000n : random.bigint(0n, most)
}

function expected(of: Case): bigint[] {
  const pt = (value: bigint) => quantity(value, 'PT')
  const refused = (name: string) => [refusal(name), 0n, 0n, 0n, 0n, 0n, 0n, 0n]
  const amounts = { amount: pt(of.amount), tradeFee: pt(of.tradeFee), verificationFee: pt(of.verificationFee) }
  try {
    const payout = payoutDown(amounts, of.quantity, of.contracted)
    const split = splitFeeDown(payout.tradeFee, of.burnBps, of)
    const fees = payout.tradeFee.value + payout.verificationFee.value
    return [
      0n,
      payout.toSeller.value - fees,
      payout.toBuyer.value,
      payout.verificationFee.value,
      split.operations.value,
      split.development.value,
      split.reserve.value,
      split.burned.value,
    ]
  } catch (error) {
    const { details } = error as { details?: { field?: string } }
    if (details?.field === undefined) throw error
    // The rule names one share that is above the whole by itself, the contract speaks of the split.
    return refused(
      /^split|^(operations|development|reserve)Bps$/.test(details.field) ? 'BadFeeSplit' : 'BadEscrowTerms',
    )
  }
}

function wordsOf(of: Case): (bigint | number)[] {
  const { amount, tradeFee, verificationFee, burnBps, operationsBps, developmentBps, reserveBps } = of
  const fees = [tradeFee, verificationFee, burnBps, operationsBps, developmentBps, reserveBps]
  return [amount, ...fees, of.quantity, of.contracted]
}

function kinds(of: Case, answer: readonly bigint[]): string[] {
  if (answer[0] !== 0n) return [refusalName(answer[0]!)]
  const whole = of.quantity === of.contracted ? 'released' : 'split'
  // Rounding shows where the parts of the fee do not fall on whole units.
  const rounded = (of.tradeFee * of.quantity) % of.contracted !== 0n
  return [whole, ...(rounded ? ['fee rounded'] : []), ...(answer[7]! > 0n ? ['burned'] : [])]
}
