// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CarbonCredit} from "../../src/CarbonCredit.sol";
import {CreditHandler} from "./CreditHandler.sol";
import {vm} from "../Vm.sol";
import {Invariants} from "./Invariants.sol";

contract CreditInvariants is Invariants {
    CreditHandler private _handler;
    CarbonCredit private _credit;
    address private _listings;
    address private _landowner;
    address private _buyer;

    function setUp() public {
        _handler = new CreditHandler();
        _handler.setUp();
        address credit;
        (credit, _listings, _landowner, _buyer) = _handler.contracts();
        _credit = CarbonCredit(credit);
    }

    function handlerSelectors() internal view override returns (address, bytes4[] memory) {
        return (address(_handler), _handler.actions());
    }

    /// @dev Conservation: issued = circulating (held and listed) + retired + cancelled + buffer, for every id.
    function invariant_issued_is_circulating_retired_cancelled_and_buffer() public view {
        for (uint256 project = 0; project < _handler.PROJECTS(); project++) {
            uint256 id = _handler.idOfSeed(project);
            uint256 accounted =
                _credit.totalSupply(id) + _credit.retiredOf(id) + _credit.cancelledOf(id) + _credit.bufferOf(id);
            assertEq(accounted, _handler.issuedKg(id), "issued");
        }
    }

    /// @dev Conservation and restriction: what circulates lies with those who may hold it; what is listed lies in the listings.
    function invariant_circulating_is_held_or_listed() public view {
        for (uint256 project = 0; project < _handler.PROJECTS(); project++) {
            uint256 id = _handler.idOfSeed(project);
            uint256 listed = _credit.balanceOf(_listings, id);
            assertEq(listed, _handler.listedKg(id), "listed");
            uint256 held = _credit.balanceOf(_landowner, id) + _credit.balanceOf(_buyer, id);
            assertEq(held + listed, _credit.totalSupply(id), "held");
        }
    }

    /// @dev Uniqueness: a retirement id counts once, alone or in a batch, and what was retired is what was asked for.
    function invariant_a_retirement_id_counts_once() public view {
        assertEq(_handler.idsUsedTwice(), 0, "used twice");
        uint256 retired = 0;
        for (uint256 project = 0; project < _handler.PROJECTS(); project++) {
            retired += _credit.retiredOf(_handler.idOfSeed(project));
        }
        assertEq(retired, _handler.retiredKg(), "retired");
    }

    /// @dev The short cut past the suspensions of an id agrees with them.
    function invariant_a_suspended_holder_cannot_move_anything() public {
        for (uint256 project = 0; project < _handler.PROJECTS(); project++) {
            uint256 id = _handler.idOfSeed(project);
            if (!_credit.isSuspended(id, _landowner)) continue;
            vm.prank(_landowner);
            (bool moved,) =
                address(_credit).call(abi.encodeCall(_credit.safeTransferFrom, (_landowner, _buyer, id, 0, "")));
            assertTrue(!moved, "moved");
        }
    }
}
