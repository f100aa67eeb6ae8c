// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Where a case stands. Settled is not stored: it is Concluded with the challenge window passed.
enum CaseState {
    None,
    Open, // reports are awaited for the current round
    Concluded, // a quorum gave an outcome; the challenge window runs from `concludedAt`
    Challenged, // someone contests the outcome; nothing is paid or minted until it is resolved
    Closed // ended without a paying outcome (inconclusive, or a challenge was upheld)
}

enum Outcome {
    None,
    Approved, // the contracted quantity was delivered within tolerance
    Partial, // a smaller, agreed quantity was delivered
    Rejected
}

/// @notice What a case is opened with. Nothing in it can change later except the proposition, by a review round.
struct CaseTerms {
    bytes32 caseId;
    bytes32 claimKey; // what, where, when: can succeed once, ever
    bytes32 evidenceRoot; // Merkle root over the dossier's documents
    bytes32 termsHash; // keccak256 of the ABI-encoded issuance terms (AllocationTerms or IssuanceTerms) the reports stand for
    uint256 committee; // bitmap of node indices that may report; bit i = node i
    uint128 contractedQuantity; // in thousandths of the contract's unit (FICTRA) or whole kg CO2e (Secret Trees)
    uint32 scoreThresholdE4; // T of domain.md 2.2 x 10^4; a node says yes only at or above it
    uint16 consensusBps; // share of committee reliability that must agree (domain.md 2.3)
    uint8 minReports; // k: reports needed before anything is tallied
    uint32 windowSeconds; // challenge window after a conclusion
    uint64 deadline; // no result is accepted at or after this time
}

/// @notice One oracle node's signed answer to the round's proposition.
/// @dev EIP-712 type: Report(bytes32 caseId,uint32 round,bytes32 evidenceRoot,bytes32 termsHash,uint128 quantity,uint32 scoreE4,bool agrees,bool critical,bytes32 justificationHash)
struct Report {
    bytes32 caseId;
    uint32 round; // 1 for the first; the proposition of a round is the quantity in force when it was opened
    bytes32 evidenceRoot;
    bytes32 termsHash;
    uint128 quantity; // must equal the round's proposition, so that a signer knows what it signs
    uint32 scoreE4; // 0..1_000_000 (score 0..100)
    bool agrees;
    bool critical; // a critical parameter failed; excludes `agrees`
    bytes32 justificationHash;
}

struct Case {
    CaseTerms terms;
    CaseState state;
    Outcome outcome;
    uint32 round;
    uint128 proposedQuantity; // the round's proposition; equals contractedQuantity in round 1
    uint64 concludedAt;
    uint32 scoreE4; // reliability-weighted mean of the reports kept after outlier removal
    uint16 consensusBps; // share of committee reliability behind the outcome, floored
    bytes32 reportsHash; // keccak256 over the report digests in the order submitted
}

/// @title Verification cases and their quorum results
/// @notice The committee's share counts every assigned node, so a missing report weighs like a refusal: whoever submits the
/// reports gains nothing by leaving some out.
interface IVerification {
    event NodeSet(uint8 indexed index, address indexed signer, uint16 reliabilityE4, bool active);
    event PolicySet(uint32 approvalScoreE4, uint32 outlierE4);
    event CaseOpened(
        bytes32 indexed caseId, bytes32 indexed claimKey, bytes32 evidenceRoot, bytes32 termsHash, uint256 committee
    );
    event ReviewOpened(bytes32 indexed caseId, uint32 round, uint128 proposedQuantity, bytes32 reasonHash);
    event CaseConcluded(
        bytes32 indexed caseId,
        Outcome indexed outcome,
        uint128 quantity,
        uint32 scoreE4,
        uint16 consensusBps,
        uint64 challengeUntil,
        bytes32 reportsHash
    );
    event CaseChallenged(bytes32 indexed caseId, address indexed challenger, bytes32 reasonHash);
    event ChallengeResolved(bytes32 indexed caseId, bool upheld);
    event CaseClosed(bytes32 indexed caseId, bytes32 reasonHash);

