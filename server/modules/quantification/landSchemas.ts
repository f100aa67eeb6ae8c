/** Shapes of what the owner of a land project states. Ranges and what belongs together are rules of domain/methodology. */
import { heightRegions } from '@assay/domain/programmes/secretTreesForest.ts'
import { type TObject, type TProperties, type TSchema, Type } from 'typebox'
import { Decimal, OneOf, SignedDecimal, Text, Uuid } from '../../fields.ts'

const closed = <P extends TProperties>(members: P): TObject<P> => Type.Object(members, { additionalProperties: false })
const some = <S extends TSchema>(schema: S, maxItems = 200) => Type.Array(schema, { minItems: 1, maxItems })
const Stratum = Text(200, 'hill')

const account = {
  baselineKg: Decimal,
  leakageKg: Decimal,
  emissionsKg: closed({ preparation: Decimal, fertiliser: Decimal, fuel: Decimal, burning: Decimal }),
} as const

const InventoryOf = closed({
  documentId: Type.Unsafe<string>({
    ...Uuid,
    description: 'A tree inventory of the project; its trees are read from it.',
  }),
  plots: some(closed({ plot: Text(200, 'A'), stratum: Stratum, areaHa: Decimal }), 2000),
  heights: Type.Optional(
    closed({
      region: Type.Optional(OneOf(heightRegions)),
      stress: Type.Optional(SignedDecimal),
      temperatureSeasonality: Type.Optional(SignedDecimal),
      waterDeficit: Type.Optional(SignedDecimal),
      precipitationSeasonality: Type.Optional(SignedDecimal),
    }),
  ),
})

const GainLoss = closed({
  stratum: Stratum,
  growth: closed({
    tPerHaYear: Type.Optional(Decimal),
    m3PerHaYear: Type.Optional(Decimal),
    expansionTPerM3: Type.Optional(Decimal),
    share: Decimal,
  }),
  woodRemoval: closed({ m3PerYear: Decimal, expansionTPerM3: Decimal, share: Decimal }),
  fuelwood: closed({
    treesM3PerYear: Decimal,
    expansionTPerM3: Decimal,
    partsM3PerYear: Decimal,
    densityTPerM3: Decimal,
    share: Decimal,
  }),
  disturbance: closed({ haPerYear: Decimal, biomassTPerHa: Decimal, shareLost: Decimal, share: Decimal }),
})

export const ForestMeasurements = closed({
  strata: some(closed({ stratum: Stratum, areaHa: Decimal })),
  years: Decimal,
  stockDifference: Type.Optional(
    closed({
      later: InventoryOf,
      earlier: closed({
        inventory: Type.Optional(InventoryOf),
        stocks: Type.Optional(some(closed({ stratum: Stratum, biomassTPerHa: Decimal, share: Decimal }))),
        crownCover: Type.Optional(
          some(closed({ stratum: Stratum, cover: Decimal, forestTPerHa: Decimal, share: Decimal })),
        ),
      }),
    }),
  ),
  gainLoss: Type.Optional(some(GainLoss)),
  rootToShoot: Type.Optional(Decimal),
  ...account,
})

const Layers = some(
  closed({
    topCm: Type.Integer({ minimum: 0, maximum: 1000 }),
    bottomCm: Type.Integer({ minimum: 1, maximum: 1000 }),
    bulkDensity: Decimal,
    organicCarbonPercent: Decimal,
    coarsePercent: Decimal,
  }),
  20,
)

export const SoilMeasurements = closed({
  strata: some(
    closed({
      stratum: Stratum,
      areaHa: Decimal,
      points: some(closed({ point: Text(200, 'P1'), baseline: Layers, after: Layers }), 2000),
    }),
  ),
  relativeErrors: Type.Optional(some(closed({ source: Text(100, 'laboratory'), share: Decimal }), 50)),
  ...account,
})
