// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AllocationRecord, AllocationState, AllocationTerms, IAllocation} from "../../src/interfaces/IAllocation.sol";
import {EscrowState, EscrowTerms} from "../../src/interfaces/IEscrow.sol";
import {PartyRoles} from "../../src/interfaces/IParties.sol";
import {CaseState} from "../../src/interfaces/IVerification.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @notice Each verb of Escrow, Allocation, Conversion and the tokens that has no fuzz test beside its own tests.
contract MoneyFuzz is Base {
    // ----------------------------------------------------------------------------------------------------------- escrow

    function testFuzz_fund_takes_sound_terms_of_the_buyer_or_nothing(EscrowTerms memory terms, uint8 wild) public {
        // Every field is wild one time in two.
        EscrowTerms memory good = escrowTerms();
        if (wild & 1 == 0) terms.amount = uint128(bound(terms.amount, 0, AMOUNT));
        if (wild & 2 == 0) terms.tradeFee = uint128(bound(terms.tradeFee, 0, terms.amount));
        if (wild & 4 == 0) terms.verificationFee = 0;
        if (wild & 8 == 0) terms.burnBps = good.burnBps;
        if (wild & 16 == 0) terms.timeoutAt = good.timeoutAt;
        (terms.buyer, terms.seller) = (BUYER, wild & 32 == 0 || wild & 64 == 0 ? SELLER : terms.seller);
        bool may = terms.caseId != 0 && terms.amount != 0 && terms.amount <= AMOUNT
            && uint256(terms.tradeFee) + terms.verificationFee <= terms.amount && terms.burnBps <= 10_000
            && terms.timeoutAt > block.timestamp && terms.timeoutAt <= block.timestamp + 3 * 366 days
            && terms.seller != BUYER && parties.isActive(terms.seller, PartyRoles.TRADER);
        givePt(BUYER, AMOUNT);
        vm.startPrank(BUYER);
        paymentToken.approve(address(escrow), type(uint256).max);
        (bool funded,) = address(escrow).call(abi.encodeCall(escrow.fund, (terms)));
        vm.stopPrank();
        assertTrue(funded == may, "sound terms");
        assertEq(paymentToken.balanceOf(address(escrow)), may ? terms.amount : 0, "all or nothing");
        assertEq(paymentToken.balanceOf(BUYER), AMOUNT - (may ? terms.amount : 0), "from the buyer");
    }

    function testFuzz_fundWithPermit_takes_nothing_the_buyer_has_not_signed(uint8 field, uint128 by, bool signedNow)
        public
    {
        EscrowTerms memory terms = escrowTerms();
        givePt(BUYER, AMOUNT);
        bytes memory permit = signature(BUYER_KEY, _permitDigest(AMOUNT));
        bytes memory consent = signConsent(BUYER_KEY, terms);
        bytes32 meant = keccak256(abi.encode(terms));
        if (field % 5 == 0) terms.amount -= uint128(bound(by, 0, AMOUNT - 1e22));
        else if (field % 5 == 1) terms.tradeFee = uint128(bound(by, 0, AMOUNT / 2));
        else if (field % 5 == 2) terms.timeoutAt += uint64(bound(by, 0, 30 days));
        else if (field % 5 == 3) terms.burnBps = uint16(bound(by, 0, 10_000));
        else terms.caseId = by % 2 == 0 || by == 0 ? CASE : bytes32(uint256(by));
        // Consent to the altered terms helps only as far as the permit goes.
        if (signedNow) consent = signConsent(BUYER_KEY, terms);
        bool consented = signedNow || keccak256(abi.encode(terms)) == meant;
        bool may = consented && terms.amount == AMOUNT;
        vm.prank(STRANGER);
        (bool funded,) =
            address(escrow).call(abi.encodeCall(escrow.fundWithPermit, (terms, block.timestamp, permit, consent)));
        assertTrue(funded == may, "consent to these terms and a permit of this amount");
        assertEq(paymentToken.balanceOf(address(escrow)), may ? AMOUNT : 0, "all or nothing");
        assertTrue((escrow.stateOf(idOf(terms)) == EscrowState.Funded) == may, "state");
    }

    function testFuzz_refund_before_the_timeout_is_the_buyers_and_the_operators(uint8 who, uint8 way, uint64 late)
        public
    {
        fundEscrow(escrowTerms());
        bool back = _bringTo(way % 5);
        vm.warp(block.timestamp + bound(late, 0, 20 days));
        address[4] memory callers = [BUYER, OPERATOR, SELLER, STRANGER];
        address caller = callers[who % 4];
        vm.prank(caller);
        (bool refunded,) = address(escrow).call(abi.encodeCall(escrow.refund, (TRADE)));
        assertTrue(refunded == (back && who % 4 < 2), "closed or rejected, and by whom it concerns");
        assertEq(paymentToken.balanceOf(BUYER), refunded ? AMOUNT : 0, "in full or not at all");
        assertTrue(
            escrow.getEscrow(TRADE).state == (refunded ? EscrowState.Refunded : EscrowState.Funded), "and it says so"
        );
    }

    function testFuzz_setFeeSplit_sums_to_all(uint16 operations, uint16 development, uint16 reserve, bool balance)
        public
    {
        if (balance) {
            operations = uint16(bound(operations, 0, 10_000));
            development = uint16(bound(development, 0, 10_000 - operations));
            reserve = 10_000 - operations - development;
        }
        bool may = uint256(operations) + development + reserve == 10_000;
        vm.prank(GOVERNANCE);
        (bool set,) = address(escrow).call(abi.encodeCall(escrow.setFeeSplit, (operations, development, reserve)));
        assertTrue(set == may, "no share is lost or made up");
        settleTrade(allocationTerms());
        escrow.release(TRADE);
        uint256 rest = 3735e18 - 560.25e18;
        assertEq(paymentToken.balanceOf(DEVELOPMENT), rest * (may ? development : 3000) / 10_000, "as it is set");
        assertEq(_fees(), rest, "conserved");
    }

    function testFuzz_setFeeAccounts_pays_whoever_is_named(address[4] memory accounts, uint8 empty) public {
        for (uint256 i = 0; i < 4; i++) {
            accounts[i] =
                address(uint160(bound(uint160(accounts[i]), 1 << 64, type(uint160).max) & ~uint256(3)) + uint160(i));
        }
        if (empty % 8 < 4) accounts[empty % 8] = address(0);
        bool may = empty % 8 >= 4;
        vm.prank(GOVERNANCE);
        (bool set,) = address(escrow)
            .call(abi.encodeCall(escrow.setFeeAccounts, (accounts[0], accounts[1], accounts[2], accounts[3])));
        assertTrue(set == may, "nobody is not an account");
        settleTrade(allocationTerms());
        escrow.release(TRADE);
        assertEq(paymentToken.balanceOf(may ? accounts[0] : OPERATIONS), 1904.85e18, "operations");
        assertEq(paymentToken.balanceOf(may ? accounts[3] : VERIFICATION_FEES), 1250e18, "verification");
    }

    // ------------------------------------------------------------------------------------------------------- allocation

    function testFuzz_allocate_mints_the_verified_terms_once_and_no_others(uint8 field, uint128 by, uint64 delivered)
        public
    {
        AllocationTerms memory terms = allocationTerms();
        uint128 quantity = uint128(bound(delivered, QUANTITY / 2, QUANTITY));
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        if (quantity != QUANTITY) review(CASE, quantity);
        approve(CASE);
        passWindow();
        AllocationTerms memory altered = allocationTerms();
        if (field % 4 == 0) altered.ptValue ^= uint128(1 << (by % 128));
        else if (field % 4 == 1) altered.baseMultiplierE4 ^= uint32(1 << (by % 32));
        else if (field % 4 == 2) altered.sovereign = address(uint160(altered.sovereign) ^ uint160(1 << (by % 160)));
        else altered.expected ^= uint128(1 << (by % 128));
        vm.expectRevert(abi.encodeWithSelector(IAllocation.TermsMismatch.selector, CASE));
        allocation.allocate(altered);
        allocation.allocate(terms);
        uint256 minted = foundationToken.balanceOf(SOVEREIGN);
        assertEq(minted, uint256(4_786_222.5e18) * quantity / QUANTITY, "pro rata, down");
        assertEq(foundationToken.totalSupply(), minted, "nobody else");
        vm.expectRevert(abi.encodeWithSelector(IAllocation.AlreadyAllocated.selector, CASE));
        allocation.allocate(terms);
    }

    function testFuzz_resolveHold_mints_all_or_nothing_of_what_is_held(uint128 expected, bool approved) public {
        AllocationTerms memory terms = allocationTerms();
        terms.expected = uint128(bound(expected, 0, 20_000_000e18));
        uint256 raw = 4_786_222.5e18;
        uint256 distance = raw > terms.expected ? raw - terms.expected : terms.expected - raw;
        bool held = distance * 10_000 > uint256(terms.expected) * 3500;
        settleTrade(terms);
        allocation.allocate(terms);
        assertTrue((allocation.getAllocation(CASE).state == AllocationState.Held) == held, "strays too far");
        assertEq(foundationToken.totalSupply(), held ? 0 : raw, "nothing while it is held");
        vm.prank(REVIEWER);
        (bool resolved,) = address(allocation).call(abi.encodeCall(allocation.resolveHold, (CASE, approved)));
        assertTrue(resolved == held, "only what is held");
        assertEq(foundationToken.totalSupply(), held && !approved ? 0 : raw, "decided");
        vm.prank(REVIEWER);
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotHeld.selector, CASE));
        allocation.resolveHold(CASE, true);
    }

    function testFuzz_releaseQueued_gives_in_the_end_what_was_allocated_and_no_more(uint128 supply, uint8 days_)
        public
    {
        giveFt(SOVEREIGN_TWO, bound(supply, 10_000_000e18, 100_000_000e18));
        vm.prank(GOVERNANCE);
        allocation.setLimits(1, 500, 10_000, 2000, 10_000);
        settleTrade(allocationTerms());
        allocation.allocate(allocationTerms());
        for (uint256 i = 0; i < bound(days_, 0, 60); i++) {
            vm.warp(block.timestamp + 1 days);
            AllocationRecord memory before = allocation.getAllocation(CASE);
            (bool released,) = address(allocation).call(abi.encodeCall(allocation.releaseQueued, (CASE)));
            AllocationRecord memory now_ = allocation.getAllocation(CASE);
            assertTrue(released == (now_.minted > before.minted), "a release mints or is refused");
            assertEq(uint256(now_.minted) + now_.queued, now_.raw, "adds up");
            assertEq(foundationToken.balanceOf(SOVEREIGN), now_.minted, "with the sovereign");
        }
    }

    function testFuzz_setLimits_within_their_bounds(
        uint128 floor,
        uint16 single,
        uint16 sovereign,
        uint16 growth,
        uint16 deviation
    ) public {
        single = uint16(bound(single, 0, 11_000));
        sovereign = uint16(bound(sovereign, 0, 11_000));
        growth = uint16(bound(growth, 0, 11_000));
        deviation = uint16(bound(deviation, 0, 11_000));
        bool may = single != 0 && single <= 10_000 && sovereign != 0 && sovereign <= 10_000 && growth <= 10_000
            && deviation != 0 && deviation <= 10_000;
        vm.prank(GOVERNANCE);
        (bool set,) = address(allocation)
            .call(abi.encodeCall(allocation.setLimits, (floor, single, sovereign, growth, deviation)));
        assertTrue(set == may, "bounds");
    }

    // -------------------------------------------------------------------------------------------- conversion and tokens

    function testFuzz_convert_burns_all_pays_the_quote_and_never_below_the_minimum(
        uint128 ft,
        uint128 minimum,
        uint128 reserve
    ) public {
        giveFt(SOVEREIGN, 1_000_000e18);
        reserve = uint128(bound(reserve, 0, 1_000_000e18));
        givePt(address(conversion), reserve);
        ft = uint128(bound(ft, 0, 1_100_000e18));
        (,,, uint128 net) = conversion.quote(ft);
        minimum = uint128(bound(minimum, 0, uint256(net) * 2 + 1));
        vm.startPrank(SOVEREIGN);
        foundationToken.approve(address(conversion), type(uint256).max);
        (bool converted,) = address(conversion).call(abi.encodeCall(conversion.convert, (REASON, ft, minimum)));
        vm.stopPrank();
        bool may = net != 0 && net >= minimum && reserve >= net && ft <= 1_000_000e18;
        assertTrue(converted == may, "has it, gets enough, and it is there");
        assertEq(paymentToken.balanceOf(SOVEREIGN), may ? net : 0, "paid");
        assertEq(foundationToken.totalSupply(), 1_000_000e18 - (may ? ft : 0), "burned");
        assertEq(paymentToken.balanceOf(address(conversion)), reserve - (may ? net : 0), "from the reserve");
    }

    function testFuzz_mint_of_foundation_token_reaches_active_sovereigns_only(uint128 amount, uint8 who, bool frozen)
        public
    {
        address[4] memory holders = [SOVEREIGN, SELLER, STRANGER, address(escrow)];
        address to = holders[who % 4];
        if (frozen) freeze(to);
        vm.prank(address(allocation));
        (bool minted,) = address(foundationToken).call(abi.encodeCall(foundationToken.mint, (to, amount)));
        assertTrue(minted == (to == SOVEREIGN && !frozen), "the protocol itself is given none");
        assertEq(foundationToken.totalSupply(), minted ? amount : 0, "supply");
    }

    function testFuzz_burnFrom_takes_what_was_approved_and_held(uint128 held, uint128 approved, uint128 amount) public {
        giveFt(SOVEREIGN, held);
        vm.prank(SOVEREIGN);
        foundationToken.approve(address(conversion), approved);
        vm.prank(address(conversion));
        (bool burned,) = address(foundationToken).call(abi.encodeCall(foundationToken.burnFrom, (SOVEREIGN, amount)));
        assertTrue(burned == (amount <= held && amount <= approved), "both");
        assertEq(foundationToken.totalSupply(), burned ? held - amount : held, "supply");
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    /// @dev Brings the case to one of its ends; true when the money may go back before the timeout.
    function _bringTo(uint256 way) private returns (bool back) {
        if (way == 0) return false; // no case at all
        open(caseTerms(CASE, keccak256("terms")));
        if (way == 1) return false; // open
        if (way == 2) {
            approve(CASE);
            return false;
        }
        if (way == 3) {
            reject(CASE);
            passWindow();
            return true;
        }
        vm.prank(REVIEWER);
        verification.closeCase(CASE, REASON);
        return verification.getCase(CASE).state == CaseState.Closed;
    }

    function _fees() private view returns (uint256) {
        return
            paymentToken.balanceOf(OPERATIONS) + paymentToken.balanceOf(DEVELOPMENT) + paymentToken.balanceOf(RESERVE);
    }

    function _permitDigest(uint256 value) private view returns (bytes32) {
        bytes32 typehash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typehash, BUYER, address(escrow), value, paymentToken.nonces(BUYER), block.timestamp));
        return typedDigest("Assay Payment Token", address(paymentToken), structHash);
    }
}
