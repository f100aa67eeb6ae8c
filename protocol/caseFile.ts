/**
 * The case file: what an assigned node, a verifier or an auditor is given of a case, as JSON. Everything a report stands for can
 * be recomputed from it and from the bytes of the documents it names, which their judges read.
 */
import type { DocumentRecord, Dossier } from '@assay/domain/dossier.ts'
import type { Address, Hex } from 'viem'
import type { JsonValue } from './canonicalJson.ts'
import type { AllocationBasis } from './caseTerms.ts'
import type { CarbonClaim, TradeClaim } from './claimKey.ts'
import type { EvidenceProof } from './evidenceRoot.ts'
import type { QuantificationSource } from './measuredInputs.ts'

/** A case as it was opened on chain. Whole units: thousandths of a tonne, or kg CO2e. */
export interface OpenedCase {
  readonly claimKey: Hex
  readonly evidenceRoot: Hex
  readonly termsHash: Hex
  readonly committee: readonly number[]
  readonly contractedQuantity: string
  readonly scoreThresholdE4: number
  readonly consensusBps: number
  readonly minReports: number
  readonly windowSeconds: number
  /** ISO instant. */
  readonly deadline: string
}

/** What reads a document's bytes again, beside the parser its record names. None of it has to be believed: the record is what comes out. */
export interface DocumentReading {
  readonly sizeBytes: number
  /** ISO instant; whose governed parameters it was read under. */
  readonly receivedAt: string
  /** Detached JWS of the issuer over the bytes, as it was filed; null for an unsigned document. */
  readonly signature: string | null
  /** How the columns of a CSV are meant; the name of the parser ends in its digest unless every copy of the program has it. */
  readonly profile: JsonValue
}

/** With the record of this id in the subject: what its leaf under the evidence root is made of. */
export interface DisclosedDocument {
  readonly documentId: string
  /** Null once the document was erased: its leaf remains, its record is gone. */
  readonly salt: string | null
  readonly proof: EvidenceProof
  /** Null once the document was erased. */
  readonly reading: DocumentReading | null
}

/** A delivery: the dossier with everything its token formula needs. */
export interface DeliverySubject {
  readonly kind: 'trade'
  readonly dossier: Dossier
  readonly basis: AllocationBasis
  readonly claim: TradeClaim
}

/** A quantification of a carbon project: inputs to repeat, and the documents behind them. */
export interface QuantificationSubject {
  readonly kind: 'quantification'
  readonly projectId: string
  readonly parcelId: string
  readonly to: Address
  readonly vintage: number
  readonly methodologyId: string
  readonly methodologyVersion: string
  readonly inputs: JsonValue
  /** The documents that measured parts of the inputs were read from. */
  readonly sources: readonly QuantificationSource[]
  readonly netKg: string
  readonly bufferKg: string
  readonly documents: readonly DocumentRecord[]
  readonly claim: CarbonClaim
}

export interface CaseFile {
  /** Uuid of the case, and of what it is about. */
  readonly caseId: string
  readonly onChainId: Hex
  /** The seller's or developer's own number of the contract or project. */
  readonly reference: string
  /** What a report is signed for. */
  readonly chain: { readonly chainId: number; readonly verifyingContract: Address }
  readonly opened: OpenedCase
  readonly round: number
  /** The quantity the round asks about, whole units. */
  readonly proposedQuantity: string
  /** ISO instant whose parameters rule the case. */
  readonly parametersAt: string
  readonly evidence: readonly DisclosedDocument[]
  readonly subject: DeliverySubject | QuantificationSubject
}
