/** Shapes of retirement. Credits in whole kg CO2e. */
import { type Static, Type } from 'typebox'
import { AddressField, Bytes32, Instant, Nullable, OneOf, Text, Uuid, WholeNumber } from '../../fields.ts'
import { PageOf, pageQuery } from '../../page.ts'

export const RetirementParams = Type.Object({ retirementId: Uuid })

export const RetirementBody = Type.Object(
  {
    retirementId: Type.Optional(Uuid),
    creditId: WholeNumber,
    kg: Type.String({ pattern: '^[1-9][0-9]{0,18}$', examples: ['500'], description: 'Whole kg CO2e.' }),
    beneficiary: Text(200, 'Example Bakery'),
    purpose: Text(500, 'Offset of delivery mileage in 2025'),
    publicConsent: Type.Boolean({
      default: false,
      description: 'The beneficiary agrees that name and purpose are shown in public.',
    }),
  },
  { additionalProperties: false },
)

export const Retirement = Type.Object({
  retirementId: Uuid,
  onChainId: Bytes32,
  partyId: Uuid,
  holder: AddressField,
  creditId: WholeNumber,
  kg: WholeNumber,
  beneficiary: Type.String(),
  purpose: Type.String(),
  publicConsent: Type.Boolean(),
  salt: Bytes32,
  beneficiaryHash: Bytes32,
  purposeHash: Bytes32,
  state: OneOf(['submitted', 'included', 'retired', 'failed']),
  serialFirst: Nullable(WholeNumber),
  serialLast: Nullable(WholeNumber),
  retiredAt: Nullable(Instant),
  failure: Nullable(Type.String()),
  transactionHash: Nullable(Bytes32),
  publicUrl: Type.String({ format: 'uri' }),
})
export type Retirement = Static<typeof Retirement>

export const RetirementQuery = Type.Object(
  { ...pageQuery, creditId: Type.Optional(WholeNumber) },
  { additionalProperties: false },
)
export const RetirementPage = PageOf(Retirement)
