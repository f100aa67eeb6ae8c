// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    Case,
    CaseState,
    CaseTerms,
    IVerification,
    Opening,
    Outcome,
    Programme
} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @notice Opening, reviewing, challenging and closing cases, and the registry of nodes.
contract CaseTest is Base {
    bytes32 private constant TERMS_HASH = keccak256("terms");

    // ------------------------------------------------------------------------------------------------------------- open

    function test_refuses_terms_out_of_bounds() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        terms.caseId = 0;
        _refused(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        terms.claimKey = 0;
        _refused(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        terms.evidenceRoot = 0;
        _refused(terms);
        _refused(caseTerms(CASE, 0));
        terms = caseTerms(CASE, TERMS_HASH);
        terms.contractedQuantity = 0;
        _refused(terms);
        terms.contractedQuantity = uint128(type(uint64).max) + 1;
        _refused(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        terms.scoreThresholdE4 = 990_001;
        _refused(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        terms.consensusBps = 10_001;
        _refused(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        terms.windowSeconds = 30 days + 1;
        _refused(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        terms.deadline = uint64(block.timestamp);
        _refused(terms);
        terms.deadline = uint64(block.timestamp + 366 days + 1);
        _refused(terms);
    }

    function test_refuses_a_committee_with_unknown_or_inactive_nodes() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        terms.committee = SEVEN | (1 << 13);
        _refused(terms);
        vm.prank(GOVERNANCE);
        verification.setNode(3, nodeAddress(3), 8000, false);
        terms.committee = SEVEN;
        _refused(terms);
    }

    function testFuzz_only_the_operator_opens(address caller) public {
        vm.assume(caller != OPERATOR && caller.code.length == 0);
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        expectUnauthorized(caller);
        verification.openCase(terms);
    }

    function test_a_case_opens_once() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        open(terms);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.CaseExists.selector, CASE));
        verification.openCase(terms);
    }

    function test_keeps_what_it_was_opened_with() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        open(terms);
        Case memory found = verification.getCase(CASE);
        Opening memory opening = Opening(CLAIM_KEY, EVIDENCE, SEVEN);
        assertEq(found.commitment, keccak256(abi.encode(opening)), "hash of the opening");
        assertEq(found.termsHash, TERMS_HASH, "terms");
        assertEq(found.opener, OPERATOR, "opener");
        assertTrue(found.programme == Programme.Commodity && found.state == CaseState.Open, "programme and state");
        assertEq(found.contractedQuantity, QUANTITY, "contract");
        assertEq(found.proposedQuantity, QUANTITY, "proposition");
        assertEq(found.scoreThresholdE4, 892_500, "threshold");
        assertEq(found.consensusBps, 7500, "consensus");
        assertEq(found.minReports, 3, "reports");
        assertEq(found.windowSeconds, WINDOW, "window");
        assertEq(found.deadline, terms.deadline, "deadline");
        assertEq(found.round, 1, "round");
    }

    function test_a_case_is_of_one_programme() public {
        open(carbonTerms(CASE, TERMS_HASH));
        approve(CASE);
        passWindow();
        (Outcome outcome,,, bytes32 termsHash) = verification.settledOutcome(CASE, Programme.Commodity);
        assertTrue(outcome == Outcome.None && termsHash == 0, "nothing to pay or allocate on");
        (CaseState state,) = verification.caseState(CASE, Programme.Commodity);
        assertTrue(state == CaseState.None, "not known to the escrow");
        (outcome,,, termsHash) = verification.settledOutcome(CASE, Programme.Carbon);
        assertTrue(outcome == Outcome.Approved && termsHash == TERMS_HASH, "to issue on");
    }

    // --------------------------------------------------------------------------------------------------------- claim key

    function test_a_claim_key_succeeds_once() public {
        open(caseTerms(CASE, TERMS_HASH));
        bytes32 rival = keccak256("rival");
        open(caseTerms(rival, TERMS_HASH)); // both may be open; one can succeed
        approve(CASE);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ClaimKeyUsed.selector, CLAIM_KEY, CASE));
        this.approveExternally(rival);
        CaseTerms memory third = caseTerms(keccak256("third"), TERMS_HASH);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ClaimKeyUsed.selector, CLAIM_KEY, CASE));
        verification.openCase(third);
    }

    function test_a_rejected_case_leaves_the_claim_key_free_and_an_upheld_challenge_frees_it() public {
        open(caseTerms(CASE, TERMS_HASH));
        reject(CASE);
        assertEq(verification.caseOfClaim(CLAIM_KEY), bytes32(0), "not used by a rejection");
        bytes32 second = keccak256("second");
        open(caseTerms(second, TERMS_HASH));
        approve(second);
        assertEq(verification.caseOfClaim(CLAIM_KEY), second, "used by success");
        vm.prank(SELLER);
        verification.challenge(second, REASON);
        vm.prank(REVIEWER);
        verification.resolveChallenge(second, CLAIM_KEY, true);
        assertEq(verification.caseOfClaim(CLAIM_KEY), bytes32(0), "released");
        open(caseTerms(keccak256("third"), TERMS_HASH));
        approve(keccak256("third"));
    }

    function test_an_upheld_challenge_of_a_rejection_does_not_free_the_key_of_another_case() public {
        open(caseTerms(CASE, TERMS_HASH));
        bytes32 winner = keccak256("winner");
        open(caseTerms(winner, TERMS_HASH));
        reject(CASE);
        approve(winner);
        vm.prank(SELLER);
        verification.challenge(CASE, REASON);
        vm.prank(REVIEWER);
        verification.resolveChallenge(CASE, CLAIM_KEY, true);
        assertEq(verification.caseOfClaim(CLAIM_KEY), winner, "still the winner's");
    }

    function test_an_upheld_challenge_frees_the_key_of_its_own_case_only() public {
        bytes32 other = keccak256("other");
        CaseTerms memory terms = caseTerms(other, TERMS_HASH);
        terms.claimKey = keccak256("another claim");
        open(terms);
        approve(other);
        open(caseTerms(CASE, TERMS_HASH));
        approve(CASE);
        vm.prank(SELLER);
        verification.challenge(CASE, REASON);
        vm.startPrank(REVIEWER);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ClaimKeyMismatch.selector, CASE, terms.claimKey));
        verification.resolveChallenge(CASE, terms.claimKey, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.ClaimKeyMismatch.selector, CASE, bytes32(0)));
        verification.resolveChallenge(CASE, 0, true);
        verification.resolveChallenge(CASE, CLAIM_KEY, true);
        assertEq(verification.caseOfClaim(CLAIM_KEY), bytes32(0), "freed");
        assertEq(verification.caseOfClaim(terms.claimKey), other, "untouched");
    }

    // ----------------------------------------------------------------------------------------------------------- review

    function test_refuses_a_review_by_the_opener_above_the_contract_or_after_the_deadline() public {
        manager.grantRole(2, OPERATOR, 0);
        open(caseTerms(CASE, TERMS_HASH));
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotIndependent.selector, OPERATOR));
        verification.openReview(CASE, 9_100_000, REASON);
        vm.startPrank(REVIEWER);
        vm.expectRevert(IVerification.BadTerms.selector);
        verification.openReview(CASE, QUANTITY + 1, REASON);
        vm.expectRevert(IVerification.BadTerms.selector);
        verification.openReview(CASE, 0, REASON);
        vm.warp(block.timestamp + 30 days);
        vm.expectPartialRevert(IVerification.DeadlinePassed.selector);
        verification.openReview(CASE, 9_100_000, REASON);
    }

    function test_a_case_has_at_most_eight_rounds() public {
        open(caseTerms(CASE, TERMS_HASH));
        for (uint256 i = 0; i < 7; i++) {
            review(CASE, 9_100_000);
        }
        vm.prank(REVIEWER);
        vm.expectRevert(IVerification.BadTerms.selector);
        verification.openReview(CASE, 9_100_000, REASON);
    }

    // -------------------------------------------------------------------------------------------------------- challenge

    function test_refuses_challenges_of_strangers_of_open_cases_and_after_the_window() public {
        open(caseTerms(CASE, TERMS_HASH));
        vm.prank(BUYER);
        vm.expectRevert(abi.encodeWithSelector(IVerification.WrongState.selector, CASE, CaseState.Open));
        verification.challenge(CASE, REASON);
        approve(CASE);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotActiveParty.selector, STRANGER));
        verification.challenge(CASE, REASON);
        vm.warp(block.timestamp + WINDOW);
        vm.prank(BUYER);
        vm.expectRevert(abi.encodeWithSelector(IVerification.WindowPassed.selector, CASE));
        verification.challenge(CASE, REASON);
    }

    function testFuzz_nothing_is_settled_before_the_window_has_passed(uint256 elapsed) public {
        open(caseTerms(CASE, TERMS_HASH));
        approve(CASE);
        elapsed = bound(elapsed, 0, WINDOW - 1);
        vm.warp(START + elapsed);
        (Outcome outcome,,,) = verification.settledOutcome(CASE, Programme.Commodity);
        assertTrue(outcome == Outcome.None, "not yet");
        vm.warp(START + WINDOW);
        uint128 quantity;
        bytes32 termsHash;
        (outcome, quantity,, termsHash) = verification.settledOutcome(CASE, Programme.Commodity);
        assertTrue(outcome == Outcome.Approved, "settled");
        assertEq(quantity, QUANTITY, "quantity");
        assertEq(termsHash, TERMS_HASH, "terms");
    }

    function test_a_challenge_suspends_the_outcome_until_an_independent_reviewer_resolves_it() public {
        manager.grantRole(2, BUYER, 0);
        open(caseTerms(CASE, TERMS_HASH));
        approve(CASE);
        vm.prank(BUYER);
        verification.challenge(CASE, REASON);
        vm.warp(block.timestamp + 365 days);
        (Outcome outcome,,,) = verification.settledOutcome(CASE, Programme.Commodity);
        assertTrue(outcome == Outcome.None, "challenged, not settled");
        vm.prank(BUYER);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotIndependent.selector, BUYER));
        verification.resolveChallenge(CASE, CLAIM_KEY, true);
        vm.prank(REVIEWER);
        verification.resolveChallenge(CASE, CLAIM_KEY, false);
        (outcome,,,) = verification.settledOutcome(CASE, Programme.Commodity);
        assertTrue(outcome == Outcome.Approved, "dismissed: the outcome stands");
    }

    // ------------------------------------------------------------------------------------------------------------ close

    function test_before_the_deadline_only_a_reviewer_closes_afterwards_anyone() public {
        open(caseTerms(CASE, TERMS_HASH));
        expectUnauthorized(STRANGER);
        verification.closeCase(CASE, REASON);
        vm.warp(block.timestamp + 30 days);
        vm.prank(STRANGER);
        verification.closeCase(CASE, REASON);
        (CaseState state, Outcome outcome) = verification.caseState(CASE, Programme.Commodity);
        assertTrue(state == CaseState.Closed && outcome == Outcome.None, "closed without outcome");
        vm.expectRevert(abi.encodeWithSelector(IVerification.WrongState.selector, CASE, CaseState.Closed));
        this.approveExternally(CASE);
    }

    function test_unknown_cases_are_named() public {
        vm.expectRevert(abi.encodeWithSelector(IVerification.UnknownCase.selector, CASE));
        verification.challenge(CASE, REASON);
    }

    // ------------------------------------------------------------------------------------------------------- governance

    function test_refuses_nodes_out_of_bounds_and_one_key_for_two_nodes() public {
        vm.startPrank(GOVERNANCE);
        vm.expectRevert(abi.encodeWithSelector(IVerification.BadNode.selector, 20));
        verification.setNode(20, address(0), 8000, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.BadNode.selector, 20));
        verification.setNode(20, STRANGER, 4999, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.BadNode.selector, 20));
        verification.setNode(20, STRANGER, 10_001, true);
        address taken = nodeAddress(0);
        vm.expectRevert(abi.encodeWithSelector(IVerification.BadNode.selector, 20));
        verification.setNode(20, taken, 8000, true);
    }

    function testFuzz_nodes_are_kept_independently(uint8 a, uint8 b, uint16 reliabilityA, uint16 reliabilityB) public {
        a = uint8(bound(a, 13, 255));
        b = uint8(bound(b, 13, 255));
        vm.assume(a != b);
        reliabilityA = uint16(bound(reliabilityA, 5000, 10_000));
        reliabilityB = uint16(bound(reliabilityB, 5000, 10_000));
        vm.startPrank(GOVERNANCE);
        verification.setNode(a, address(0xa), reliabilityA, true);
        verification.setNode(b, address(0xb), reliabilityB, false);
        verification.setNode(b, address(0xc), reliabilityB, true); // a new key frees the old one
        verification.setNode(a, address(0xb), reliabilityA, true);
        (address signer, uint16 reliability, bool active) = verification.node(a);
        assertTrue(signer == address(0xb) && reliability == reliabilityA && active, "node a");
        (signer, reliability, active) = verification.node(b);
        assertTrue(signer == address(0xc) && reliability == reliabilityB && active, "node b");
    }

    function test_policy_is_bounded() public {
        vm.startPrank(GOVERNANCE);
        vm.expectRevert(IVerification.BadPolicy.selector);
        verification.setPolicy(499_999, 150_000);
        vm.expectRevert(IVerification.BadPolicy.selector);
        verification.setPolicy(1_000_001, 150_000);
        vm.expectRevert(IVerification.BadPolicy.selector);
        verification.setPolicy(850_000, 0);
        verification.setPolicy(900_000, 100_000);
        (uint32 score, uint32 outlier) = verification.policy();
        assertTrue(score == 900_000 && outlier == 100_000, "set");
    }

    function approveExternally(bytes32 caseId) external {
        approve(caseId);
    }

    function _refused(CaseTerms memory terms) private {
        vm.prank(OPERATOR);
        vm.expectRevert(IVerification.BadTerms.selector);
        verification.openCase(terms);
    }
}
