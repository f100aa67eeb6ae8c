// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILandRegistry} from "../src/interfaces/ICarbon.sol";
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
        landRegistry.register(0, LANDOWNER, POLYGON, "u9zxy", 1);
        vm.expectRevert(ILandRegistry.BadParcel.selector);
        landRegistry.register(PARCEL, LANDOWNER, 0, "u9zxy", 1);
        vm.expectRevert(ILandRegistry.BadParcel.selector);
        landRegistry.register(PARCEL, LANDOWNER, POLYGON, "u9zxy", 0);
        landRegistry.register(PARCEL, LANDOWNER, POLYGON, "u9zxy", 1);
        vm.expectRevert(abi.encodeWithSelector(ILandRegistry.ParcelExists.selector, PARCEL));
        landRegistry.register(PARCEL, LANDOWNER, keccak256("other"), "u9zxy", 1);
        vm.expectRevert(abi.encodeWithSelector(ILandRegistry.CommitmentUsed.selector, POLYGON));
        landRegistry.register(keccak256("other"), LANDOWNER, POLYGON, "u9zxy", 1);
    }

    function testFuzz_only_the_registrar_registers_and_locks(address caller) public {
        vm.assume(caller != REGISTRAR && caller.code.length == 0);
        expectUnauthorized(caller);
        landRegistry.register(PARCEL, LANDOWNER, POLYGON, "u9zxy", 1);
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
        landRegistry.register(PARCEL, holder, POLYGON, "u9zxy", 1);
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
