/** Shapes of issuance. Foundation Token as decimals with up to 18 places, credits in whole kg CO2e. */
import { type Static, Type } from 'typebox'
import {
  AddressField,
  Bytes32,
  Decimal,
  Instant,
  Nullable,
  OneOf,
  Text,
  UsedVersions,
  Uuid,
  WholeNumber,
} from '../../fields.ts'

export const CaseParams = Type.Object({ caseId: Uuid })

export const Allocation = Type.Object({
  caseId: Uuid,
  onChainId: Bytes32,
  tradeId: Uuid,
  state: OneOf(['computed', 'held', 'queued', 'minted', 'dropped']),
  sovereign: AddressField,
  multiplier: Decimal,
  terms: Type.Unknown({ description: 'IAllocation.AllocationTerms, as the committee signed them.' }),
  rawFt: Nullable(Decimal),
  mintedFt: Decimal,
  queuedFt: Decimal,
  expectedFt: Decimal,
  parametersAt: Instant,
  parameters: UsedVersions,
  dueAt: Instant,
  failure: Nullable(Type.String()),
  transactionHash: Nullable(Bytes32),
})
export type Allocation = Static<typeof Allocation>

export const HoldResolutionBody = Type.Object(
  { approved: Type.Boolean(), reason: Text(1000, 'Price spike confirmed by two further sources') },
  { additionalProperties: false },
)

export const Issuance = Type.Object({
  caseId: Uuid,
  onChainId: Bytes32,
  quantificationId: Uuid,
  projectId: Uuid,
  ownerPartyId: Uuid,
  state: OneOf(['computed', 'issued']),
  terms: Type.Unknown({ description: 'ICarbonCredit.IssuanceTerms, as the verifiers signed them.' }),
  creditId: Nullable(WholeNumber),
  holder: AddressField,
  vintage: Type.Integer(),
  netKg: WholeNumber,
  bufferKg: WholeNumber,
  carryKg: Decimal,
  parametersAt: Instant,
  parameters: UsedVersions,
  serialFirst: Nullable(WholeNumber),
  serialLast: Nullable(WholeNumber),
  dueAt: Instant,
  failure: Nullable(Type.String()),
  transactionHash: Nullable(Bytes32),
})
export type Issuance = Static<typeof Issuance>

export const Credit = Type.Object({
  creditId: WholeNumber,
  projectId: Nullable(Uuid),
  vintage: Type.Integer(),
  vintageLabel: Type.String({ examples: ['2025-Q3'] }),
  state: OneOf(['active', 'suspended', 'retired']),
  issuedKg: WholeNumber,
  bufferKg: WholeNumber,
  retiredKg: WholeNumber,
  cancelledKg: WholeNumber,
  circulatingKg: WholeNumber,
  carryKg: Decimal,
  issuances: Type.Array(
    Type.Object({
      caseId: Nullable(Uuid),
      netKg: WholeNumber,
      bufferKg: WholeNumber,
      serialFirst: WholeNumber,
      serialLast: WholeNumber,
      issuedAt: Instant,
      transactionHash: Bytes32,
    }),
    { maxItems: 1000 },
  ),
  suspendedHolders: Type.Array(AddressField, { maxItems: 1000 }),
  notices: Type.Array(Type.Object({ text: Type.String(), publishedAt: Instant, reversalId: Uuid }), { maxItems: 1000 }),
})
export type Credit = Static<typeof Credit>

export const ReversalBody = Type.Object(
  {
    creditId: WholeNumber,
    lostShare: Type.Optional(
      Type.String({
        pattern: '^(1(\\.0{1,6})?|0\\.[0-9]{1,6})$',
        examples: ['0.4'],
        description: 'Share of the issued quantity.',
      }),
    ),
    lostKg: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}(\\.[0-9]{1,6})?$', examples: ['2786.8'] })),
    evidenceDocumentId: Uuid,
    reason: Text(1000, 'Fire destroyed part of the building'),
    poolCreditIds: Type.Optional(Type.Array(WholeNumber, { maxItems: 100, uniqueItems: true })),
  },
  { additionalProperties: false },
)

export const Reversal = Type.Object({
  reversalId: Uuid,
  onChainId: Bytes32,
  creditId: WholeNumber,
  projectId: Uuid,
  state: OneOf(['submitted', 'reversed', 'failed']),
  cancelledKg: WholeNumber,
  fromOwnBufferKg: Nullable(WholeNumber),
  fromPoolKg: Nullable(WholeNumber),
  draws: Type.Array(Type.Object({ creditId: WholeNumber, kg: WholeNumber }), { maxItems: 101 }),
  evidenceDocumentId: Nullable(Uuid),
  reason: Nullable(
    Type.String({ description: 'Null to whom the project is none of the business; so is its document.' }),
  ),
  failure: Nullable(Type.String()),
  transactionHash: Nullable(Bytes32),
})
export type Reversal = Static<typeof Reversal>
