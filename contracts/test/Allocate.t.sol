// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AllocationRecord, AllocationState, AllocationTerms, IAllocation} from "../src/interfaces/IAllocation.sol";
import {EscrowTerms} from "../src/interfaces/IEscrow.sol";
import {IFoundationToken} from "../src/interfaces/ITokens.sol";
import {CaseTerms} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @notice allocate, resolveHold, releaseQueued and the formula (domain.md 2.1).
contract AllocateTest is Base {
    // ---------------------------------------------------------------------------------------------------------- formula

    function test_vectors_V1_to_V5() public view {
        AllocationTerms memory terms = allocationTerms();
        _vector(terms, 1_000_000e18, 15_000, [int32(0), 0, 0, 0, 0, 0, 0], 1_500_000e18);
        _vector(terms, 10_000_000e18, 17_000, [int32(1000), 3000, 500, 4000, 0, 1000, 0], 20_230_000e18);
        _vector(terms, 2_500_000e18, 15_000, [int32(-2000), 0, 2500, 1000, 5000, -3000, 0], 3_993_750e18);
        _vector(terms, 1_000_000e18, 18_000, [int32(2000), 3000, 2500, 4000, 5000, 2000, 3000], 2_385_000e18);
        _vector(terms, 1_000_000e18, 12_000, [int32(-2000), 0, 0, 0, 0, -3000, 0], 1_128_000e18);
    }

    function test_keeps_what_a_truncated_term_would_lose() public view {
        // domain.md 2.1: A = 0.0333, W = 15 % contributes 49.95, not 49.
        AllocationTerms memory terms = allocationTerms();
        terms.factorsE4 = [int32(333), 0, 0, 0, 0, 0, 0];
        terms.baseMultiplierE4 = 10_000;
        terms.ptValue = 1e18;
        assertEq(allocation.quote(terms, 1, 1), 1.004995e18, "exact");
    }

    function test_refuses_inputs_out_of_bounds() public {
        AllocationTerms memory terms = allocationTerms();
        terms.weightsE4[0] += 1;
        _bad(terms, 1, 1);
        terms = allocationTerms();
        terms.factorsE4[3] = 10_001;
        _bad(terms, 1, 1);
        terms.factorsE4[3] = -10_001;
        _bad(terms, 1, 1);
        terms = allocationTerms();
        terms.baseMultiplierE4 = 0;
        _bad(terms, 1, 1);
        terms.baseMultiplierE4 = 100_001;
        _bad(terms, 1, 1);
        terms = allocationTerms();
        terms.modifierE4 = 10_001;
        _bad(terms, 1, 1);
        terms = allocationTerms();
        terms.eligibilityBps = 10_001;
        _bad(terms, 1, 1);
        _bad(allocationTerms(), 2, 1); // more delivered than contracted
        _bad(allocationTerms(), 0, 0);
    }

    function testFuzz_formula_is_monotonous_bounded_and_floors_once(
        uint128 ptValue,
        uint32 multiplier,
        int32[7] memory factors,
        uint16 eligibility,
        uint128 quantity,
        uint128 contracted
    ) public view {
        AllocationTerms memory terms = allocationTerms();
        terms.ptValue = uint128(bound(ptValue, 0, type(uint96).max));
        terms.baseMultiplierE4 = uint32(bound(multiplier, 1, 100_000));
        int256 sumE8 = 1e8;
        for (uint256 i = 0; i < 7; i++) {
            terms.factorsE4[i] = int32(int256(bound(uint256(uint32(factors[i])), 0, 20_000)) - 10_000);
            sumE8 += int256(terms.factorsE4[i]) * int256(uint256(terms.weightsE4[i]));
        }
        terms.eligibilityBps = uint16(bound(eligibility, 0, 10_000));
        contracted = uint128(bound(contracted, 1, type(uint64).max));
        quantity = uint128(bound(quantity, 0, contracted));
        uint256 ft = allocation.quote(terms, quantity, contracted);
        // 96 + 17 + 28 + 14 + 64 bits: this product needs no 512 bits, so plain arithmetic is an independent check.
        uint256 product = uint256(terms.ptValue) * terms.baseMultiplierE4 * uint256(sumE8) * terms.eligibilityBps;
        assertEq(ft, product * quantity / (uint256(1e16) * contracted), "floored once");
        assertTrue(ft <= allocation.quote(terms, contracted, contracted), "never more for less");
    }

    // --------------------------------------------------------------------------------------------------------- allocate

    function test_refuses_what_is_not_settled_other_terms_and_a_second_time() public {
        AllocationTerms memory terms = allocationTerms();
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotSettled.selector, CASE));
        allocation.allocate(terms);
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        approve(CASE);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotSettled.selector, CASE));
        allocation.allocate(terms);
        passWindow();
        terms.sovereign = SOVEREIGN_TWO;
        vm.expectRevert(abi.encodeWithSelector(IAllocation.TermsMismatch.selector, CASE));
        allocation.allocate(terms);
        terms = allocationTerms();
        allocation.allocate(terms);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.AlreadyAllocated.selector, CASE));
        allocation.allocate(terms);
        assertEq(foundationToken.totalSupply(), 4_786_222.5e18, "once");
    }

    function test_refuses_a_trade_without_its_escrow_or_with_another_value() public {
        AllocationTerms memory terms = allocationTerms();
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        approve(CASE);
        passWindow();
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotPaid.selector, TRADE));
        allocation.allocate(terms); // never funded
        EscrowTerms memory other = escrowTerms();
        other.amount = AMOUNT - 1;
        fundEscrow(other);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotPaid.selector, TRADE));
        allocation.allocate(terms); // another value
    }

    function test_refuses_the_escrow_of_another_case() public {
        EscrowTerms memory other = escrowTerms();
        other.caseId = keccak256("another case");
        fundEscrow(other);
        AllocationTerms memory terms = allocationTerms();
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        approve(CASE);
        passWindow();
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotPaid.selector, TRADE));
        allocation.allocate(terms);
    }

    /// @dev Case, value and id of a trade can be seen on their way; so a stranger once stood in the escrow as his own seller.
    function test_an_impostor_who_pays_himself_makes_no_allocation() public {
        AllocationTerms memory terms = allocationTerms();
        EscrowTerms memory his = escrowTerms();
        (his.buyer, his.seller) = (SELLER, STRANGER);
        admit(STRANGER, 1);
        fundEscrow(his);
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        approve(CASE);
        passWindow();
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotPaid.selector, TRADE));
        allocation.allocate(terms);
        (terms.buyer, terms.seller) = (his.buyer, his.seller);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.TermsMismatch.selector, CASE));
        allocation.allocate(terms);
        fundEscrow(escrowTerms());
        allocation.allocate(allocationTerms());
        assertEq(foundationToken.balanceOf(SOVEREIGN), 4_786_222.5e18, "once the buyer has paid");
        escrow.release(TRADE);
        assertEq(paymentToken.balanceOf(SELLER), 2_495_015e18, "and the seller is paid");
    }

    function testFuzz_only_the_escrow_of_the_signed_four_counts(uint8 field, uint128 by) public {
        AllocationTerms memory terms = allocationTerms();
        EscrowTerms memory other = escrowTerms();
        if (field % 4 == 0) other.caseId = bytes32(uint256(CASE) ^ (uint256(by) + 1));
        else if (field % 4 == 1) other.amount += uint128(bound(by, 1, 1_000_000e18));
        else if (field % 4 == 2) other.seller = SOVEREIGN_TWO;
        else (other.buyer, other.seller) = (SELLER, BUYER);
        admit(SOVEREIGN_TWO, 1);
        fundEscrow(other);
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        approve(CASE);
        passWindow();
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotPaid.selector, TRADE));
        allocation.allocate(terms);
    }

    function test_refuses_a_trade_whose_money_went_back() public {
        AllocationTerms memory terms = allocationTerms();
        fundEscrow(escrowTerms());
        vm.warp(START + 90 days);
        escrow.refund(TRADE);
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        approve(CASE);
        passWindow();
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotPaid.selector, TRADE));
        allocation.allocate(terms);
    }

    function test_refuses_a_receiver_who_is_no_sovereign_and_allows_it_once_he_is() public {
        AllocationTerms memory terms = allocationTerms();
        terms.sovereign = SELLER;
        settleTrade(terms);
        vm.expectRevert(abi.encodeWithSelector(IFoundationToken.NotAllowedToHold.selector, SELLER));
        allocation.allocate(terms);
        admit(SELLER, 3);
        allocation.allocate(terms);
        assertEq(foundationToken.balanceOf(SELLER), 4_786_222.5e18, "after the claim");
    }

    function testFuzz_release_and_allocate_in_either_order(bool releaseFirst) public {
        settleTrade(allocationTerms());
        if (releaseFirst) escrow.release(TRADE);
        vm.prank(STRANGER); // anyone may
        allocation.allocate(allocationTerms());
        if (!releaseFirst) escrow.release(TRADE);
        assertEq(foundationToken.balanceOf(SOVEREIGN), 4_786_222.5e18, "G1");
    }

    function test_G2_a_partial_outcome_allocates_pro_rata() public {
        AllocationTerms memory terms = allocationTerms();
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        review(CASE, 9_100_000);
        approve(CASE);
        passWindow();
        allocation.allocate(terms);
        assertEq(foundationToken.balanceOf(SOVEREIGN), 4_355_462.475e18, "x 0.91");
    }

    // ------------------------------------------------------------------------------------------------------------- hold

    function test_a_deviation_above_the_limit_is_held_for_a_reviewer() public {
        AllocationTerms memory terms = allocationTerms();
        terms.expected = 3_545_350e18 - 1; // 4,786,222.5 is 35 % above 3,545,350
        settleTrade(terms);
        allocation.allocate(terms);
        assertEq(uint256(allocation.getAllocation(CASE).state), uint256(AllocationState.Held), "held");
        assertEq(foundationToken.totalSupply(), 0, "nothing minted");
        expectUnauthorized(STRANGER);
        allocation.resolveHold(CASE, true);
        vm.prank(REVIEWER);
        allocation.resolveHold(CASE, true);
        assertEq(foundationToken.balanceOf(SOVEREIGN), 4_786_222.5e18, "minted after the hold");
        vm.prank(REVIEWER);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotHeld.selector, CASE));
        allocation.resolveHold(CASE, true);
    }

    function test_a_deviation_at_the_limit_is_not_held() public {
        AllocationTerms memory terms = allocationTerms();
        terms.expected = 3_545_350e18;
        settleTrade(terms);
        allocation.allocate(terms);
        assertEq(uint256(allocation.getAllocation(CASE).state), uint256(AllocationState.Minted), "minted");
    }

    function test_a_dropped_hold_is_final() public {
        AllocationTerms memory terms = allocationTerms();
        terms.expected = 1;
        settleTrade(terms);
        allocation.allocate(terms);
        vm.prank(REVIEWER);
        allocation.resolveHold(CASE, false);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.AlreadyAllocated.selector, CASE));
        allocation.allocate(terms);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NothingQueued.selector, CASE));
        allocation.releaseQueued(CASE);
        assertEq(foundationToken.totalSupply(), 0, "nothing minted");
    }

    // ------------------------------------------------------------------------------------------------------ caps, growth

    function test_caps_are_inactive_below_the_supply_floor() public {
        _limits(4_786_222.5e18, 1, 1, 0, 10_000);
        _allocateTrade(0, SOVEREIGN); // supply 0
        assertEq(foundationToken.balanceOf(SOVEREIGN), 4_786_222.5e18, "in full");
        _allocateTrade(1, SOVEREIGN); // supply at the floor
        assertEq(uint256(_recordOf(1).state), uint256(AllocationState.Queued), "capped");
    }

    function test_single_and_sovereign_cap_queue_the_excess() public {
        giveFt(SOVEREIGN_TWO, 50_000_000e18);
        _limits(1, 500, 400, 10_000, 10_000); // 5 % = 2.5 M per allocation and day, 4 % = 2 M per sovereign
        _allocateTrade(0, SOVEREIGN);
        assertEq(_recordOf(0).minted, 2_000_000e18, "sovereign cap");
        assertEq(_recordOf(0).queued, 2_786_222.5e18, "the rest waits");
        allocation.releaseQueued(_caseOf(0)); // supply is 52 M now: 4 % = 2.08 M
        assertEq(foundationToken.balanceOf(SOVEREIGN), 2_080_000e18, "grows with the supply only");
        _limits(1, 500, 10_000, 10_000, 10_000);
        allocation.releaseQueued(_caseOf(0)); // supply is 52.08 M now: 5 % = 2.604 M
        assertEq(_recordOf(0).minted, 2_604_000e18, "single cap, with what was minted before");
    }

    /// @dev Without an average to grow from the queue drained at once, call by call.
    function test_a_queue_does_not_drain_in_a_day_however_often_it_is_asked() public {
        giveFt(SOVEREIGN_TWO, 50_000_000e18);
        _limits(1, 500, 10_000, 2000, 10_000);
        _allocateTrade(0, SOVEREIGN);
        assertEq(_recordOf(0).minted, 2_500_000e18, "single cap");
        _askOften(0);
        // 5 % of what the supply has become by its own minting, and no more.
        assertTrue(_recordOf(0).minted < 2_632_000e18, "50 M x 5 % / 95 %");
        assertTrue(_recordOf(0).queued > 2_154_000e18, "the rest waits for another day");
        vm.warp(block.timestamp + 1 days);
        // Now there is an average: 120 % of a thirtieth of what yesterday minted.
        allocation.releaseQueued(_caseOf(0));
        assertTrue(_recordOf(0).minted < 2_632_000e18 * 104 / 100, "growth");
    }

    function test_all_queues_together_stay_inside_the_cap_while_there_is_no_average() public {
        giveFt(SOVEREIGN_TWO, 50_000_000e18);
        _limits(1, 100, 10_000, 10_000, 10_000);
        _settle(0);
        _settle(1);
        _settle(2);
        for (uint256 n = 0; n < 3; n++) {
            allocation.allocate(_termsOf(n));
        }
        for (uint256 n = 0; n < 3; n++) {
            _askOften(n);
        }
        uint256 minted = uint256(_recordOf(0).minted) + _recordOf(1).minted + _recordOf(2).minted;
        assertTrue(minted * 100 <= foundationToken.totalSupply(), "1 % of the supply, three allocations");
        assertTrue(minted >= 500_000e18, "but all of it");
    }

    function test_what_is_queued_is_capped_below_the_floor_too() public {
        giveFt(SOVEREIGN_TWO, 50_000_000e18);
        _limits(1, 1, 10_000, 10_000, 10_000);
        _allocateTrade(0, SOVEREIGN);
        assertEq(_recordOf(0).minted, 5_000e18, "0.01 %");
        // The floor rises above the supply: a first mint would be free of caps, the queue is not.
        _limits(100_000_000e18, 1, 10_000, 10_000, 10_000);
        allocation.releaseQueued(_caseOf(0));
        assertEq(_recordOf(0).minted, 10_000e18, "0.01 % of the floor, with what was minted before");
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NothingQueued.selector, _caseOf(0)));
        allocation.releaseQueued(_caseOf(0));
    }

    function testFuzz_releases_never_exceed_the_cap_of_a_day(uint16 single, uint8 calls, uint64 gap, uint128 supply)
        public
    {
        single = uint16(bound(single, 1, 10_000));
        giveFt(SOVEREIGN_TWO, bound(supply, 1_000_000e18, 1_000_000_000e18));
        _limits(1, single, 10_000, 10_000, 10_000);
        _allocateTrade(0, SOVEREIGN);
        (uint256 day, uint256 minted) = (block.timestamp / 1 days, _recordOf(0).minted);
        vm.warp(block.timestamp + bound(gap, 0, 40 days));
        uint256 earlier = block.timestamp / 1 days == day ? 0 : minted;
        for (uint256 i = 0; i < bound(calls, 1, 20); i++) {
            try allocation.releaseQueued(_caseOf(0)) {} catch {}
        }
        uint256 today = _recordOf(0).minted - earlier;
        assertTrue(today * 10_000 <= foundationToken.totalSupply() * single, "of the supply");
    }

    /// @dev domain.md 2.1: trailing average 1,000,000; 1,200,000 in full, 1,300,000 queues 100,000.
    function test_growth_limit_vectors() public {
        giveFt(SOVEREIGN_TWO, 1_000_000_000e18);
        _limits(type(uint128).max, 10_000, 10_000, 2000, 10_000); // floor above the supply: the days fill freely
        for (uint256 day = 0; day < 30; day++) {
            _allocateExactly(day, 1_000_000e18);
            vm.warp(block.timestamp + 1 days - WINDOW); // allocating passes a window
            assertTrue(block.timestamp >= START, "forward");
        }
        _limits(1, 10_000, 10_000, 2000, 10_000);
        _allocateExactly(100, 1_300_000e18);
        assertEq(_recordOf(100).minted, 1_200_000e18, "120 % of the average");
        assertEq(_recordOf(100).queued, 100_000e18, "queued");
        bytes32 caseId = _caseOf(100);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NothingQueued.selector, caseId));
        allocation.releaseQueued(caseId); // same day
        vm.warp(block.timestamp + 1 days);
        allocation.releaseQueued(caseId);
        assertEq(uint256(_recordOf(100).state), uint256(AllocationState.Minted), "next day");
        assertEq(_recordOf(100).minted, 1_300_000e18, "in full");
    }

    function test_limits_are_bounded_and_governed() public {
        vm.startPrank(GOVERNANCE);
        vm.expectRevert(IAllocation.BadLimits.selector);
        allocation.setLimits(1, 0, 1000, 2000, 3500);
        vm.expectRevert(IAllocation.BadLimits.selector);
        allocation.setLimits(1, 500, 10_001, 2000, 3500);
        vm.expectRevert(IAllocation.BadLimits.selector);
        allocation.setLimits(1, 500, 1000, 10_001, 3500);
        vm.expectRevert(IAllocation.BadLimits.selector);
        allocation.setLimits(1, 500, 1000, 2000, 0);
        vm.stopPrank();
        expectUnauthorized(STRANGER);
        allocation.setLimits(1, 500, 1000, 2000, 3500);
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    function _vector(
        AllocationTerms memory terms,
        uint128 ptValue,
        uint32 multiplier,
        int32[7] memory factors,
        uint256 ft
    ) private view {
        terms.ptValue = ptValue;
        terms.baseMultiplierE4 = multiplier;
        terms.factorsE4 = factors;
        assertEq(allocation.quote(terms, 1, 1), ft, "vector");
    }

    function _bad(AllocationTerms memory terms, uint128 quantity, uint128 contracted) private {
        vm.expectRevert(IAllocation.BadAllocationTerms.selector);
        allocation.quote(terms, quantity, contracted);
    }

    function _limits(uint128 floor, uint16 single, uint16 sovereign, uint16 growth, uint16 deviation) private {
        vm.prank(GOVERNANCE);
        allocation.setLimits(floor, single, sovereign, growth, deviation);
    }

    function _caseOf(uint256 n) private pure returns (bytes32) {
        return keccak256(abi.encode("case", n));
    }

    function _recordOf(uint256 n) private view returns (AllocationRecord memory) {
        return allocation.getAllocation(_caseOf(n));
    }

    function _allocateTrade(uint256 n, address sovereign) private {
        AllocationTerms memory terms = allocationTerms();
        terms.sovereign = sovereign;
        _settleAndAllocate(n, terms);
    }

    /// @dev With multiplier 1 and no adjustment the allocation is the PT value.
    function _allocateExactly(uint256 n, uint128 ft) private {
        AllocationTerms memory terms = allocationTerms();
        terms.ptValue = ft;
        terms.expected = ft;
        terms.baseMultiplierE4 = 10_000;
        terms.factorsE4 = [int32(0), 0, 0, 0, 0, 0, 0];
        _settleAndAllocate(n, terms);
    }

    /// @dev More calls than any day would see; those that find nothing to mint are refused.
    function _askOften(uint256 n) private {
        for (uint256 i = 0; i < 30; i++) {
            try allocation.releaseQueued(_caseOf(n)) {} catch {}
        }
    }

    function _termsOf(uint256 n) private view returns (AllocationTerms memory terms) {
        terms = allocationTerms();
        terms.caseId = _caseOf(n);
    }

    function _settleAndAllocate(uint256 n, AllocationTerms memory terms) private {
        terms.caseId = _caseOf(n);
        _settle(n, terms);
        allocation.allocate(terms);
    }

    function _settle(uint256 n) private {
        _settle(n, _termsOf(n));
    }

    function _settle(uint256 n, AllocationTerms memory terms) private {
        EscrowTerms memory funded = escrowTerms();
        funded.caseId = terms.caseId;
        funded.amount = terms.ptValue;
        fundEscrow(funded);
        CaseTerms memory opened = caseTerms(terms.caseId, keccak256(abi.encode(terms)));
        opened.claimKey = keccak256(abi.encode("claim", n));
        open(opened);
        approve(terms.caseId);
        passWindow();
    }
}
