// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConversion} from "../src/interfaces/ITokens.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

contract ConversionTest is Base {
    bytes32 private constant ID = keccak256("conversion");

    function setUp() public override {
        super.setUp();
        giveFt(SOVEREIGN, 10_000_000e18);
        givePt(address(conversion), 2_000_000e18);
        vm.prank(SOVEREIGN);
        foundationToken.approve(address(conversion), type(uint256).max);
    }

    function test_refuses_anyone_but_an_active_sovereign() public {
        vm.prank(BUYER);
        vm.expectRevert(abi.encodeWithSelector(IConversion.NotSovereign.selector, BUYER));
        conversion.convert(ID, 1e18, 0);
        freeze(SOVEREIGN);
        vm.prank(SOVEREIGN);
        vm.expectRevert(abi.encodeWithSelector(IConversion.NotSovereign.selector, SOVEREIGN));
        conversion.convert(ID, 1e18, 0);
    }

    function test_refuses_less_than_the_minimum_nothing_and_more_than_reserve_or_daily_limit() public {
        vm.startPrank(SOVEREIGN);
        vm.expectRevert(abi.encodeWithSelector(IConversion.BelowMinimum.selector, 966_605e18, 966_605e18 + 1));
        conversion.convert(ID, 1_000_000e18, 966_605e18 + 1);
        vm.expectRevert(IConversion.ZeroAmount.selector);
        conversion.convert(ID, 0, 0);
        vm.expectPartialRevert(IConversion.ReserveTooLow.selector);
        conversion.convert(ID, 3_000_000e18, 0);
        vm.stopPrank();
        vm.prank(GOVERNANCE);
        conversion.setTerms(1e18, 300, 35, 970_000e18);
        vm.startPrank(SOVEREIGN);
        conversion.convert(ID, 500_000e18, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IConversion.DailyLimitExceeded.selector, 485_000e18 + 0.97e18, 485_000e18)
        );
        conversion.convert(keccak256("second"), 500_001e18, 0);
        vm.warp(block.timestamp + 1 days);
        conversion.convert(keccak256("second"), 500_001e18, 0);
    }

    function test_G1_burns_all_and_pays_less_share_and_fee() public {
        uint256 supply = foundationToken.totalSupply();
        vm.prank(SOVEREIGN);
        conversion.convert(ID, 1_000_000e18, 966_605e18);
        assertEq(paymentToken.balanceOf(SOVEREIGN), 966_605e18, "paid");
        assertEq(supply - foundationToken.totalSupply(), 1_000_000e18, "burned in full");
        assertEq(paymentToken.balanceOf(address(conversion)), 2_000_000e18 - 966_605e18, "from the reserve");
        vm.prank(SOVEREIGN);
        vm.expectRevert(abi.encodeWithSelector(IConversion.ConversionExists.selector, ID));
        conversion.convert(ID, 1_000_000e18, 0);
    }

    function test_vector_of_100_000() public view {
        (uint128 gross, uint128 burned, uint128 fee, uint128 net) = conversion.quote(100_000e18);
        assertEq(burned, 3000e18, "unpaid share");
        assertEq(gross, 97_000e18, "gross");
        assertEq(fee, 339.5e18, "fee");
        assertEq(net, 96_660.5e18, "net");
    }

    function testFuzz_rounds_for_the_reserve(uint128 ftAmount) public view {
        ftAmount = uint128(bound(ftAmount, 0, type(uint96).max));
        (uint128 gross, uint128 burned, uint128 fee, uint128 net) = conversion.quote(ftAmount);
        assertTrue(uint256(burned) * 10_000 >= uint256(ftAmount) * 300, "share up");
        assertTrue(uint256(fee) * 10_000 >= uint256(gross) * 35, "fee up");
        assertEq(uint256(net) + fee, gross, "adds up");
        assertEq(uint256(gross) + burned, ftAmount, "at rate 1");
    }

    function testFuzz_rate_moves_at_most_a_tenth(uint64 rate) public {
        vm.startPrank(GOVERNANCE);
        if (rate < 0.9e18 || rate > 1.1e18) {
            vm.expectRevert(abi.encodeWithSelector(IConversion.RateStepTooLarge.selector, rate, 1e18));
        }
        conversion.setTerms(rate, 300, 35, 1);
        vm.stopPrank();
    }

    function test_terms_are_bounded_and_governed() public {
        vm.startPrank(GOVERNANCE);
        vm.expectRevert(IConversion.BadConversionTerms.selector);
        conversion.setTerms(1e18, 1001, 35, 1);
        vm.expectRevert(IConversion.BadConversionTerms.selector);
        conversion.setTerms(1e18, 300, 501, 1);
        vm.stopPrank();
        expectUnauthorized(STRANGER);
        conversion.setTerms(1e18, 300, 35, 1);
    }
}
