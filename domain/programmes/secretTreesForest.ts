/** Numbers of the forest inventory methodology, one row per version, with the publication each comes from. */
import { decimal, integer, record, rows, semanticVersion, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

const share = decimal('ratio', '0', '1', 4)
const coefficient = decimal('coefficient', '-100', '100', 6)

export const heightRegions = [
  'africa',
  'centralAfrica',
  'eastAfrica',
  'westAfrica',
  'southAmerica',
  'brazilianShield',
  'eastCentralAmazonia',
  'guianaShield',
  'westAmazonia',
  'southeastAsia',
  'northAustralia',
  'pantropical',
] as const
export type HeightRegion = (typeof heightRegions)[number]

const methodologyVersion = record({
  version: semanticVersion,
  carbonToCo2Numerator: integer('ratio', 1, 100_000),
  carbonToCo2Denominator: integer('ratio', 1, 100_000),
  carbonFraction: share, // t C per t of dry matter
  heightKnown: record({ coefficient, exponent: coefficient }),
  heightUnknown: record({
    intercept: coefficient,
    stress: coefficient,
    density: coefficient,
    diameter: coefficient,
    diameterSquared: coefficient,
  }),
  stress: record({
    temperatureSeasonality: coefficient,
    waterDeficit: coefficient,
    precipitationSeasonality: coefficient,
  }),
  roots: record({ intercept: coefficient, slope: coefficient }),
  baselineRootToShoot: share, // of trees that were there before, by crown cover
  woodDensity: decimal('g/cm3', '0.1', '1.5', 4), // g/cm3, of a tree whose density is not known
  diameterLeast: decimal('cm', '1', '100', 2), // cm; thinner trees are not counted
  diameterCalibrated: decimal('cm', '1', '1000', 2), // cm; a thicker tree is outside the data of the equation
  allometryError: share, // half-widths, of the estimate
  rootError: share,
  carbonFractionError: share,
})

export const forest = defineParameters('secretTrees.forest', {
  versions: {
    title: 'Constants of the forest inventory methodology, one row per version',
    codec: rows(methodologyVersion, 32, (list) =>
      new Set(list.map((row) => row.version)).size === list.length ? null : 'a version is listed twice',
    ),
    initial: [
      {
        version: '1.0.0',
        carbonToCo2Numerator: 44,
        carbonToCo2Denominator: 12,
        carbonFraction: '0.47',
        heightKnown: { coefficient: '0.0673', exponent: '0.976' },
        heightUnknown: {
          intercept: '-1.803',
          stress: '-0.976',
          density: '0.976',
          diameter: '2.673',
          diameterSquared: '-0.0299',
        },
        stress: {
          temperatureSeasonality: '0.000178',
          waterDeficit: '-0.000938',
          precipitationSeasonality: '-0.00661',
        },
        roots: { intercept: '-1.085', slope: '0.9256' },
        baselineRootToShoot: '0.25',
        woodDensity: '0.5',
        diameterLeast: '5',
        diameterCalibrated: '212',
        allometryError: '0.05',
        rootError: '0.2',
        carbonFractionError: '0.05',
      },
    ],
    authority: 'methodologyBoard',
    noticeDays: 30,
    source:
      'Chave et al. 2014 equations 4, 6b, 7 and range of diameters; CDM AR-TOOL14 carbon fraction, root-shoot equation, crown cover; ' +
      'wood density and errors of allometry, roots and carbon fraction [P]',
  },
  currentVersion: {
    title: 'Forest inventory version of new quantifications',
    codec: semanticVersion,
    initial: '1.0.0',
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '[P]',
  },
  heightModels: {
    title: 'Height of a tree by its diameter, H = a (1 − e^(−b D^c)), where it was not measured',
    codec: tableOf(
      heightRegions,
      record({
        a: decimal('coefficient', '1', '1000', 4),
        b: decimal('coefficient', '0.0001', '1', 6),
        c: decimal('coefficient', '0.1', '3', 6),
      }),
    ),
    initial: {
      africa: { a: '50.096', b: '0.03711', c: '0.8291' },
      centralAfrica: { a: '50.453', b: '0.0471', c: '0.812' },
      eastAfrica: { a: '43.974', b: '0.0334', c: '0.8546' },
      westAfrica: { a: '53.133', b: '0.0331', c: '0.8329' },
      southAmerica: { a: '42.574', b: '0.0482', c: '0.8307' },
      brazilianShield: { a: '227.35', b: '0.0139', c: '0.555' },
      eastCentralAmazonia: { a: '48.131', b: '0.0375', c: '0.8228' },
      guianaShield: { a: '42.845', b: '0.0433', c: '0.9372' },
      westAmazonia: { a: '46.263', b: '0.0876', c: '0.6072' },
      southeastAsia: { a: '57.122', b: '0.0332', c: '0.8468' },
      northAustralia: { a: '41.721', b: '0.0529', c: '0.7755' },
      pantropical: { a: '50.874', b: '0.042', c: '0.784' },
    },
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: 'Feldpausch et al. 2012, Weibull models by region',
  },
  discounts: {
    title: 'Share of the uncertainty that is deducted, once the uncertainty is above a bound',
    codec: rows(record({ above: share, discount: share }), 20, (list) =>
      list.every((row, index) => index === 0 || row.above.greaterThan(list[index - 1]!.above))
        ? null
        : 'bounds must rise',
    ),
    initial: [
      { above: '0.1', discount: '0.25' },
      { above: '0.15', discount: '0.5' },
      { above: '0.2', discount: '0.75' },
      { above: '0.3', discount: '1' },
    ],
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: 'CDM AR-TOOL14 Appendix 2',
  },
})
