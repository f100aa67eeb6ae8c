/** Shapes of the reporting routes. Sizes and numbers of the log are decimal digits: they are not bounded by 2^53. */
import { Type } from 'typebox'
import { Bytes32, Instant, Nullable, OneOf, Sha256, Uuid, WholeNumber } from '../../fields.ts'

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
