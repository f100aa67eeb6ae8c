/** How an issued quantity follows from its terms, step by step: written into a bundle, and recomputed by its reader. */
import { exact, formatExact } from '@assay/domain/decimal.ts'
import type { Step } from '@assay/domain/policy/caseExplanation.ts'
import { type AllocationInputs, multiplierOf, rawAllocationDown } from '@assay/domain/policy/ftAllocation.ts'
import { allocationFactors } from '@assay/domain/programmes/fictraAllocation.ts'
import { mulDivDown } from '@assay/domain/quantity.ts'
import type { AllocationTerms, IssuanceTerms } from './terms.ts'

export interface Computation<Result> {
  readonly steps: readonly Step[]
  readonly result: Result
}

const source = 'domain.md 2.1'

/**
 * Foundation Token of a verified delivery, base units, before caps.
 * @param quantity verified and @param contracted, in the same unit.
 */
export function computeAllocation(terms: AllocationTerms, quantity: bigint, contracted: bigint): Computation<bigint> {
  const inputs: AllocationInputs = terms
  const factors = allocationFactors.map((factor, index) => {
    const inputs = { factor: e4(terms.factorsE4[index]!), weight: e4(terms.weightsE4[index]!) }
    const result = exact(BigInt(terms.factorsE4[index]!) * BigInt(terms.weightsE4[index]!)).div(exact(10n ** 8n))
    return { rule: `${factor} x weight`, source, inputs, result: formatExact(result) }
  })
  const raw = rawAllocationDown(inputs, quantity, contracted).value
  return {
    steps: [
      ...factors,
      {
        rule: 'multiplier = Bm x (1 + SUM(A x W))',
        source,
        inputs: { baseMultiplier: e4(terms.baseMultiplierE4) },
        result: formatExact(multiplierOf(inputs)),
      },
      {
        rule: 'FT = PT value x multiplier x modifier x eligibility x verified / contracted, floored once',
        source,
        inputs: {
          ptValue: terms.ptValue.toString(),
          modifier: e4(terms.modifierE4),
          eligibility: e4(terms.eligibilityBps),
          verified: quantity.toString(),
          contracted: contracted.toString(),
        },
        result: raw.toString(),
      },
    ],
    result: raw,
  }
}

/** Whole kg of a verified quantification that are issued: to the owner and to the buffer. */
export function computeIssuance(
  terms: IssuanceTerms,
  quantity: bigint,
  contracted: bigint,
): Computation<{ readonly netKg: bigint; readonly bufferKg: bigint }> {
  const netKg = mulDivDown(terms.netKg, quantity, contracted)
  const bufferKg = mulDivDown(terms.bufferKg, quantity, contracted)
  const step = (rule: string, kg: bigint, result: bigint): Step => ({
    rule,
    source: 'domain.md 2.24',
    inputs: { kg: kg.toString(), verified: quantity.toString(), contracted: contracted.toString() },
    result: result.toString(),
  })
  return {
    steps: [
      step('owner = net x verified / contracted, floored', terms.netKg, netKg),
      step('buffer = buffer x verified / contracted, floored', terms.bufferKg, bufferKg),
    ],
    result: { netKg, bufferKg },
  }
}

/** Id of a credit: the upper bits of the project, the vintage in the lowest 32 (`CarbonCredit.creditId`). */
export function creditIdOf(projectId: `0x${string}`, vintage: number): bigint {
  const mask = (1n << 32n) - 1n
  return (BigInt(projectId) & ~mask) | BigInt(vintage)
}

function e4(value: number): string {
  return formatExact(exact(BigInt(value)).div(exact(10_000n)))
}
