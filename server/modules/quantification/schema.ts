/** Shapes of quantification's API. Masses are kg CO2e unless a name says otherwise. */
import { uncertainTerms } from '@assay/domain/methodology/hempLimeInputs.ts'
import { Type } from 'typebox'
import { Bytes32, Decimal, Instant, OneOf, SignedDecimal, Text, Uuid } from '../../fields.ts'
import { ForestMeasurements, SoilMeasurements } from './landSchemas.ts'

const Vintage = Type.Integer({
  minimum: 10_001,
  maximum: 99_994,
  description: 'Year x 10 + quarter.',
  examples: [20253],
})
const Share = Type.String({ pattern: '^(0(\\.[0-9]{1,6})?|1(\\.0{1,6})?)$', examples: ['0.05'] })

/** An amount with how it is known; zero is stated like any other. */
function Stated(description: string) {
  return Type.Object(
    { kg: Decimal, source: Text(500, 'no building would stand there') },
    { additionalProperties: false, description: `${description}, kg CO2e, and how it is known.` },
  )
}

export const QuantifyInput = Type.Object(
  {
    vintage: Type.Optional(Vintage),
    measurements: Type.Optional(
      Type.Object(
        {
          baseline: Stated('Stored without the project'),
          leakage: Stated('Emissions displaced elsewhere'),
          emissionsKg: Type.Object(
            { cultivation: Decimal, processing: Decimal, transport: Decimal, construction: Decimal },
            { additionalProperties: false, description: 'Modules A1, A3, A2 with A4, and A5 of EN 15804+A2.' },
          ),
          emissionsSource: Text(500, 'the factors of the bill include them'),
          soil: Type.Optional(
            Type.Object({ baselineKgC: Decimal, afterKgC: Decimal }, { additionalProperties: false }),
          ),
          carbonationMeasuredKg: Type.Optional(Decimal),
          relativeErrors: Type.Optional(
            Type.Array(
              Type.Object(
                { source: Text(100, 'scales'), of: OneOf(uncertainTerms), share: Share },
                {
                  additionalProperties: false,
                  description:
                    'Half-width of the 90 % interval, as a share of the term it is of; a source of several terms moves them together.',
                },
              ),
              { maxItems: 50 },
            ),
          ),
          samples: Type.Optional(
            Type.Object(
              {
                walls: Type.Array(
                  Type.Object({
                    wall: Text(100, 'north'),
                    thicknessPoints: Type.Integer({ minimum: 0, maximum: 10_000 }),
                  }),
                  { maxItems: 200 },
                ),
                batches: Type.Array(
                  Type.Object({
                    batch: Text(100, 'B1'),
                    densitySamples: Type.Integer({ minimum: 0, maximum: 10_000 }),
                  }),
                  { maxItems: 200 },
                ),
              },
              { additionalProperties: false },
            ),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    forest: Type.Optional(ForestMeasurements),
    soil: Type.Optional(SoilMeasurements),
  },
  {
    additionalProperties: false,
    description: 'Buildings: `measurements`. A forest: `vintage` and `forest`. Cropland: `vintage` and `soil`.',
  },
)

export const QuantificationView = Type.Object({
  quantificationId: Uuid,
  runId: Bytes32,
  projectId: Uuid,
  methodologyId: Type.String(),
  methodologyVersion: Type.String(),
  vintage: Vintage,
  inputsHash: Bytes32,
  grossKg: SignedDecimal,
  netKg: Decimal,
  issuedKg: Decimal,
  bufferKg: Decimal,
  carryKg: Decimal,
  run: Type.Unknown({ description: 'The run with its steps, in the form of `QuantificationRun` of the rulebook.' }),
  parametersAt: Instant,
  recordedAt: Instant,
})
