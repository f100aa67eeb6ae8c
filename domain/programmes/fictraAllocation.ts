/** FICTRA: Foundation Token allocation (domain.md 2.1), every number. */
import type { commodityCategories } from '../assetClasses.ts'
import { amount, decimal, flag, hsHeading, integer, record, rows, tableOf } from '../codecs.ts'
import { type Exact, exact, formatExact, roundDown, sum } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'
import { trustBands } from './fictraTrust.ts'

/** In the order of the contract's `factorsE4`. */
export const allocationFactors = [
  'volatility', // VOL
  'sustainability', // SUS
  'tradeVolume', // TXV
  'development', // DEV
  'strategic', // STR
  'carbon', // CAR
  'processing', // PRO
] as const
export type AllocationFactor = (typeof allocationFactors)[number]

export const processingLevels = ['raw', 'semiProcessed', 'processed', 'manufactured'] as const
export type ProcessingLevel = (typeof processingLevels)[number]

const share = decimal('ratio', '0', '1', 4)

/** Each multiplier on its way, rounded down to the four decimals that the contract takes. */
function multipliersBetween(
  previous: Readonly<Record<string, Exact>>,
  next: Readonly<Record<string, Exact>>,
  steps: number,
  of: number,
): Readonly<Record<string, string>> {
  const reached = Object.keys(next).map((category) => {
    // The division last: a third of the way is exactly a third.
    const moved = next[category]!.minus(previous[category]!).times(steps).div(of)
    return [category, formatExact(roundDown(previous[category]!.plus(moved), 4))] as const
  })
  return Object.fromEntries(reached)
}

