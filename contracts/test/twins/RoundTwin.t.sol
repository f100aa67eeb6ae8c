// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Case, CaseTerms, Opening, Programme, Report, SignedReport} from "../../src/interfaces/IVerification.sol";
import {System} from "./System.t.sol";
import {Twin} from "./Twin.t.sol";

/// @notice `Verification.submitResult` with signed reports of registered nodes, over one or two rounds of a case.
contract RoundTwin is System, Twin {
    uint256 private constant ROUND_WORDS = 32;
    bytes32 private constant CASE = keccak256("case");
    bytes32 private constant TERMS = keccak256("terms");

    constructor(Book memory book_) System(book_) {}

    /// @notice Registers the nodes the cases choose from.
    function begin(uint16[] calldata reliabilitiesE4) external {
        _begin();
        for (uint256 i = 0; i < reliabilitiesE4.length; i++) {
            _setNode(uint8(i), reliabilitiesE4[i]);
        }
    }

    /// @dev Words: committee, contracted quantity, threshold, consensus, least reports, approval score, outlier distance, rounds;
    /// then for each round its proposition, its number of reports, and each report as score << 16 | node << 8 | agrees + 2 x critical.
    /// Answer, for each round: 0 or the refusal, outcome, score, share.
    function _answer(uint256[] calldata words) internal override returns (uint256[] memory answer) {
        book.verification.setPolicy(uint32(words[5]), uint32(words[6]));
        book.verification
            .openCase(
                CaseTerms({
                    caseId: CASE,
                    claimKey: CASE,
                    evidenceRoot: EVIDENCE,
                    termsHash: TERMS,
                    programme: Programme.Carbon,
                    committee: words[0],
                    contractedQuantity: uint128(words[1]),
                    scoreThresholdE4: uint32(words[2]),
                    consensusBps: uint16(words[3]),
                    minReports: uint8(words[4]),
                    windowSeconds: 0,
                    deadline: uint64(block.timestamp + 1)
                })
            );
        answer = new uint256[](8);
        for (uint256 round = 0; round < words[7]; round++) {
            uint256[] calldata asked = words[8 + round * ROUND_WORDS:8 + (round + 1) * ROUND_WORDS];
            if (round != 0) _review(CASE, uint128(asked[0]));
            answer[round * 4] = _submit(words[0], round + 1, asked);
            if (answer[round * 4] != 0) continue;
            Case memory found = book.verification.getCase(CASE);
            answer[round * 4 + 1] = uint256(found.outcome);
            answer[round * 4 + 2] = found.scoreE4;
            answer[round * 4 + 3] = found.shareBps;
            break;
        }
    }

    function _submit(uint256 committee, uint256 round, uint256[] calldata words) private returns (uint256) {
        SignedReport[] memory reports = new SignedReport[](words[1]);
        for (uint256 i = 0; i < reports.length; i++) {
            uint256 packed = words[2 + i];
            Report memory report = Report({
                caseId: CASE,
                round: uint32(round),
                evidenceRoot: EVIDENCE,
                termsHash: TERMS,
                quantity: uint128(words[0]),
                scoreE4: uint32(packed >> 16),
                agrees: packed & 1 == 1,
                critical: packed & 2 == 2,
                justificationHash: REASON
            });
            reports[i] = _signed(uint8(packed >> 8), report);
        }
        try book.verification.submitResult(CASE, Opening(CASE, EVIDENCE, committee), reports) {
            return 0;
        } catch (bytes memory data) {
            return _refusal(data);
        }
    }
}
