/** Twin: `Allocation.quote` and `rawAllocationDown` (domain.md 2.1). */
import { type AllocationInputs, rawAllocationDown, type Seven } from '@assay/domain/policy/ftAllocation.ts'
import type { TwinChain } from './chain.ts'
import type { Twin } from './differential.ts'
import type { Random } from './random.ts'
import { codeOf, refusal, refusalName } from './refusals.ts'

const most = (1n << 128n) - 1n

interface Case {
  readonly ptValue: bigint
  readonly baseMultiplierE4: number
  readonly factorsE4: readonly number[]
  readonly weightsE4: readonly number[]
  readonly modifierE4: number
  readonly eligibilityBps: number
  readonly quantity: bigint
  readonly contracted: bigint
}

const refusals: Readonly<Record<string, bigint>> = {
  ALLOCATION_INPUT_INVALID: refusal('BadAllocationTerms'),
  QUANTITY_TOO_LARGE: refusal('SafeCastOverflowedUintDowncast'),
}

export async function formulaTwin(chain: TwinChain): Promise<Twin<Case>> {
  const contract = await chain.deploy('FormulaTwin', [chain.contracts.Allocation])
  return {
    name: 'allocation formula',
    batch: 800,
    generate,
    valid: ({ factorsE4, weightsE4, quantity }) => factorsE4.length === 7 && weightsE4.length === 7 && quantity <= most,
    expected,
    run: (cases) => contract.run(cases.map(wordsOf), 2),
    kinds,
    label: (index) => ['answer', 'amount'][index]!,
    show: (index, word) => (index === 0 ? refusalName(word) : word.toString()),
  }
}

/** One in eight cases is out of range in one place. */
function generate(random: Random): Case {
  const wrong = random.chance(0.125) ? random.integer(1, 6) : 0
  const contracted = random.magnitude(1n, most - 1n)
  const weightsE4 = weights(random)
  const factorsE4 = weightsE4.map(() => factor(random))
  if (wrong === 1) weightsE4[random.integer(0, 6)]! += 1
  if (wrong === 2) factorsE4[random.integer(0, 6)] = random.pick([-1, 1]) * random.integer(10_001, 2_000_000_000)
  return {
    ptValue: random.chance(0.3) ? random.bigint(1n, 10n ** 9n) * 10n ** 18n : random.magnitude(0n, most),
    baseMultiplierE4: wrong === 3 ? random.pick([0, 100_001, 4_294_967_295]) : multiplier(random),
    factorsE4,
    weightsE4,
    modifierE4:
      wrong === 4 ? random.integer(10_001, 65_535) : random.pick([10_000, 8000, 0, random.integer(0, 10_000)]),
    eligibilityBps:
      wrong === 5 ? random.integer(10_001, 65_535) : random.pick([10_000, 9000, 7500, 0, random.integer(0, 10_000)]),
    quantity: wrong === 6 ? contracted + 1n : delivered(random, contracted),
    contracted: random.chance(0.005) ? 0n : contracted,
  }
}

function weights(random: Random): number[] {
  if (random.chance(0.3)) return [1500, 2000, 1000, 2500, 1500, 1000, 500]
  const cuts = Array.from({ length: 6 }, () => random.integer(0, 10_000)).sort((a, b) => a - b)
  return [...cuts, 10_000].map((cut, i) => cut - (cuts[i - 1] ?? 0))
}

function factor(random: Random): number {
  return random.chance(0.1) ? random.pick([-10_000, 0, 10_000]) : random.integer(-3000, 5000)
}

function multiplier(random: Random): number {
  return random.chance(0.2) ? random.pick([1, 100_000, random.integer(1, 100_000)]) : random.integer(9000, 22_000)
}

function delivered(random: Random, contracted: bigint): bigint {
  if (random.chance(0.4)) return contracted
  if (random.chance(0.1)) return random.pick([0n, 1n, contracted - 1n])
  return random.bigint(0n, contracted)
}

function expected(of: Case): bigint[] {
  try {
    const { quantity, contracted, ...rest } = of
    const inputs = { ...rest, expected: 0n } as { [K in keyof AllocationInputs]: AllocationInputs[K] }
    return [0n, rawAllocationDown(inputs, quantity, contracted).value]
  } catch (error) {
    return [refusals[codeOf(error)] ?? -1n, 0n]
  }
}

function wordsOf(of: Case): (bigint | number)[] {
  const { ptValue, baseMultiplierE4, factorsE4, weightsE4, modifierE4, eligibilityBps, quantity, contracted } = of
  return [ptValue, baseMultiplierE4, ...factorsE4, ...weightsE4, modifierE4, eligibilityBps, quantity, contracted]
}

function kinds(of: Case, [answer, amount]: readonly bigint[]): string[] {
  if (answer !== 0n) return [refusalName(answer!)]
  const size = amount === 0n ? 'nothing' : of.quantity === of.contracted ? 'whole' : 'partial'
  return [size, ...((of.factorsE4 as Seven<number>).some((each) => each < 0) ? ['negative factor'] : [])]
}
