// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IPaymentToken} from "../src/interfaces/ITokens.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

contract PaymentTokenTest is Base {
    uint256 private constant CAP = 500_000_000e18;

    function testFuzz_refuses_to_mint_above_the_cap(uint256 first, uint256 second) public {
        first = bound(first, 0, CAP);
        second = bound(second, CAP - first + 1, type(uint128).max);
        givePt(BUYER, first);
        vm.prank(TREASURY);
        vm.expectRevert(abi.encodeWithSelector(IPaymentToken.CapExceeded.selector, first + second, CAP));
        paymentToken.mint(SELLER, second);
    }

    function testFuzz_only_emission_mints(address caller) public {
        vm.assume(caller != TREASURY && caller.code.length == 0);
        expectUnauthorized(caller);
        paymentToken.mint(caller, 1);
    }

    function test_a_frozen_account_neither_sends_nor_receives_by_any_way() public {
        givePt(BUYER, 100);
        givePt(SELLER, 100);
        vm.prank(BUYER);
        paymentToken.approve(STRANGER, 100);
        freeze(BUYER);
        bytes memory refusal = abi.encodeWithSelector(IPaymentToken.FrozenAccount.selector, BUYER);

        vm.prank(BUYER);
        vm.expectRevert(refusal);
        paymentToken.transfer(SELLER, 1);
        vm.prank(STRANGER);
        vm.expectRevert(refusal);
        paymentToken.transferFrom(BUYER, SELLER, 1);
        vm.prank(SELLER);
        vm.expectRevert(refusal);
        paymentToken.transfer(BUYER, 1);
        vm.prank(BUYER);
        vm.expectRevert(refusal);
        paymentToken.burn(1);
        vm.prank(TREASURY);
        vm.expectRevert(refusal);
        paymentToken.mint(BUYER, 1);
    }

    function testFuzz_anyone_holds_and_burning_lowers_the_supply(address holder, uint128 amount, uint128 burned)
        public
    {
        vm.assume(holder != address(0) && holder.code.length == 0 && holder != BUYER);
        uint256 minted = bound(amount, 1, CAP);
        uint256 less = bound(burned, 0, minted);
        givePt(BUYER, minted);
        vm.prank(BUYER);
        paymentToken.transfer(holder, minted);
        vm.prank(holder);
        paymentToken.burn(less);
        assertEq(paymentToken.totalSupply(), minted - less, "supply");
        assertEq(paymentToken.balanceOf(holder), minted - less, "balance");
        givePt(BUYER, CAP - minted + less); // headroom is back
    }

    function test_permit_is_bound_to_owner_value_nonce_and_deadline() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(BUYER_KEY, _permitDigest(SELLER, 70, block.timestamp));
        vm.expectRevert();
        paymentToken.permit(BUYER, SELLER, 71, block.timestamp, v, r, s);
        vm.expectRevert();
        paymentToken.permit(LANDOWNER, SELLER, 70, block.timestamp, v, r, s);
        paymentToken.permit(BUYER, SELLER, 70, block.timestamp, v, r, s);
        assertEq(paymentToken.allowance(BUYER, SELLER), 70, "allowance");
        vm.expectRevert();
        paymentToken.permit(BUYER, SELLER, 70, block.timestamp, v, r, s);
        (v, r, s) = vm.sign(BUYER_KEY, _permitDigest(SELLER, 70, block.timestamp));
        vm.warp(block.timestamp + 1);
        vm.expectRevert();
        paymentToken.permit(BUYER, SELLER, 70, block.timestamp - 1, v, r, s);
    }

    function _permitDigest(address spender, uint256 value, uint256 deadline) private view returns (bytes32) {
        bytes32 typehash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typehash, BUYER, spender, value, paymentToken.nonces(BUYER), deadline));
        return typedDigest("Assay Payment Token", address(paymentToken), structHash);
    }
}
