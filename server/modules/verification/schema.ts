/** Shapes of verification's API. Quantities are in the case's unit (tonnes, or kg CO2e) unless a name says otherwise. */
import { issuerTypes } from '@assay/domain/dossier.ts'
import { statesOf } from '@assay/domain/lifecycle.ts'
import { caseLifecycle, oracleRoundLifecycle } from '@assay/domain/lifecycles.ts'
import { uncertainTerms } from '@assay/domain/methodology/hempLimeInputs.ts'
import { Type } from 'typebox'
import {
  AddressField,
  Bytes32,
  CountryCode,
  Decimal,
  Instant,
  Nullable,
  OneOf,
  SignatureField,
  SignedDecimal,
  Text,
  UsedVersions,
  Uuid,
  WholeNumber,
} from '../../fields.ts'
import { PageOf, pageQuery } from '../../page.ts'
import { ForestMeasurements, SoilMeasurements } from './landSchemas.ts'

export const subjectKinds = ['trade', 'quantification'] as const
export const programmes = ['commodity', 'carbon'] as const
export const outcomes = ['approved', 'partial', 'rejected'] as const

const Round = Type.Integer({ minimum: 1, maximum: 1000 })
const ScoreE4 = Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Score 0 to 100, times 10,000.' })
const NodeIndex = Type.Integer({ minimum: 0, maximum: 255 })

/** JSON of no fixed shape: an explanation or a dossier, whose own rules live in domain/. */
export const AnyJson = Type.Unknown()

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
  run: AnyJson,
  parametersAt: Instant,
  recordedAt: Instant,
})

export const CaseIdParams = Type.Object({ caseId: Uuid })

/** One of the two. */
export const CaseInput = Type.Object(
  { tradeId: Type.Optional(Uuid), quantificationId: Type.Optional(Uuid) },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
)

export const NodeInput = Type.Object(
  {
    partyId: Uuid,
    name: Text(100, 'Harbour survey node'),
    programme: OneOf(programmes),
    signer: AddressField,
    type: OneOf(issuerTypes),
    jurisdiction: CountryCode,
    reliesOn: Type.Array(Text(200, 'Example Survey'), { maxItems: 100, uniqueItems: true }),
    reliability: Type.String({ pattern: '^(1(\\.0{1,4})?|0\\.[5-9][0-9]{0,3})$', examples: ['0.9'] }),
    active: Type.Optional(Type.Boolean({ default: true })),
  },
  { additionalProperties: false },
)

export const NodeView = Type.Object({
  nodeIndex: NodeIndex,
  partyId: Uuid,
  name: Type.String(),
  programme: OneOf(programmes),
  signer: AddressField,
  type: OneOf(issuerTypes),
  jurisdiction: CountryCode,
  reliesOn: Type.Array(Type.String()),
  reliability: Decimal,
  active: Type.Boolean(),
  onChain: Type.Boolean({ description: 'The chain knows the node with this key and reliability.' }),
})

export const ReportMessage = Type.Object(
  {
    caseId: Bytes32,
    round: Round,
    evidenceRoot: Bytes32,
    termsHash: Bytes32,
    quantity: WholeNumber,
    scoreE4: ScoreE4,
    agrees: Type.Boolean(),
    critical: Type.Boolean(),
    justificationHash: Bytes32,
  },
  { additionalProperties: false },
)

export const ReportInput = Type.Object(
  {
    report: ReportMessage,
    signature: SignatureField,
    justification: Type.Unknown({
      description: 'What `justificationHash` is the keccak256 of, in canonical JSON (RFC 8785).',
    }),
  },
  { additionalProperties: false },
)

export const ReportView = Type.Object({
  nodeIndex: NodeIndex,
  nodeName: Type.String(),
  signer: AddressField,
  reliability: Decimal,
  policy: Type.Object(
    { type: OneOf(issuerTypes), jurisdiction: CountryCode, reliesOn: Type.Array(Type.String()) },
    { description: 'What the node had published when it reported.' },
  ),
  score: Decimal,
  report: ReportMessage,
  digest: Bytes32,
  signature: SignatureField,
  justification: AnyJson,
  reportedAt: Instant,
})

export const AssignmentView = Type.Object({
  caseId: Uuid,
  onChainId: Bytes32,
  subjectKind: OneOf(subjectKinds),
  reference: Type.String(),
  round: Round,
  proposedQuantity: WholeNumber,
  nodeIndex: NodeIndex,
  reportsUntil: Instant,
})

const RoundView = Type.Object({
  round: Round,
  state: OneOf(statesOf(oracleRoundLifecycle)),
  proposition: Decimal,
  openedAt: Instant,
  reportsUntil: Instant,
  reports: Type.Integer({ minimum: 0, description: 'How many nodes have reported.' }),
  tally: AnyJson,
  reviewQuantity: Nullable(Decimal),
})

export const ChallengeView = Type.Object({
  challengeId: Uuid,
  round: Round,
  state: OneOf(['sent', 'held', 'dismissed', 'upheld', 'failed']),
  challengerPartyId: Nullable(Uuid),
  reason: Type.String(),
  raisedAt: Instant,
  decision: Nullable(OneOf(['uphold', 'dismiss'])),
  resolution: Nullable(Type.String()),
  resolvedAt: Nullable(Instant),
  failure: Nullable(
    Type.String({ description: 'Why the chain did not take the challenge, or the last decision on it.' }),
  ),
})

/** What a list of cases shows of each. */
const summary = {
  caseId: Uuid,
  onChainId: Bytes32,
  subjectKind: OneOf(subjectKinds),
  reference: Type.String(),
  state: OneOf(statesOf(caseLifecycle)),
  settled: Type.Boolean(),
  verdict: Nullable({
    ...OneOf(outcomes),
    description:
      'Null while there is none, and again once an upheld challenge has overturned it; while `disputed` it is contested.',
  }),
  round: Round,
  unit: OneOf(['t', 'kgCO2e']),
  contractedQuantity: Decimal,
  deadline: Instant,
}

export const CaseSummary = Type.Object({ ...summary, openedAt: Instant })

export const CaseQuery = Type.Object(
  { ...pageQuery, state: Type.Optional(OneOf(statesOf(caseLifecycle))) },
  { additionalProperties: false },
)
export const CasePage = PageOf(CaseSummary)

export const CaseView = Type.Object({
  ...summary,
  overturnedVerdict: Nullable({
    ...OneOf(outcomes),
    description: 'What an upheld challenge has overturned: it has no effect.',
  }),
  proposition: Decimal,
  verifiedQuantity: Nullable(Decimal),
  verificationScore: Nullable(Decimal),
  components: AnyJson,
  committeeScore: Nullable(Decimal),
  threshold: Decimal,
  consensus: Nullable(Decimal),
  consensusRequired: Decimal,
  trust: Nullable(Decimal),
  trustComponents: AnyJson,
  trustBand: Nullable(Type.String()),
  surveyedQuantity: Nullable(Decimal),
  explanation: AnyJson,
  tier: AnyJson,
  committee: Type.Array(NodeIndex),
  claimKey: Bytes32,
  evidenceRoot: Bytes32,
  termsHash: Bytes32,
  terms: AnyJson,
  parametersAt: Instant,
  parameters: UsedVersions,
  challengeUntil: Nullable(Instant),
  openedTransaction: Nullable(Bytes32),
  concludedTransaction: Nullable(Bytes32),
  failure: Nullable(Type.String()),
  rounds: Type.Array(RoundView),
  challenges: Type.Array(ChallengeView, { maxItems: 200 }),
})