export const fictraAllocation = defineParameters('fictra.allocation', {
  baseMultipliers: {
    title: 'Base multiplier Bm by commodity category',
    codec: record({
      energy: decimal('ratio', '1.2', '2.0', 4),
      preciousMetals: decimal('ratio', '1.4', '2.2', 4),
      industrialMetals: decimal('ratio', '1.0', '1.8', 4),
      agriculture: decimal('ratio', '1.3', '2.1', 4),
      forestry: decimal('ratio', '1.2', '1.9', 4),
      fisheries: decimal('ratio', '1.1', '1.8', 4),
      minerals: decimal('ratio', '0.9', '1.7', 4),
    } satisfies Record<(typeof commodityCategories)[number], unknown>),
    initial: {
      energy: '1.5',
      preciousMetals: '1.8',
      industrialMetals: '1.3',
      agriculture: '1.7',
      forestry: '1.5',
      fisheries: '1.4',
      minerals: '1.2',
    },
    authority: 'council',
    noticeDays: 30,
    intervalDays: 182,
    phasing: { days: 90, between: multipliersBetween },
    source: '2.1; notice of category A, 2.17',
  },
  factorRanges: {
    title: 'Range each factor A is clamped to',
    codec: tableOf(
      allocationFactors,
      record({ min: decimal('ratio', '-1', '0', 4), max: decimal('ratio', '0', '1', 4) }),
    ),
    initial: {
      volatility: { min: '-0.2', max: '0.2' },
      sustainability: { min: '0', max: '0.3' },
      tradeVolume: { min: '0', max: '0.25' },
      development: { min: '0', max: '0.4' },
      strategic: { min: '0', max: '0.5' },
      carbon: { min: '-0.3', max: '0.2' },
      processing: { min: '0', max: '0.3' },
    },
    authority: 'councilAndSovereigns',
    noticeDays: 120,
    intervalDays: 365,
    source: '2.1',
  },
  weights: {
    title: 'Weight W of each factor; they sum to one',
    codec: tableOf(allocationFactors, share, (weights) =>
      sum(Object.values(weights)).equals(exact(1n)) ? null : 'the weights must sum to 1',
    ),
    initial: {
      volatility: '0.15',
      sustainability: '0.2',
      tradeVolume: '0.1',
      development: '0.25',
      strategic: '0.15',
      carbon: '0.1',
      processing: '0.05',
    },
    authority: 'councilAndSovereigns',
    noticeDays: 180,
    intervalDays: 365,
    source: '2.1',
  },
  metricMapping: {
    title: 'How raw metrics become factors',
    codec: record({
      volatilityAmplitude: share, // VOL = amplitude x (1 - sigma90 / reference)
      sustainabilityAtFullScore: share, // SUS = this x score / 100
      tradeVolumeAtFullShare: share, // TXV = this x ln(1 + scale x share) / ln(1 + scale)
      tradeVolumeScale: integer('ratio', 1, 1_000_000),
      developmentAtFloor: share, // DEV = this x clamp((ceiling - HDI) / span, 0, 1)
      developmentCeiling: share,
      developmentSpan: decimal('ratio', '0.01', '1', 4),
      carbonBonus: share, // CAR below the benchmark = bonus x (1 - ratio)
      carbonMalus: share, // above it = -malus x min(1, ratio - 1)
    }),
    initial: {
      volatilityAmplitude: '0.2',
      sustainabilityAtFullScore: '0.3',
      tradeVolumeAtFullShare: '0.25',
      tradeVolumeScale: 999,
      developmentAtFloor: '0.4',
      developmentCeiling: '0.9',
      developmentSpan: '0.5',
      carbonBonus: '0.2',
      carbonMalus: '0.3',
    },
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.1 [P]',
  },
  processing: {
    title: 'Factor PRO by processing level',
    codec: tableOf(processingLevels, share),
    initial: { raw: '0', semiProcessed: '0.1', processed: '0.2', manufactured: '0.3' },
    authority: 'council',
    noticeDays: 120,
    source: '2.1 [P]',
  },
  strategicGoods: {
    title: 'Table of strategic goods: factor STR by heading of the Harmonized System; what is not listed has none',
    codec: rows(
      record({ heading: hsHeading, value: decimal('ratio', '0', '0.5', 4) }),
      1_300,
      (list) => (new Set(list.map(({ heading }) => heading)).size === list.length ? null : 'a heading is listed twice'),
      0,
    ),
    initial: [],
    authority: 'council',
    noticeDays: 30,
    intervalDays: 182,
    source: '2.1 "STR"; by heading [P]',
  },
  elasticitySlope: {
    title: 'Loss of multiplier per unit of price above its 90-day average',
    codec: decimal('ratio', '0', '2', 4),
    initial: '0.5',
    authority: 'council',
    noticeDays: 30,
    source: '2.1',
  },
  supplyShock: {
    title: 'Dampener when world supply falls within 30 days',
    codec: record({ mildFall: share, severeFall: share, mildModifier: share, severeModifier: share }, (shock) =>
      shock.mildFall.lessThan(shock.severeFall) && shock.severeModifier.lessThanOrEqualTo(shock.mildModifier)
        ? null
        : 'the severe fall must be larger and its modifier not higher',
    ),
    initial: { mildFall: '0.1', severeFall: '0.3', mildModifier: '0.9', severeModifier: '0.7' },
    authority: 'council',
    noticeDays: 30,
    source: '2.1 [P]',
  },
  velocity: {
    title: 'Dampener above a velocity of Foundation Token',
    codec: record({ threshold: decimal('ratio', '0', '10', 4), modifier: share }),
    initial: { threshold: '0.25', modifier: '0.8' },
    authority: 'council',
    noticeDays: 30,
    source: '2.1',
  },
  eligibility: {
    title: 'Share of the allocation by trust band',
    codec: tableOf(trustBands, share),
    initial: { none: '0', bronze: '0.75', silver: '0.9', gold: '1', platinum: '1' },
    authority: 'council',
    noticeDays: 30,
    source: '2.4',
  },
  bronzeEligible: {
    title: 'Whether the bronze band receives an allocation at all',
    codec: flag,
    initial: false,
    authority: 'council',
    noticeDays: 30,
    source: '2.4 [R]',
  },
  limits: {
    title: 'Safety limits of an allocation',
    codec: record({
      supplyFloorFt: amount('FT', '0', '1000000000000'), // caps and growth limit are inactive below this supply
      singleCap: share, // of supply, one allocation
      sovereignCap: share, // of supply, one sovereign
      growth: share, // above the trailing average
      deviation: share, // from the expected allocation: beyond it the allocation is held
    }),
    initial: {
      supplyFloorFt: '1000000000',
      singleCap: '0.05',
      sovereignCap: '0.1',
      growth: '0.2',
      deviation: '0.35',
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.1; the supply floor is [P]',
  },
  concentration: {
    title: 'Share of supply that one region holds at most, and of a quarter’s allocations that one sovereign receives',
    codec: record({ regionCap: share, quarterShare: share }),
    initial: { regionCap: '0.3', quarterShare: '0.28' },
    authority: 'council',
    noticeDays: 30,
    source: '2.1 "other documents"',
  },
  queueRetrySeconds: {
    title: 'Seconds between two attempts to mint what the growth limit has queued',
    codec: integer('seconds', 1, 31_536_000),
    initial: 86_400,
    authority: 'council',
    noticeDays: 30,
    source: '2.1 [P]',
  },
  growthWindowDays: {
    title: 'Days of the trailing average of the growth limit',
    codec: integer('days', 30, 30), // the contract keeps as many
    initial: 30,
    authority: 'council',
    noticeDays: 30,
    source: '2.1',
  },
})
