// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
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
} from "../src/interfaces/IVerification.sol";
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

    function test_refuses_too_few_reports() public {
        SignedReport[] memory reports = unanimous(CASE, 2, 940_625, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.TooFewReports.selector, 2, 3));
        submit(CASE, reports);
    }

    function testFuzz_refuses_an_opening_that_is_not_the_cases(uint256 field, bytes32 other) public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        Opening memory opening = openingOf(CASE);
        vm.assume(other != opening.claimKey && other != opening.evidenceRoot && uint256(other) != opening.committee);
        if (field % 3 == 0) opening.claimKey = other;
        else if (field % 3 == 1) opening.evidenceRoot = other;
        else opening.committee = uint256(other);
        vm.expectRevert(abi.encodeWithSelector(IVerification.OpeningMismatch.selector, CASE));
        verification.submitResult(CASE, opening, reports);
    }

    function testFuzz_refuses_a_report_on_anything_but_the_question_asked(uint256 field, bytes32 other) public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        Report memory report = reportOf(CASE, 940_625, true);
        field = bound(field, 0, 4);
        vm.assume(uint128(uint256(other)) != report.quantity && uint32(uint256(other)) != report.round);
        vm.assume(other != report.caseId && other != report.evidenceRoot && other != report.termsHash);
        if (field == 0) report.caseId = other;
        else if (field == 1) report.round = uint32(uint256(other));
        else if (field == 2) report.evidenceRoot = other;
        else if (field == 3) report.termsHash = other;
        else report.quantity = uint128(uint256(other));
        reports[3] = signed(3, report);
        vm.expectPartialRevert(IVerification.WrongSigner.selector);
        submit(CASE, reports);
    }

    function testFuzz_every_bit_of_an_answer_is_signed_or_refused(uint256 bit) public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        reports[6].answer ^= uint48(1 << bound(bit, 0, 47));
        (bool accepted,) =
            address(verification).call(abi.encodeCall(verification.submitResult, (CASE, openingOf(CASE), reports)));
        assertTrue(!accepted, "the answer is not what was signed");
    }

    function test_refuses_a_score_above_100_a_contradiction_and_unused_bits() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        Report memory report = reportOf(CASE, 1_000_001, true);
        reports[6] = signed(6, report);
        vm.expectRevert(abi.encodeWithSelector(IVerification.BadReport.selector, 6));
        submit(CASE, reports);
        report = reportOf(CASE, 940_625, true);
        report.critical = true; // while it agrees
        reports[6] = signed(6, report);
        vm.expectRevert(abi.encodeWithSelector(IVerification.BadReport.selector, 6));
        submit(CASE, reports);
        report.critical = false;
        reports[6] = signed(6, report);
        reports[6].answer |= uint48(1 << 34);
        vm.expectRevert(abi.encodeWithSelector(IVerification.BadReport.selector, 6));
        submit(CASE, reports);
    }

    function test_refuses_agreement_below_the_threshold() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 892_499, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.AgreesBelowThreshold.selector, 0));
        submit(CASE, reports);
    }

    function test_refuses_reports_that_do_not_ascend() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        reports[5] = signed(5, reportOf(CASE, 940_624, true));
        vm.expectRevert(abi.encodeWithSelector(IVerification.ReportsNotAscending.selector, 5));
        submit(CASE, reports);
    }

    function test_refuses_equal_scores_in_another_order_than_that_of_their_nodes() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        (reports[3], reports[4]) = (reports[4], reports[3]);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ReportsNotAscending.selector, 4));
        submit(CASE, reports);
    }

    function test_refuses_signers_outside_the_committee() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        Report memory report = reportOf(CASE, 940_625, true);
        reports[2] = signed(9, report); // a node, of another committee
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotInCommittee.selector, 9));
        submit(CASE, reports);
        reports[2] = signedWith(NODE_KEY + 9, 2, report); // the same in another's place
        vm.expectRevert(abi.encodeWithSelector(IVerification.WrongSigner.selector, 2, nodeAddress(9)));
        submit(CASE, reports);
        reports[2] = signedWith(0xbad, 2, report);
        vm.expectRevert(abi.encodeWithSelector(IVerification.WrongSigner.selector, 2, vm.addr(0xbad)));
        submit(CASE, reports);
        reports[2] = signed(200, report); // nobody is registered there
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotInCommittee.selector, 200));
        submit(CASE, reports);
    }

    function test_refuses_a_node_switched_off_since() public {
        vm.prank(GOVERNANCE);
        verification.setNode(6, nodeAddress(6), 6000, false);
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotInCommittee.selector, 6));
        submit(CASE, reports);
    }

    function test_refuses_the_same_node_twice() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        reports[6] = reports[0];
        vm.expectRevert(abi.encodeWithSelector(IVerification.DuplicateReport.selector, 0));
        submit(CASE, reports);
        Report memory report = reportOf(CASE, 940_625, true);
        report.justificationHash = keccak256("another reason does not make it another node");
        reports[6] = signed(0, report);
        vm.expectRevert(abi.encodeWithSelector(IVerification.DuplicateReport.selector, 0));
        submit(CASE, reports);
    }

    function test_refuses_malleable_and_impossible_signatures() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        bytes32 vs = reports[0].vs;
        // In the form of ERC-2098 the highest bit is the parity, so s turned over is another s, and the parity another signer.
        reports[0].vs = bytes32(ORDER - (uint256(vs) & ~(uint256(1) << 255)));
        vm.expectRevert();
        submit(CASE, reports);
        reports[0].vs = vs ^ bytes32(uint256(1) << 255);
        vm.expectPartialRevert(IVerification.WrongSigner.selector);
        submit(CASE, reports);
        reports[0].vs = bytes32(ORDER / 2 + 1);
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, bytes32(ORDER / 2 + 1)));
        submit(CASE, reports);
        (reports[0].r, reports[0].vs) = (0, vs);
        vm.expectRevert(ECDSA.ECDSAInvalidSignature.selector);
        submit(CASE, reports);
    }

    function test_refuses_results_from_the_deadline_on() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        vm.warp(START + 30 days);
        vm.expectRevert(abi.encodeWithSelector(IVerification.DeadlinePassed.selector, CASE, uint64(START + 30 days)));
        submit(CASE, reports);
    }

    function test_a_concluded_case_takes_no_second_result() public {
        approve(CASE);
        SignedReport[] memory reports = unanimous(CASE, 7, 600_000, false);
        vm.expectRevert(abi.encodeWithSelector(IVerification.WrongState.selector, CASE, CaseState.Concluded));
        submit(CASE, reports);
    }

    // ---------------------------------------------------------------------------------------------------------- weights

    function test_G1_one_refusal_of_weight_seven_tenths_leaves_87_7193_percent() public {
        SignedReport[] memory reports = _answers(0x20, 612_500, 0x5f, 940_625);
        submit(CASE, reports);
        Case memory found = verification.getCase(CASE);
        assertTrue(found.outcome == Outcome.Approved, "approved");
        assertEq(found.shareBps, 8771, "share of 5.7, floored");
        assertEq(found.scoreE4, 940_625, "the refusing node is an outlier: S is the others' score");
        assertEq(found.concludedAt, block.timestamp, "concluded now");
        assertEq(verification.caseOfClaim(CLAIM_KEY), CASE, "claim key used");
    }

    function test_two_refusals_leave_71_9298_percent_and_no_quorum_of_75() public {
        SignedReport[] memory reports = _answers(0x24, 612_500, 0x5b, 940_625);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NoQuorum.selector, 41_000, 16_000, 42_750));
        submit(CASE, reports);
    }

    function test_leaving_reports_out_gains_nothing() public {
        // The same two refusals, not brought: agreement of 41,000 of 57,000 is still no quorum.
        SignedReport[] memory reports = _answers(0, 0, 0x5b, 940_625);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NoQuorum.selector, 41_000, 0, 42_750));
        submit(CASE, reports);
    }

    function test_less_than_two_thirds_of_the_nodes_is_no_participation_whatever_they_weigh() public {
        // Nodes 0, 1, 2 and 4 weigh 36,000 of 57,000; with governance's word they weigh 40,000 of 55,000, and are four of seven.
        SignedReport[] memory reports = _answers(0, 0, 0x17, 940_625);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ParticipationTooLow.selector, 4, 7));
        submit(CASE, reports);
        vm.startPrank(GOVERNANCE);
        for (uint8 i = 0; i < 7; i++) {
            verification.setNode(i, nodeAddress(i), 0x17 & (1 << i) != 0 ? 10_000 : 5000, true);
        }
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IVerification.ParticipationTooLow.selector, 4, 7));
        submit(CASE, reports);
    }

    function test_five_of_seven_nodes_take_part() public {
        // They weigh 41,000 of 57,000, less than what the case asks for.
        SignedReport[] memory reports = _answers(0, 0, 0x7a, 940_625);
        vm.expectPartialRevert(IVerification.NoQuorum.selector);
        submit(CASE, reports);
    }

    function test_G4_three_colluding_nodes_neither_finalise_nor_replay() public {
        // Nodes 4..6 weigh 21,000; the honest four refuse.
        SignedReport[] memory reports = _answers(0x0f, 300_000, 0x70, 990_000);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NoQuorum.selector, 21_000, 36_000, 42_750));
        submit(CASE, reports);

        bytes32 second = keccak256("another case");
        CaseTerms memory terms = caseTerms(second, keccak256("terms"));
        open(terms);
        // On the other case the signatures recover to nobody of the committee.
        vm.expectPartialRevert(IVerification.WrongSigner.selector);
        submit(second, reports);
    }

    function test_the_median_node_decides_what_an_outlier_is() public {
        // Two nodes far above: dropped from S, though they agree.
        SignedReport[] memory reports = _answers(0x1f, 900_000, 0x60, 1_000_000);
        vm.prank(GOVERNANCE);
        verification.setPolicy(850_000, 99_999);
        for (uint256 i = 0; i < 5; i++) {
            reports[i] = signed(i, reportOf(CASE, 900_000, true));
        }
        submit(CASE, reports);
        assertEq(verification.getCase(CASE).scoreE4, 900_000, "without the outliers");
        assertEq(verification.getCase(CASE).shareBps, 10_000, "they count for the share all the same");
    }

    function test_the_score_is_weighted_and_floored() public {
        SignedReport[] memory reports = _answers(0x01, 900_000, 0x7e, 900_001);
        reports[0] = signed(0, reportOf(CASE, 900_000, true));
        submit(CASE, reports);
        assertEq(verification.getCase(CASE).scoreE4, 900_000, "900000.82 floored");
    }

    // --------------------------------------------------------------------------------------------------------- verdicts

    function test_an_agreeing_quorum_with_a_low_score_waits_for_a_reviewer() public {
        CaseTerms memory terms = caseTerms(keccak256("low"), keccak256("terms"));
        terms.scoreThresholdE4 = 765_000;
        open(terms);
        SignedReport[] memory reports = unanimous(terms.caseId, 7, 849_999, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ScoreBelowApproval.selector, 849_999));
        submit(terms.caseId, reports);
        reports = unanimous(terms.caseId, 7, 850_000, true);
        submit(terms.caseId, reports);
    }

    function test_G2_a_shortage_is_a_second_question() public {
        SignedReport[] memory reports = unanimous(CASE, 7, 612_500, false);
        vm.expectRevert(abi.encodeWithSelector(IVerification.RefusalNeedsReview.selector, 57_000, 0));
        submit(CASE, reports);

        review(CASE, 9_100_000);
        vm.expectPartialRevert(IVerification.WrongSigner.selector); // the first round's reports
        submit(CASE, reports);
        reports = unanimous(CASE, 7, 940_625, true);
        submit(CASE, reports);
        passWindow();
        (Outcome outcome, uint128 quantity, uint128 contracted,) =
            verification.settledOutcome(CASE, Programme.Commodity);
        assertTrue(outcome == Outcome.Partial, "partial");
        assertEq(quantity, 9_100_000, "proposition");
        assertEq(contracted, QUANTITY, "contract");
    }

    function test_a_review_round_that_is_refused_rejects() public {
        review(CASE, 9_100_000);
        SignedReport[] memory reports = unanimous(CASE, 7, 612_500, false);
        submit(CASE, reports);
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
        assertEq(found.shareBps, 10_000, "share");
        assertEq(verification.caseOfClaim(CLAIM_KEY), bytes32(0), "claim key stays free");
    }

    function test_one_critical_report_is_no_veto() public {
        SignedReport[] memory reports = _answers(0x40, 300_000, 0x3f, 940_625);
        Report memory critical = reportOf(CASE, 300_000, false);
        critical.critical = true;
        reports[0] = signed(6, critical);
        submit(CASE, reports);
        assertTrue(verification.getCase(CASE).outcome == Outcome.Approved, "approved");
    }

    function testFuzz_never_two_quorums_and_the_share_divides_by_the_whole_committee(
        uint256 agreeing,
        uint256 present,
        uint16 consensusBps
    ) public {
        agreeing &= SEVEN;
        present = (present & SEVEN) | agreeing;
        vm.assume(present != 0);
        CaseTerms memory terms = caseTerms(keccak256("fuzz"), keccak256("terms"));
        terms.programme = Programme.Carbon;
        terms.consensusBps = uint16(bound(consensusBps, 5001, 10_000));
        terms.minReports = 1;
        vm.prank(GOVERNANCE);
        verification.setTier(Tier(Programme.Carbon, 1, 1, 5001, 500_000, 0));
        open(terms);
        uint256 agreed = _weight(agreeing);
        uint256 refused = _weight(present & ~agreeing);
        SignedReport[] memory reports = _answersOn(terms.caseId, present & ~agreeing, 900_000, agreeing, 940_625);
        Report memory critical = reportOf(terms.caseId, 900_000, false);
        critical.critical = true;
        for (uint256 i = 0; i < _count(present & ~agreeing); i++) {
            reports[i] = signed(_nthNode(present & ~agreeing, i), critical);
        }
        bool participates = _count(present) * 3 >= 14;
        bool approves = agreed * 10_000 >= uint256(terms.consensusBps) * 57_000;
        bool refuses = refused * 10_000 >= uint256(terms.consensusBps) * 57_000;
        assertTrue(!(approves && refuses), "never both");
        if (!participates) vm.expectPartialRevert(IVerification.ParticipationTooLow.selector);
        else if (!approves && !refuses) vm.expectPartialRevert(IVerification.NoQuorum.selector);
        submit(terms.caseId, reports);
        if (!participates || (!approves && !refuses)) return;
        Case memory found = verification.getCase(terms.caseId);
        assertTrue(found.outcome == (approves ? Outcome.Approved : Outcome.Rejected), "outcome");
        assertEq(found.shareBps, (approves ? agreed : refused) * 10_000 / 57_000, "share");
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    /// @dev Bitmaps of who refuses with which score and who agrees with which; the lower score comes first.
    function _answers(uint256 refusing, uint32 low, uint256 agreeing, uint32 high)
        private
        view
        returns (SignedReport[] memory reports)
    {
        return _answersOn(CASE, refusing, low, agreeing, high);
    }

    function _answersOn(bytes32 caseId, uint256 refusing, uint32 low, uint256 agreeing, uint32 high)
        private
        view
        returns (SignedReport[] memory reports)
    {
        uint256 refusals = _count(refusing);
        uint256 total = refusals + _count(agreeing);
        reports = new SignedReport[](total);
        for (uint256 i = 0; i < total; i++) {
            bool agrees = i >= refusals;
            uint256 node = agrees ? _nthNode(agreeing, i - refusals) : _nthNode(refusing, i);
            reports[i] = signed(node, reportOf(caseId, agrees ? high : low, agrees));
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
