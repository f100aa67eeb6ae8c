/** Foundation Token allocation, domain.md 2.1. The delivery is the wheat of 2.27 G1. */
import { allocationConcentration } from '../../policy/allocationConcentration.ts'
import {
  allocationFactorsDown,
  elasticityModifier,
  modifierOf,
  strategicValueOf,
  supplyShockModifier,
  velocityModifier,
} from '../../policy/allocationFactors.ts'
import { type AllocationEvent, allocationBook } from '../../policy/allocationHistory.ts'
import { allocationLimits, applyLimits, isAnomaly, mintFirst, release } from '../../policy/allocationLimits.ts'
import { restate } from '../../policy/allocationRestatement.ts'
import {
  type AllocationInputs,
  allocationInputs,
  eligibilityBpsOf,
  multiplierOf,
  rawAllocationDown,
  rawAllocationExact,
} from '../../policy/ftAllocation.ts'
import { participationShortfalls } from '../../policy/sovereignParticipation.ts'
import { volatilityOf } from '../../policy/volatility.ts'
import { initial } from '../parameters.ts'
import { d, ft, pt, rule, type Section } from './rule.ts'

const metrics = {
  volatilityRatio: '0.75',
  sustainabilityScore: '80',
  worldTradeShare: '0.02',
  humanDevelopmentIndex: '0.7',
  strategicValue: '0.1',
  carbonRatio: '0.9',
  processingLevel: 'raw',
} as const
const market = { priceRatio: '1.1', supplyFall: '0.05', ftVelocity: '1' } as const
const delivery = { valuePt: pt(2_500_000), category: 'agriculture', trustBand: 'platinum' } as const
const inputs: AllocationInputs = allocationInputs(delivery, metrics, market, initial)
const limits = allocationLimits(initial)
const state = {
  supply: ft(200_000_000).value,
  sovereignHeld: ft(1_000_000).value,
  trailingSum: ft(30_000_000).value,
  trailingDays: 30,
  mintedToday: 0n,
  ownMintedToday: 0n,
}
const raw = ft(1_300_000).value
const delivered = { quantity: 9_900n, contracted: 10_000n }
const allocate = (exportId: string, day: number): AllocationEvent => ({
  kind: 'allocate',
  exportId,
  day,
  sovereign: 'XA',
  inputs,
  delivered: 9_900n,
  contracted: 10_000n,
  limits: { ...limits, windowDays: 30 },
})
const events: readonly AllocationEvent[] = [allocate('export-1', 1), allocate('export-2', 2)]
const factor = ['negative', 'a factor may lower the allocation'] as const
const series = ['100', '102', '101', '105', '104'] as const
const prices = series.map((price, index) => ({ date: `2026-01-0${index + 1}`, price: d(price) }))

export const allocation: Section = {
  source: '2.1',
  title: 'Allocation of Foundation Token',
  rules: [
    rule('allocationFactors', allocationFactorsDown, [metrics, initial]),
    rule('allocationFactors', strategicValueOf, ['1001', initial]),
    rule(
      'allocationConcentration',
      allocationConcentration,
      [
        ft(2_000_000_000),
        [
          { sovereign: 'XA', region: 'north', held: ft(500_000_000), allocated: ft(2_000_000) },
          { sovereign: 'XB', region: 'north', held: ft(200_000_000), allocated: ft(1_000_000) },
          { sovereign: 'XC', region: 'south', held: ft(400_000_000), allocated: ft(6_000_000) },
        ],
        initial,
      ],
      {
        '1.*.sovereign': ['text', 'any name is one of a sovereign'],
        '1.*.region': ['text', 'any name is one of a region'],
      },
    ),
    rule('allocationFactors', modifierOf, [market, initial]),
    rule('allocationFactors', elasticityModifier, ['1.1', initial]),
    rule('allocationFactors', supplyShockModifier, ['0.12', initial]),
    rule('allocationFactors', velocityModifier, ['4', initial]),
    rule('ftAllocation', allocationInputs, [delivery, metrics, market, initial]),
    rule('ftAllocation', eligibilityBpsOf, ['gold', initial]),
    rule('ftAllocation', multiplierOf, [inputs], { '0.factorsE4.*': factor }),
    rule('ftAllocation', rawAllocationExact, [inputs, 9_900n, 10_000n], { '0.factorsE4.*': factor }),
    rule('ftAllocation', rawAllocationDown, [inputs, 9_900n, 10_000n], { '0.factorsE4.*': factor }),
    rule('allocationLimits', allocationLimits, [initial]),
    rule('allocationLimits', isAnomaly, [raw, raw, delivered, 3_500]),
    rule('allocationLimits', applyLimits, [raw, raw, delivered, state, limits]),
    rule('allocationLimits', mintFirst, [raw, state, limits]),
    rule('allocationLimits', release, [raw, state, limits]),
    rule('allocationHistory', allocationBook, [events], { '0.*.inputs.factorsE4.*': factor }),
    rule(
      'allocationRestatement',
      restate,
      [events, allocationBook(events), [{ exportId: 'export-1', facts: { delivered: 9_500n } }]],
      { '0.*.inputs.factorsE4.*': factor, '2.*.facts.delivered': ['missing', 'what is not corrected stays'] },
    ),
    rule(
      'sovereignParticipation',
      participationShortfalls,
      [
        {
          months: 6,
          volumePt: pt(60_000),
          systemVolumePt: pt(1_000_000),
          monthsSinceViolation: 30,
          holdingFt: ft(5_000),
        },
        initial,
      ],
      { '0.monthsSinceViolation': ['null', 'there never was a violation'] },
    ),
    rule('volatility', volatilityOf, [prices, { windowDays: 90, returnsLeast: 3, reference: d('0.02') }]),
  ],
}
