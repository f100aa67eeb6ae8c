// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EscrowAccount, EscrowState, EscrowTerms, IEscrow, tradeIdOf} from "../src/interfaces/IEscrow.sol";
import {CaseTerms} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @notice fund, fundWithPermit, release, refund.
contract EscrowTest is Base {
    // ------------------------------------------------------------------------------------------------------------- fund

    function test_refuses_terms_out_of_bounds() public {
        EscrowTerms memory terms = escrowTerms();
        terms.caseId = 0;
        _refused(terms);
        terms = escrowTerms();
        terms.seller = BUYER;
        _refused(terms);
        terms = escrowTerms();
        terms.amount = 0;
        _refused(terms);
        terms.amount = uint128(type(uint96).max) + 1;
        _refused(terms);
        terms = escrowTerms();
        terms.burnBps = 10_001;
        _refused(terms);
        terms = escrowTerms();
        terms.tradeFee = AMOUNT;
        terms.verificationFee = 1;
        _refused(terms);
        terms.verificationFee = type(uint128).max;
        _refused(terms);
        terms = escrowTerms();
        terms.timeoutAt = uint64(block.timestamp);
        _refused(terms);
        terms.timeoutAt = uint64(block.timestamp + 3 * 366 days + 1);
        _refused(terms);
    }

    function test_refuses_callers_who_are_not_the_buyer() public {
        EscrowTerms memory terms = escrowTerms();
        vm.prank(SELLER);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotBuyer.selector, SELLER));
        escrow.fund(terms);
    }

    function test_refuses_parties_that_are_not_active_traders() public {
        EscrowTerms memory terms = escrowTerms();
        terms.seller = SOVEREIGN;
        vm.prank(BUYER);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotActiveParty.selector, SOVEREIGN));
        escrow.fund(terms);
        freeze(BUYER);
        vm.prank(BUYER);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotActiveParty.selector, BUYER));
        escrow.fund(escrowTerms());
    }

    function testFuzz_a_trade_is_funded_once_whatever_its_fees_and_its_time(uint128 fee, uint16 burn, uint64 later)
        public
    {
        EscrowTerms memory terms = escrowTerms();
        fundEscrow(terms);
        bytes32 stands = keccak256(abi.encode(escrow.getEscrow(TRADE)));
        terms.tradeFee = uint128(bound(fee, 0, AMOUNT - terms.verificationFee));
        terms.burnBps = uint16(bound(burn, 0, 10_000));
        terms.timeoutAt += uint64(bound(later, 0, 365 days));
        givePt(BUYER, AMOUNT);
        vm.startPrank(BUYER);
        paymentToken.approve(address(escrow), AMOUNT);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.EscrowExists.selector, TRADE));
        escrow.fund(terms);
        assertEq(keccak256(abi.encode(escrow.getEscrow(TRADE))), stands, "as it was funded");
    }

    /// @dev An id somebody chooses can be chosen by somebody else first; then the trade could never be funded.
    function test_a_stranger_who_saw_a_trade_cannot_block_it() public {
        admit(STRANGER, 1);
        EscrowTerms memory his = escrowTerms();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotBuyer.selector, STRANGER));
        escrow.fund(his); // the very id: only the buyer has it
        his.buyer = STRANGER;
        fundEscrow(his);
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        approve(CASE);
        passWindow();
        escrow.release(TRADE);
        assertEq(paymentToken.balanceOf(SELLER), AMOUNT - 3735e18 - 1250e18, "paid by the buyer");
        assertTrue(escrow.stateOf(idOf(his)) == EscrowState.Funded, "his own money is his own affair");
        assertEq(paymentToken.balanceOf(address(escrow)), AMOUNT, "and still there");
    }

    function testFuzz_ids_differ_when_any_of_the_four_differs(
        bytes32 caseId,
        address buyer,
        address seller,
        uint128 amount,
        uint8 field,
        uint256 by
    ) public pure {
        bytes32 id = tradeIdOf(caseId, buyer, seller, amount);
        uint256 other = bound(by, 1, type(uint128).max);
        if (field % 5 == 0) caseId = bytes32(uint256(caseId) ^ other);
        else if (field % 5 == 1) buyer = address(uint160(buyer) ^ uint160(other));
        else if (field % 5 == 2) seller = address(uint160(seller) ^ uint160(other));
        else if (field % 5 == 3) amount ^= uint128(other);
        else if (buyer != seller) (buyer, seller) = (seller, buyer);
        else return;
        assertTrue(tradeIdOf(caseId, buyer, seller, amount) != id, "another trade");
    }

    function testFuzz_gives_back_what_it_was_funded_with(EscrowTerms memory terms) public {
        terms.buyer = BUYER;
        terms.seller = SELLER;
        vm.assume(terms.caseId != 0);
        terms.amount = uint128(bound(terms.amount, 1, 500_000_000e18));
        terms.tradeFee = uint128(bound(terms.tradeFee, 0, terms.amount));
        terms.verificationFee = uint128(bound(terms.verificationFee, 0, terms.amount - terms.tradeFee));
        terms.burnBps = uint16(bound(terms.burnBps, 0, 10_000));
        terms.timeoutAt = uint64(bound(terms.timeoutAt, block.timestamp + 1, block.timestamp + 3 * 366 days));
        fundEscrow(terms);
        EscrowAccount memory found = escrow.getEscrow(idOf(terms));
        assertEq(keccak256(abi.encode(found.terms)), keccak256(abi.encode(terms)), "terms");
        assertTrue(found.state == EscrowState.Funded, "funded");
        assertEq(paymentToken.balanceOf(address(escrow)), terms.amount, "balance");
    }

    // --------------------------------------------------------------------------------------------------- fundWithPermit

    function test_refuses_a_permit_without_consent_to_these_very_terms() public {
        EscrowTerms memory terms = escrowTerms();
        givePt(BUYER, AMOUNT);
        bytes memory permit = _signPermit(AMOUNT);
        bytes memory consent = signConsent(BUYER_KEY, terms);
        terms.seller = SOVEREIGN; // a relayer that would pay someone else
        vm.expectPartialRevert(IEscrow.NotBuyer.selector);
        escrow.fundWithPermit(terms, block.timestamp, permit, consent);
        terms = escrowTerms();
        consent = signConsent(ISSUER_KEY, terms);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotBuyer.selector, ISSUER));
        escrow.fundWithPermit(terms, block.timestamp, permit, consent);
    }

    function test_refuses_a_permit_of_another_value() public {
        givePt(BUYER, AMOUNT);
        EscrowTerms memory terms = escrowTerms();
        bytes memory permit = _signPermit(AMOUNT - 1);
        bytes memory consent = signConsent(BUYER_KEY, terms);
        vm.expectRevert();
        escrow.fundWithPermit(terms, block.timestamp, permit, consent);
    }

    function test_one_transaction_of_a_relayer_funds_and_a_permit_used_up_by_another_does_no_harm() public {
        givePt(BUYER, AMOUNT);
        EscrowTerms memory terms = escrowTerms();
        bytes memory permit = _signPermit(AMOUNT);
        bytes memory consent = signConsent(BUYER_KEY, terms);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(BUYER_KEY, _permitDigest(AMOUNT));
        paymentToken.permit(BUYER, address(escrow), AMOUNT, block.timestamp, v, r, s); // front-run
        vm.prank(STRANGER);
        escrow.fundWithPermit(terms, block.timestamp, permit, consent);
        assertEq(paymentToken.balanceOf(address(escrow)), AMOUNT, "funded");
        vm.expectRevert(abi.encodeWithSelector(IEscrow.EscrowExists.selector, TRADE));
        escrow.fundWithPermit(terms, block.timestamp, permit, consent);
    }

    // ---------------------------------------------------------------------------------------------------------- release

    function test_refuses_to_release_before_a_paying_outcome_is_settled() public {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.UnknownEscrow.selector, TRADE));
        escrow.release(TRADE);
        fundEscrow(escrowTerms());
        _notSettled(); // no case yet
        open(caseTerms(CASE, keccak256("terms")));
        _notSettled(); // open
        approve(CASE);
        vm.warp(START + WINDOW - 1);
        _notSettled(); // inside the window
        vm.prank(BUYER);
        verification.challenge(CASE, REASON);
        vm.warp(START + WINDOW);
        _notSettled(); // contested
        vm.prank(REVIEWER);
        verification.resolveChallenge(CASE, CLAIM_KEY, true);
        _notSettled(); // closed
    }

    function test_refuses_to_release_a_rejected_delivery() public {
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        reject(CASE);
        passWindow();
        _notSettled();
    }

    function test_G1_pays_seller_and_fees_and_burns_first() public {
        settleTrade(allocationTerms());
        uint256 supply = paymentToken.totalSupply();
        vm.prank(STRANGER); // anyone may
        escrow.release(TRADE);
        assertEq(paymentToken.balanceOf(SELLER), AMOUNT - 3735e18 - 1250e18, "seller");
        assertEq(paymentToken.balanceOf(BUYER), 0, "buyer");
        assertEq(supply - paymentToken.totalSupply(), 560.25e18, "burned");
        assertEq(paymentToken.balanceOf(OPERATIONS), 1904.85e18, "operations");
        assertEq(paymentToken.balanceOf(DEVELOPMENT), 952.425e18, "development");
        assertEq(paymentToken.balanceOf(RESERVE), 317.475e18, "reserve");
        assertEq(paymentToken.balanceOf(VERIFICATION_FEES), 1250e18, "verification");
        assertEq(paymentToken.balanceOf(address(escrow)), 0, "nothing left");
        vm.expectRevert(abi.encodeWithSelector(IEscrow.WrongEscrowState.selector, TRADE, EscrowState.Released));
        escrow.release(TRADE);
    }

    function test_G2_a_partial_outcome_pays_both_pro_rata() public {
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        review(CASE, 9_100_000);
        approve(CASE);
        passWindow();
        escrow.release(TRADE);
        EscrowAccount memory account = escrow.getEscrow(TRADE);
        assertTrue(account.state == EscrowState.Split, "split");
        assertEq(account.toBuyer, 225_000e18, "to buyer");
        assertEq(account.toSeller, 2_275_000e18, "to seller");
        assertEq(paymentToken.balanceOf(BUYER), 225_000e18, "buyer pays no fee");
        uint256 fees = 3398.85e18 + 1137.5e18; // 91 % of 3,735 and of 1,250
        assertEq(paymentToken.balanceOf(SELLER), 2_275_000e18 - fees, "seller");
    }

    function testFuzz_release_conserves_and_rounds_for_the_protocol(
        uint128 amount,
        uint128 tradeFee,
        uint128 verificationFee,
        uint16 burnBps,
        uint128 quantity
    ) public {
        EscrowTerms memory terms = escrowTerms();
        terms.amount = uint128(bound(amount, 1, 500_000_000e18));
        terms.tradeFee = uint128(bound(tradeFee, 0, terms.amount));
        terms.verificationFee = uint128(bound(verificationFee, 0, terms.amount - terms.tradeFee));
        terms.burnBps = uint16(bound(burnBps, 0, 10_000));
        quantity = uint128(bound(quantity, 1, QUANTITY));
        fundEscrow(terms);
        open(caseTerms(CASE, keccak256("terms")));
        review(CASE, quantity);
        approve(CASE);
        passWindow();
        uint256 supply = paymentToken.totalSupply();
        escrow.release(idOf(terms));
        uint256 fee = uint256(terms.tradeFee) * quantity / QUANTITY;
        uint256 burned = fee * terms.burnBps / 10_000;
        uint256 rest = fee - burned;
        assertEq(supply - paymentToken.totalSupply(), burned, "burned");
        assertEq(paymentToken.balanceOf(DEVELOPMENT), rest * 3000 / 10_000, "development down");
        assertEq(paymentToken.balanceOf(RESERVE), rest * 1000 / 10_000, "reserve down");
        assertEq(
            paymentToken.balanceOf(OPERATIONS), rest - rest * 3000 / 10_000 - rest * 1000 / 10_000, "the remainder"
        );
        assertEq(paymentToken.balanceOf(BUYER), terms.amount - uint256(terms.amount) * quantity / QUANTITY, "buyer");
        assertEq(paymentToken.balanceOf(address(escrow)), 0, "nothing left");
    }

    // ----------------------------------------------------------------------------------------------------------- refund

    function test_refuses_a_refund_while_a_paying_outcome_stands_or_may_come() public {
        fundEscrow(escrowTerms());
        _notRefundable(BUYER); // no case
        open(caseTerms(CASE, keccak256("terms")));
        _notRefundable(BUYER); // open
        approve(CASE);
        vm.warp(START + 365 days);
        _notRefundable(BUYER); // the timeout does not take it from the seller
    }

    function test_a_carbon_case_pays_nothing_and_the_money_comes_back_at_the_timeout() public {
        fundEscrow(escrowTerms());
        open(carbonTerms(CASE, keccak256("terms")));
        approve(CASE);
        passWindow();
        _notSettled();
        _notRefundable(BUYER);
        vm.warp(START + 90 days);
        escrow.refund(TRADE);
        assertEq(paymentToken.balanceOf(BUYER), AMOUNT, "back");
    }

    function test_a_buyer_who_contests_until_the_timeout_gets_nothing() public {
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        approve(CASE);
        vm.prank(BUYER);
        verification.challenge(CASE, REASON);
        vm.warp(START + 365 days);
        _notRefundable(BUYER);
        vm.prank(REVIEWER);
        verification.resolveChallenge(CASE, CLAIM_KEY, false);
        escrow.release(TRADE);
    }

    function test_G3_a_settled_rejection_is_refunded_to_the_buyer_or_by_the_operator() public {
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        reject(CASE);
        _notRefundable(BUYER); // inside the window
        passWindow();
        expectUnauthorized(STRANGER);
        escrow.refund(TRADE);
        vm.prank(OPERATOR);
        escrow.refund(TRADE);
        assertEq(paymentToken.balanceOf(BUYER), AMOUNT, "all of it, no fee");
        assertTrue(escrow.getEscrow(TRADE).state == EscrowState.Refunded, "refunded");
    }

    function test_a_closed_case_is_refunded() public {
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        vm.prank(REVIEWER);
        verification.closeCase(CASE, REASON);
        vm.prank(BUYER);
        escrow.refund(TRADE);
        assertEq(paymentToken.balanceOf(BUYER), AMOUNT, "all of it");
        vm.expectRevert(abi.encodeWithSelector(IEscrow.WrongEscrowState.selector, TRADE, EscrowState.Refunded));
        escrow.refund(TRADE);
    }

    function testFuzz_from_the_timeout_on_anyone_refunds_what_nobody_verified(uint64 late, bool opened) public {
        fundEscrow(escrowTerms());
        CaseTerms memory terms = caseTerms(CASE, keccak256("terms"));
        if (opened) open(terms);
        vm.warp(START + 90 days - 1);
        _notRefundable(STRANGER);
        vm.warp(START + 90 days + bound(late, 0, 3650 days));
        vm.prank(STRANGER);
        escrow.refund(TRADE);
        assertEq(paymentToken.balanceOf(BUYER), AMOUNT, "all of it");
    }

    // ------------------------------------------------------------------------------------------------------- governance

    function test_fee_split_is_whole_and_accounts_exist() public {
        vm.startPrank(GOVERNANCE);
        vm.expectRevert(IEscrow.BadFeeSplit.selector);
        escrow.setFeeSplit(6000, 3000, 999);
        vm.expectRevert(IEscrow.BadFeeAccounts.selector);
        escrow.setFeeAccounts(OPERATIONS, DEVELOPMENT, address(0), VERIFICATION_FEES);
        vm.stopPrank();
        expectUnauthorized(STRANGER);
        escrow.setFeeSplit(0, 0, 10_000);
        expectUnauthorized(STRANGER);
        escrow.setFeeAccounts(STRANGER, STRANGER, STRANGER, STRANGER);
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    function _refused(EscrowTerms memory terms) private {
        vm.prank(BUYER);
        vm.expectRevert(IEscrow.BadEscrowTerms.selector);
        escrow.fund(terms);
    }

    function _notSettled() private {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotSettled.selector, CASE));
        escrow.release(TRADE);
    }

    function _notRefundable(address caller) private {
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotRefundable.selector, TRADE));
        escrow.refund(TRADE);
    }

    function _permitDigest(uint256 value) private view returns (bytes32) {
        bytes32 typehash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typehash, BUYER, address(escrow), value, paymentToken.nonces(BUYER), block.timestamp));
        return typedDigest("Assay Payment Token", address(paymentToken), structHash);
    }

    function _signPermit(uint256 value) private view returns (bytes memory) {
        return signature(BUYER_KEY, _permitDigest(value));
    }
}
