// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICarbonCredit, IssuanceTerms} from "../src/interfaces/ICarbon.sol";
import {CaseTerms} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {PartyRoles} from "../src/interfaces/IParties.sol";
import {vm} from "./Vm.sol";

/// @notice issue, retire, retireBatch, reverse and the movement of credits.
contract CreditsTest is Base {
    bytes32 private constant RETIREMENT = keccak256("retirement");
    bytes32 private constant BATCH = bytes32(uint256(keccak256("batch")) & ~uint256(0xff));
    bytes32 private constant REVERSAL = keccak256("reversal");
    bytes32 private constant BENEFICIARY = keccak256("beneficiary");
    bytes32 private constant PURPOSE = keccak256("purpose");

    // ------------------------------------------------------------------------------------------------------------ issue

    function test_refuses_to_issue_unsettled_altered_locked_or_twice() public {
        IssuanceTerms memory terms = issuanceTerms();
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.NotSettled.selector, CASE));
        carbonCredit.issue(terms);
        registerParcel(PARCEL);
        settleIssuance(terms);
        terms.netKg += 1;
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.TermsMismatch.selector, CASE));
        carbonCredit.issue(terms);
        terms.netKg -= 1;
        vm.prank(REGISTRAR);
        landRegistry.lock(uint256(PARCEL), REASON);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.ParcelIsLocked.selector, uint256(PARCEL)));
        carbonCredit.issue(terms);
        vm.prank(REGISTRAR);
        landRegistry.unlock(uint256(PARCEL));
        vm.prank(STRANGER); // anyone may
        carbonCredit.issue(terms);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.AlreadyIssued.selector, CASE));
        carbonCredit.issue(terms);
    }

    function test_refuses_a_parcel_that_is_not_registered() public {
        settleIssuance(issuanceTerms());
        vm.expectRevert(abi.encodeWithSignature("ERC721NonexistentToken(uint256)", uint256(PARCEL)));
        carbonCredit.issue(issuanceTerms());
    }

    function test_refuses_an_owner_who_may_not_hold() public {
        IssuanceTerms memory terms = issuanceTerms();
        terms.to = STRANGER;
        registerParcel(PARCEL);
        settleIssuance(terms);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.NotAllowedToHold.selector, STRANGER));
        carbonCredit.issue(terms);
    }

    function test_G6_issues_net_to_the_owner_and_keeps_the_buffer() public {
        uint256 id = issueCredits();
        assertEq(carbonCredit.balanceOf(LANDOWNER, id), 6967, "owner");
        assertEq(carbonCredit.totalSupply(id), 6967, "supply");
        assertEq(carbonCredit.bufferOf(id), 1229, "buffer");
        assertEq(id & type(uint32).max, VINTAGE, "vintage in the id");
        assertEq(id >> 32, uint256(PROJECT) >> 32, "project in the id");
    }

    function test_a_partial_outcome_issues_pro_rata_rounded_down() public {
        IssuanceTerms memory terms = issuanceTerms();
        registerParcel(PARCEL);
        CaseTerms memory opened = carbonTerms(CASE, keccak256(abi.encode(terms)));
        opened.contractedQuantity = 8196;
        open(opened);
        review(CASE, 4000);
        approve(CASE);
        passWindow();
        carbonCredit.issue(terms);
        uint256 id = carbonCredit.creditId(PROJECT, VINTAGE);
        assertEq(carbonCredit.totalSupply(id), 3400, "6967 x 4000 / 8196 = 3400.19");
        assertEq(carbonCredit.bufferOf(id), 599, "1229 x 4000 / 8196 = 599.8");
    }

    // ----------------------------------------------------------------------------------------------------------- retire

    function test_refuses_nothing_too_much_and_a_used_id() public {
        uint256 id = issueCredits();
        vm.startPrank(LANDOWNER);
        vm.expectRevert(ICarbonCredit.ZeroAmount.selector);
        carbonCredit.retire(RETIREMENT, id, 0, BENEFICIARY, PURPOSE);
        vm.expectRevert();
        carbonCredit.retire(RETIREMENT, id, 6968, BENEFICIARY, PURPOSE);
        carbonCredit.retire(RETIREMENT, id, 1, BENEFICIARY, PURPOSE);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.AlreadyRetired.selector, RETIREMENT));
        carbonCredit.retire(RETIREMENT, id, 1, BENEFICIARY, PURPOSE);
    }

    function testFuzz_retires_part_and_the_rest_stays_transferable(uint128 kg) public {
        uint256 id = issueCredits();
        kg = uint128(bound(kg, 1, 6967));
        vm.startPrank(LANDOWNER);
        carbonCredit.retire(RETIREMENT, id, kg, BENEFICIARY, PURPOSE);
        assertEq(carbonCredit.retiredOf(id), kg, "retired");
        assertEq(carbonCredit.totalSupply(id), 6967 - kg, "circulating");
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 6967 - kg, "");
        assertEq(carbonCredit.balanceOf(CREDIT_BUYER, id), 6967 - kg, "moved");
    }

    function test_refuses_batches_of_unequal_empty_or_endless_lists() public {
        uint256 id = issueCredits();
        (uint256[] memory ids, uint256[] memory kgs) = _batch(id, 2, 1);
        vm.startPrank(LANDOWNER);
        vm.expectRevert(ICarbonCredit.LengthMismatch.selector);
        carbonCredit.retireBatch(BATCH, ids, new uint256[](3), BENEFICIARY, PURPOSE);
        vm.expectRevert(ICarbonCredit.LengthMismatch.selector);
        carbonCredit.retireBatch(BATCH, new uint256[](1), kgs, BENEFICIARY, PURPOSE);
        vm.expectRevert(ICarbonCredit.ZeroAmount.selector);
        carbonCredit.retireBatch(BATCH, new uint256[](0), new uint256[](0), BENEFICIARY, PURPOSE);
        vm.expectRevert(ICarbonCredit.ZeroAmount.selector);
        carbonCredit.retireBatch(BATCH, ids, new uint256[](2), BENEFICIARY, PURPOSE);
        (ids, kgs) = _batch(id, 257, 1);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.TooManyItems.selector, 257, 256));
        carbonCredit.retireBatch(BATCH, ids, kgs, BENEFICIARY, PURPOSE);
        // The ids of a batch stay in one word.
        (ids, kgs) = _batch(id, 2, 1);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.TooManyItems.selector, 2, 1));
        carbonCredit.retireBatch(BATCH | bytes32(uint256(0xff)), ids, kgs, BENEFICIARY, PURPOSE);
    }

    function testFuzz_each_id_of_a_batch_is_used_up_and_no_other(uint8 start, uint8 items, uint8 other) public {
        uint256 id = issueCredits();
        items = uint8(bound(items, 1, 256 - uint256(start) < 40 ? 256 - uint256(start) : 40));
        (uint256[] memory ids, uint256[] memory kgs) = _batch(id, items, 1);
        vm.startPrank(LANDOWNER);
        carbonCredit.retireBatch(BATCH | bytes32(uint256(start)), ids, kgs, BENEFICIARY, PURPOSE);
        bytes32 retirementId = BATCH | bytes32(uint256(other));
        bool used = other >= start && other < uint256(start) + items;
        if (used) vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.AlreadyRetired.selector, retirementId));
        carbonCredit.retire(retirementId, id, 1, BENEFICIARY, PURPOSE);
        (ids, kgs) = _batch(id, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.AlreadyRetired.selector, retirementId));
        carbonCredit.retireBatch(retirementId, ids, kgs, BENEFICIARY, PURPOSE);
        assertEq(carbonCredit.retiredOf(id), uint256(items) + (used ? 0 : 1), "retired");
    }

    function test_a_batch_that_meets_one_used_id_retires_nothing() public {
        uint256 id = issueCredits();
        (uint256[] memory ids, uint256[] memory kgs) = _batch(id, 5, 1);
        vm.startPrank(LANDOWNER);
        carbonCredit.retire(BATCH | bytes32(uint256(4)), id, 1, BENEFICIARY, PURPOSE);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.AlreadyRetired.selector, BATCH));
        carbonCredit.retireBatch(BATCH, ids, kgs, BENEFICIARY, PURPOSE);
        assertEq(carbonCredit.retiredOf(id), 1, "one");
    }

    function test_a_batch_says_everything_in_one_event() public {
        uint256 id = issueCredits();
        (uint256[] memory ids, uint256[] memory kgs) = _batch(id, 3, 7);
        vm.prank(LANDOWNER);
        vm.expectEmit();
        emit ICarbonCredit.RetiredBatch(BATCH, LANDOWNER, ids, kgs, BENEFICIARY, PURPOSE);
        carbonCredit.retireBatch(BATCH, ids, kgs, BENEFICIARY, PURPOSE);
    }

    function test_an_id_that_occurs_twice_is_charged_twice() public {
        uint256 id = issueCredits();
        (uint256[] memory ids, uint256[] memory kgs) = _batch(id, 2, 4000);
        vm.startPrank(LANDOWNER);
        vm.expectRevert(); // 8,000 of 6,967, though each item alone would fit
        carbonCredit.retireBatch(BATCH, ids, kgs, BENEFICIARY, PURPOSE);
        kgs[1] = 2967;
        carbonCredit.retireBatch(BATCH, ids, kgs, BENEFICIARY, PURPOSE);
        assertEq(carbonCredit.retiredOf(id), 6967, "retired");
        assertEq(carbonCredit.totalSupply(id), 0, "circulating");
    }

    function testFuzz_more_than_a_holder_has_is_refused_whatever_its_size(uint128 kg) public {
        uint256 id = issueCredits();
        kg = uint128(bound(kg, 6968, type(uint128).max));
        vm.prank(LANDOWNER);
        vm.expectRevert();
        carbonCredit.retire(RETIREMENT, id, kg, BENEFICIARY, PURPOSE);
        assertEq(carbonCredit.totalSupply(id), 6967, "untouched");
    }

    // ---------------------------------------------------------------------------------------------------------- reverse

    function test_refuses_reversals_of_nothing_of_more_than_issued_twice_or_beyond_the_buffers() public {
        uint256 id = issueCredits();
        vm.startPrank(REVIEWER);
        vm.expectRevert(ICarbonCredit.ZeroAmount.selector);
        carbonCredit.reverse(REVERSAL, id, 0, new uint256[](0), REASON);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.MoreThanIssued.selector, 6967, 6968));
        carbonCredit.reverse(REVERSAL, id, 6968, new uint256[](0), REASON);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.BufferTooLow.selector, 1558));
        carbonCredit.reverse(REVERSAL, id, 2787, new uint256[](0), REASON);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.TooManyItems.selector, 101, 100));
        carbonCredit.reverse(REVERSAL, id, 1, new uint256[](101), REASON);
        carbonCredit.reverse(REVERSAL, id, 1000, new uint256[](0), REASON);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.AlreadyReversed.selector, REVERSAL));
        carbonCredit.reverse(REVERSAL, id, 1, new uint256[](0), REASON);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.MoreThanIssued.selector, 5967, 5968));
        carbonCredit.reverse(keccak256("second"), id, 5968, new uint256[](0), REASON);
        vm.stopPrank();
        expectUnauthorized(OPERATOR);
        carbonCredit.reverse(keccak256("second"), id, 1, new uint256[](0), REASON);
    }

    function test_G7_draws_the_own_buffer_then_the_pool_and_suspends_the_owner() public {
        uint256 id = issueCredits();
        uint256[] memory pool = new uint256[](3);
        (pool[0], pool[1], pool[2]) = (_issueOther("a", 1000), id, _issueOther("b", 5000));
        vm.prank(REVIEWER);
        carbonCredit.reverse(REVERSAL, id, 2787, pool, REASON);
        assertEq(carbonCredit.bufferOf(id), 0, "own buffer first");
        assertEq(carbonCredit.bufferOf(pool[0]), 0, "then the pool in the order given");
        assertEq(carbonCredit.bufferOf(pool[2]), 5000 - 558, "to the last kg");
        assertEq(carbonCredit.cancelledOf(id), 1229, "cancelled where it was drawn");
        assertEq(carbonCredit.cancelledOf(pool[0]) + carbonCredit.cancelledOf(pool[2]), 1558, "from the pool");
        assertEq(carbonCredit.totalSupply(id), 6967, "units of holders are untouched");

        bytes memory refusal = abi.encodeWithSelector(ICarbonCredit.Suspended.selector, id, LANDOWNER);
        vm.startPrank(LANDOWNER);
        vm.expectRevert(refusal);
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1, "");
        vm.expectRevert(refusal);
        carbonCredit.retire(RETIREMENT, id, 1, BENEFICIARY, PURPOSE);
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, pool[0], 1, ""); // other ids are free
        vm.stopPrank();
        vm.prank(REVIEWER);
        carbonCredit.setSuspended(id, LANDOWNER, false);
        vm.prank(LANDOWNER);
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1, "");
    }

    function test_a_reversal_suspends_everybody_the_id_was_issued_to() public {
        uint256 id = issueCredits();
        address heir = address(0x4e14);
        admit(heir, PartyRoles.LANDOWNER);
        _issueTo(id, heir, "inherited");
        _issueTo(id, heir, "once more");
        vm.expectEmit();
        emit ICarbonCredit.SuspendedSet(id, LANDOWNER, true);
        vm.expectEmit();
        emit ICarbonCredit.SuspendedSet(id, heir, true);
        vm.prank(REVIEWER);
        carbonCredit.reverse(REVERSAL, id, 1000, new uint256[](0), REASON);
        assertTrue(carbonCredit.isSuspended(id, LANDOWNER), "who was issued first");
        assertTrue(carbonCredit.isSuspended(id, heir), "who was issued last");
        vm.prank(LANDOWNER);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.Suspended.selector, id, LANDOWNER));
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1, "");
    }

    function test_an_id_has_no_more_owners_than_a_reversal_can_suspend() public {
        uint256 id = issueCredits();
        for (uint160 n = 1; n <= 31; n++) {
            admit(address(0x4e140000 + n), PartyRoles.LANDOWNER);
            _issueTo(id, address(0x4e140000 + n), abi.encode(n));
        }
        _issueTo(id, LANDOWNER, "one of them again");
        IssuanceTerms memory terms = _settleTo(CREDIT_BUYER, "one more");
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.TooManyItems.selector, 32, 31));
        carbonCredit.issue(terms);
        vm.prank(REVIEWER);
        carbonCredit.reverse(REVERSAL, id, 1, new uint256[](0), REASON);
        assertTrue(carbonCredit.isSuspended(id, address(0x4e140000 + 31)), "the last of them");
    }

    function test_only_a_reviewer_suspends() public {
        expectUnauthorized(OPERATOR);
        carbonCredit.setSuspended(1, LANDOWNER, true);
    }

    // --------------------------------------------------------------------------------------------------------- movement

    function testFuzz_strangers_cannot_hold_by_any_way(address holder) public {
        vm.assume(holder != address(0) && holder != LANDOWNER && holder != CREDIT_BUYER && holder.code.length == 0);
        uint256 id = issueCredits();
        bytes memory refusal = abi.encodeWithSelector(ICarbonCredit.NotAllowedToHold.selector, holder);
        uint256[] memory ids = new uint256[](1);
        uint256[] memory kgs = new uint256[](1);
        (ids[0], kgs[0]) = (id, 1);
        vm.startPrank(LANDOWNER);
        carbonCredit.setApprovalForAll(STRANGER, true);
        vm.expectRevert(refusal);
        carbonCredit.safeTransferFrom(LANDOWNER, holder, id, 1, "");
        vm.expectRevert(refusal);
        carbonCredit.safeBatchTransferFrom(LANDOWNER, holder, ids, kgs, "");
        vm.stopPrank();
        vm.prank(STRANGER);
        vm.expectRevert(refusal);
        carbonCredit.safeTransferFrom(LANDOWNER, holder, id, 1, "");
    }

    function test_a_frozen_holder_neither_moves_nor_retires() public {
        uint256 id = issueCredits();
        freeze(LANDOWNER);
        vm.startPrank(LANDOWNER);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.FrozenAccount.selector, LANDOWNER));
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1, "");
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.FrozenAccount.selector, LANDOWNER));
        carbonCredit.retire(RETIREMENT, id, 1, BENEFICIARY, PURPOSE);
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    function _batch(uint256 id, uint256 items, uint128 kg)
        private
        pure
        returns (uint256[] memory ids, uint256[] memory kgs)
    {
        ids = new uint256[](items);
        kgs = new uint256[](items);
        for (uint256 i = 0; i < items; i++) {
            (ids[i], kgs[i]) = (id, kg);
        }
    }

    function _settleTo(address to, bytes memory name) private returns (IssuanceTerms memory terms) {
        terms = issuanceTerms();
        terms.caseId = keccak256(abi.encode("case", name));
        terms.to = to;
        settleIssuance(terms);
    }

    function _issueTo(uint256 id, address to, bytes memory name) private {
        uint256 held = carbonCredit.balanceOf(to, id);
        carbonCredit.issue(_settleTo(to, name));
        assertEq(carbonCredit.balanceOf(to, id), held + 6967, "the same id");
    }

    function _issueOther(string memory name, uint128 bufferKg) private returns (uint256) {
        IssuanceTerms memory terms = issuanceTerms();
        terms.caseId = keccak256(abi.encode("case", name));
        terms.projectId = keccak256(abi.encode("project", name));
        terms.bufferKg = bufferKg;
        settleIssuance(terms);
        carbonCredit.issue(terms);
        return carbonCredit.creditId(terms.projectId, VINTAGE);
    }
}
