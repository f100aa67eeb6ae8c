// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILandRegistry, Title} from "../src/interfaces/ICarbon.sol";
import {PartyRoles} from "../src/interfaces/IParties.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

contract LandRegistryTest is Base {
    uint256 private constant TOKEN = uint256(PARCEL);
    bytes32 private constant POLYGON = keccak256("polygon");
    address private constant OTHER_OWNER = address(0x0113);

    function test_refuses_empty_fields_known_parcels_and_used_commitments() public {
        vm.startPrank(REGISTRAR);
        vm.expectRevert(ILandRegistry.BadParcel.selector);
        landRegistry.register(new Title[](0));
        vm.expectRevert(ILandRegistry.BadParcel.selector);
        landRegistry.register(titles(0, LANDOWNER, POLYGON, 1));
        vm.expectRevert(ILandRegistry.BadParcel.selector);
        landRegistry.register(titles(PARCEL, LANDOWNER, 0, 1));
        vm.expectRevert(ILandRegistry.BadParcel.selector);
        landRegistry.register(titles(PARCEL, LANDOWNER, POLYGON, 0));
        landRegistry.register(titles(PARCEL, LANDOWNER, POLYGON, 1));
        vm.expectRevert(abi.encodeWithSelector(ILandRegistry.ParcelExists.selector, PARCEL));
        landRegistry.register(titles(PARCEL, LANDOWNER, keccak256("other"), 1));
        vm.expectRevert(abi.encodeWithSelector(ILandRegistry.CommitmentUsed.selector, POLYGON));
        landRegistry.register(titles(keccak256("other"), LANDOWNER, POLYGON, 1));
    }

    /// @dev One title that is refused takes the others of its transaction with it.
    function testFuzz_registers_all_or_none(uint8 count, uint8 spoilt) public {
        count = uint8(bound(count, 1, 40));
        Title[] memory many = new Title[](count);
        for (uint256 i = 0; i < count; i++) {
            many[i] =
                Title(keccak256(abi.encode(i)), LANDOWNER, keccak256(abi.encode("polygon", i)), "u9zxy", uint64(i + 1));
        }
        uint256 place = bound(spoilt, 0, count - 1);
        vm.startPrank(REGISTRAR);
        many[place].areaM2 = 0;
        vm.expectRevert(ILandRegistry.BadParcel.selector);
        landRegistry.register(many);
        assertEq(landRegistry.balanceOf(LANDOWNER), 0, "none");
        many[place].areaM2 = uint64(place + 1);
        landRegistry.register(many);
        assertEq(landRegistry.balanceOf(LANDOWNER), count, "all");
        for (uint256 i = 0; i < count; i++) {
            assertEq(landRegistry.ownerOf(uint256(many[i].parcelId)), LANDOWNER, "each");
        }
    }

    function test_a_commitment_counts_once_within_a_transaction_too() public {
        Title[] memory many = new Title[](2);
        many[0] = Title(PARCEL, LANDOWNER, POLYGON, "u9zxy", 1);
        many[1] = Title(keccak256("other"), LANDOWNER, POLYGON, "u9zxy", 1);
        vm.prank(REGISTRAR);
        vm.expectRevert(abi.encodeWithSelector(ILandRegistry.CommitmentUsed.selector, POLYGON));
        landRegistry.register(many);
    }

    function testFuzz_only_the_registrar_registers_and_locks(address caller) public {
        vm.assume(caller != REGISTRAR && caller.code.length == 0);
        expectUnauthorized(caller);
        landRegistry.register(titles(PARCEL, LANDOWNER, POLYGON, 1));
        expectUnauthorized(caller);
        landRegistry.lock(TOKEN, REASON);
        expectUnauthorized(caller);
        landRegistry.unlock(TOKEN);
    }

    function testFuzz_only_active_landowners_hold(address holder) public {
        vm.assume(holder != address(0) && holder != LANDOWNER && holder.code.length == 0);
        bytes memory refusal = abi.encodeWithSelector(ILandRegistry.NotAllowedToHold.selector, holder);
        vm.prank(REGISTRAR);
        vm.expectRevert(refusal);
        landRegistry.register(titles(PARCEL, holder, POLYGON, 1));
        registerParcel(PARCEL);
        vm.startPrank(LANDOWNER);
        vm.expectRevert(refusal);
        landRegistry.transferFrom(LANDOWNER, holder, TOKEN);
        vm.expectRevert(refusal);
        landRegistry.safeTransferFrom(LANDOWNER, holder, TOKEN);
    }

    function test_a_locked_parcel_stays_until_it_is_unlocked() public {
        admit(OTHER_OWNER, PartyRoles.LANDOWNER);
        registerParcel(PARCEL);
        vm.prank(REGISTRAR);
        landRegistry.lock(TOKEN, REASON);
        vm.prank(LANDOWNER);
        vm.expectRevert(abi.encodeWithSelector(ILandRegistry.ParcelIsLocked.selector, TOKEN));
        landRegistry.transferFrom(LANDOWNER, OTHER_OWNER, TOKEN);
        vm.prank(REGISTRAR);
        landRegistry.unlock(TOKEN);
        vm.prank(LANDOWNER);
        landRegistry.transferFrom(LANDOWNER, OTHER_OWNER, TOKEN);
        assertEq(landRegistry.ownerOf(TOKEN), OTHER_OWNER, "moved");
    }

    function test_unknown_parcels_are_neither_locked_nor_unlocked() public {
        vm.expectRevert();
        landRegistry.isLocked(TOKEN);
        vm.prank(REGISTRAR);
        vm.expectRevert();
        landRegistry.lock(TOKEN, REASON);
    }
}
