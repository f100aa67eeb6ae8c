/**
 * The bundle: everything needed to check one issuance or one retirement without asking anybody. Its bytes are canonical JSON
 * (RFC 8785); its id is the SHA-256 of its public form, without its private members and with
 * its sealed ones closed, so that the whole bundle and a copy with private parts withheld have one id. This file is the format: closed schemas, lower-case hex, decimal digits for amounts.
 */
import { issuerTypes } from '@assay/domain/dossier.ts'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { type Static, type TSchema, Type } from 'typebox'
import { canonicalBytes, type JsonValue } from './canonicalJson.ts'
import { publicFormOf } from './seal.ts'

export const bundleFormat = 'assay.bundle/1'

const closed = { additionalProperties: false } as const
const Bytes32 = Type.String({ pattern: '^0x[0-9a-f]{64}$' })
const HexBytes = Type.String({ pattern: '^0x([0-9a-f]{2})+$' })
const AddressHex = Type.String({ pattern: '^0x[0-9a-f]{40}$' })
const Digits = Type.String({ pattern: '^(0|[1-9][0-9]{0,77})$' })
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
const Index = Type.Integer({ minimum: 0, maximum: 1_000_000 })
const Words = <const W extends readonly string[]>(words: W) => Type.Enum([...words] as [...W])
/** JSON whose shape other rules give; never wider than what its hash or a recomputation binds. */
const Json = Type.Unsafe<JsonValue>(Type.Unknown())
const sealed = <S extends TSchema>(value: S) =>
  Type.Object(
    {
      seal: Bytes32,
      salt: Type.Optional(Type.String({ pattern: '^([0-9a-f]{2}){16,64}$' })),
      value: Type.Optional(value),
    },
    closed,
  )

const Receipt = Type.Object(
  {
    blockHash: Bytes32,
    header: HexBytes,
    transactionIndex: Index,
    receipt: HexBytes,
    proof: Type.Array(HexBytes, { minItems: 1, maxItems: 64 }),
  },
  closed,
)

/** Left out of the public form; a signature or the chain binds what is in it. */
const withholdable = <S extends TSchema>(value: S) => Type.Object({ private: Type.Optional(value) }, closed)

/** A log of one of our contracts: where it stands in the receipts above. */
const Fact = Type.Object(
  {
    contract: Words(['Verification', 'Escrow', 'Allocation', 'CarbonCredit', 'AuditAnchor']),
    event: Type.String({ pattern: '^[A-Z][A-Za-z]{1,40}$' }),
    receipt: Index,
    log: Index,
  },
  closed,
)

const LogEntry = Type.Object(
  {
    leafIndex: Digits,
    entry: Type.Object(
      {
        entryId: Uuid,
        occurredAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
        actor: Type.String(),
        party: Type.Union([Type.String(), Type.Null()]),
        action: Type.String(),
        inputCommitment: Type.Union([Type.String(), Type.Null()]),
        events: Type.Array(Type.Object({ id: Uuid, type: Type.String() }, closed)),
        intents: Type.Array(Uuid),
        about: Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' })),
      },
      closed,
    ),
    proof: Type.Array(Bytes32, { maxItems: 124 }),
  },
  closed,
)

const AuditLog = Type.Object(
  { logId: Bytes32, treeSize: Digits, root: Bytes32, entries: Type.Array(LogEntry, { minItems: 1, maxItems: 1000 }) },
  closed,
)

const Step = Type.Object(
  {
    rule: Type.String(),
    source: Type.String(),
    inputs: Type.Record(Type.String(), Type.String()),
    result: Type.String(),
  },
  closed,
)

const ReportWire = Type.Object(
  {
    caseId: Bytes32,
    round: Type.Integer({ minimum: 1, maximum: 1000 }),
    evidenceRoot: Bytes32,
    termsHash: Bytes32,
    quantity: Digits,
    scoreE4: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    agrees: Type.Boolean(),
    critical: Type.Boolean(),
    justificationHash: Bytes32,
  },
  closed,
)

