// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Case, CaseState, CaseTerms, IVerification, Outcome, Report} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @notice The committee's answer to a round. Golden numbers: domain.md 2.3 and 2.27.
contract SubmitResultTest is Base {
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function setUp() public override {
        super.setUp();
        open(caseTerms(CASE, keccak256("terms")));
    }

    // ---------------------------------------------------------------------------------------------------- wrong reports

    function test_refuses_too_few_reports_and_missing_signatures() public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 2, 940_625, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.TooFewReports.selector, 2, 3));
        verification.submitResult(CASE, reports, signatures);
        (reports,) = unanimous(CASE, 7, 940_625, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.TooFewReports.selector, 2, 3));
        verification.submitResult(CASE, reports, signatures);
    }

    function testFuzz_refuses_a_report_on_anything_but_the_question_asked(uint256 field, bytes32 other) public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 940_625, true);
        Report memory report = reports[3];
        field = bound(field, 0, 6);
        vm.assume(uint128(uint256(other)) != report.quantity && uint32(uint256(other)) != report.round);
        vm.assume(other != report.caseId && other != report.evidenceRoot && other != report.termsHash);
        if (field == 0) report.caseId = other;
        else if (field == 1) report.round = uint32(uint256(other));
        else if (field == 2) report.evidenceRoot = other;
        else if (field == 3) report.termsHash = other;
        else if (field == 4) report.quantity = uint128(uint256(other));
        else if (field == 5) report.scoreE4 = 1_000_001;
        else report.critical = true; // while it agrees
        signatures[3] = signReport(3, report);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ReportMismatch.selector, 3));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_refuses_agreement_below_the_threshold() public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 892_499, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.AgreesBelowThreshold.selector, 0));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_refuses_reports_that_do_not_ascend() public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 940_625, true);
        reports[5].scoreE4 = 940_624;
        signatures[5] = signReport(5, reports[5]);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ReportsNotAscending.selector, 5));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_refuses_signers_outside_the_committee() public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 940_625, true);
        signatures[2] = signReport(9, reports[2]); // a node, of another committee
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotInCommittee.selector, nodeAddress(9)));
        verification.submitResult(CASE, reports, signatures);
        signatures[2] = signature(0xbad, verification.reportDigest(reports[2]));
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotInCommittee.selector, vm.addr(0xbad)));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_refuses_a_node_switched_off_since() public {
        vm.prank(GOVERNANCE);
        verification.setNode(6, nodeAddress(6), 6000, false);
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 940_625, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotInCommittee.selector, nodeAddress(6)));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_refuses_the_same_node_twice() public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 940_625, true);
        signatures[6] = signatures[0];
        vm.expectRevert(abi.encodeWithSelector(IVerification.DuplicateReport.selector, 0));
        verification.submitResult(CASE, reports, signatures);
        reports[6].justificationHash = keccak256("another reason does not make it another node");
        signatures[6] = signReport(0, reports[6]);
        vm.expectRevert(abi.encodeWithSelector(IVerification.DuplicateReport.selector, 0));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_refuses_malleable_short_and_long_signatures() public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 940_625, true);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(NODE_KEY, verification.reportDigest(reports[0]));
        bytes32 high = bytes32(ORDER - uint256(s));
        signatures[0] = abi.encodePacked(r, high, v == 27 ? uint8(28) : 27);
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
        verification.submitResult(CASE, reports, signatures);

        signatures[0] = abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255))); // ERC-2098
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureLength.selector, 64));
        verification.submitResult(CASE, reports, signatures);
        signatures[0] = abi.encodePacked(r, s, v, uint8(0));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureLength.selector, 66));
        verification.submitResult(CASE, reports, signatures);
        signatures[0] = abi.encodePacked(r, s, uint8(29));
        vm.expectRevert(ECDSA.ECDSAInvalidSignature.selector);
        verification.submitResult(CASE, reports, signatures);
    }

    function test_refuses_results_from_the_deadline_on() public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 940_625, true);
        vm.warp(START + 30 days);
        vm.expectRevert(abi.encodeWithSelector(IVerification.DeadlinePassed.selector, CASE, uint64(START + 30 days)));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_a_concluded_case_takes_no_second_result() public {
        approve(CASE);
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 600_000, false);
        vm.expectRevert(abi.encodeWithSelector(IVerification.WrongState.selector, CASE, CaseState.Concluded));
        verification.submitResult(CASE, reports, signatures);
    }

    // ---------------------------------------------------------------------------------------------------------- weights

    function test_G1_one_refusal_of_weight_seven_tenths_leaves_87_7193_percent() public {
        (Report[] memory reports, bytes[] memory signatures) = _answers(0x20, 612_500, 0x5f, 940_625);
        verification.submitResult(CASE, reports, signatures);
        Case memory found = verification.getCase(CASE);
        assertTrue(found.outcome == Outcome.Approved, "approved");
        assertEq(found.consensusBps, 8771, "share of 5.7, floored");
        assertEq(found.scoreE4, 940_625, "the refusing node is an outlier: S is the others' score");
        assertEq(found.concludedAt, block.timestamp, "concluded now");
        assertEq(verification.caseOfClaim(CLAIM_KEY), CASE, "claim key used");
    }

    function test_two_refusals_leave_71_9298_percent_and_no_quorum_of_75() public {
        (Report[] memory reports, bytes[] memory signatures) = _answers(0x24, 612_500, 0x5b, 940_625);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NoQuorum.selector, 41_000, 16_000, 42_750));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_leaving_reports_out_gains_nothing() public {
        // The same two refusals, not brought: agreement of 41,000 of 57,000 is still no quorum.
        (Report[] memory reports, bytes[] memory signatures) = _answers(0, 0, 0x5b, 940_625);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NoQuorum.selector, 41_000, 0, 42_750));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_less_than_two_thirds_of_the_weight_is_no_participation() public {
        // Nodes 0..3 weigh 36,000 of 57,000: 63 %.
        (Report[] memory reports, bytes[] memory signatures) = _answers(0, 0, 0x0f, 940_625);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ParticipationTooLow.selector, 36_000, 57_000));
        verification.submitResult(CASE, reports, signatures);
    }

    function test_G4_three_colluding_nodes_neither_finalise_nor_replay() public {
        // Nodes 4..6 weigh 21,000; the honest four refuse.
        (Report[] memory reports, bytes[] memory signatures) = _answers(0x0f, 300_000, 0x70, 990_000);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NoQuorum.selector, 21_000, 36_000, 42_750));
        verification.submitResult(CASE, reports, signatures);

        bytes32 second = keccak256("another case");
        CaseTerms memory terms = caseTerms(second, keccak256("terms"));
        open(terms);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ReportMismatch.selector, 0));
        verification.submitResult(second, reports, signatures);
        // With the fields of the other case the signatures recover to nobody of the committee.
        for (uint256 i = 0; i < 7; i++) {
            reports[i].caseId = second;
        }
        vm.expectPartialRevert(IVerification.NotInCommittee.selector);
        verification.submitResult(second, reports, signatures);
    }

    function test_the_median_node_decides_what_an_outlier_is() public {
        // Two nodes far above: dropped from S, though they agree.
        (Report[] memory reports, bytes[] memory signatures) = _answers(0x1f, 900_000, 0x60, 1_000_000);
        vm.prank(GOVERNANCE);
        verification.setPolicy(850_000, 99_999);
        for (uint256 i = 0; i < 5; i++) {
            reports[i].agrees = true;
            signatures[i] = signReport(i, reports[i]);
        }
        verification.submitResult(CASE, reports, signatures);
        assertEq(verification.getCase(CASE).scoreE4, 900_000, "without the outliers");
        assertEq(verification.getCase(CASE).consensusBps, 10_000, "they count for the share all the same");
    }

    function test_the_score_is_weighted_and_floored() public {
        (Report[] memory reports, bytes[] memory signatures) = _answers(0x01, 900_000, 0x7e, 900_001);
        reports[0].agrees = true;
        signatures[0] = signReport(0, reports[0]);
        verification.submitResult(CASE, reports, signatures);
        assertEq(verification.getCase(CASE).scoreE4, 900_000, "900000.82 floored");
    }

    // --------------------------------------------------------------------------------------------------------- verdicts

    function test_an_agreeing_quorum_with_a_low_score_waits_for_a_reviewer() public {
        CaseTerms memory terms = caseTerms(keccak256("low"), keccak256("terms"));
        terms.scoreThresholdE4 = 765_000;
        open(terms);
        (Report[] memory reports, bytes[] memory signatures) = unanimous(terms.caseId, 7, 849_999, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ScoreInReviewBand.selector, 849_999));
        verification.submitResult(terms.caseId, reports, signatures);
        (reports, signatures) = unanimous(terms.caseId, 7, 850_000, true);
        verification.submitResult(terms.caseId, reports, signatures);
    }

    function test_G2_a_shortage_is_a_second_question() public {
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 612_500, false);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ScoreInReviewBand.selector, 612_500));
        verification.submitResult(CASE, reports, signatures);

        review(CASE, 9_100_000);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ReportMismatch.selector, 0)); // the first round's reports
        verification.submitResult(CASE, reports, signatures);
        (reports, signatures) = unanimous(CASE, 7, 940_625, true);
        verification.submitResult(CASE, reports, signatures);
        passWindow();
        (Outcome outcome, uint128 quantity, uint128 contracted,) = verification.settledOutcome(CASE);
        assertTrue(outcome == Outcome.Partial, "partial");
        assertEq(quantity, 9_100_000, "proposition");
        assertEq(contracted, QUANTITY, "contract");
    }

    function test_a_review_round_that_is_refused_rejects() public {
        review(CASE, 9_100_000);
        (Report[] memory reports, bytes[] memory signatures) = unanimous(CASE, 7, 612_500, false);
        verification.submitResult(CASE, reports, signatures);
        assertTrue(verification.getCase(CASE).outcome == Outcome.Rejected, "rejected");
    }

    function test_a_review_round_about_the_whole_contract_can_approve_it() public {
        review(CASE, QUANTITY);
        approve(CASE);
        assertTrue(verification.getCase(CASE).outcome == Outcome.Approved, "approved, not partial");
    }

    function test_G3_a_quorum_with_a_critical_failure_rejects_at_once() public {
        reject(CASE);
        Case memory found = verification.getCase(CASE);
        assertTrue(found.outcome == Outcome.Rejected, "rejected");
        assertEq(found.consensusBps, 10_000, "share");
        assertEq(verification.caseOfClaim(CLAIM_KEY), bytes32(0), "claim key stays free");
    }

    function test_one_critical_report_is_no_veto() public {
        (Report[] memory reports, bytes[] memory signatures) = _answers(0x40, 300_000, 0x3f, 940_625);
        reports[0].critical = true;
        signatures[0] = signReport(6, reports[0]);
        verification.submitResult(CASE, reports, signatures);
        assertTrue(verification.getCase(CASE).outcome == Outcome.Approved, "approved");
    }

    function testFuzz_never_two_quorums_and_the_share_divides_by_the_whole_committee(
        uint256 agreeing,
        uint256 present,
        uint16 tier
    ) public {
        agreeing &= SEVEN;
        present = (present & SEVEN) | agreeing;
        vm.assume(present != 0);
        CaseTerms memory terms = caseTerms(keccak256("fuzz"), keccak256("terms"));
        terms.consensusBps = uint16(bound(tier, 5001, 10_000));
        terms.minReports = 1;
        open(terms);
        uint256 agreed = _weight(agreeing);
        uint256 refused = _weight(present & ~agreeing);
        (Report[] memory reports, bytes[] memory signatures) =
            _answersOn(terms.caseId, present & ~agreeing, 900_000, agreeing, 940_625);
        for (uint256 i = 0; i < reports.length; i++) {
            if (reports[i].agrees) continue;
            reports[i].critical = true;
            signatures[i] = signReport(_nthNode(present & ~agreeing, i), reports[i]);
        }
        bool participates = (agreed + refused) * 3 >= 57_000 * 2;
        bool approves = agreed * 10_000 >= uint256(terms.consensusBps) * 57_000;
        bool refuses = refused * 10_000 >= uint256(terms.consensusBps) * 57_000;
        assertTrue(!(approves && refuses), "never both");
        if (!participates) vm.expectPartialRevert(IVerification.ParticipationTooLow.selector);
        else if (!approves && !refuses) vm.expectPartialRevert(IVerification.NoQuorum.selector);
        verification.submitResult(terms.caseId, reports, signatures);
        if (!participates || (!approves && !refuses)) return;
        Case memory found = verification.getCase(terms.caseId);
        assertTrue(found.outcome == (approves ? Outcome.Approved : Outcome.Rejected), "outcome");
        assertEq(found.consensusBps, (approves ? agreed : refused) * 10_000 / 57_000, "share");
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    /// @dev Bitmaps of who refuses with which score and who agrees with which; the lower score comes first.
    function _answers(uint256 refusing, uint32 low, uint256 agreeing, uint32 high)
        private
        view
        returns (Report[] memory reports, bytes[] memory signatures)
    {
        return _answersOn(CASE, refusing, low, agreeing, high);
    }

    function _answersOn(bytes32 caseId, uint256 refusing, uint32 low, uint256 agreeing, uint32 high)
        private
        view
        returns (Report[] memory reports, bytes[] memory signatures)
    {
        uint256 refusals = _count(refusing);
        uint256 total = refusals + _count(agreeing);
        reports = new Report[](total);
        signatures = new bytes[](total);
        for (uint256 i = 0; i < total; i++) {
            bool agrees = i >= refusals;
            reports[i] = reportOf(caseId, agrees ? high : low, agrees);
            uint256 node = agrees ? _nthNode(agreeing, i - refusals) : _nthNode(refusing, i);
            signatures[i] = signReport(node, reports[i]);
        }
    }

    function _count(uint256 bitmap) private pure returns (uint256 bits) {
        for (; bitmap != 0; bitmap &= bitmap - 1) {
            bits++;
        }
    }

    function _nthNode(uint256 bitmap, uint256 n) private pure returns (uint256 node) {
        for (;; node++) {
            if (bitmap & (1 << node) == 0) continue;
            if (n == 0) return node;
            n--;
        }
    }

    function _weight(uint256 bitmap) private view returns (uint256 weight) {
        for (uint256 i = 0; i < 7; i++) {
            if (bitmap & (1 << i) != 0) weight += reliabilities[i];
        }
    }
}
