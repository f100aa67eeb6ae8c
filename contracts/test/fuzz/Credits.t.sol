// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IssuanceTerms} from "../../src/interfaces/ICarbon.sol";
import {CaseTerms} from "../../src/interfaces/IVerification.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @notice Each verb of CarbonCredit, Listings and LandRegistry that has no fuzz test beside its own tests.
contract CreditsFuzz is Base {
    bytes32 private constant LISTING = keccak256("listing");
    uint128 private constant PRICE = 0.1105e18;

    function testFuzz_issue_gives_pro_rata_rounded_down_net_and_buffer_apart(uint64 net, uint64 buffer, uint64 verified)
        public
    {
        IssuanceTerms memory terms = issuanceTerms();
        terms.netKg = uint128(bound(net, 1, 1e15));
        terms.bufferKg = uint128(bound(buffer, 0, 1e15));
        uint128 contracted = terms.netKg + terms.bufferKg;
        uint128 quantity = uint128(bound(verified, 1, contracted));
        registerParcel(PARCEL);
        CaseTerms memory opened = carbonTerms(CASE, keccak256(abi.encode(terms)));
        opened.contractedQuantity = contracted;
        open(opened);
        if (quantity != contracted) review(CASE, quantity);
        approve(CASE);
        passWindow();
        uint256 netKg = uint256(terms.netKg) * quantity / contracted;
        uint256 id = carbonCredit.creditId(PROJECT, VINTAGE);
        (bool issued,) = address(carbonCredit).call(abi.encodeCall(carbonCredit.issue, (terms)));
        assertTrue(issued == (netKg != 0), "something to hold");
        assertEq(carbonCredit.balanceOf(LANDOWNER, id), netKg, "owner");
        assertEq(carbonCredit.bufferOf(id), issued ? uint256(terms.bufferKg) * quantity / contracted : 0, "buffer");
        assertTrue(carbonCredit.totalSupply(id) + carbonCredit.bufferOf(id) <= quantity, "never more than was verified");
        (issued,) = address(carbonCredit).call(abi.encodeCall(carbonCredit.issue, (terms)));
        assertTrue(!issued, "once");
    }

    function testFuzz_reverse_takes_from_buffers_exactly_what_is_lost(uint128 kg, uint128 otherBuffer, uint128 retired)
        public
    {
        uint256 id = issueCredits();
        retired = uint128(bound(retired, 0, 6967));
        if (retired != 0) {
            vm.prank(LANDOWNER);
            carbonCredit.retire(REASON, id, retired, REASON, REASON);
        }
        uint256[] memory pool = new uint256[](1);
        otherBuffer = uint128(bound(otherBuffer, 0, 10_000));
        pool[0] = _issueOther(otherBuffer);
        kg = uint128(bound(kg, 0, 8000));
        bool may = kg != 0 && kg <= 6967 && kg <= 1229 + otherBuffer;
        vm.prank(REVIEWER);
        (bool reversed,) = address(carbonCredit)
            .call(abi.encodeCall(carbonCredit.reverse, (keccak256("reversal"), id, kg, pool, REASON)));
        assertTrue(reversed == may, "what was issued, and is in the buffers");
        uint256 drawn = 1229 + otherBuffer - carbonCredit.bufferOf(id) - carbonCredit.bufferOf(pool[0]);
        assertEq(drawn, may ? kg : 0, "drawn");
        assertEq(carbonCredit.cancelledOf(id) + carbonCredit.cancelledOf(pool[0]), drawn, "cancelled");
        assertTrue(may && kg > 1229 || carbonCredit.bufferOf(pool[0]) == otherBuffer, "the own buffer first");
        assertEq(carbonCredit.totalSupply(id) + retired, 6967, "units of holders are untouched");
        assertTrue(carbonCredit.isSuspended(id, LANDOWNER) == may, "the owner is suspended");
    }

    function testFuzz_setSuspended_stops_one_holder_of_one_id_until_it_is_lifted(bool[6] memory steps, bool other)
        public
    {
        uint256 id = issueCredits();
        vm.prank(LANDOWNER);
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1000, "");
        bool suspended = false;
        for (uint256 i = 0; i < 6; i++) {
            suspended = steps[i];
            vm.startPrank(REVIEWER);
            carbonCredit.setSuspended(id, LANDOWNER, suspended);
            carbonCredit.setSuspended(id + 1, CREDIT_BUYER, !suspended); // of another id
            vm.stopPrank();
        }
        address holder = other ? CREDIT_BUYER : LANDOWNER;
        vm.prank(holder);
        (bool moved,) = address(carbonCredit)
            .call(abi.encodeCall(carbonCredit.safeTransferFrom, (holder, other ? LANDOWNER : CREDIT_BUYER, id, 1, "")));
        assertTrue(moved == (other || !suspended), "that holder alone, in the last state set");
    }

    function testFuzz_list_takes_what_is_offered_or_nothing(uint128 kg, uint128 price, uint64 expiresAt, uint8 who)
        public
    {
        uint256 id = issueCredits();
        kg = uint128(bound(kg, 0, 7500));
        price = price % 5 == 0 ? 0 : price;
        uint64 opens = uint64(block.timestamp);
        expiresAt = uint64(bound(expiresAt, opens - 1 days, opens + 400 days));
        address seller = who % 3 == 0 ? CREDIT_BUYER : LANDOWNER; // who holds none of it
        bool may = kg != 0 && price != 0 && expiresAt > opens && expiresAt <= opens + 366 days
            && carbonCredit.balanceOf(seller, id) >= kg;
        vm.startPrank(seller);
        carbonCredit.setApprovalForAll(address(listings), true);
        (bool listed,) = address(listings).call(abi.encodeCall(listings.list, (LISTING, id, kg, price, expiresAt)));
        assertTrue(listed == may, "something, at a price, for a while, that is there");
        assertEq(carbonCredit.balanceOf(address(listings), id), may ? kg : 0, "locked with the offer");
        assertEq(listings.getListing(LISTING).leftKg, may ? kg : 0, "and no more than that is on offer");
        (listed,) = address(listings).call(abi.encodeCall(listings.list, (LISTING, id, 1, PRICE, opens + 1 days)));
        assertTrue(listed == (!may && seller == LANDOWNER), "an id is one listing");
    }

    function testFuzz_cancel_returns_what_is_left_to_the_seller(
        uint128 offered,
        uint128 sold,
        uint64 late,
        address caller
    ) public {
        vm.assume(caller.code.length == 0 && caller != LANDOWNER);
        uint256 id = issueCredits();
        offered = uint128(bound(offered, 1, 6967));
        sold = uint128(bound(sold, 0, offered));
        uint64 expiresAt = uint64(block.timestamp + 10 days);
        vm.startPrank(LANDOWNER);
        carbonCredit.setApprovalForAll(address(listings), true);
        listings.list(LISTING, id, offered, PRICE, expiresAt);
        vm.stopPrank();
        if (sold != 0) _buy(sold);
        vm.warp(block.timestamp + bound(late, 0, 20 days));
        bool may = sold != offered && block.timestamp >= expiresAt;
        vm.prank(caller);
        (bool cancelled,) = address(listings).call(abi.encodeCall(listings.cancel, (LISTING)));
        assertTrue(cancelled == may, "others wait for the end");
        vm.prank(LANDOWNER);
        (bool again,) = address(listings).call(abi.encodeCall(listings.cancel, (LISTING)));
        assertTrue(again == (sold != offered && !cancelled), "once, and something");
        assertEq(carbonCredit.balanceOf(LANDOWNER, id), 6967 - sold, "back with the seller");
        assertEq(carbonCredit.balanceOf(address(listings), id), 0, "nothing stranded");
    }

    function testFuzz_setCommission_is_at_most_a_tenth(uint16 commissionBps, address account) public {
        commissionBps = uint16(bound(commissionBps, 0, 2000));
        bool may = commissionBps <= 1000 && account != address(0);
        vm.prank(GOVERNANCE);
        (bool set,) = address(listings).call(abi.encodeCall(listings.setCommission, (commissionBps, account)));
        assertTrue(set == may, "bounds");
    }

    function testFuzz_lock_and_unlock_stop_one_parcel(bytes32 parcelId, bytes32 other, bool unlocked) public {
        vm.assume(parcelId != 0 && other != 0 && parcelId != other);
        registerParcel(parcelId);
        registerParcel(other);
        vm.startPrank(REGISTRAR);
        landRegistry.lock(uint256(parcelId), REASON);
        if (unlocked) landRegistry.unlock(uint256(parcelId));
        vm.stopPrank();
        assertTrue(landRegistry.isLocked(uint256(parcelId)) == !unlocked, "this one");
        assertTrue(!landRegistry.isLocked(uint256(other)), "no other");
        vm.startPrank(LANDOWNER);
        (bool moved,) = address(landRegistry)
            .call(abi.encodeCall(landRegistry.transferFrom, (LANDOWNER, LANDOWNER, uint256(parcelId))));
        assertTrue(moved == unlocked, "a locked title stays");
        landRegistry.transferFrom(LANDOWNER, LANDOWNER, uint256(other));
        vm.stopPrank();
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    function _buy(uint128 kg) private {
        givePt(CREDIT_BUYER, uint256(kg) * PRICE);
        vm.startPrank(CREDIT_BUYER);
        paymentToken.approve(address(listings), type(uint256).max);
        listings.buy(LISTING, keccak256("purchase"), kg, type(uint128).max);
        vm.stopPrank();
    }

    function _issueOther(uint128 bufferKg) private returns (uint256) {
        IssuanceTerms memory terms = issuanceTerms();
        terms.caseId = keccak256("other case");
        terms.projectId = keccak256("other project");
        terms.bufferKg = bufferKg;
        settleIssuance(terms);
        carbonCredit.issue(terms);
        return carbonCredit.creditId(terms.projectId, VINTAGE);
    }
}
