/** Shapes of verification's API. Quantities are in the case's unit (tonnes, or kg CO2e) unless a name says otherwise. */
import { issuerTypes } from '@assay/domain/dossier.ts'
import { statesOf } from '@assay/domain/lifecycle.ts'
import { caseLifecycle, oracleRoundLifecycle } from '@assay/domain/lifecycles.ts'
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
  UsedVersions,
  Uuid,
  WholeNumber,
} from '../../fields.ts'
import { PageOf, pageQuery } from '../../page.ts'
import { NodeIndex } from '../oracles/index.ts'

export const subjectKinds = ['trade', 'quantification'] as const
export const outcomes = ['approved', 'partial', 'rejected'] as const

const Round = Type.Integer({ minimum: 1, maximum: 1000 })
const ScoreE4 = Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Score 0 to 100, times 10,000.' })

/** JSON of no fixed shape: an explanation or a dossier, whose own rules live in domain/. */
export const AnyJson = Type.Unknown()

export const CaseIdParams = Type.Object({ caseId: Uuid })

/** One of the two. */
export const CaseInput = Type.Object(
  { tradeId: Type.Optional(Uuid), quantificationId: Type.Optional(Uuid) },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
)

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
  signature: Nullable(SignatureField),
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
  body: Nullable(OneOf(['mediation', 'arbitration', 'council'])),
  decideBy: Nullable(Instant),
  overdue: Type.Boolean({ description: 'Undecided although the time of a body has passed.' }),
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
  overdue: Type.Boolean({
    description: 'A challenge of the case is undecided although the time of a body has passed.',
  }),
})