    error CaseExists(bytes32 caseId);
    error UnknownCase(bytes32 caseId);
    error WrongState(bytes32 caseId, CaseState state);
    error ClaimKeyUsed(bytes32 claimKey, bytes32 byCase);
    error BadTerms();
    error DeadlinePassed(bytes32 caseId, uint64 deadline);
    error TooFewReports(uint256 given, uint256 needed);
    error ParticipationTooLow(uint256 reliabilityE4, uint256 committeeE4);
    error ReportMismatch(uint256 index); // other case, round, root, terms or quantity
    error ReportsNotAscending(uint256 index); // reports come ordered by score, then anything: the median is read in one pass
    error NotInCommittee(address signer);
    error DuplicateReport(uint8 nodeIndex);
    error AgreesBelowThreshold(uint256 index);
    error NoQuorum(uint256 agreeE4, uint256 refuseE4, uint256 neededE4);
    error ScoreInReviewBand(uint32 scoreE4); // a quorum stands, but the case asks for a review round: see submitResult
    error WindowPassed(bytes32 caseId);
    error NotIndependent(address account); // who opened or challenged a case does not review it
    error NotActiveParty(address account);
    error BadNode(uint8 index);
    error BadPolicy();

    /// @notice Registers or changes the oracle node at `index` (0..255): its signing key and reliability 0.5..1 as 5000..10000. Governance.
    function setNode(uint8 index, address signer, uint16 reliabilityE4, bool active) external;
    /// @notice Score S that an approval needs, and the distance from the weighted median beyond which a report's score is left
    /// out of S, both in points x 10^4. Governance.
    function setPolicy(uint32 approvalScoreE4, uint32 outlierE4) external;
    /// @notice Opens a case. Operator. Reverts when the claim key has already succeeded.
    function openCase(CaseTerms calldata terms) external;
    /// @notice Tallies the round's reports. Anyone may bring them; only signatures of committee nodes count.
    /// @dev With a share of the committee's reliability at or above `consensusBps`: that agrees and a score S at or above the
    /// policy's, the case is Approved (Partial when the round's proposition is below the contracted quantity); that refuses
    /// with a critical failure, or refuses in a review round, it is Rejected. A quorum that does neither (a first round refused
    /// without critical failure, a score S too low) reverts with ScoreInReviewBand and waits for a reviewer: a shortage is a
    /// second question, not a rejection.
    /// @param reports ascending by scoreE4.  @param signatures 65-byte r,s,v (low s) in the same order.
    function submitResult(bytes32 caseId, Report[] calldata reports, bytes[] calldata signatures) external;
    /// @notice Opens a review round with a smaller proposition (a shortage that all surveys agree on). Reviewer.
    function openReview(bytes32 caseId, uint128 proposedQuantity, bytes32 reasonHash) external;
    /// @notice Contests a concluded case inside its window. Any active party.
    function challenge(bytes32 caseId, bytes32 reasonHash) external;
    /// @notice Dismisses (back to Concluded) or upholds (Closed, claim key released) a challenge. Reviewer, never the challenger.
    function resolveChallenge(bytes32 caseId, bool upheld) external;
    /// @notice Ends an open case that found no quorum. Reviewer, or anyone after the deadline.
    function closeCase(bytes32 caseId, bytes32 reasonHash) external;

    function getCase(bytes32 caseId) external view returns (Case memory);
    /// @notice The outcome once it can no longer be challenged; Outcome.None before.
    function settledOutcome(bytes32 caseId)
        external
        view
        returns (Outcome outcome, uint128 quantity, uint128 contractedQuantity, bytes32 termsHash);
    function policy() external view returns (uint32 approvalScoreE4, uint32 outlierE4);
    function caseState(bytes32 caseId) external view returns (CaseState state, Outcome outcome);
    function caseOfClaim(bytes32 claimKey) external view returns (bytes32 caseId);
    function node(uint8 index) external view returns (address signer, uint16 reliabilityE4, bool active);
    function reportDigest(Report calldata report) external view returns (bytes32);
}
