// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CarbonCredit} from "../../src/CarbonCredit.sol";
import {IssuanceTerms, Title} from "../../src/interfaces/ICarbon.sol";
import {PartyRoles} from "../../src/interfaces/IParties.sol";
import {Programme} from "../../src/interfaces/IVerification.sol";
import {Actor} from "./Actor.t.sol";
import {System} from "./System.t.sol";
import {Twin} from "./Twin.t.sol";

/// @notice Walks through the life of the credits of up to four projects: issue, retire, reverse, lift a suspension.
contract CreditTwin is System, Twin {
    uint256 private constant STEP_WORDS = 6;
    uint256 private constant STEP_ANSWERS = 2;
    uint256 private constant PROJECTS = 4;
    uint256 private constant PROJECT_ANSWERS = 4;
    bytes32 private constant PARCEL = keccak256("parcel");
    uint32 private constant VINTAGE = 20253;

    Actor private owner;

    constructor(Book memory book_) System(book_) {}

    function begin() external {
        _begin();
        owner = _admitted(PartyRoles.LANDOWNER);
        Title[] memory titles = new Title[](1);
        titles[0] = Title(PARCEL, address(owner), keccak256("polygon"), "u9zxy", 3500);
        book.landRegistry.register(titles);
    }

    /// @dev Words: number of steps; each with its kind, its project and up to four words more:
    /// 0 issue (net, buffer, quantity, contracted), 1 retire (kg), 2 reverse (kg, number of pools, the pools' projects in its
    /// bytes from the lowest), 3 set the owner's suspension (0 or 1).
    /// Answer: for each step 0 or the refusal, and the argument of a BufferTooLow; then for each project supply, buffer, retired, cancelled.
    function _answer(uint256[] calldata words) internal override returns (uint256[] memory answer) {
        uint256 steps = words[0];
        answer = new uint256[](steps * STEP_ANSWERS + PROJECTS * PROJECT_ANSWERS);
        for (uint256 i = 0; i < steps; i++) {
            uint256[] calldata step = words[1 + i * STEP_WORDS:1 + (i + 1) * STEP_WORDS];
            (bool done, bytes memory data) = _step(bytes32(i + 1), step);
            if (done) continue;
            answer[i * STEP_ANSWERS] = _refusal(data);
            if (data.length == 36) {
                assembly ("memory-safe") {
                    mstore(add(add(answer, 64), mul(mul(i, STEP_ANSWERS), 32)), mload(add(data, 36)))
                }
            }
        }
        for (uint256 i = 0; i < PROJECTS; i++) {
            uint256 at = steps * STEP_ANSWERS + i * PROJECT_ANSWERS;
            uint256 id = _idOf(i);
            answer[at] = book.carbonCredit.totalSupply(id);
            answer[at + 1] = book.carbonCredit.bufferOf(id);
            answer[at + 2] = book.carbonCredit.retiredOf(id);
            answer[at + 3] = book.carbonCredit.cancelledOf(id);
        }
    }

    function _step(bytes32 number, uint256[] calldata step) private returns (bool, bytes memory) {
        uint256 id = _idOf(step[1]);
        if (step[0] == 0) return _issue(number, step);
        if (step[0] == 1) {
            return _try(owner, abi.encodeCall(CarbonCredit.retire, (number, id, uint128(step[2]), REASON, REASON)));
        }
        if (step[0] == 3) {
            return _try(reviewer, abi.encodeCall(CarbonCredit.setSuspended, (id, address(owner), step[2] == 1)));
        }
        uint256[] memory pool = new uint256[](step[3]);
        for (uint256 i = 0; i < pool.length; i++) {
            pool[i] = _idOf(uint8(step[4] >> (8 * i)));
        }
        return _try(reviewer, abi.encodeCall(CarbonCredit.reverse, (number, id, uint128(step[2]), pool, REASON)));
    }

    function _issue(bytes32 number, uint256[] calldata step) private returns (bool, bytes memory) {
        IssuanceTerms memory terms = IssuanceTerms({
            caseId: number,
            projectId: _projectOf(step[1]),
            parcelId: PARCEL,
            to: address(owner),
            vintage: VINTAGE,
            netKg: uint128(step[2]),
            bufferKg: uint128(step[3]),
            methodologyHash: REASON
        });
        _settle(Programme.Carbon, number, keccak256(abi.encode(terms)), uint128(step[4]), uint128(step[5]));
        return _try(owner, abi.encodeCall(CarbonCredit.issue, (terms)));
    }

    function _try(Actor actor, bytes memory data) private returns (bool, bytes memory) {
        try actor.act(address(book.carbonCredit), data) {
            return (true, "");
        } catch (bytes memory refusal) {
            return (false, refusal);
        }
    }

    function _projectOf(uint256 index) private pure returns (bytes32) {
        return keccak256(abi.encode("project", index));
    }

    function _idOf(uint256 index) private view returns (uint256) {
        return book.carbonCredit.creditId(_projectOf(index), VINTAGE);
    }
}
