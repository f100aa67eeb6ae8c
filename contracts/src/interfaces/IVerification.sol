// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice What a case stands for. Money and Foundation Token move on commodity cases only, credits on carbon cases only.
enum Programme {
    Commodity,
    Carbon
}

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
    Programme programme; // with `minReports` it names the tier, below whose floors nothing here may be
    uint256 committee; // bitmap of node indices that may report; bit i = node i
    uint128 contractedQuantity; // in thousandths of the contract's unit (FICTRA) or whole kg CO2e (Secret Trees); below 2^64
    uint32 scoreThresholdE4; // T of domain.md 2.2 x 10^4; a node says yes only at or above it
    uint16 consensusBps; // share of committee reliability that must agree (domain.md 2.3)
    uint8 minReports; // k: reports needed before anything is tallied
    uint32 windowSeconds; // challenge window after a conclusion
    uint64 deadline; // no result is accepted at or after this time
}

/// @notice The least a case of one tier may be opened with: k of n, and how strictly (domain.md 2.3). Whoever opens cases can
/// ask for more, never for less. Which tier a contract's value asks for the nodes check before they sign.
struct Tier {
    Programme programme;
    uint8 minReports; // k, which names the tier
    uint8 minCommittee; // n; 0 = no case of this tier can be opened
    uint16 minConsensusBps;
    uint32 minScoreThresholdE4;
    uint32 minWindowSeconds;
}

/// @notice The part of a case's terms that only its conclusion needs. The chain keeps its hash; CaseOpened tells it.
struct Opening {
    bytes32 claimKey;
    bytes32 evidenceRoot;
    uint256 committee;
}

/// @notice What an oracle node signs about the round's proposition.
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

/// @notice A signed report as it is brought: only what the case does not say already.
struct SignedReport {
    uint48 answer; // node index << 40 | critical << 33 | agrees << 32 | scoreE4
    bytes32 justificationHash;
    bytes32 r; // the signature in the form of ERC-2098
    bytes32 vs;
}

/// @notice A case as the chain knows it.
struct Case {
    Programme programme;
    bytes32 commitment; // keccak256(abi.encode(Opening)); after a conclusion keccak256 of that followed by `reportsHash`
    bytes32 termsHash;
    address opener;
    uint128 contractedQuantity;
    uint32 scoreThresholdE4;
    uint16 consensusBps;
    uint8 minReports;
    uint32 windowSeconds;
    uint64 deadline;
    CaseState state;
    Outcome outcome;
    uint32 round;
    uint128 proposedQuantity; // the round's proposition; equals contractedQuantity in round 1
    uint64 concludedAt;
    uint32 scoreE4; // reliability-weighted mean of the reports kept after outlier removal
    uint16 shareBps; // share of committee reliability behind the outcome, floored
}

/// @title Verification cases and their quorum results
/// @notice The committee's share counts every assigned node, so a missing report weighs like a refusal: whoever submits the
/// reports gains nothing by leaving some out.
interface IVerification {
    /// @notice A node was registered or changed.
    event NodeSet(uint8 indexed index, address indexed signer, uint16 reliabilityE4, bool active);
    /// @notice The score an approval needs, or the distance of an outlier, was changed.
    event PolicySet(uint32 approvalScoreE4, uint32 outlierE4);
    /// @notice The floors of a tier were changed; cases that are open keep what they were opened with.
    event TierSet(
        Programme indexed programme,
        uint8 indexed minReports,
        uint8 minCommittee,
        uint16 minConsensusBps,
        uint32 minScoreThresholdE4,
        uint32 minWindowSeconds
    );
    /// @notice A case was opened; with it everybody knows the Opening that a result must bring.
    event CaseOpened(
        bytes32 indexed caseId, bytes32 indexed claimKey, bytes32 evidenceRoot, bytes32 termsHash, uint256 committee
    );
    /// @notice A further round asks about a smaller quantity.
    event ReviewOpened(bytes32 indexed caseId, uint32 round, uint128 proposedQuantity, bytes32 reasonHash);
    /// @notice A quorum stands. `reportsHash` is keccak256 over the report digests in the order submitted.
    event CaseConcluded(
        bytes32 indexed caseId,
        Outcome indexed outcome,
        uint128 quantity,
        uint32 scoreE4,
        uint16 consensusBps,
        uint64 challengeUntil,
        bytes32 reportsHash
    );
    /// @notice An outcome is contested: nothing is paid or minted on it for now.
    event CaseChallenged(bytes32 indexed caseId, address indexed challenger, bytes32 reasonHash);
    /// @notice A challenge was upheld (the case is closed) or dismissed (the outcome stands).
    event ChallengeResolved(bytes32 indexed caseId, bool upheld);
    /// @notice A case ended without an outcome.
    event CaseClosed(bytes32 indexed caseId, bytes32 reasonHash);

