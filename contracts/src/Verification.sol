// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IParties} from "./interfaces/IParties.sol";
import {
    Case,
    CaseState,
    CaseTerms,
    IVerification,
    Opening,
    Outcome,
    Programme,
    Report,
    SignedReport,
    Tier
} from "./interfaces/IVerification.sol";
import {Node, NodeRegister} from "./NodeRegister.sol";
import {Quorum} from "./Quorum.sol";
import {Reports} from "./Reports.sol";
import {Tiers} from "./Tiers.sol";

/// @title Verification
/// @notice See IVerification. Signatures are checked in Reports.sol, the arithmetic of a round is in Quorum.sol, the nodes are
/// in NodeRegister.sol, the floors of a case in Tiers.sol.
contract Verification is IVerification, AccessManagedUpgradeable, EIP712 {
    using Tiers for Tiers.Table;

    /// @dev What of a case never changes, in one word.
    struct Facts {
        address opener;
        uint64 contractedQuantity;
        uint24 windowSeconds;
        Programme programme;
    }

    /// @dev What a result reads and changes, in one word.
    struct Progress {
        uint64 proposedQuantity;
        uint24 scoreThresholdE4;
        uint16 consensusBps;
        uint8 minReports;
        uint40 deadline;
        CaseState state;
        Outcome outcome;
        uint8 round;
        uint40 concludedAt;
        uint24 scoreE4;
        uint16 shareBps;
    }

    /// @dev Four words; the challenger's is written by a challenge only.
    struct Record {
        bytes32 commitment;
        bytes32 termsHash;
        Facts facts;
        Progress progress;
        address challenger;
    }

    uint256 private constant MAX_ROUNDS = 8;
    uint256 private constant MAX_OPEN_SECONDS = 366 days;

    mapping(bytes32 caseId => Record) private _cases;
    mapping(bytes32 claimKey => bytes32 caseId) private _caseOfClaim;
    Tiers.Table private _tiers;
    address private _register;
    uint32 private _approvalScoreE4;
    uint32 private _outlierE4;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IParties private immutable PARTIES;

    /// @dev The domain's name and version are in the code, its chain and address are asked at each use: right behind a proxy.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IParties parties) EIP712("Assay Verification", "1") {
        PARTIES = parties;
        _disableInitializers();
    }

    /// @notice Once, behind the proxy: the AccessManager, the policy as in `setPolicy`, and the tiers cases may be opened in.
    function initialize(address authority_, uint32 approvalScoreE4, uint32 outlierE4, Tier[] calldata tiers)
        external
        initializer
    {
        __AccessManaged_init(authority_);
        _setPolicy(approvalScoreE4, outlierE4);
        for (uint256 i = 0; i < tiers.length; i++) {
            _tiers.set(tiers[i]);
        }
    }

    // ------------------------------------------------------------------------------------------------------- governance

    /// @inheritdoc IVerification
    function setNode(uint8 index, address signer, uint16 reliabilityE4, bool active) external restricted {
        if (signer == address(0) || reliabilityE4 < 5000 || reliabilityE4 > 10_000) revert BadNode(index);
        _register = NodeRegister.store(_register, index, NodeRegister.nodeOf(signer, reliabilityE4, active));
        emit NodeSet(index, signer, reliabilityE4, active);
    }

    /// @inheritdoc IVerification
    function setPolicy(uint32 approvalScoreE4, uint32 outlierE4) external restricted {
        _setPolicy(approvalScoreE4, outlierE4);
    }

    /// @inheritdoc IVerification
    function setTier(Tier calldata floors) external restricted {
        _tiers.set(floors);
    }

    // ------------------------------------------------------------------------------------------------------------ cases

    /// @inheritdoc IVerification
    function openCase(CaseTerms calldata terms) external restricted {
        Record storage record = _cases[terms.caseId];
        if (record.progress.state != CaseState.None) revert CaseExists(terms.caseId);
        bytes32 byCase = _caseOfClaim[terms.claimKey];
        if (byCase != 0) revert ClaimKeyUsed(terms.claimKey, byCase);
        _checkTerms(terms);
        _tiers.check(terms, NodeRegister.sizeOf(NodeRegister.load(_register), terms.committee));

        record.commitment = _hashOf(Opening(terms.claimKey, terms.evidenceRoot, terms.committee));
        record.termsHash = terms.termsHash;
        record.facts = Facts({
            opener: _msgSender(),
            contractedQuantity: uint64(terms.contractedQuantity),
            windowSeconds: uint24(terms.windowSeconds),
            programme: terms.programme
        });
        record.progress = Progress({
            proposedQuantity: uint64(terms.contractedQuantity),
            scoreThresholdE4: uint24(terms.scoreThresholdE4),
            consensusBps: terms.consensusBps,
            minReports: terms.minReports,
            deadline: uint40(terms.deadline),
            state: CaseState.Open,
            outcome: Outcome.None,
            round: 1,
            concludedAt: 0,
            scoreE4: 0,
            shareBps: 0
        });
        emit CaseOpened(terms.caseId, terms.claimKey, terms.evidenceRoot, terms.termsHash, terms.committee);
    }

    /// @inheritdoc IVerification
    function submitResult(bytes32 caseId, Opening calldata opening, SignedReport[] calldata reports) external {
        Record storage record = _cases[caseId];
        Progress memory progress = record.progress;
        _requireOpen(caseId, progress.state);
        if (block.timestamp >= progress.deadline) revert DeadlinePassed(caseId, progress.deadline);
        if (reports.length < progress.minReports) revert TooFewReports(reports.length, progress.minReports);
        bytes32 commitment = _hashOf(opening);
        if (record.commitment != commitment) revert OpeningMismatch(caseId);

        (Quorum.Result memory result, bytes32 reportsHash) =
            _tally(caseId, record.termsHash, progress, opening, reports);
        Facts memory facts = record.facts;
        progress.outcome = Outcome.Rejected;
        if (result.approved) {
            progress.outcome =
                progress.proposedQuantity == facts.contractedQuantity ? Outcome.Approved : Outcome.Partial;
            bytes32 byCase = _caseOfClaim[opening.claimKey];
            if (byCase != 0) revert ClaimKeyUsed(opening.claimKey, byCase);
            _caseOfClaim[opening.claimKey] = caseId;
        }
        progress.state = CaseState.Concluded;
        progress.concludedAt = uint40(block.timestamp);
        progress.scoreE4 = result.scoreE4;
        progress.shareBps = result.shareBps;
        record.progress = progress;
        record.commitment = keccak256(abi.encode(commitment, reportsHash));
        emit CaseConcluded(
            caseId,
            progress.outcome,
            progress.proposedQuantity,
            result.scoreE4,
            result.shareBps,
            uint64(block.timestamp) + facts.windowSeconds,
            reportsHash
        );
    }

    /// @inheritdoc IVerification
    function openReview(bytes32 caseId, uint128 proposedQuantity, bytes32 reasonHash) external restricted {
        Record storage record = _cases[caseId];
        Progress memory progress = record.progress;
        _requireOpen(caseId, progress.state);
        if (record.facts.opener == _msgSender()) revert NotIndependent(_msgSender());
        if (block.timestamp >= progress.deadline) revert DeadlinePassed(caseId, progress.deadline);
        if (proposedQuantity == 0 || proposedQuantity > record.facts.contractedQuantity || progress.round == MAX_ROUNDS)
        {
            revert BadTerms();
        }
        progress.round++;
        progress.proposedQuantity = uint64(proposedQuantity);
        record.progress = progress;
        emit ReviewOpened(caseId, progress.round, proposedQuantity, reasonHash);
    }

    /// @inheritdoc IVerification
    function challenge(bytes32 caseId, bytes32 reasonHash) external {
        Record storage record = _cases[caseId];
        CaseState state = record.progress.state;
        if (state == CaseState.None) revert UnknownCase(caseId);
        if (state != CaseState.Concluded) revert WrongState(caseId, state);
        if (block.timestamp >= _challengeUntil(record)) revert WindowPassed(caseId);
        if (!PARTIES.isActive(_msgSender(), type(uint32).max)) revert NotActiveParty(_msgSender());
        record.progress.state = CaseState.Challenged;
        record.challenger = _msgSender();
        emit CaseChallenged(caseId, _msgSender(), reasonHash);
    }

    /// @inheritdoc IVerification
    function resolveChallenge(bytes32 caseId, bytes32 claimKey, bool upheld) external restricted {
        Record storage record = _cases[caseId];
        Progress memory progress = record.progress;
        if (progress.state == CaseState.None) revert UnknownCase(caseId);
        if (progress.state != CaseState.Challenged) revert WrongState(caseId, progress.state);
        if (_msgSender() == record.challenger || _msgSender() == record.facts.opener) {
            revert NotIndependent(_msgSender());
        }
        if (!upheld) {
            record.progress.state = CaseState.Concluded;
        } else {
            record.progress.state = CaseState.Closed;
            // A paying outcome holds its claim; whose key it is, the key itself says.
            if (progress.outcome != Outcome.Rejected) {
                if (_caseOfClaim[claimKey] != caseId) revert ClaimKeyMismatch(caseId, claimKey);
                delete _caseOfClaim[claimKey];
            }
        }
        emit ChallengeResolved(caseId, upheld);
    }

    /// @inheritdoc IVerification
    function closeCase(bytes32 caseId, bytes32 reasonHash) external {
        Progress storage progress = _cases[caseId].progress;
        _requireOpen(caseId, progress.state);
        if (block.timestamp < progress.deadline) _checkCanCall(_msgSender(), _msgData());
        progress.state = CaseState.Closed;
        emit CaseClosed(caseId, reasonHash);
    }

    // -------------------------------------------------------------------------------------------------------- questions

    /// @inheritdoc IVerification
    function getCase(bytes32 caseId) external view returns (Case memory) {
        Record memory record = _cases[caseId];
        return Case({
            programme: record.facts.programme,
            commitment: record.commitment,
            termsHash: record.termsHash,
            opener: record.facts.opener,
            contractedQuantity: record.facts.contractedQuantity,
            scoreThresholdE4: record.progress.scoreThresholdE4,
            consensusBps: record.progress.consensusBps,
            minReports: record.progress.minReports,
            windowSeconds: record.facts.windowSeconds,
            deadline: record.progress.deadline,
            state: record.progress.state,
            outcome: record.progress.outcome,
            round: record.progress.round,
            proposedQuantity: record.progress.proposedQuantity,
            concludedAt: record.progress.concludedAt,
            scoreE4: record.progress.scoreE4,
            shareBps: record.progress.shareBps
        });
    }

    /// @inheritdoc IVerification
    function settledOutcome(bytes32 caseId, Programme programme)
        external
        view
        returns (Outcome outcome, uint128 quantity, uint128 contractedQuantity, bytes32 termsHash)
    {
        Record storage record = _cases[caseId];
        Facts storage facts = record.facts;
        if (facts.programme != programme) return (Outcome.None, 0, 0, 0);
        Progress storage progress = record.progress;
        if (progress.state == CaseState.Concluded && block.timestamp >= _challengeUntil(record)) {
            outcome = progress.outcome;
        }
        return (outcome, progress.proposedQuantity, facts.contractedQuantity, record.termsHash);
    }

    /// @inheritdoc IVerification
    function caseState(bytes32 caseId, Programme programme) external view returns (CaseState state, Outcome outcome) {
        Record storage record = _cases[caseId];
        if (record.facts.programme != programme) return (CaseState.None, Outcome.None);
        return (record.progress.state, record.progress.outcome);
    }

    /// @inheritdoc IVerification
    function caseOfClaim(bytes32 claimKey) external view returns (bytes32 caseId) {
        return _caseOfClaim[claimKey];
    }

    /// @inheritdoc IVerification
    function node(uint8 index) external view returns (address signer, uint16 reliabilityE4, bool active) {
        Node found = NodeRegister.at(NodeRegister.load(_register), index);
        return (found.signer(), found.reliabilityE4(), found.isActive());
    }

    /// @inheritdoc IVerification
    function tier(Programme programme, uint8 minReports) external view returns (Tier memory) {
        return _tiers.get(programme, minReports);
    }

    /// @inheritdoc IVerification
    function reportDigest(Report calldata report) external view returns (bytes32) {
        return _hashTypedDataV4(Reports.structHash(report));
    }

    /// @inheritdoc IVerification
    function policy() external view returns (uint32 approvalScoreE4, uint32 outlierE4) {
        return (_approvalScoreE4, _outlierE4);
    }

    // --------------------------------------------------------------------------------------------------------- internal

    function _requireOpen(bytes32 caseId, CaseState state) private pure {
        if (state == CaseState.None) revert UnknownCase(caseId);
        if (state != CaseState.Open) revert WrongState(caseId, state);
    }

    function _challengeUntil(Record storage record) private view returns (uint256) {
        return uint256(record.progress.concludedAt) + record.facts.windowSeconds;
    }

    function _hashOf(Opening memory opening) private pure returns (bytes32) {
        return keccak256(abi.encode(opening));
    }

    /// @dev What the reports of the present round add up to, and the hash over them.
    function _tally(
        bytes32 caseId,
        bytes32 termsHash,
        Progress memory progress,
        Opening calldata opening,
        SignedReport[] calldata reports
    ) private view returns (Quorum.Result memory result, bytes32 reportsHash) {
        bytes memory nodes = NodeRegister.load(_register);
        Reports.Checked memory checked = Reports.check(
            reports,
            Reports.Question({
                domainSeparator: _domainSeparatorV4(),
                caseId: caseId,
                round: progress.round,
                evidenceRoot: opening.evidenceRoot,
                termsHash: termsHash,
                quantity: progress.proposedQuantity,
                committee: opening.committee,
                absent: opening.committee,
                thresholdE4: progress.scoreThresholdE4
            }),
            nodes
        );
        reportsHash = checked.reportsHash;
        (uint256 absent, uint256 absentE4) = NodeRegister.weightOf(nodes, checked.absent);
        result = Quorum.tally(
            checked.votes,
            checked.sums,
            Quorum.Policy({
                committee: reports.length + absent,
                committeeE4: checked.sums.present + absentE4,
                consensusBps: progress.consensusBps,
                approvalScoreE4: _approvalScoreE4,
                outlierE4: _outlierE4,
                firstRound: progress.round == 1
            })
        );
    }

    function _setPolicy(uint32 approvalScoreE4, uint32 outlierE4) private {
        if (approvalScoreE4 < 500_000 || approvalScoreE4 > Quorum.MAX_SCORE_E4) revert BadPolicy();
        if (outlierE4 == 0 || outlierE4 > Quorum.MAX_SCORE_E4) revert BadPolicy();
        _approvalScoreE4 = approvalScoreE4;
        _outlierE4 = outlierE4;
        emit PolicySet(approvalScoreE4, outlierE4);
    }

    function _checkTerms(CaseTerms calldata terms) private view {
        if (
            terms.caseId == 0 || terms.claimKey == 0 || terms.evidenceRoot == 0 || terms.termsHash == 0
                || terms.contractedQuantity == 0 || terms.contractedQuantity > type(uint64).max
                || terms.deadline <= block.timestamp || terms.deadline > block.timestamp + MAX_OPEN_SECONDS
        ) revert BadTerms();
    }
}
