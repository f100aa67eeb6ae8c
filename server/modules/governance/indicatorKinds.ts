/** Governed data about the world, by kind. A new kind is a new row. */
export interface IndicatorKind {
  readonly title: string
  readonly unit: string
  /** Bounds of the value, decimal strings; `max` null when there is none. */
  readonly min: string
  readonly max: string | null
  /** What the indicator is of, for people; subjects are plain keys such as `EE`, `HS:1001` or `EE/HS:1001`. */
  readonly subject: string
}

export const indicatorKinds = {
  volatilityRatio: {
    title: 'Price volatility of 90 days over its reference',
    unit: 'ratio',
    min: '0',
    max: null,
    subject: 'commodity',
  },
  sustainabilityScore: {
    title: 'Verified sustainability certificate score',
    unit: 'points',
    min: '0',
    max: '100',
    subject: 'supply chain',
  },
  worldTradeShare: {
    title: 'Share of world trade, 12 months',
    unit: 'fraction',
    min: '0',
    max: '1',
    subject: 'country/commodity',
  },
  humanDevelopmentIndex: { title: 'Human development index', unit: 'index', min: '0', max: '1', subject: 'country' },
  carbonRatio: {
    title: 'Carbon intensity over the benchmark of its industry',
    unit: 'ratio',
    min: '0',
    max: null,
    subject: 'country/commodity',
  },
  processingLevel: {
    title: 'Level of processing: 0 raw, 1 semi-processed, 2 processed, 3 manufactured',
    unit: 'level',
    min: '0',
    max: '3',
    subject: 'commodity',
  },
  priceRatio: { title: 'Price over its 90-day average', unit: 'ratio', min: '0', max: null, subject: 'commodity' },
  supplyFall: {
    title: 'Fall of world supply within 30 days',
    unit: 'fraction',
    min: '0',
    max: '1',
    subject: 'commodity',
  },
  feeMarketSignal: {
    title: 'Market component of the dynamic fee',
    unit: 'signal',
    min: '-1',
    max: '1',
    subject: 'market',
  },
  feeParticipantSignal: {
    title: 'Participant component of the dynamic fee: its standing',
    unit: 'signal',
    min: '-1',
    max: '1',
    subject: 'party',
  },
  feeEconomicSignal: {
    title: 'Economic component of the dynamic fee',
    unit: 'signal',
    min: '-1',
    max: '1',
    subject: 'economy',
  },
  ptPriceUsd: { title: 'Price of Payment Token', unit: 'USD', min: '0', max: null, subject: 'token' },
  ftVelocity: { title: 'Velocity of Foundation Token', unit: 'ratio', min: '0', max: null, subject: 'token' },
} as const satisfies Readonly<Record<string, IndicatorKind>>

export type IndicatorKey = keyof typeof indicatorKinds
export const indicatorKeys = Object.keys(indicatorKinds) as readonly IndicatorKey[]
