/** Shapes of the ledger's answers. Amounts: PT and FT as decimals with up to 18 places, credits in whole kg CO2e. */
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import { type Static, Type } from 'typebox'
import {
  AddressField,
  Bytes32,
  Decimal,
  Instant,
  Nullable,
  OneOf,
  SignedDecimal,
  Text,
  Uuid,
  WholeNumber,
} from '../../fields.ts'
import { PageOf, pageQuery } from '../../page.ts'
import { accountKinds, creditIdOf } from './accounts.ts'

export const AccountId = Type.String({
  pattern: '^(PT|FT|CC-[0-9]{1,78})\\.[a-z]{4,12}\\.0x[0-9a-f]{40}(\\.0x[0-9a-f]{64})?$',
  maxLength: 240,
  examples: ['PT.available.0x70997970c51812dc3a010c7d01b50e0d17dc79c8'],
  description: 'Asset, kind, owner and, for what is bound, the trade or listing.',
})

const AssetField = Type.String({ pattern: '^(PT|FT|CC-[0-9]{1,78})$', maxLength: 81, examples: ['PT'] })
const KindField = OneOf(accountKinds)

const Balance = Type.Object({
  accountId: AccountId,
  asset: AssetField,
  creditId: Nullable(WholeNumber),
  kind: KindField,
  holder: AddressField,
  owner: AddressField,
  subject: Nullable(Bytes32),
  balance: SignedDecimal,
})

export const BalanceQuery = Type.Object({
  ...pageQuery,
  partyId: Type.Optional(Uuid),
  address: Type.Optional(AddressField),
  asset: Type.Optional(AssetField),
  kind: Type.Optional(KindField),
})
export const BalancePage = PageOf(Balance)

const EntryLine = Type.Object({
  blockNumber: WholeNumber,
  logIndex: Type.Integer({ minimum: 0 }),
  kind: Type.String({ maxLength: 40 }),
  transactionHash: Bytes32,
  occurredAt: Instant,
  subject: Nullable(Bytes32),
  amount: SignedDecimal,
  balanceAfter: SignedDecimal,
})
export const EntryPage = PageOf(EntryLine)

export const EmissionBody = Type.Object(
  {
    to: OneOf(['party', 'conversionReserve']),
    partyId: Type.Optional(Uuid),
    amountPt: Decimal,
    reason: Text(200, 'Sovereign buffer reserve, first tranche'),
  },
  { additionalProperties: false },
)

export const Emission = Type.Object({
  emissionId: Uuid,
  wallet: AddressField,
  amountPt: Decimal,
  reason: Type.String(),
  state: OneOf(['submitted', 'minted', 'failed']),
  failure: Nullable(Type.String()),
  transactionHash: Nullable(Bytes32),
})
export type Emission = Static<typeof Emission>

export const Reconciliation = Type.Object({
  checked: Type.Integer({ minimum: 0 }),
  differences: Type.Array(
    Type.Object({
      asset: AssetField,
      holder: Nullable(AddressField),
      ledger: SignedDecimal,
      chain: SignedDecimal,
    }),
    { maxItems: 1000 },
  ),
})

/** Base units as the API shows them: 18 decimals for PT and FT, whole kg for credits. */
export function formatAmount(asset: string, value: string | bigint): string {
  const units = BigInt(value)
  return creditIdOf(asset) === null ? formatQuantity(quantity(units, asset as 'PT' | 'FT')) : units.toString()
}
