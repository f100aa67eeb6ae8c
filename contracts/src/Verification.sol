// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IParties} from "./interfaces/IParties.sol";
import {Case, CaseState, CaseTerms, IVerification, Outcome, Report} from "./interfaces/IVerification.sol";
import {Quorum} from "./Quorum.sol";

/// @title Verification
/// @notice See IVerification. The arithmetic of a round is in Quorum.sol.
contract Verification is IVerification, AccessManagedUpgradeable, EIP712Upgradeable {
    /// @dev A case; all that moves at a conclusion lies in one word, beside reportsHash.
    struct Record {
        bytes32 claimKey;
        bytes32 evidenceRoot;
        bytes32 termsHash;
        uint256 committee;
        uint128 contractedQuantity;
        uint128 proposedQuantity;
        uint32 scoreThresholdE4;
        uint16 consensusBps;
        uint8 minReports;
        uint32 windowSeconds;
        uint40 deadline;
        CaseState state;
        Outcome outcome;
        uint16 round;
        uint40 concludedAt;
        uint32 scoreE4;
        uint16 shareBps;
        bytes32 reportsHash;
        address opener;
        address challenger;
    }

    bytes32 private constant REPORT_TYPEHASH = keccak256(
        "Report(bytes32 caseId,uint32 round,bytes32 evidenceRoot,bytes32 termsHash,uint128 quantity,uint32 scoreE4,bool agrees,bool critical,bytes32 justificationHash)"
    );
    uint256 private constant MAX_COMMITTEE = 32;
    uint256 private constant MAX_ROUNDS = 8;
    uint256 private constant MAX_WINDOW_SECONDS = 30 days;
    uint256 private constant MAX_OPEN_SECONDS = 366 days;
    uint256 private constant MAX_THRESHOLD_E4 = 990_000; // domain.md 2.2: T is clamped to 99

    mapping(bytes32 caseId => Record) private _cases;
    mapping(bytes32 claimKey => bytes32 caseId) private _caseOfClaim;
    mapping(uint256 index => address) private _signers;
    /// @dev Index of a signer plus one; 0 = no node.
    mapping(address signer => uint256) private _indexOf;
    /// @dev Reliabilities, sixteen to a word, so that the weight of a whole committee costs one or two reads.
    mapping(uint256 word => uint256) private _reliabilities;
    uint256 private _activeNodes;
    uint32 private _approvalScoreE4;
    uint32 private _outlierE4;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IParties private immutable PARTIES;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IParties parties) {
        PARTIES = parties;
        _disableInitializers();
    }

    function initialize(address authority_, uint32 approvalScoreE4, uint32 outlierE4) external initializer {
        __AccessManaged_init(authority_);
        __EIP712_init("Assay Verification", "1");
        _setPolicy(approvalScoreE4, outlierE4);
    }

    // ------------------------------------------------------------------------------------------------------- governance

    /// @inheritdoc IVerification
    function setNode(uint8 index, address signer, uint16 reliabilityE4, bool active) external restricted {
        if (signer == address(0) || reliabilityE4 < 5000 || reliabilityE4 > 10_000) revert BadNode(index);
        uint256 holder = _indexOf[signer];
        if (holder != 0 && holder != uint256(index) + 1) revert BadNode(index);
        delete _indexOf[_signers[index]];
        _indexOf[signer] = uint256(index) + 1;
        _signers[index] = signer;
        uint256 shift = (index % 16) * 16;
        _reliabilities[index / 16] =
            (_reliabilities[index / 16] & ~(uint256(0xffff) << shift)) | (uint256(reliabilityE4) << shift);
        _activeNodes = active ? _activeNodes | (1 << index) : _activeNodes & ~(1 << index);
        emit NodeSet(index, signer, reliabilityE4, active);
    }

    /// @inheritdoc IVerification
    function setPolicy(uint32 approvalScoreE4, uint32 outlierE4) external restricted {
        _setPolicy(approvalScoreE4, outlierE4);
    }

    // ------------------------------------------------------------------------------------------------------------ cases

    /// @inheritdoc IVerification
    function openCase(CaseTerms calldata terms) external restricted {
        Record storage record = _cases[terms.caseId];
        if (record.state != CaseState.None) revert CaseExists(terms.caseId);
        bytes32 byCase = _caseOfClaim[terms.claimKey];
        if (byCase != 0) revert ClaimKeyUsed(terms.claimKey, byCase);
        _checkTerms(terms);

        record.claimKey = terms.claimKey;
        record.evidenceRoot = terms.evidenceRoot;
        record.termsHash = terms.termsHash;
        record.committee = terms.committee;
        record.contractedQuantity = terms.contractedQuantity;
        record.proposedQuantity = terms.contractedQuantity;
        record.scoreThresholdE4 = terms.scoreThresholdE4;
        record.consensusBps = terms.consensusBps;
        record.minReports = terms.minReports;
        record.windowSeconds = terms.windowSeconds;
        record.deadline = uint40(terms.deadline);
        record.state = CaseState.Open;
        record.round = 1;
        record.opener = _msgSender();
        emit CaseOpened(terms.caseId, terms.claimKey, terms.evidenceRoot, terms.termsHash, terms.committee);
    }

    /// @inheritdoc IVerification
    function submitResult(bytes32 caseId, Report[] calldata reports, bytes[] calldata signatures) external {
        Record storage record = _open(caseId);
        if (block.timestamp >= record.deadline) revert DeadlinePassed(caseId, record.deadline);
        if (reports.length < record.minReports || signatures.length != reports.length) {
            revert TooFewReports(
                signatures.length < reports.length ? signatures.length : reports.length, record.minReports
            );
        }
        (Quorum.Vote[] memory votes, bytes32 reportsHash) = _votes(caseId, record, reports, signatures);
        Quorum.Result memory result = Quorum.tally(
            votes,
            Quorum.Policy({
                committeeE4: _weightOf(record.committee),
                consensusBps: record.consensusBps,
                approvalScoreE4: _approvalScoreE4,
                outlierE4: _outlierE4,
                firstRound: record.round == 1
            })
        );
        Outcome outcome = Outcome.Rejected;
        if (result.approved) {
            outcome = record.proposedQuantity == record.contractedQuantity ? Outcome.Approved : Outcome.Partial;
            bytes32 claimKey = record.claimKey;
            bytes32 byCase = _caseOfClaim[claimKey];
            if (byCase != 0) revert ClaimKeyUsed(claimKey, byCase);
            _caseOfClaim[claimKey] = caseId;
        }
        record.state = CaseState.Concluded;
        record.outcome = outcome;
        record.concludedAt = uint40(block.timestamp);
        record.scoreE4 = result.scoreE4;
        record.shareBps = result.shareBps;
        record.reportsHash = reportsHash;
        emit CaseConcluded(
            caseId,
            outcome,
            record.proposedQuantity,
            result.scoreE4,
            result.shareBps,
            uint64(block.timestamp) + record.windowSeconds,
            reportsHash
        );
    }

    /// @inheritdoc IVerification
    function openReview(bytes32 caseId, uint128 proposedQuantity, bytes32 reasonHash) external restricted {
        Record storage record = _open(caseId);
        if (record.opener == _msgSender()) revert NotIndependent(_msgSender());
        if (block.timestamp >= record.deadline) revert DeadlinePassed(caseId, record.deadline);
        if (proposedQuantity == 0 || proposedQuantity > record.contractedQuantity || record.round == MAX_ROUNDS) {
            revert BadTerms();
        }
        uint16 round = ++record.round;
        record.proposedQuantity = proposedQuantity;
        emit ReviewOpened(caseId, round, proposedQuantity, reasonHash);
    }

    /// @inheritdoc IVerification
    function challenge(bytes32 caseId, bytes32 reasonHash) external {
        Record storage record = _known(caseId);
        if (record.state != CaseState.Concluded) revert WrongState(caseId, record.state);
        if (block.timestamp >= _challengeUntil(record)) revert WindowPassed(caseId);
        if (!PARTIES.isActive(_msgSender(), type(uint32).max)) revert NotActiveParty(_msgSender());
        record.state = CaseState.Challenged;
        record.challenger = _msgSender();
        emit CaseChallenged(caseId, _msgSender(), reasonHash);
    }

    /// @inheritdoc IVerification
    function resolveChallenge(bytes32 caseId, bool upheld) external restricted {
        Record storage record = _known(caseId);
        if (record.state != CaseState.Challenged) revert WrongState(caseId, record.state);
        if (_msgSender() == record.challenger || _msgSender() == record.opener) revert NotIndependent(_msgSender());
        if (upheld) {
            record.state = CaseState.Closed;
            if (_caseOfClaim[record.claimKey] == caseId) delete _caseOfClaim[record.claimKey];
        } else {
            record.state = CaseState.Concluded;
        }
        emit ChallengeResolved(caseId, upheld);
    }

    /// @inheritdoc IVerification
    function closeCase(bytes32 caseId, bytes32 reasonHash) external {
        Record storage record = _open(caseId);
        if (block.timestamp < record.deadline) _checkCanCall(_msgSender(), _msgData());
        record.state = CaseState.Closed;
        emit CaseClosed(caseId, reasonHash);
    }

    // -------------------------------------------------------------------------------------------------------- questions

    /// @inheritdoc IVerification
    function getCase(bytes32 caseId) external view returns (Case memory found) {
        Record storage record = _cases[caseId];
        found.terms = CaseTerms(
            record.state == CaseState.None ? bytes32(0) : caseId,
            record.claimKey,
            record.evidenceRoot,
            record.termsHash,
            record.committee,
            record.contractedQuantity,
            record.scoreThresholdE4,
            record.consensusBps,
            record.minReports,
            record.windowSeconds,
            record.deadline
        );
        found.state = record.state;
        found.outcome = record.outcome;
        found.round = record.round;
        found.proposedQuantity = record.proposedQuantity;
        found.concludedAt = record.concludedAt;
        found.scoreE4 = record.scoreE4;
        found.consensusBps = record.shareBps;
        found.reportsHash = record.reportsHash;
    }

    /// @inheritdoc IVerification
    function settledOutcome(bytes32 caseId)
        external
        view
        returns (Outcome outcome, uint128 quantity, uint128 contractedQuantity, bytes32 termsHash)
    {
        Record storage record = _cases[caseId];
        if (record.state == CaseState.Concluded && block.timestamp >= _challengeUntil(record)) {
            outcome = record.outcome;
        }
        return (outcome, record.proposedQuantity, record.contractedQuantity, record.termsHash);
    }

    /// @inheritdoc IVerification
    function caseState(bytes32 caseId) external view returns (CaseState state, Outcome outcome) {
        Record storage record = _cases[caseId];
        return (record.state, record.outcome);
    }

    /// @inheritdoc IVerification
    function caseOfClaim(bytes32 claimKey) external view returns (bytes32 caseId) {
        return _caseOfClaim[claimKey];
    }

    /// @inheritdoc IVerification
    function node(uint8 index) external view returns (address signer, uint16 reliabilityE4, bool active) {
        return (_signers[index], _reliabilityOf(index), _activeNodes & (1 << index) != 0);
    }

    /// @inheritdoc IVerification
    function reportDigest(Report calldata report) external view returns (bytes32) {
        return _reportDigest(_domainSeparatorV4(), report);
    }

    /// @inheritdoc IVerification
    function policy() external view returns (uint32 approvalScoreE4, uint32 outlierE4) {
        return (_approvalScoreE4, _outlierE4);
    }

    // --------------------------------------------------------------------------------------------------------- internal

    function _known(bytes32 caseId) private view returns (Record storage record) {
        record = _cases[caseId];
        if (record.state == CaseState.None) revert UnknownCase(caseId);
    }

    function _open(bytes32 caseId) private view returns (Record storage record) {
        record = _known(caseId);
        if (record.state != CaseState.Open) revert WrongState(caseId, record.state);
    }

    function _challengeUntil(Record storage record) private view returns (uint256) {
        return uint256(record.concludedAt) + record.windowSeconds;
    }

    /// @dev Checks who signed what; returns what each report says and weighs, and the hash over all digests.
    function _votes(bytes32 caseId, Record storage record, Report[] calldata reports, bytes[] calldata signatures)
        private
        view
        returns (Quorum.Vote[] memory votes, bytes32 reportsHash)
    {
        Report memory asked;
        asked.caseId = caseId;
        asked.round = record.round;
        asked.evidenceRoot = record.evidenceRoot;
        asked.termsHash = record.termsHash;
        asked.quantity = record.proposedQuantity;
        asked.scoreE4 = record.scoreThresholdE4;
        // Nodes switched off since the opening stay in the committee's weight, as if they had not reported.
        uint256 admitted = record.committee & _activeNodes;
        uint256 waiting = admitted;
        bytes32 domainSeparator = _domainSeparatorV4();
        votes = new Quorum.Vote[](reports.length);
        bytes32[] memory digests = new bytes32[](reports.length);
        for (uint256 i = 0; i < reports.length; i++) {
            Report calldata report = reports[i];
            _checkReport(asked, report, i);
            bytes32 digest = _reportDigest(domainSeparator, report);
            digests[i] = digest;
            if (signatures[i].length != 65) revert ECDSA.ECDSAInvalidSignatureLength(signatures[i].length);
            address signer = ECDSA.recoverCalldata(digest, signatures[i]);
            uint256 seat = _indexOf[signer];
            if (seat == 0 || admitted & (1 << (seat - 1)) == 0) revert NotInCommittee(signer);
            if (waiting & (1 << (seat - 1)) == 0) revert DuplicateReport(uint8(seat - 1));
            waiting &= ~(1 << (seat - 1));
            votes[i] = Quorum.Vote(report.scoreE4, _reliabilityOf(seat - 1), report.agrees, report.critical);
        }
        reportsHash = keccak256(abi.encodePacked(digests));
    }

    /// @dev `asked` carries the case's side of a report and, as its score, the threshold of agreement.
    function _checkReport(Report memory asked, Report calldata report, uint256 index) private pure {
        if (
            report.caseId != asked.caseId || report.round != asked.round || report.evidenceRoot != asked.evidenceRoot
                || report.termsHash != asked.termsHash || report.quantity != asked.quantity
                || report.scoreE4 > Quorum.MAX_SCORE_E4 || (report.agrees && report.critical)
        ) revert ReportMismatch(index);
        if (report.agrees && report.scoreE4 < asked.scoreE4) revert AgreesBelowThreshold(index);
    }

    function _reportDigest(bytes32 domainSeparator, Report calldata report) private pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(domainSeparator, keccak256(abi.encode(REPORT_TYPEHASH, report)));
    }

    function _reliabilityOf(uint256 index) private view returns (uint16) {
        return uint16(_reliabilities[index / 16] >> ((index % 16) * 16));
    }

    function _weightOf(uint256 committee) private view returns (uint256 weightE4) {
        for (uint256 index = 0; committee >> index != 0; index++) {
            if (committee & (1 << index) != 0) weightE4 += _reliabilityOf(index);
        }
    }

    function _setPolicy(uint32 approvalScoreE4, uint32 outlierE4) private {
        if (approvalScoreE4 < 500_000 || approvalScoreE4 > Quorum.MAX_SCORE_E4) revert BadPolicy();
        if (outlierE4 == 0 || outlierE4 > Quorum.MAX_SCORE_E4) revert BadPolicy();
        _approvalScoreE4 = approvalScoreE4;
        _outlierE4 = outlierE4;
        emit PolicySet(approvalScoreE4, outlierE4);
    }

    function _checkTerms(CaseTerms calldata terms) private view {
        uint256 size = 0;
        for (uint256 rest = terms.committee; rest != 0 && size <= MAX_COMMITTEE; rest &= rest - 1) {
            size++;
        }
        if (
            terms.caseId == 0 || terms.claimKey == 0 || terms.evidenceRoot == 0 || terms.termsHash == 0
                || terms.contractedQuantity == 0 || size == 0 || size > MAX_COMMITTEE
                || terms.committee & ~_activeNodes != 0 || terms.minReports == 0 || terms.minReports > size
        ) revert BadTerms();
        if (
            terms.scoreThresholdE4 > MAX_THRESHOLD_E4 || terms.consensusBps <= 5000 || terms.consensusBps > 10_000
                || terms.windowSeconds > MAX_WINDOW_SECONDS || terms.deadline <= block.timestamp
                || terms.deadline > block.timestamp + MAX_OPEN_SECONDS
        ) revert BadTerms();
    }
}
