/** FICTRA: emission of Payment Token under its cap (domain.md 2.9): classes, schedule, conditions. */
import { amount, choice, decimal, flag, integer, record, rows, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'
import { formatQuantity, type Quantity } from '../quantity.ts'
import { fictraSettlement } from './fictraSettlement.ts'

export const emissionClasses = ['public', 'liquidity', 'treasury', 'partners', 'team', 'ecosystem'] as const
export type EmissionClass = (typeof emissionClasses)[number]

/** The releases of the schedule; a name says its class and which one it is. */
export const releaseNames = [
  'seed',
  'private',
  'public',
  'listings',
  'partners1',
  'team1',
  'grants1',
  'partners2',
  'treasury1',
  'operations1',
  'team2',
  'grants2',
  'treasury2',
  'partners3',
  'team3',
  'operations2',
  'treasury3',
  'grants3',
  'team4',
  'partners4',
  'operations3',
  'treasury4',
] as const
export type ReleaseName = (typeof releaseNames)[number]

/** What a release waits for besides its month. */
export const emissionConditions = ['none', 'activeTraders', 'tradedVolume', 'commodityClasses', 'calmMarket'] as const
export type EmissionCondition = (typeof emissionConditions)[number]

const pt = amount('PT', '0', '500000000')
const days = integer('days', 0, 3_650)

const classCaps = defineParameters('fictra.emission', {
  classCaps: {
    title: 'Payment Token each class may ever receive; together the cap',
    codec: tableOf(emissionClasses, pt),
    initial: {
      public: '150000000',
      liquidity: '100000000',
      treasury: '75000000',
      partners: '75000000',
      team: '50000000',
      ecosystem: '50000000',
    },
    authority: 'councilAndSovereigns',
    noticeDays: 180,
    source: '2.9',
    step(next: Readonly<Record<EmissionClass, Quantity<'PT'>>>, _previous, inForce) {
      const total = Object.values(next).reduce((sum, { value }) => sum + value, 0n)
      const cap = inForce.get(fictraSettlement.paymentTokenCap)
      return total <= cap.value ? null : `the classes sum to more than the cap of ${formatQuantity(cap)}`
    },
  },
})

const emission = defineParameters('fictra.emission', {
  schedule: {
    title: 'Releases by month since launch: class, amount, condition, and whether holders vote on it',
    codec: rows(
      record({
        name: choice(releaseNames),
        month: integer('months', 1, 1_200),
        class: choice(emissionClasses),
        amountPt: pt,
        needs: choice(emissionConditions),
        vote: flag,
      }),
      releaseNames.length,
      (list) => (new Set(list.map(({ name }) => name)).size === list.length ? null : 'a release is listed twice'),
    ),
    initial: [
      release('seed', 1, 'public', '25000000'),
      release('private', 3, 'public', '50000000'),
      release('public', 6, 'public', '75000000'),
      release('listings', 7, 'liquidity', '25000000'),
      release('partners1', 9, 'partners', '18750000'),
      release('team1', 13, 'team', '12500000'),
      release('grants1', 15, 'ecosystem', '15000000', 'activeTraders'),
      release('partners2', 18, 'partners', '18750000', 'tradedVolume'),
      release('treasury1', 24, 'treasury', '18750000'),
      release('operations1', 30, 'liquidity', '25000000', 'calmMarket'),
      release('team2', 36, 'team', '12500000'),
      release('grants2', 42, 'ecosystem', '15000000', 'commodityClasses'),
      release('treasury2', 48, 'treasury', '18750000'),
      release('partners3', 54, 'partners', '18750000', 'tradedVolume'),
      release('team3', 60, 'team', '12500000'),
      release('operations2', 66, 'liquidity', '25000000', 'calmMarket'),
      release('treasury3', 72, 'treasury', '18750000'),
      release('grants3', 78, 'ecosystem', '20000000', 'commodityClasses', true),
      release('team4', 84, 'team', '12500000', 'none', true),
      release('partners4', 90, 'partners', '18750000', 'tradedVolume', true),
      release('operations3', 96, 'liquidity', '25000000', 'calmMarket', true),
      release('treasury4', 108, 'treasury', '18750000', 'none', true),
    ],
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.9 [R]: the eight releases of partners and treasury at 18.75M; conditions besides grants1 [P]',
  },
  conditions: {
    title: 'What each condition of a release asks for',
    codec: record({
      activeTradersLeast: integer('count', 0, 1_000_000_000),
      volumeUsdLeast: decimal('USD', '0', '1000000000000', 2), // mean of 30 days
      commodityClassesLeast: integer('count', 0, 100),
      calmDaysLeast: days, // days in a row with a low volatility index
    }),
    initial: { activeTradersLeast: 100, volumeUsdLeast: '50000000', commodityClassesLeast: 5, calmDaysLeast: 60 },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.9',
  },
})

export const fictraEmission = { ...classCaps, ...emission } as const

function release(
  name: ReleaseName,
  month: number,
  of: EmissionClass,
  amountPt: string,
  needs: EmissionCondition = 'none',
  vote = false,
) {
  return { name, month, class: of, amountPt, needs, vote }
}