/** As the register published it when the node reported; its hash is part of the node's justification. */
const Policy = Type.Object(
  {
    type: Words(issuerTypes),
    jurisdiction: Type.String({ pattern: '^[A-Z]{2}$' }),
    reliesOn: Type.Array(Type.String()),
  },
  closed,
)

const Round = Type.Object(
  {
    round: Type.Integer({ minimum: 1, maximum: 1000 }),
    proposedQuantity: Digits,
    /** In the order they were brought to the chain: by score, then by node. */
    reports: Type.Array(
      Type.Object(
        {
          nodeIndex: Type.Integer({ minimum: 0, maximum: 255 }),
          report: ReportWire,
          signature: Type.String({ pattern: '^0x[0-9a-f]{130}$' }),
          /** What the report's justification hash is the hash of, and the policy that it names. */
          explanation: withholdable(Type.Object({ policy: Type.Optional(Policy), justification: Json }, closed)),
        },
        closed,
      ),
      { maxItems: 256 },
    ),
  },
  closed,
)

const EvidenceItem = Type.Object(
  {
    /** The record as domain/dossier.ts has it; its seal is the leaf under the evidence root (evidenceRoot.ts). */
    document: sealed(Json),
    index: Index,
    size: Index,
    proof: Type.Array(Bytes32, { maxItems: 64 }),
  },
  closed,
)

const Parameters = Type.Array(
  Type.Object({ key: Type.String(), version: Type.Integer({ minimum: 1 }), value: Json }, closed),
  { maxItems: 1000 },
)

const E4 = Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 32 - 1 })
const Seven = Type.Array(E4, { minItems: 7, maxItems: 7 })
const AllocationTermsWire = Type.Object(
  {
    caseId: Bytes32,
    buyer: AddressHex,
    seller: AddressHex,
    sovereign: AddressHex,
    ptValue: Digits,
    baseMultiplierE4: E4,
    factorsE4: Seven,
    weightsE4: Seven,
    modifierE4: E4,
    eligibilityBps: E4,
    expected: Digits,
    parametersHash: Bytes32,
  },
  closed,
)
const IssuanceTermsWire = Type.Object(
  {
    caseId: Bytes32,
    projectId: Bytes32,
    parcelId: Bytes32,
    to: AddressHex,
    vintage: Index,
    netKg: Digits,
    bufferKg: Digits,
    methodologyHash: Bytes32,
  },
  closed,
)

/** What both kinds of case have. */
const caseMembers = {
  caseId: Uuid,
  scoreThresholdE4: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  consensusBps: Type.Integer({ minimum: 1, maximum: 10_000 }),
  minReports: Type.Integer({ minimum: 1, maximum: 255 }),
  windowSeconds: Type.Integer({ minimum: 0 }),
  contractedQuantity: Digits,
  parameters: Parameters,
  evidence: Type.Array(EvidenceItem, { minItems: 1, maxItems: 1000 }),
  rounds: Type.Array(Round, { minItems: 1, maxItems: 100 }),
} as const

const DeliveryCase = Type.Object(
  {
    ...caseMembers,
    subject: Type.Object(
      {
        kind: Type.Literal('trade'),
        /** What the nodes were shown: domain/dossier.ts without its documents, which are beside their proofs, and the claim. Their
         *  justifications name its hash. */
        shown: withholdable(Type.Object({ dossier: Json, claim: Json }, closed)),
        basis: Json,
      },
      closed,
    ),
    terms: AllocationTermsWire,
    computation: Type.Object({ steps: Type.Array(Step, { maxItems: 100 }), ftRaw: Digits }, closed),
  },
  closed,
)

const Source = Type.Union([
  Type.Object({ documentId: Uuid, building: Type.String(), lines: Index }, closed),
  Type.Object({ documentId: Uuid, inventory: Type.Union([Type.Literal('later'), Type.Literal('earlier')]) }, closed),
])

