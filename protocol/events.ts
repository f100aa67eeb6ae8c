/** Events of our contracts that a bundle proves, word for word as the interfaces declare them, and their decoding. */
import { type Address, decodeEventLog, type Hex, parseAbi } from 'viem'

export const provenEvents = {
  Verification: parseAbi([
    'event NodeSet(uint8 indexed index, address indexed signer, uint16 reliabilityE4, bool active)',
    'event PolicySet(uint32 approvalScoreE4, uint32 outlierE4)',
    'event CaseOpened(bytes32 indexed caseId, bytes32 indexed claimKey, bytes32 evidenceRoot, bytes32 termsHash, uint256 committee)',
    'event ReviewOpened(bytes32 indexed caseId, uint32 round, uint128 proposedQuantity, bytes32 reasonHash)',
    'event CaseConcluded(bytes32 indexed caseId, uint8 indexed outcome, uint128 quantity, uint32 scoreE4, uint16 consensusBps, uint64 challengeUntil, bytes32 reportsHash)',
  ]),
  Escrow: parseAbi([
    'event Funded(bytes32 indexed tradeId, bytes32 indexed caseId, address indexed buyer, address seller, uint128 amount)',
  ]),
  Allocation: parseAbi([
    'event Allocated(bytes32 indexed caseId, address indexed sovereign, uint128 raw, uint128 minted, uint128 queued)',
  ]),
  CarbonCredit: parseAbi([
    'event Issued(bytes32 indexed caseId, uint256 indexed id, address indexed to, uint128 netKg, uint128 bufferKg)',
    'event Retired(bytes32 indexed retirementId, uint256 indexed id, address indexed holder, uint128 kg, bytes32 beneficiaryHash, bytes32 purposeHash)',
  ]),
  AuditAnchor: parseAbi(['event Anchored(bytes32 indexed logId, uint64 treeSize, bytes32 root)']),
} as const

export type ProvenContract = keyof typeof provenEvents

/** IVerification.Outcome by its number. */
export const outcomes = ['none', 'approved', 'partial', 'rejected'] as const

export interface DecodedLog {
  readonly event: string
  readonly args: Readonly<Record<string, unknown>>
}

/** Reads a log as an event of a contract. @throws viem's decoding errors when it is none, or has other bytes than it should. */
export function decodeProvenLog(
  contract: ProvenContract,
  log: { readonly address: Address; readonly topics: readonly Hex[]; readonly data: Hex },
): DecodedLog {
  const decoded = decodeEventLog({
    abi: provenEvents[contract],
    topics: log.topics as [Hex, ...Hex[]],
    data: log.data,
    strict: true,
  }) as { eventName: string; args: Record<string, unknown> }
  return { event: decoded.eventName, args: decoded.args }
}
