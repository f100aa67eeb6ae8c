// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IVerification, Report, SignedReport} from "./interfaces/IVerification.sol";
import {Node, NodeRegister} from "./NodeRegister.sol";
import {Quorum, Vote} from "./Quorum.sol";

/// @title Reports
/// @notice Who signed what: from the reports as they are brought to the votes that Quorum tallies.
library Reports {
    bytes32 private constant TYPEHASH = keccak256(
        "Report(bytes32 caseId,uint32 round,bytes32 evidenceRoot,bytes32 termsHash,uint128 quantity,uint32 scoreE4,bool agrees,bool critical,bytes32 justificationHash)"
    );

    /// @dev The round that is asked about. A report brings only its own four words; these are the case's.
    struct Question {
        bytes32 domainSeparator;
        bytes32 caseId;
        uint256 round;
        bytes32 evidenceRoot;
        bytes32 termsHash;
        uint256 quantity;
        uint256 committee;
        uint256 absent; // bitmap of those that have not reported yet
        uint256 thresholdE4;
    }

    /// @notice EIP-712 hash of a report.
    function structHash(Report calldata report) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, report));
    }

    /// @dev What checked reports amount to.
    struct Checked {
        Vote[] votes;
        Quorum.Sums sums;
        uint256 absent; // bitmap of the nodes that did not report
        bytes32 reportsHash; // keccak256 over all digests
    }

    /// @notice What each report says and weighs. Reverts for a report that contradicts itself, of a node outside the committee,
    /// brought twice or out of order, or not signed by its node on this very question.
    function check(SignedReport[] calldata reports, Question memory question, bytes memory nodes)
        internal
        pure
        returns (Checked memory checked)
    {
        // The typed data of a report, word by word; the last four are filled in for each.
        bytes32[10] memory words = [
            TYPEHASH,
            question.caseId,
            bytes32(question.round),
            question.evidenceRoot,
            question.termsHash,
            bytes32(question.quantity),
            0,
            0,
            0,
            0
        ];
        checked.votes = new Vote[](reports.length);
        bytes32[] memory digests = new bytes32[](reports.length);
        unchecked {
            for (uint256 i = 0; i < reports.length; ++i) {
                SignedReport calldata report = reports[i];
                Node node = _reporter(report.answer >> 40, question, nodes);
                (Vote vote, bytes32 digest) = _checkOne(report, question, words, node, i);
                digests[i] = digest;
                checked.votes[i] = vote;
                Quorum.count(checked.sums, vote, i);
            }
        }
        checked.absent = question.absent;
        checked.reportsHash = keccak256(abi.encodePacked(digests));
    }

    /// @dev The node of the committee that reports now, once.
    function _reporter(uint256 index, Question memory question, bytes memory nodes) private pure returns (Node node) {
        uint256 bit = 1 << index;
        node = NodeRegister.member(nodes, index);
        if (question.absent & bit == 0) {
            if (question.committee & bit == 0) revert IVerification.NotInCommittee(uint8(index));
            revert IVerification.DuplicateReport(uint8(index));
        }
        question.absent ^= bit;
        // Nodes switched off since the opening stay in the committee's weight, as if they had not reported.
        if (!node.isActive()) revert IVerification.NotInCommittee(uint8(index));
    }

    function _checkOne(
        SignedReport calldata report,
        Question memory question,
        bytes32[10] memory words,
        Node node,
        uint256 i
    ) private pure returns (Vote, bytes32 digest) {
        uint256 answer = report.answer;
        uint256 scoreE4 = uint32(answer);
        uint256 flags = (answer >> 32) & 0xff;
        if (scoreE4 > Quorum.MAX_SCORE_E4 || flags > Quorum.CRITICAL) revert IVerification.BadReport(i);
        if (flags == Quorum.AGREES && scoreE4 < question.thresholdE4) revert IVerification.AgreesBelowThreshold(i);
        words[6] = bytes32(scoreE4);
        words[7] = bytes32(flags & Quorum.AGREES);
        words[8] = bytes32(flags >> 1);
        words[9] = report.justificationHash;
        assembly ("memory-safe") {
            digest := keccak256(words, 320)
        }
        digest = MessageHashUtils.toTypedDataHash(question.domainSeparator, digest);
        address signer = ECDSA.recover(digest, report.r, report.vs);
        if (signer != node.signer()) revert IVerification.WrongSigner(uint8(answer >> 40), signer);
        return (Quorum.vote(scoreE4, answer >> 40, node.reliabilityE4(), flags), digest);
    }
}
