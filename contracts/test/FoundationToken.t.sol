// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IFoundationToken} from "../src/interfaces/ITokens.sol";
import {PartyRoles} from "../src/interfaces/IParties.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

contract FoundationTokenTest is Base {
    function testFuzz_only_the_allocation_contract_mints_and_only_conversion_burns(address caller) public {
        vm.assume(caller.code.length == 0);
        expectUnauthorized(caller);
        foundationToken.mint(SOVEREIGN, 1);
        expectUnauthorized(caller);
        foundationToken.burnFrom(SOVEREIGN, 0);
    }

    function testFuzz_nobody_but_sovereigns_and_the_protocol_can_hold_it(address holder) public {
        vm.assume(holder != address(0) && holder != SOVEREIGN && holder != SOVEREIGN_TWO && holder.code.length == 0);
        giveFt(SOVEREIGN, 100);
        vm.prank(SOVEREIGN);
        foundationToken.approve(STRANGER, 100);
        bytes memory refusal = abi.encodeWithSelector(IFoundationToken.NotAllowedToHold.selector, holder);

        vm.prank(SOVEREIGN);
        vm.expectRevert(refusal);
        foundationToken.transfer(holder, 1);
        vm.prank(STRANGER);
        vm.expectRevert(refusal);
        foundationToken.transferFrom(SOVEREIGN, holder, 1);
        vm.prank(address(allocation));
        vm.expectRevert(refusal);
        foundationToken.mint(holder, 1);
    }

    function test_new_tokens_do_not_go_to_contracts_of_the_protocol() public {
        vm.prank(address(allocation));
        vm.expectRevert(abi.encodeWithSelector(IFoundationToken.NotAllowedToHold.selector, address(conversion)));
        foundationToken.mint(address(conversion), 1);
    }

    function test_a_sovereign_whose_claim_expired_receives_nothing() public {
        giveFt(SOVEREIGN_TWO, 100);
        vm.warp(parties.party(SOVEREIGN).expiresAt - 1);
        admit(SOVEREIGN_TWO, PartyRoles.SOVEREIGN);
        vm.warp(block.timestamp + 1);
        vm.prank(SOVEREIGN_TWO);
        vm.expectRevert(abi.encodeWithSelector(IFoundationToken.NotAllowedToHold.selector, SOVEREIGN));
        foundationToken.transfer(SOVEREIGN, 1);
    }

    function test_a_frozen_sovereign_neither_sends_nor_receives_nor_converts() public {
        giveFt(SOVEREIGN, 100);
        giveFt(SOVEREIGN_TWO, 100);
        vm.prank(SOVEREIGN);
        foundationToken.approve(address(conversion), 100);
        freeze(SOVEREIGN);
        bytes memory refusal = abi.encodeWithSelector(IFoundationToken.FrozenAccount.selector, SOVEREIGN);
        vm.prank(SOVEREIGN);
        vm.expectRevert(refusal);
        foundationToken.transfer(SOVEREIGN_TWO, 1);
        vm.prank(SOVEREIGN_TWO);
        vm.expectRevert(refusal);
        foundationToken.transfer(SOVEREIGN, 1);
        vm.prank(address(conversion));
        vm.expectRevert(refusal);
        foundationToken.burnFrom(SOVEREIGN, 1);
    }

    function test_conversion_burns_only_what_was_approved() public {
        giveFt(SOVEREIGN, 100);
        vm.prank(address(conversion));
        vm.expectRevert();
        foundationToken.burnFrom(SOVEREIGN, 1);
    }

    function testFuzz_moves_among_sovereigns_and_protocol(uint128 minted, uint128 moved) public {
        uint256 amount = bound(moved, 0, minted);
        giveFt(SOVEREIGN, minted);
        vm.prank(SOVEREIGN);
        foundationToken.transfer(SOVEREIGN_TWO, amount);
        vm.prank(SOVEREIGN_TWO);
        foundationToken.transfer(address(conversion), amount);
        assertEq(foundationToken.balanceOf(SOVEREIGN), minted - amount, "sovereign");
        assertEq(foundationToken.balanceOf(address(conversion)), amount, "protocol");
    }
}
