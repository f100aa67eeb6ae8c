/** Properties of what is reckoned: linear where it says so, rounded once and the right way, up to 10^30 base units. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Exact, exact } from '../../decimal.ts'
import { type AllocationMetrics, allocationFactorsDown, modifierOf } from '../../policy/allocationFactors.ts'
import { peakPerSecond, readingsPerYear } from '../../policy/plannedLoad.ts'
import { creditValueDown, issuanceFeeUp, landVerificationFee, returnPercentDown } from '../../policy/projectValue.ts'
import { checkProposalRight } from '../../policy/proposals.ts'
import { participationShortfalls } from '../../policy/sovereignParticipation.ts'
import { tradeFees } from '../../policy/tradeFees.ts'
import { allocationFactors, fictraAllocation, processingLevels } from '../../programmes/fictraAllocation.ts'
import { matters } from '../../programmes/fictraGovernance.ts'
import { secretTreesFees } from '../../programmes/secretTreesFees.ts'
import { formatQuantity, quantity } from '../../quantity.ts'
import { initial } from '../parameters.ts'

const units = fc.bigInt(0n, 10n ** 30n)
const cents = (value: bigint): Exact => exact(value).div(100)
const euros = fc.bigInt(0n, 10n ** 14n).map(cents)
const cent = exact('0.01')

test('planned load is linear: twice the surge is twice the peak, and sensors add up', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 30n), units, (one, other) => {
      expect(readingsPerYear(one + other, initial)).toBe(
        readingsPerYear(one, initial) + readingsPerYear(other, initial),
      )
      const apart = peakPerSecond(one, initial).plus(peakPerSecond(other + 1n, initial))
      expect(
        peakPerSecond(one + other + 1n, initial)
          .minus(apart)
          .abs()
          .lessThan('1e-80'),
      ).toBe(true)
    }),
  )
})

test('the value of credits is the exact product less than a cent down, the fee on it less than a cent up', () => {
  const premium = initial.get(secretTreesFees.premium)
  const share = initial.get(secretTreesFees.issuance)
  fc.assert(
    fc.property(units, euros, (micrograms, perTonne) => {
      const value = creditValueDown(quantity(micrograms, 'kgCO2e'), perTonne, initial)
      const exactly = exact(micrograms)
        .div(10 ** 9)
        .times(perTonne)
        .times(premium)
      expect(value.lessThanOrEqualTo(exactly) && exactly.minus(value).lessThan(cent)).toBe(true)
      const fee = issuanceFeeUp(value, initial)
      const due = value.times(share)
      expect(fee.greaterThanOrEqualTo(due) && fee.minus(due).lessThan(cent)).toBe(true)
      expect(fee.lessThanOrEqualTo(value.plus(cent))).toBe(true)
    }),
  )
})

test('every hectare begun is paid whole: splitting land never lowers the fee by more than its base', () => {
  const { base, perHectare } = initial.get(secretTreesFees.verification)
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 30n), fc.bigInt(1n, 10n ** 30n), (one, other) => {
      const fee = (area: bigint) => landVerificationFee(quantity(area, 'ha'), initial)
      const [together, apart] = [fee(one + other), fee(one).plus(fee(other))]
      const more = apart.minus(together)
      expect(more.equals(base) || more.equals(base.plus(perHectare))).toBe(true)
    }),
  )
})

test('a return rises with revenue, falls with cost, and is nothing where they are equal', () => {
  const above = fc.bigInt(1n, 10n ** 14n).map(cents)
  fc.assert(
    fc.property(above, above, above, (cost, revenue, more) => {
      const at = returnPercentDown(cost, revenue)
      expect(returnPercentDown(cost, revenue.plus(more)).greaterThanOrEqualTo(at)).toBe(true)
      expect(returnPercentDown(cost.plus(more), revenue).lessThanOrEqualTo(at)).toBe(true)
      expect(returnPercentDown(cost, cost).isZero()).toBe(true)
      expect(at.greaterThanOrEqualTo(-100)).toBe(true)
    }),
  )
})

const participation = fc.record({
  months: fc.nat(60),
  volumePt: units,
  monthsSinceViolation: fc.option(fc.nat(60)),
  holdingFt: units,
})

test('a sovereign that does more never loses its vote, whatever the unit of the volumes', () => {
  fc.assert(
    fc.property(participation, units, fc.nat(60), units, (of, others, months, more) => {
      const shortfalls = (by: Partial<typeof of>, unit = 1n) => {
        const { volumePt, holdingFt, ...rest } = { ...of, ...by }
        const system = (of.volumePt + others + more) * unit
        return participationShortfalls(
          {
            ...rest,
            volumePt: quantity(volumePt * unit, 'PT'),
            systemVolumePt: quantity(system, 'PT'),
            holdingFt: quantity(holdingFt, 'FT'),
          },
          initial,
        )
      }
      const before = shortfalls({})
      for (const better of [
        { months: of.months + months },
        { volumePt: of.volumePt + more },
        { monthsSinceViolation: null },
        { holdingFt: of.holdingFt + more },
      ]) {
        expect(before).toEqual(expect.arrayContaining([...shortfalls(better)]))
      }
      if (of.volumePt + others + more > 0n) expect(shortfalls({}, 1_000n)).toEqual(before)
    }),
  )
})

test('whoever may propose still may with a sponsor, more signatures and more tokens', () => {
  const backing = fc.record({
    sponsored: fc.boolean(),
    signatures: fc.nat(10_000),
    holding: units,
    held: units,
    others: units,
  })
  fc.assert(
    fc.property(
      fc.constantFrom(...matters),
      fc.constantFrom('participant', 'holder', 'sovereign', 'foundationCouncil'),
      backing,
      units,
      (matter, proposer, of, more) => {
        const may = (by: Partial<typeof of>) => {
          const { sponsored, signatures, holding, held } = { ...of, ...by }
          const supplyShare = { held, supply: of.held + of.others + more }
          try {
            checkProposalRight(
              matter,
              { proposer, sponsored, signatures, holdingPt: quantity(holding, 'PT'), supplyShare },
              initial,
            )
          } catch {
            return false
          }
          return true
        }
        if (!may({})) return
        for (const by of [{ sponsored: true }, { signatures: of.signatures + 1 }, { holding: of.holding + more }]) {
          expect(may(by)).toBe(true)
        }
        expect(may({ held: of.held + more })).toBe(true)
      },
    ),
  )
})

const metric = (most: number) =>
  fc.integer({ min: 0, max: most }).map((value) => formatQuantity(quantity(BigInt(value), 'm2')))
const metrics: fc.Arbitrary<AllocationMetrics> = fc.record({
  volatilityRatio: metric(1_000),
  sustainabilityScore: metric(10_000),
  worldTradeShare: metric(100),
  humanDevelopmentIndex: metric(100),
  strategicValue: metric(200),
  carbonRatio: metric(400),
  processingLevel: fc.constantFrom(...processingLevels),
})

test('factors stay in their governed ranges with four decimals, and better metrics never lower one', () => {
  const ranges = initial.get(fictraAllocation.factorRanges)
  const better = fc.constantFrom('sustainabilityScore', 'worldTradeShare', 'strategicValue')
  const worse = fc.constantFrom('volatilityRatio', 'humanDevelopmentIndex', 'carbonRatio')
  fc.assert(
    fc.property(metrics, better, worse, metric(100), (of, up, down, to) => {
      const before = allocationFactorsDown(of, initial).factors
      for (const factor of allocationFactors) {
        expect(before[factor].greaterThanOrEqualTo(ranges[factor].min)).toBe(true)
        expect(before[factor].lessThanOrEqualTo(ranges[factor].max)).toBe(true)
        expect(before[factor].decimalPlaces()).toBeLessThanOrEqual(4)
      }
      const total = (changed: Partial<AllocationMetrics>) =>
        allocationFactors.reduce(
          (sum, factor) => sum.plus(allocationFactorsDown({ ...of, ...changed }, initial).factors[factor]),
          exact(0n),
        )
      const larger = exact(to as `${number}`).greaterThan(of[up])
      expect(total({ [up]: to }).comparedTo(total({})) * (larger ? 1 : -1)).toBeGreaterThanOrEqual(0)
      const higher = exact(to as `${number}`).greaterThan(of[down])
      expect(total({ [down]: to }).comparedTo(total({})) * (higher ? -1 : 1)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('the modifier is a share, and a market under more strain never has a larger one', () => {
  const strained = fc.record({ priceRatio: metric(400), supplyFall: metric(100), ftVelocity: metric(300) })
  fc.assert(
    fc.property(strained, strained, (one, other) => {
      const larger = (a: string, b: string) => (exact(a as `${number}`).greaterThan(b) ? a : b)
      const worst = {
        priceRatio: larger(one.priceRatio, other.priceRatio),
        supplyFall: larger(one.supplyFall, other.supplyFall),
        ftVelocity: larger(one.ftVelocity, other.ftVelocity),
      }
      const { modifier } = modifierOf(worst, initial)
      expect(modifier.isNegative() || modifier.greaterThan(1)).toBe(false)
      expect(modifier.lessThanOrEqualTo(modifierOf(one, initial).modifier)).toBe(true)
      expect(modifier.lessThanOrEqualTo(modifierOf(other, initial).modifier)).toBe(true)
    }),
  )
})

test('a trade pays no more than its value, and a seller that trades or holds more pays no higher rate', () => {
  const text = (value: bigint) => formatQuantity(quantity(value, 'PT'))
  fc.assert(
    fc.property(units, units, units, units, (amount, volume, held, more) => {
      const fees = (by: { readonly volume?: bigint; readonly held?: bigint }) =>
        tradeFees(
          {
            amountPt: text(amount),
            volumePt: text(by.volume ?? volume),
            heldPt: text(by.held ?? held),
            ptPriceUsd: '1.1',
            signals: { market: '0', participant: '0', economic: '0' },
            speed: 'standard',
          },
          initial,
        )
      const before = fees({})
      expect(before.tradeFee.value).toBeLessThanOrEqual(amount)
      const due = exact(amount).times(before.rate)
      expect(
        exact(before.tradeFee.value).minus(due).ceil().isZero() || exact(before.tradeFee.value).minus(due).lessThan(1),
      ).toBe(true)
      expect(exact(before.tradeFee.value).greaterThanOrEqualTo(due)).toBe(true)
      expect(fees({ volume: volume + more }).rate.lessThanOrEqualTo(before.rate)).toBe(true)
      expect(fees({ held: held + more }).rate.lessThanOrEqualTo(before.rate)).toBe(true)
      expect(fees({ volume: volume + more }).burnBps).toBeGreaterThanOrEqual(before.burnBps)
    }),
  )
})
