/** Shapes of the reporting routes. Sizes and numbers of the log are decimal digits: they are not bounded by 2^53. */
import { Type } from 'typebox'
import { Bytes32, Instant, Nullable, OneOf, Sha256, SignedDecimal, Uuid, WholeNumber } from '../../fields.ts'

/** At most 62 levels, so at most 124 hashes. */
const Hashes = Type.Array(Bytes32, { maxItems: 124 })

export const AuditEntryView = Type.Object({
  leafIndex: WholeNumber,
  entryId: Uuid,
  occurredAt: Instant,
  actor: Type.String({ description: 'Pseudonym of the client, or `system`.' }),
  party: Nullable(Type.String({ description: 'Pseudonym of the party the client acted for.' })),
  action: Type.String({ examples: ['assets.registerTrade'] }),
  inputCommitment: Nullable(Sha256),
  events: Type.Array(Type.Object({ id: Uuid, type: Type.String() })),
  intents: Type.Array(Uuid),
  about: Type.Array(Sha256, {
    description:
      'SHA-256 of `event/<type>/<key>` for each event with a key, and of `intent/<room>/<thing>` for each intent.',
  }),
  leafHash: Bytes32,
})

export const TreeHeadView = Type.Object({
  logId: Bytes32,
  treeSize: WholeNumber,
  root: Bytes32,
  madeAt: Instant,
  anchor: Nullable(
    Type.Object({
      treeSize: WholeNumber,
      root: Bytes32,
      transactionHash: Bytes32,
      blockNumber: WholeNumber,
      anchoredAt: Instant,
    }),
  ),
})

export const InclusionQuery = Type.Object({
  entryId: Uuid,
  treeSize: Type.Optional(WholeNumber),
})

export const InclusionView = Type.Object({
  entryId: Uuid,
  leafIndex: WholeNumber,
  leafHash: Bytes32,
  treeSize: WholeNumber,
  root: Bytes32,
  proof: Hashes,
})

export const ConsistencyQuery = Type.Object({
  firstSize: WholeNumber,
  secondSize: Type.Optional(WholeNumber),
})

export const ConsistencyView = Type.Object({
  firstSize: WholeNumber,
  firstRoot: Bytes32,
  secondSize: WholeNumber,
  secondRoot: Bytes32,
  proof: Hashes,
})

export const BundleParams = Type.Object({ bundleId: Sha256 })

export const BundleView = Type.Object({
  bundleId: Sha256,
  subjectKind: OneOf(['allocation', 'issuance', 'retirement']),
  subjectId: Uuid,
  assembledAt: Instant,
})

export const ReplayView = Type.Object({
  key: Type.String(),
  computations: Type.Integer({ description: 'How many past computations were repeated.' }),
  history: Type.Array(
    Type.Object({
      kind: Type.String({ examples: ['allocations', 'fruitlessCases', 'issuances', 'conversions', 'fees'] }),
      computations: Type.Integer(),
      cut: Type.Boolean({ description: 'There are older ones that were not looked at: ask with a larger `limit`.' }),
    }),
    { description: 'What was looked at, by kind. Deliveries that earned nothing are `fruitlessCases`.' },
  ),
  changed: Type.Array(Type.String({ examples: ['fees of trade 0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10'] })),
  refused: Type.Array(Type.Object({ id: Type.String(), code: Type.String() }), {
    description: 'Computations the proposal would have refused; they count as giving nothing.',
  }),
  movements: Type.Array(
    Type.Object({
      party: Type.String({ description: 'Party, wallet or project.' }),
      of: Type.String({ examples: ['allocation', 'queued', 'held', 'tradeFee', 'credits', 'conversion'] }),
      unit: Type.String({ examples: ['FT'] }),
      before: SignedDecimal,
      after: SignedDecimal,
      difference: SignedDecimal,
    }),
    { description: 'What each received (negative: paid) in all, as it was and under the proposal.' },
  ),
})
