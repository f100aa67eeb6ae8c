/** Limits and plausibility of input from outside: codes, land, vessels, price series. None comes from domain.md; all are [P]. */
import { commodityCategories } from '../assetClasses.ts'
import { amount, decimal, hsSubheading, integer, locode, rows, tableOf } from '../codecs.ts'
import { defineParameters, type Parameter } from '../parameters.ts'

/** What a list of codes may hold at most before a newer edition of the whole is due. */
const addedMost = 500
const onceOnly = (codes: readonly string[]) => (new Set(codes).size === codes.length ? null : 'a code is named twice')

/** Papers were read under the codes, and every node of a later case reads them again. */
function stayAdded(next: readonly string[], previous: readonly string[]): string | null {
  const gone = previous.find((code) => !next.includes(code))
  return gone === undefined ? null : `${gone} was added before and stays: papers were read by it`
}

/** The lists of codes that the program carries are of an edition; this is how they are kept up until the next. */
const codes = defineParameters('inputs.codes', {
  portsAdded: {
    title: 'Ports of UN/LOCODE that the list the program carries does not have',
    codec: rows(locode, addedMost, onceOnly, 0),
    initial: [],
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.2 [P]',
    step: stayAdded,
  },
  subheadingsAdded: {
    title: 'Subheadings of earlier or later editions of the Harmonized System that papers may cite',
    codec: rows(hsSubheading, addedMost, onceOnly, 0),
    initial: [],
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.2 [P]',
    step: stayAdded,
  },
})

const land = defineParameters('inputs.land', {
  overlapToleranceM2: {
    title: 'Area two neighbours may share because their boundaries were drawn apart',
    codec: amount('m2', '0', '100'),
    initial: '1',
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '1.9 step 1 [P]',
  },
  areaMinM2: {
    title: 'Smallest parcel',
    codec: amount('m2', '0.01', '10000'),
    initial: '1',
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '2.24 [P]',
  },
  areaMaxHa: {
    title: 'Largest parcel',
    codec: amount('ha', '1', '10000000'),
    initial: '100000',
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '2.24 [P]',
  },
  verticesMost: {
    title: 'Positions of a parcel at most',
    codec: integer('count', 4, 100_000),
    initial: 10_000,
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '2.24 [P]',
  },
})

const vessel = defineParameters('inputs.vessel', {
  speedMaxKnots: {
    title: 'Fastest plausible way between two positions of a cargo vessel',
    codec: decimal('knots', '1', '200', 2),
    initial: '45',
    authority: 'technicalCommittee',
    noticeDays: 7,
    source: '4.2 route plausibility [P]',
  },
  portRadiusKm: {
    title: 'A vessel that lies still within this distance of a port called there',
    codec: decimal('km', '0.1', '200', 2),
    initial: '30',
    authority: 'technicalCommittee',
    noticeDays: 7,
    source: '4.2 [P]',
  },
  portSpeedMaxKnots: {
    title: 'A vessel is lying still up to this speed',
    codec: decimal('knots', '0', '10', 2),
    initial: '1',
    authority: 'technicalCommittee',
    noticeDays: 7,
    source: '4.2 [P]',
  },
  positionsLeast: {
    title: 'Positions a vessel track needs',
    codec: integer('count', 2, 1000),
    initial: 2,
    authority: 'technicalCommittee',
    noticeDays: 7,
    source: '4.2 [P]',
  },
})

const prices = defineParameters('inputs.prices', {
  windowDays: {
    title: 'Trailing days whose returns make the volatility',
    codec: integer('days', 2, 3660),
    initial: 90,
    authority: 'technicalCommittee',
    noticeDays: 7,
    source: '2.1',
  },
  returnsLeast: {
    title: 'Returns a volatility needs',
    codec: integer('count', 2, 3660),
    initial: 30,
    authority: 'technicalCommittee',
    noticeDays: 7,
    source: '2.1 [P]',
  },
  referenceVolatility: {
    title: 'Standard deviation of daily returns that counts as usual, by category',
    codec: tableOf(commodityCategories, decimal('ratio', '0.0001', '1', 6)),
    initial: {
      energy: '0.02',
      preciousMetals: '0.01',
      industrialMetals: '0.014',
      agriculture: '0.016',
      forestry: '0.014',
      fisheries: '0.014',
      minerals: '0.014',
    },
    authority: 'technicalCommittee',
    noticeDays: 30,
    source: '2.1 [P]',
  },
})

export const inputs = { codes, land, vessel, prices } as const

export const inputParameters: readonly Parameter<unknown>[] = Object.values(inputs).flatMap((subject) =>
  Object.values<Parameter<unknown>>(subject),
)