    /// @notice The id was used before.
    error CaseExists(bytes32 caseId);
    /// @notice No case was opened with this id.
    error UnknownCase(bytes32 caseId);
    /// @notice The case is not where this verb begins.
    error WrongState(bytes32 caseId, CaseState state);
    /// @notice The claim succeeded already, in another case.
    error ClaimKeyUsed(bytes32 claimKey, bytes32 byCase);
    /// @notice The claim key brought is not the one this case holds.
    error ClaimKeyMismatch(bytes32 caseId, bytes32 claimKey);
    /// @notice An id, hash, quantity or time is empty or out of bounds, or the committee has unknown or inactive nodes.
    error BadTerms();
    /// @notice Governance has not set this tier.
    error UnknownTier(Programme programme, uint8 minReports);
    /// @notice Committee, consensus, threshold or window is below the tier's floor.
    error BelowFloor(Programme programme, uint8 minReports);
    /// @notice It is too late for a result or a review.
    error DeadlinePassed(bytes32 caseId, uint64 deadline);
    /// @notice Fewer reports than the case needs.
    error TooFewReports(uint256 given, uint256 needed);
    /// @notice Less than two thirds of the committee's nodes reported.
    error ParticipationTooLow(uint256 reports, uint256 committee);
    /// @notice What was brought as the opening is not what the case was opened with.
    error OpeningMismatch(bytes32 caseId);
    /// @notice The score is above 100, unused bits are set, or a report agrees though it found a critical failure.
    error BadReport(uint256 index);
    /// @notice Reports come ordered by score, then by node: the median is read in one pass, and a choice of reports has one hash.
    error ReportsNotAscending(uint256 index);
    /// @notice The node is not assigned to this case, or was switched off since.
    error NotInCommittee(uint8 nodeIndex);
    /// @notice The signature is another key's, or of another case, round, evidence, terms, quantity or answer.
    error WrongSigner(uint8 nodeIndex, address signer);
    /// @notice A node counts once.
    error DuplicateReport(uint8 nodeIndex);
    /// @notice A report agrees with a score below the case's threshold.
    error AgreesBelowThreshold(uint256 index);
    /// @notice Neither agreement nor refusal reaches the share the case asks for.
    error NoQuorum(uint256 agreeE4, uint256 refuseE4, uint256 neededE4);
    /// @notice A quorum agrees, but with a score below what an approval needs: a reviewer decides, see submitResult.
    error ScoreBelowApproval(uint32 scoreE4);
    /// @notice A quorum refuses in the first round, but none finds a ground for rejection: a reviewer decides, see submitResult.
    error RefusalNeedsReview(uint256 refuseE4, uint256 criticalE4);
    /// @notice The outcome can no longer be contested.
    error WindowPassed(bytes32 caseId);
    /// @notice Who opened or challenged a case does not review it.
    error NotIndependent(address account);
    /// @notice Only active parties contest outcomes.
    error NotActiveParty(address account);
    /// @notice No signer, a reliability out of bounds, or a key that another node has.
    error BadNode(uint8 index);
    /// @notice A value of the policy is out of bounds.
    error BadPolicy();
    /// @notice A floor is out of bounds: k at least 3 for commodities and 1 for carbon, n from k to 32, more than half of the
    /// reliability, a threshold from 50 to 99, a window of at most 30 days.
    error BadTier();

