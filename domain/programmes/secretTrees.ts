/** The Secret Trees programme: quantification, issuance, registry and marketplace (domain.md 2.23, 2.24), every number. */
import { decimal, integer, record, rows, semanticVersion } from '../codecs.ts'
import { defineParameters, type Parameter } from '../parameters.ts'
import { longestWindowSeconds, mostNodes } from './fictraVerification.ts'
import { secretTreesFees } from './secretTreesFees.ts'
import { forest } from './secretTreesForest.ts'
import { secretTreesPermanence } from './secretTreesPermanence.ts'
import { secretTreesRetention } from './secretTreesRetention.ts'
import { soil } from './secretTreesSoil.ts'
import { uncertainty } from './secretTreesUncertainty.ts'

const share = decimal('ratio', '0', '1', 4)
const factor = decimal('kgCO2e/kg', '-10', '10', 6)

const methodology = defineParameters('secretTrees.methodology', {
  hempLime: {
    title: 'Constants of the hemp-lime methodology, one row per version',
    codec: rows(
      record({
        version: semanticVersion,
        carbonToCo2Numerator: integer('ratio', 1, 100_000),
        carbonToCo2Denominator: integer('ratio', 1, 100_000),
        carbonFraction: share, // of dry biomass, when no laboratory value is given
        hurdFactor: factor, // kg CO2e stored per kg of hurd in the bill of materials
        timberFactor: factor,
        binderFactor: factor, // negative: net emission after what the binder takes up again
        timberDensity: decimal('kg/m3', '1', '2000', 2), // kg per m3
        hurdMoistureMax: share,
        abovegroundFactor: share,
        belowgroundFactor: share,
        soilFactor: share,
        rootToShoot: share,
      }),
      32,
      (list) => (new Set(list.map((row) => row.version)).size === list.length ? null : 'a version is listed twice'),
    ),
    initial: [hempLime('1.0.0', 367, 100), hempLime('1.1.0', 44, 12), hempLime('1.2.0', 44, 12)],
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.23; timber density [P]',
  },
  currentVersion: {
    title: 'Methodology version of new quantifications',
    codec: semanticVersion,
    initial: '1.0.0',
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.23',
  },
  sampling: {
    title: 'Samples a quantification needs at least',
    codec: record({
      plotsPerHectare: integer('1/ha', 1, 1000),
      soilPointsPerHectare: integer('1/ha', 1, 1000),
      thicknessPointsPerWall: integer('count', 1, 1000),
      densitySamplesPerBatch: integer('count', 1, 1000),
    }),
    initial: { plotsPerHectare: 3, soilPointsPerHectare: 5, thicknessPointsPerWall: 10, densitySamplesPerBatch: 3 },
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.23',
  },
})

const issuance = defineParameters('secretTrees.issuance', {
  minimumUncertainty: {
    title: 'Uncertainty deduction at least',
    codec: share,
    initial: '0.1',
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.23',
  },
  bufferShare: {
    title: 'Share that goes to the buffer pool',
    codec: share,
    initial: '0.15',
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.24',
  },
})

const verification = defineParameters('secretTrees.verification', {
  quorum: {
    title:
      'Verifier reports a carbon case needs, share of their reliability that must agree, seconds to challenge and to answer',
    codec: record({
      minReports: integer('count', 1, mostNodes),
      consensus: decimal('ratio', '0.5001', '1', 4),
      threshold: decimal('points', '0', '100', 4),
      challengeSeconds: integer('seconds', 1, longestWindowSeconds),
      deadlineSeconds: integer('seconds', 60, 31_536_000),
    }),
    initial: {
      minReports: 1,
      consensus: '0.75',
      threshold: '85',
      challengeSeconds: 172_800,
      deadlineSeconds: 2_592_000,
    },
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '1.9, 2.24; [P]',
  },
  scoring: {
    title:
      'Weights of a verifier’s score, and points of a document by what could be authenticated; a false signature has none',
    codec: record({
      quantityWeight: decimal('ratio', '0.35', '0.45', 4),
      documentsWeight: decimal('ratio', '0.25', '0.3', 4),
      authentic: decimal('points', '0', '100', 4), // signed by an issuer that the register knows
      credible: decimal('points', '0', '100', 4), // one of the two
      declared: decimal('points', '0', '100', 4), // neither: the word of whoever filed it
    }),
    initial: { quantityWeight: '0.35', documentsWeight: '0.3', authentic: '100', credible: '85', declared: '70' },
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.2; points [P]',
  },
})

const registry = defineParameters('secretTrees.registry', {
  areaTolerance: {
    title: 'Difference allowed between declared and computed area, share',
    codec: share,
    initial: '0.05',
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '2.24 [P]',
  },
  publicGeohashLength: {
    title: 'Characters of a parcel location that may be public',
    codec: integer('count', 1, 5),
    initial: 5,
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '2.24',
  },
})

const market = defineParameters('secretTrees.market', {
  commission: {
    title: 'Commission on a sale of credits',
    codec: decimal('ratio', '0.02', '0.05', 4),
    initial: '0.05',
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.24',
  },
})

export const secretTrees = {
  methodology,
  forest,
  soil,
  uncertainty,
  issuance,
  verification,
  permanence: secretTreesPermanence,
  registry,
  market,
  fees: secretTreesFees,
  retention: secretTreesRetention,
} as const

export const secretTreesParameters: readonly Parameter<unknown>[] = Object.values(secretTrees).flatMap((subject) =>
  Object.values<Parameter<unknown>>(subject),
)

function hempLime(version: string, carbonToCo2Numerator: number, carbonToCo2Denominator: number) {
  return {
    version,
    carbonToCo2Numerator,
    carbonToCo2Denominator,
    carbonFraction: '0.4',
    hurdFactor: '1.62',
    timberFactor: '1.8',
    binderFactor: '-0.15',
    timberDensity: '480',
    hurdMoistureMax: '0.12',
    abovegroundFactor: '0.95',
    belowgroundFactor: '0.9',
    soilFactor: '0.7',
    rootToShoot: '0.22',
  }
}
