// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICarbonCredit, IssuanceTerms} from "../src/interfaces/ICarbon.sol";
import {IEscrow} from "../src/interfaces/IEscrow.sol";
import {IVerification, Outcome, Report, SignedReport} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @notice The defects of domain.md 2.26, by number: each test proves that one is absent.
contract DefectsTest is Base {
    function test_1_transferFrom_does_not_bypass_a_restriction() public {
        giveFt(SOVEREIGN, 100);
        vm.prank(SOVEREIGN);
        foundationToken.approve(STRANGER, 100);
        vm.startPrank(STRANGER);
        vm.expectRevert(abi.encodeWithSignature("NotAllowedToHold(address)", STRANGER));
        foundationToken.transferFrom(SOVEREIGN, STRANGER, 100);
    }

    function test_2_one_early_refusal_does_not_kill_a_case_and_unanimity_is_not_needed() public {
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory all = unanimous(CASE, 7, 940_625, true);
        SignedReport[] memory first = new SignedReport[](3);
        for (uint256 i = 0; i < 3; i++) {
            first[i] = signed(i + 4, reportOf(CASE, 300_000, false));
        }
        vm.expectPartialRevert(IVerification.ParticipationTooLow.selector);
        submit(CASE, first); // the earliest three refuse: nothing is decided
        (all[6], all[0]) = (all[0], first[2]); // node 6 refuses, the others agree
        submit(CASE, all);
        assertTrue(verification.getCase(CASE).outcome == Outcome.Approved, "six of seven, one against");
    }

    function test_2_what_was_verified_is_stored() public {
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        bytes32[] memory digests = new bytes32[](7);
        for (uint256 i = 0; i < 7; i++) {
            digests[i] = verification.reportDigest(reportOf(CASE, 940_625, true));
        }
        submit(CASE, reports);
        bytes32 opening = keccak256(abi.encode(openingOf(CASE)));
        assertEq(
            verification.getCase(CASE).commitment,
            keccak256(abi.encode(opening, keccak256(abi.encodePacked(digests)))),
            "evidence root, claim, committee and every report"
        );
        assertEq(verification.getCase(CASE).scoreE4, 940_625, "score");
        assertEq(verification.getCase(CASE).shareBps, 10_000, "share");
    }

    function test_3_nothing_is_paid_inside_the_challenge_window_and_a_partial_outcome_splits() public {
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        review(CASE, 9_100_000);
        approve(CASE);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotSettled.selector, CASE));
        escrow.release(TRADE);
        passWindow();
        escrow.release(TRADE);
        assertEq(escrow.getEscrow(TRADE).toBuyer, 225_000e18, "split");
    }

    function test_3_a_funded_trade_times_out() public {
        fundEscrow(escrowTerms());
        vm.warp(START + 90 days);
        escrow.refund(TRADE);
        assertEq(paymentToken.balanceOf(BUYER), AMOUNT, "back");
    }

    function test_4_no_contract_keeps_foundation_tokens_for_ever() public {
        giveFt(SOVEREIGN, 100e18);
        givePt(address(conversion), 100e18);
        vm.startPrank(SOVEREIGN);
        foundationToken.approve(address(conversion), 100e18);
        conversion.convert(keccak256("conversion"), 100e18, 0);
        assertEq(foundationToken.balanceOf(address(conversion)), 0, "burned, not kept");
        assertEq(foundationToken.totalSupply(), 0, "supply follows");
    }

    function test_5_a_governance_delay_is_kept() public {
        manager.grantRole(7, GOVERNANCE, 2 days);
        vm.warp(block.timestamp + 10 days);
        bytes memory data = abi.encodeCall(verification.setPolicy, (900_000, 100_000));
        vm.startPrank(GOVERNANCE);
        vm.expectRevert();
        verification.setPolicy(900_000, 100_000);
        manager.schedule(address(verification), data, uint48(block.timestamp + 2 days));
        vm.expectRevert();
        verification.setPolicy(900_000, 100_000);
        vm.warp(block.timestamp + 2 days);
        verification.setPolicy(900_000, 100_000);
    }

    function test_7_lists_of_reports_hash_without_collision_and_signatures_are_canonical() public {
        open(caseTerms(CASE, keccak256("terms")));
        Report memory report = reportOf(CASE, 940_625, true);
        bytes32 digest = verification.reportDigest(report);
        report.scoreE4++;
        assertTrue(verification.reportDigest(report) != digest, "every field is in the digest");
        // Malleable and impossible signatures: SubmitResult.t.sol, test_refuses_malleable_and_impossible_signatures.
    }

    function test_8_a_partial_retirement_leaves_the_rest_usable_and_uri_answers_after_the_last() public {
        uint256 id = issueCredits();
        vm.startPrank(LANDOWNER);
        carbonCredit.retire(keccak256("first"), id, 500, REASON, REASON);
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1000, "");
        carbonCredit.retire(keccak256("second"), id, 5467, REASON, REASON);
        vm.stopPrank();
        vm.prank(CREDIT_BUYER);
        carbonCredit.retire(keccak256("third"), id, 1000, REASON, REASON);
        assertEq(carbonCredit.totalSupply(id), 0, "all retired");
        carbonCredit.uri(id);
    }

    function test_8_no_credit_without_its_verification() public {
        registerParcel(PARCEL);
        IssuanceTerms memory terms = issuanceTerms();
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.NotSettled.selector, CASE));
        carbonCredit.issue(terms);
    }

    function test_9_kilograms_are_not_truncated_to_tonnes() public {
        IssuanceTerms memory terms = issuanceTerms();
        (terms.netKg, terms.bufferKg) = (726, 128);
        registerParcel(PARCEL);
        settleIssuance(terms);
        carbonCredit.issue(terms);
        assertEq(carbonCredit.totalSupply(carbonCredit.creditId(PROJECT, VINTAGE)), 726, "less than a tonne counts");
    }

    function test_9_who_opens_a_case_cannot_review_it_even_with_both_roles() public {
        manager.grantRole(2, OPERATOR, 0);
        open(caseTerms(CASE, keccak256("terms")));
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotIndependent.selector, OPERATOR));
        verification.openReview(CASE, 1, REASON);
        approve(CASE);
        vm.prank(BUYER);
        verification.challenge(CASE, REASON);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotIndependent.selector, OPERATOR));
        verification.resolveChallenge(CASE, CLAIM_KEY, false);
    }

    function test_10_a_signature_counts_on_one_chain_in_one_contract_for_one_question() public {
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        Report memory report = reportOf(CASE, 940_625, true);
        bytes32 typehash = keccak256(
            "Report(bytes32 caseId,uint32 round,bytes32 evidenceRoot,bytes32 termsHash,uint128 quantity,uint32 scoreE4,bool agrees,bool critical,bytes32 justificationHash)"
        );
        bytes32 structHash = keccak256(abi.encode(typehash, report));
        assertEq(
            verification.reportDigest(report),
            typedDigest("Assay Verification", address(verification), structHash),
            "EIP-712 with chain and contract"
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(NODE_KEY, typedDigest("Assay Verification", address(escrow), structHash));
        (reports[0].r, reports[0].vs) = (r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
        vm.expectPartialRevert(IVerification.WrongSigner.selector);
        submit(CASE, reports);
    }

    function test_11_upgrades_are_a_restricted_function_not_a_single_admins() public {
        bytes32 slot = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103;
        address admin = address(uint160(uint256(vm.load(address(parties), slot))));
        assertEq(_ownerOf(admin), address(manager), "upgrades are the manager's");
    }

    function test_12_every_emission_has_its_cap() public {
        vm.startPrank(EMISSION);
        vm.expectRevert();
        paymentToken.mint(BUYER, 500_000_000e18 + 1);
    }

    function _ownerOf(address ownable) private view returns (address owner) {
        (, bytes memory answer) = ownable.staticcall(abi.encodeWithSignature("owner()"));
        return abi.decode(answer, (address));
    }
}