const QuantificationCase = Type.Object(
  {
    ...caseMembers,
    subject: Type.Object(
      {
        kind: Type.Literal('quantification'),
        projectId: Uuid,
        parcelId: Uuid,
        to: AddressHex,
        vintage: Index,
        methodologyId: Type.String(),
        methodologyVersion: Type.String(),
        inputs: Json,
        /** Which document each measured part of the inputs was read from (measuredInputs.ts). */
        sources: Type.Array(Source, { maxItems: 1000 }),
        claim: Json,
      },
      closed,
    ),
    terms: IssuanceTermsWire,
    /** The methodology's own run with its steps, then how whole kg were issued. */
    computation: Type.Object(
      { run: Json, steps: Type.Array(Step, { maxItems: 100 }), netKg: Digits, bufferKg: Digits },
      closed,
    ),
  },
  closed,
)

const Retirement = Type.Object(
  {
    retirementId: Uuid,
    /** Of the credit: project and vintage. */
    projectId: Uuid,
    vintage: Index,
    creditId: Digits,
    holder: AddressHex,
    kg: Digits,
    /** The texts behind the two hashes, which are on chain. */
    texts: withholdable(Type.Object({ beneficiary: Type.String(), purpose: Type.String(), salt: Bytes32 }, closed)),
    beneficiaryHash: Bytes32,
    purposeHash: Bytes32,
    /** Every issuance behind this credit: its case, and the bundle that proves it, whose public form is in the same file. */
    issuances: Type.Array(Type.Object({ caseId: Uuid, bundleId: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, closed), {
      minItems: 1,
      maxItems: 1000,
    }),
  },
  closed,
)

const commonMembers = {
  format: Type.Literal(bundleFormat),
  chain: Type.Object(
    {
      chainId: Type.Integer({ minimum: 1 }),
      contracts: Type.Record(Type.String({ pattern: '^[A-Z][A-Za-z]{1,40}$' }), AddressHex),
    },
    closed,
  ),
  receipts: Type.Array(Receipt, { minItems: 1, maxItems: 1000 }),
  facts: Type.Array(Fact, { minItems: 1, maxItems: 1000 }),
  auditLog: AuditLog,
} as const

export const AllocationBundle = Type.Object(
  { ...commonMembers, kind: Type.Literal('allocation'), case: DeliveryCase },
  closed,
)
export const IssuanceBundle = Type.Object(
  { ...commonMembers, kind: Type.Literal('issuance'), case: QuantificationCase },
  closed,
)
export const RetirementBundle = Type.Object(
  { ...commonMembers, kind: Type.Literal('retirement'), retirement: Retirement },
  closed,
)
export const bundleSchemas = {
  allocation: AllocationBundle,
  issuance: IssuanceBundle,
  retirement: RetirementBundle,
} as const

export type AllocationBundle = Static<typeof AllocationBundle>
export type IssuanceBundle = Static<typeof IssuanceBundle>
export type RetirementBundle = Static<typeof RetirementBundle>
export type Bundle = AllocationBundle | IssuanceBundle | RetirementBundle
export type BundleCase = AllocationBundle['case'] | IssuanceBundle['case']
export type BundleRound = Static<typeof Round>

/** SHA-256 of the public form's canonical bytes, lower-case hex. */
export function bundleIdOf(bundle: JsonValue): string {
  return bytesToHex(sha256(canonicalBytes(publicFormOf(bundle))))
}

/**
 * The file: canonical JSON of `{ bundle, bundleId }`, and of a retirement the public forms of the issuances it names, in their order, so
 * that one file leads from what was measured to what was retired. `withhold` writes the public form.
 */
export function writeBundle(
  bundle: Bundle,
  {
    withhold = false,
    issuances = [],
  }: { readonly withhold?: boolean; readonly issuances?: readonly IssuanceBundle[] } = {},
): Uint8Array {
  const json = bundle as unknown as JsonValue
  return canonicalBytes({
    bundle: withhold ? publicFormOf(json) : json,
    bundleId: bundleIdOf(json),
    ...(bundle.kind === 'retirement'
      ? { issuances: issuances.map((each) => publicFormOf(each as unknown as JsonValue)) }
      : {}),
  })
}