    /// @notice Registers or changes the oracle node at `index` (0..255): its signing key and reliability 0.5..1 as 5000..10000. Governance.
    function setNode(uint8 index, address signer, uint16 reliabilityE4, bool active) external;
    /// @notice Score S that an approval needs, and the distance from the weighted median beyond which a report's score is left
    /// out of S, both in points x 10^4. Governance.
    function setPolicy(uint32 approvalScoreE4, uint32 outlierE4) external;
    /// @notice Sets the floors of one tier; `minCommittee` 0 closes it. Governance, never who opens cases.
    function setTier(Tier calldata floors) external;
    /// @notice Opens a case. Operator. Reverts when the claim key has already succeeded, or below the floors of the tier.
    function openCase(CaseTerms calldata terms) external;
    /// @notice Tallies the round's reports. Anyone may bring them; only signatures of committee nodes count.
    /// @dev With a share of the committee's reliability at or above `consensusBps`: that agrees and a score S at or above the
    /// policy's, the case is Approved (Partial when the round's proposition is below the contracted quantity); that refuses
    /// with a critical failure, or refuses in a review round, it is Rejected. A quorum that does neither waits for a reviewer: an
    /// agreeing one with a score S too low reverts with ScoreBelowApproval, a first round refused without critical failure with
    /// RefusalNeedsReview, since a shortage is a second question, not a rejection.
    /// @param opening as CaseOpened told it.  @param reports ascending by scoreE4, then by node.
    function submitResult(bytes32 caseId, Opening calldata opening, SignedReport[] calldata reports) external;
    /// @notice Opens a review round with a smaller proposition (a shortage that all surveys agree on). Reviewer.
    function openReview(bytes32 caseId, uint128 proposedQuantity, bytes32 reasonHash) external;
    /// @notice Contests a concluded case inside its window. Any active party.
    function challenge(bytes32 caseId, bytes32 reasonHash) external;
    /// @notice Dismisses (back to Concluded) or upholds (Closed, claim key released) a challenge. Reviewer, never the challenger.
    /// @param claimKey the case's; it is released when an outcome that used it is overturned.
    function resolveChallenge(bytes32 caseId, bytes32 claimKey, bool upheld) external;
    /// @notice Ends an open case that found no quorum. Reviewer, or anyone after the deadline.
    function closeCase(bytes32 caseId, bytes32 reasonHash) external;

    /// @notice All the chain keeps of a case; state None for an unknown id.
    function getCase(bytes32 caseId) external view returns (Case memory);
    /// @notice The outcome once it can no longer be challenged; Outcome.None before, and always to the other programme.
    function settledOutcome(bytes32 caseId, Programme programme)
        external
        view
        returns (Outcome outcome, uint128 quantity, uint128 contractedQuantity, bytes32 termsHash);
    /// @notice State and outcome; None and None to the other programme.
    function caseState(bytes32 caseId, Programme programme) external view returns (CaseState state, Outcome outcome);
    /// @notice The case in which a claim succeeded; 0 while it has not.
    function caseOfClaim(bytes32 claimKey) external view returns (bytes32 caseId);
    /// @notice The node at `index`; no signer when there is none.
    function node(uint8 index) external view returns (address signer, uint16 reliabilityE4, bool active);
    /// @notice The floors in force of a tier; `minCommittee` 0 when no case of it can be opened.
    function tier(Programme programme, uint8 minReports) external view returns (Tier memory);
    /// @notice What a node signs, so that a signature can be checked without knowing EIP-712.
    function reportDigest(Report calldata report) external view returns (bytes32);
    /// @notice Score S that an approval needs, and the distance of an outlier.
    function policy() external view returns (uint32 approvalScoreE4, uint32 outlierE4);
}
