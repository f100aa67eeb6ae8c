// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IListings} from "../src/interfaces/ICarbon.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

contract ListingsTest is Base {
    bytes32 private constant LISTING = keccak256("listing");
    bytes32 private constant PURCHASE = keccak256("purchase");
    uint128 private constant PRICE = 0.1105e18;
    uint256 private _id;
    uint64 private _expiry;

    function setUp() public override {
        super.setUp();
        _id = issueCredits();
        _expiry = uint64(block.timestamp + 10 days);
        vm.prank(LANDOWNER);
        carbonCredit.setApprovalForAll(address(listings), true);
        givePt(CREDIT_BUYER, 1000e18);
        vm.prank(CREDIT_BUYER);
        paymentToken.approve(address(listings), type(uint256).max);
    }

    function test_refuses_listings_without_amount_price_or_sensible_end() public {
        vm.startPrank(LANDOWNER);
        vm.expectRevert(IListings.ZeroAmount.selector);
        listings.list(LISTING, _id, 0, PRICE, _expiry);
        vm.expectRevert(IListings.BadListing.selector);
        listings.list(LISTING, _id, 1, 0, _expiry);
        vm.expectRevert(IListings.BadListing.selector);
        listings.list(0, _id, 1, PRICE, _expiry);
        vm.expectRevert(IListings.BadListing.selector);
        listings.list(LISTING, _id, 1, PRICE, uint64(block.timestamp));
        vm.expectRevert(IListings.BadListing.selector);
        listings.list(LISTING, _id, 1, PRICE, uint64(block.timestamp + 366 days + 1));
        vm.expectRevert();
        listings.list(LISTING, _id, 6968, PRICE, _expiry); // more than owned
        listings.list(LISTING, _id, 1, PRICE, _expiry);
        vm.expectRevert(abi.encodeWithSelector(IListings.ListingExists.selector, LISTING));
        listings.list(LISTING, _id, 1, PRICE, _expiry);
    }

    function test_refuses_purchases_of_nothing_too_much_too_late_too_dear_and_twice() public {
        vm.expectRevert(abi.encodeWithSelector(IListings.UnknownListing.selector, LISTING));
        listings.buy(LISTING, PURCHASE, 1, 1);
        _list(2000);
        vm.startPrank(CREDIT_BUYER);
        vm.expectRevert(IListings.ZeroAmount.selector);
        listings.buy(LISTING, PURCHASE, 0, type(uint128).max);
        vm.expectRevert(abi.encodeWithSelector(IListings.NotEnoughLeft.selector, 2000, 2001));
        listings.buy(LISTING, PURCHASE, 2001, type(uint128).max);
        vm.expectRevert(abi.encodeWithSelector(IListings.PriceAboveMaximum.selector, 221e18, 221e18 - 1));
        listings.buy(LISTING, PURCHASE, 2000, 221e18 - 1);
        listings.buy(LISTING, PURCHASE, 1000, type(uint128).max);
        vm.expectRevert(abi.encodeWithSelector(IListings.PurchaseExists.selector, PURCHASE));
        listings.buy(LISTING, PURCHASE, 1000, type(uint128).max);
        vm.warp(_expiry);
        vm.expectRevert(abi.encodeWithSelector(IListings.ListingExpired.selector, _expiry));
        listings.buy(LISTING, keccak256("second"), 1, type(uint128).max);
    }

    function test_G6_both_legs_move_with_commission() public {
        _list(2000);
        vm.prank(CREDIT_BUYER);
        listings.buy(LISTING, PURCHASE, 2000, 221e18);
        assertEq(carbonCredit.balanceOf(CREDIT_BUYER, _id), 2000, "credits");
        assertEq(paymentToken.balanceOf(LANDOWNER), 221e18 - 11.05e18, "seller");
        assertEq(paymentToken.balanceOf(COMMISSIONS), 11.05e18, "commission");
        assertEq(listings.getListing(LISTING).leftKg, 0, "sold out");
        assertEq(carbonCredit.balanceOf(LANDOWNER, _id), 4967, "the rest");
    }

    function testFuzz_cost_is_exact_and_commission_rounds_up(uint128 kg, uint128 price, uint16 commissionBps) public {
        kg = uint128(bound(kg, 1, 6967));
        price = uint128(bound(price, 1, 1000e18 / kg));
        commissionBps = uint16(bound(commissionBps, 0, 1000));
        vm.prank(GOVERNANCE);
        listings.setCommission(commissionBps, COMMISSIONS);
        vm.prank(LANDOWNER);
        listings.list(LISTING, _id, kg, price, _expiry);
        vm.prank(CREDIT_BUYER);
        listings.buy(LISTING, PURCHASE, kg, type(uint128).max);
        uint256 cost = uint256(kg) * price;
        assertEq(paymentToken.balanceOf(CREDIT_BUYER), 1000e18 - cost, "buyer pays the price");
        assertEq(paymentToken.balanceOf(COMMISSIONS), (cost * commissionBps + 9999) / 10_000, "commission up");
        assertEq(paymentToken.balanceOf(LANDOWNER) + paymentToken.balanceOf(COMMISSIONS), cost, "conserved");
    }

    function test_neither_leg_moves_when_one_cannot() public {
        _list(2000);
        givePt(BUYER, 1000e18); // a trader may hold PT but no credits
        vm.startPrank(BUYER);
        paymentToken.approve(address(listings), type(uint256).max);
        vm.expectRevert(abi.encodeWithSignature("NotAllowedToHold(address)", BUYER));
        listings.buy(LISTING, PURCHASE, 1000, type(uint128).max);
        vm.stopPrank();
        assertEq(paymentToken.balanceOf(BUYER), 1000e18, "no payment without delivery");
        vm.startPrank(CREDIT_BUYER);
        paymentToken.approve(address(listings), 0);
        vm.expectRevert();
        listings.buy(LISTING, PURCHASE, 1000, type(uint128).max);
        assertEq(carbonCredit.balanceOf(CREDIT_BUYER, _id), 0, "no delivery without payment");
    }

    function test_units_on_offer_of_a_suspended_seller_are_not_sold_but_come_back() public {
        _list(2000);
        vm.prank(REVIEWER);
        carbonCredit.reverse(keccak256("reversal"), _id, 1000, new uint256[](0), REASON);
        vm.prank(CREDIT_BUYER);
        vm.expectRevert(abi.encodeWithSelector(IListings.SellerSuspended.selector, _id, LANDOWNER));
        listings.buy(LISTING, PURCHASE, 1, type(uint128).max);
        vm.prank(LANDOWNER);
        listings.cancel(LISTING);
        assertEq(carbonCredit.balanceOf(LANDOWNER, _id), 6967, "returned");
    }

    function test_the_lister_cancels_at_any_time_others_after_the_end_and_once() public {
        _list(2000);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IListings.NotLister.selector, STRANGER));
        listings.cancel(LISTING);
        vm.warp(_expiry);
        vm.prank(STRANGER);
        listings.cancel(LISTING);
        assertEq(carbonCredit.balanceOf(LANDOWNER, _id), 6967, "returned to the lister");
        vm.expectRevert(IListings.ZeroAmount.selector);
        listings.cancel(LISTING);
    }

    function test_credits_sent_without_a_listing_are_refused() public {
        uint256[] memory ids = new uint256[](1);
        uint256[] memory kgs = new uint256[](1);
        (ids[0], kgs[0]) = (_id, 1);
        vm.startPrank(LANDOWNER);
        vm.expectRevert(IListings.BadListing.selector);
        carbonCredit.safeTransferFrom(LANDOWNER, address(listings), _id, 1, "");
        vm.expectRevert(IListings.BadListing.selector);
        carbonCredit.safeBatchTransferFrom(LANDOWNER, address(listings), ids, kgs, "");
    }

    function test_commission_is_bounded_and_governed() public {
        vm.startPrank(GOVERNANCE);
        vm.expectRevert(IListings.BadCommission.selector);
        listings.setCommission(1001, COMMISSIONS);
        vm.expectRevert(IListings.BadCommission.selector);
        listings.setCommission(500, address(0));
        vm.stopPrank();
        expectUnauthorized(STRANGER);
        listings.setCommission(0, STRANGER);
    }

    function _list(uint128 kg) private {
        vm.prank(LANDOWNER);
        listings.list(LISTING, _id, kg, PRICE, _expiry);
    }
}
