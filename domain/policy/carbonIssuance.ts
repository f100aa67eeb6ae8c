/**
 * From gross carbon to whole credits (domain.md 2.23 step 5, 2.24): buffer, carry, and what a reversal cancels.
 * Credits are whole kg CO2e; what is left of a kilogram is carried to the project's next issuance. Every rounding goes
 * against the project: net, issue and buffer down, uncertainty and losses up.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, roundDown, scaledDown, scaledUp } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { unitDecimals } from '../quantity.ts'
import { decimal, fields, finite, list, share, text, units } from '../shapes.ts'

export const issuanceErrors = defineErrors({
  ISSUANCE_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the issuance are outside their range',
    remedy: 'Correct the value that `field` names.',
  },
  REVERSAL_EXCEEDS_ISSUED: {
    status: 422,
    title: 'More would be reversed than was issued',
    remedy: 'Reverse at most `issuedKg`: what was issued and is not reversed yet.',
  },
})

const check = inputChecks(issuanceErrors.ISSUANCE_INPUT_INVALID)
const zero = exact(0n)
const one = exact(1n)
const decimals = unitDecimals.kgCO2e

/** Kg CO2e with six decimals at most; `issuedKg` and `bufferKg` whole. */
export interface Issuance {
  readonly gross: Exact
  /** Where more was emitted than stored, so that nothing is creditable. */
  readonly boundBy: 'zero' | null
  readonly afterUncertainty: Exact
  readonly buffer: Exact
  readonly net: Exact
  readonly carryIn: Exact
  readonly issuedKg: bigint
  readonly bufferKg: bigint
  readonly carryOut: Exact
}

/**
 * net = gross x (1 - u) x (1 - b); whole kilograms of net + carry are issued. A project that emits more than it stores has
 * nothing to issue and keeps its carry. @throws ISSUANCE_INPUT_INVALID
 */
export function issueDown(gross: Exact, uncertainty: Exact, carryIn: Exact, parameters: ParameterSet): Issuance {
  check.all({ gross, uncertainty, carryIn }, { gross: finite, uncertainty: share, carryIn: share })
  check.that(carryIn.lessThan(one), 'carryIn', 'it is a whole kilogram')
  const bufferShare = parameters.get(secretTrees.issuance.bufferShare)
  const creditable = roundDown(gross.greaterThan(zero) ? gross : zero, decimals)
  const afterUncertainty = creditable.times(one.minus(uncertainty))
  const buffer = afterUncertainty.times(bufferShare)
  const net = roundDown(afterUncertainty.minus(buffer), decimals)
  const { issuedKg, carryOut } = carryDown(net, carryIn)
  const boundBy = gross.isNegative() ? 'zero' : null
  return { gross, boundBy, afterUncertainty, buffer, net, carryIn, issuedKg, bufferKg: scaledDown(buffer, 0), carryOut }
}

/** The carry ledger: whole kilograms leave, the rest stays below one kilogram. Nothing is ever lost or made. @throws ISSUANCE_INPUT_INVALID */
export function carryDown(net: Exact, carryIn: Exact): { readonly issuedKg: bigint; readonly carryOut: Exact } {
  check.all({ net, carryIn }, { net: decimal(), carryIn: decimal() })
  const total = net.plus(carryIn)
  const issuedKg = scaledDown(total, 0)
  return { issuedKg, carryOut: total.minus(exact(issuedKg)) }
}

export interface BufferEntry {
  /** Credit id, as a string. */
  readonly creditId: string
  readonly bufferKg: bigint
}

export interface Reversal {
  readonly cancelledKg: bigint
  readonly fromOwnBufferKg: bigint
  readonly fromPoolKg: bigint
  /** Entries of other projects that are drawn, in the order given. */
  readonly draws: readonly { readonly creditId: string; readonly kg: bigint }[]
  /** What no buffer covers; the reversal cannot be carried out while it is above zero. */
  readonly missingKg: bigint
}

/** Kilograms lost when a share of what was issued is lost, rounded up. @throws ISSUANCE_INPUT_INVALID */
export function lostKgUp(issuedKg: bigint, lostShare: Exact): bigint {
  check.all({ issuedKg, lostShare }, { issuedKg: units(), lostShare: share })
  return scaledUp(exact(issuedKg).times(lostShare), 0)
}

const reverseShape = {
  lostKg: units(1n),
  of: fields({ issuedKg: units(), reversedKg: units(), ownBufferKg: units() }),
  pool: list(fields<BufferEntry>({ creditId: text, bufferKg: units() })),
}

/**
 * Cancels lost carbon from buffers: the project's own first, then the pool's entries in the order given; an entry named again
 * has nothing left to give. Twin of `ICarbonCredit.reverse`. @throws REVERSAL_EXCEEDS_ISSUED ISSUANCE_INPUT_INVALID
 */
export function reverse(
  lostKg: bigint,
  of: { readonly issuedKg: bigint; readonly reversedKg: bigint; readonly ownBufferKg: bigint },
  pool: readonly BufferEntry[],
): Reversal {
  check.all({ lostKg, of, pool }, reverseShape)
  if (lostKg > of.issuedKg - of.reversedKg) {
    throw issuanceErrors.REVERSAL_EXCEEDS_ISSUED({ lostKg: lostKg.toString(), issuedKg: of.issuedKg.toString() })
  }
  const fromOwnBufferKg = least(of.ownBufferKg, lostKg)
  let wanted = lostKg - fromOwnBufferKg
  const draws: { creditId: string; kg: bigint }[] = []
  const drawn = new Set<string>()
  for (const { creditId, bufferKg } of pool) {
    const kg = least(bufferKg, wanted)
    if (kg === 0n || drawn.has(creditId)) continue
    drawn.add(creditId)
    draws.push({ creditId, kg })
    wanted -= kg
  }
  const fromPoolKg = lostKg - fromOwnBufferKg - wanted
  return { cancelledKg: lostKg - wanted, fromOwnBufferKg, fromPoolKg, draws, missingKg: wanted }
}

function least(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}
