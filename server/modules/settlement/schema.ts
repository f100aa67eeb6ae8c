/** Shapes of settlement. PT and FT as decimals with up to 18 places. */
import { type Static, Type } from 'typebox'
import { AddressField, Bytes32, Decimal, Instant, Nullable, OneOf, UsedVersions, Uuid } from '../../fields.ts'
import { PageOf, pageQuery } from '../../page.ts'

export const TradeParams = Type.Object({ tradeId: Uuid })

export const FundingBody = Type.Object(
  { verification: Type.Optional(OneOf(['standard', 'express'])) },
  { additionalProperties: false },
)

const FeeComputation = Type.Object({
  baseRate: Decimal,
  dynamicFactor: Decimal,
  discount: Decimal,
  discountBy: Type.String(),
  rate: Decimal,
  volumePt: Decimal,
  burnBps: Type.Integer(),
  parametersAt: Instant,
  parameters: UsedVersions,
})

export const Escrow = Type.Object({
  tradeId: Uuid,
  onChainId: Bytes32,
  caseOnChainId: Bytes32,
  state: OneOf(['submitted', 'funded', 'released', 'split', 'refunded', 'failed']),
  buyer: AddressField,
  seller: AddressField,
  amountPt: Decimal,
  tradeFeePt: Decimal,
  verificationFeePt: Decimal,
  feeComputation: FeeComputation,
  toSellerPt: Decimal,
  toBuyerPt: Decimal,
  feeBurnedPt: Decimal,
  feeSplitPt: Type.Array(Decimal, { minItems: 3, maxItems: 3, description: 'Operations, development, reserve.' }),
  timeoutAt: Instant,
  failure: Nullable(Type.String()),
  fundedTransaction: Nullable(Bytes32),
  paidOutTransaction: Nullable(Bytes32),
})
export type Escrow = Static<typeof Escrow>

export const ConversionBody = Type.Object(
  { amountFt: Decimal, minOutPt: Type.Optional(Decimal) },
  { additionalProperties: false },
)

export const Conversion = Type.Object({
  conversionId: Uuid,
  onChainId: Bytes32,
  partyId: Uuid,
  wallet: AddressField,
  amountFt: Decimal,
  minOutPt: Decimal,
  quotedNetPt: Decimal,
  parametersAt: Instant,
  parameters: UsedVersions,
  state: OneOf(['submitted', 'settled', 'failed']),
  burnedFt: Nullable(Decimal),
  unpaidShareFt: Nullable(Decimal),
  grossPt: Nullable(Decimal),
  feePt: Nullable(Decimal),
  netPt: Nullable(Decimal),
  failure: Nullable(Type.String()),
  transactionHash: Nullable(Bytes32),
})
export type Conversion = Static<typeof Conversion>

export const ConversionQuery = Type.Object(pageQuery, { additionalProperties: false })
export const ConversionPage = PageOf(Conversion)
