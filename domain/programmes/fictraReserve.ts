/** FICTRA: what the reserve is made of and who may use it (domain.md 2.15): targets, mix, pools, deployment, emergency. */
import { bands, choice, decimal, integer, record, tableOf } from '../codecs.ts'
import { type Exact, sum } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'

export const reserveClasses = [
  'fiat',
  'commodityBacked',
  'fixedIncome',
  'digital',
  'strategic',
  'priceReserve',
] as const
export type ReserveClass = (typeof reserveClasses)[number]

export const reserveProfiles = ['launch', 'standard'] as const
export type ReserveProfile = (typeof reserveProfiles)[number]

/** Currencies of the fiat part; `commodity` are those of states that export commodities. */
export const reserveCurrencies = ['USD', 'EUR', 'CNY', 'CHF', 'commodity'] as const
export type ReserveCurrency = (typeof reserveCurrencies)[number]

export const poolAssets = ['pt', 'fiat', 'commodity'] as const
export type PoolAsset = (typeof poolAssets)[number]

export const deploymentAuthorities = [
  'chiefTreasuryOfficer',
  'executiveCommittee',
  'chairAndTwo',
  'councilVote',
] as const
export type DeploymentAuthority = (typeof deploymentAuthorities)[number]

const share = decimal('ratio', '0', '1', 6)
const range = record({ least: share, most: share }, ({ least, most }) =>
  least.lessThanOrEqualTo(most) ? null : 'the least is above the most',
)
const target = record({ target: share, least: share, most: share }, (row) =>
  row.least.lessThanOrEqualTo(row.target) && row.target.lessThanOrEqualTo(row.most)
    ? null
    : 'the target is outside its range',
)
const mix = tableOf(poolAssets, share, (shares) =>
  sumsToOne(Object.values(shares)) ? null : 'the shares must sum to 1',
)

export const fictraReserve = defineParameters('fictra.reserve', {
  targets: {
    title: 'Target and range of each class of the reserve, at launch and after it',
    codec: tableOf(
      reserveProfiles,
      tableOf(reserveClasses, target, (classes) =>
        sumsToOne(Object.values(classes).map((row) => row.target)) ? null : 'the targets must sum to 1',
      ),
    ),
    initial: {
      launch: {
        fiat: { target: '0.4', least: '0.25', most: '0.4' },
        commodityBacked: { target: '0.25', least: '0.25', most: '0.45' },
        fixedIncome: { target: '0.15', least: '0.15', most: '0.25' },
        digital: { target: '0.05', least: '0.05', most: '0.15' },
        strategic: { target: '0.05', least: '0.05', most: '0.15' },
        priceReserve: { target: '0.1', least: '0', most: '0.25' },
      },
      standard: {
        fiat: { target: '0.3', least: '0.25', most: '0.4' },
        commodityBacked: { target: '0.3', least: '0.25', most: '0.45' },
        fixedIncome: { target: '0.2', least: '0.15', most: '0.25' },
        digital: { target: '0.1', least: '0.05', most: '0.15' },
        strategic: { target: '0.1', least: '0.05', most: '0.15' },
        priceReserve: { target: '0', least: '0', most: '0' },
      },
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.15; range of strategic, and the price reserve at launch as what the others leave [P]',
  },
  drift: {
    title: 'Distance of a class from its target, share of the reserve, at which it is rebalanced',
    codec: decimal('ratio', '0.001', '1', 6),
    initial: '0.05',
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.15',
  },
  fiatMix: {
    title: 'Most of one currency, least number of currencies, range of each, share of the fiat part',
    codec: record({
      singleMost: share,
      currenciesLeast: integer('count', 1, 50),
      ranges: tableOf(reserveCurrencies, range),
    }),
    initial: {
      singleMost: '0.4',
      currenciesLeast: 5,
      ranges: {
        USD: { least: '0.3', most: '0.4' },
        EUR: { least: '0.2', most: '0.3' },
        CNY: { least: '0.1', most: '0.2' },
        CHF: { least: '0.05', most: '0.1' },
        commodity: { least: '0.15', most: '0.25' },
      },
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.15',
  },
  liquidityTiers: {
    title: 'Share of the reserve by how soon it can be used: at once, in days, in weeks; most at one custodian',
    codec: record({ first: share, second: share, third: share, custodianMost: share }, ({ first, second, third }) =>
      sumsToOne([first, second, third]) ? null : 'the tiers must sum to 1',
    ),
    initial: { first: '0.3', second: '0.4', third: '0.3', custodianMost: '0.15' },
    authority: 'council',
    noticeDays: 30,
    source: '2.15',
  },
  pools: {
    title:
      'Size of the pools as a share of the cap of Payment Token, what each is made of, least reserve of circulation',
    codec: record({
      stabilisationLeast: share,
      stabilisationMost: share,
      stabilisation: mix,
      sovereignBuffer: mix,
      emergencyShare: share,
      emergency: mix,
      reserveLeast: share,
    }),
    initial: {
      stabilisationLeast: '0.15',
      stabilisationMost: '0.2',
      stabilisation: { pt: '0.4', fiat: '0.3', commodity: '0.3' },
      sovereignBuffer: { pt: '0.6', fiat: '0.2', commodity: '0.2' },
      emergencyShare: '0.05',
      emergency: { pt: '0.3', fiat: '0.7', commodity: '0' },
      reserveLeast: '0.2',
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.15',
  },
  deployment: {
    title: 'Who may deploy the reserve, by its share deployed within a day',
    codec: bands('ratio', '0', '1', choice(deploymentAuthorities)),
    initial: [
      { from: '0', value: 'chiefTreasuryOfficer' },
      { from: '0.005', value: 'executiveCommittee' },
      { from: '0.02', value: 'chairAndTwo' },
      { from: '0.05', value: 'councilVote' },
    ],
    authority: 'council',
    noticeDays: 30,
    source: '2.15',
  },
  emergency: {
    title:
      'Emergency facility: most of the cap, votes of how many, most of it within so many hours, days to rebuild it',
    codec: record({
      ofCapMost: share,
      approvals: integer('count', 1, 100),
      of: integer('count', 1, 100),
      paceShare: share,
      paceHours: integer('hours', 1, 720),
      rebuildDays: integer('days', 1, 3_650),
    }),
    initial: { ofCapMost: '0.3', approvals: 6, of: 9, paceShare: '0.5', paceHours: 72, rebuildDays: 90 },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.15',
  },
})

function sumsToOne(shares: readonly Exact[]): boolean {
  return sum(shares).equals(1)
}
